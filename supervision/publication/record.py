"""What the record of a decision says, read from the case.  It reads and never writes.

Nothing of forms, materials, visits or persons is read but what the licence itself prints (its scope)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.licences import Licence
from supervision.rules.publication import Rules, category_of, holder_kind, organisation_code, record, rules_of
from supervision.scheme_files import content_of
from workflow.document_standing import licence_of
from workflow.models import Application
from workflow.papers import dossier
from workflow.papers.dossier import Dossier
from workflow.papers.scope import answers_of, scope_of

DECISIONS = ("grant_decision", "filing_record")
NAME = "publication"
IN_FORCE = "valid"


@cache
def rules() -> Rules:
    """The profile of publication that the product ships.  Raises ProfileError."""
    return rules_of(content_of(NAME))


@dataclass(frozen=True, slots=True)
class Told:
    """The content of a record with the licence it was read from."""

    content: dict[str, str]
    licence: Licence | None


def told(application: Application, *, before: dict[str, str] | None = None) -> Told:
    """What is to be published of this decision now.

    What was decided stays as it was published (`before`); what became of the licence is added."""
    licence = licence_of(application)
    state = str(licence.status) if licence is not None else IN_FORCE
    if before is not None:
        number = before["licence_number"] or ((licence.number or "") if licence is not None else "")
        return Told({**before, "state": state, "licence_number": number}, licence)
    return Told(record(rules(), _facts(application, licence, state)), licence)


def _facts(application: Application, licence: Licence | None, state: str) -> dict[str, str]:
    holder, office = application.applicant, application.office
    decision = _decision(application)
    read = dossier.read(decision) if decision is not None else None
    uscc = holder.uscc or ""
    agency = read.agency if read is not None else office.name
    return {
        **_of_licence(read, licence),
        **dict.fromkeys(("registration_number", "tax_number", "institution_number", "association_number"), ""),
        "holder": holder.name,
        "holder_kind": holder_kind(uscc),
        "uscc": uscc,
        "organisation_code": organisation_code(uscc),
        "legal_representative": holder.legal_representative,
        "decision_name": _title(decision, application.kind) if decision is not None else "",
        "decision_number": decision.number if decision is not None else "",
        "category": category_of(rules().categories, application.item_code),
        "decided_on": _day(application.decided_on),
        "agency": agency,
        "agency_uscc": office.uscc,
        "state": state,
        "source": agency,
        "source_uscc": office.uscc,
        "remark": "",
    }


def _of_licence(read: Dossier | None, licence: Licence | None) -> dict[str, str]:
    return {
        "matter": read.matter if read is not None else "",
        "licence_name": (read.item.result_name if licence is not None else "") if read is not None else "",
        "licence_number": (licence.number or "") if licence is not None else "",
        "content": scope_of(read, answers_of(read)) if read is not None else "",
        "valid_from": _day(licence.valid_from) if licence is not None else "",
        "valid_until": _day(licence.valid_until) if licence is not None else "",
    }


def _decision(application: Application) -> Document | None:
    """The latest decision of the case that was not voided."""
    rows = Document.objects.filter(application_id=application.pk, kind__in=DECISIONS, voided=None)
    return rows.order_by("-id").first()


def _title(decision: Document, kind: str) -> str:
    forms = KINDS[decision.kind].forms
    return (forms.get(kind) or next(iter(forms.values()))).title


def _day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""
