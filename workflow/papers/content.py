"""内容: everything a document prints, gathered from the rows of its case; what the act fixed comes from the document itself.

The wording is the templates'; here are names, dates, lists and the reasons.  Days are ISO texts, instants local to the office."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation

from approvals.documents.kinds import form_of
from approvals.documents.models import Document
from workflow.papers import aftercare, decision, door, hearing, licence, procedure
from workflow.papers.dossier import Dossier, iso, party, read
from workflow.rules.clock import legal_day

GATHERERS: Mapping[str, Callable[[Dossier], dict[str, Any]]] = {
    "application_form": door.application_form,
    "receipt": door.receipt,
    "supplement_notice": door.supplement_notice,
    "acceptance_notice": door.acceptance_notice,
    "commitment_letter": door.commitment_letter,
    "tolerance_notice": door.tolerance_notice,
    "termination_notice": door.termination_notice,
    "non_acceptance_decision": door.non_acceptance_decision,
    "late_renewal_warning": door.late_renewal_warning,
    "special_procedure_notice": procedure.special_procedure_notice,
    "extension_notice": procedure.extension_notice,
    "visit_notice": procedure.visit_notice,
    "visit_record": procedure.visit_record,
    "rectification_order": procedure.rectification_order,
    "expert_opinion": procedure.expert_opinion,
    "third_party_notice": hearing.third_party_notice,
    "hearing_rights_notice": hearing.hearing_rights_notice,
    "statement_record": hearing.statement_record,
    "hearing_announcement": hearing.hearing_notice,
    "hearing_notice": hearing.hearing_notice,
    "hearing_declined": hearing.hearing_declined,
    "hearing_record": hearing.hearing_record,
    "approval_form": decision.approval_form,
    "grant_decision": decision.grant_decision,
    "refusal_decision": decision.refusal_decision,
    "filing_record": licence.filing_record,
    "licence": licence.licence,
    "licence_duplicate": licence.licence,
    "service_receipt": licence.service_receipt,
    "inspection_record": aftercare.inspection_record,
    "revocation_notice": aftercare.revocation_notice,
    "revocation_decision": aftercare.revocation_decision,
    "cancellation_decision": aftercare.cancellation_decision,
    "rescission_decision": aftercare.rescission_decision,
}


def content_of(document: Document, *, code: str, link: str) -> dict[str, Any]:
    """What this document prints; `code` and `link` are those of its check page, the link goes into the QR code."""
    dossier = read(document)
    with translation.override("zh-hans"):  # documents speak Chinese, whoever looks at them
        found = GATHERERS[document.kind](dossier)
        title = form_of(document.kind, str(found.get("variant", ""))).title
        common = {**_common(dossier), "title": title, "kind": document.kind, "code": code, "link": link}
        return dict(tidy({**common, **found}))


def _common(dossier: Dossier) -> dict[str, Any]:
    application, document = dossier.application, dossier.document
    applicant = party(dossier.applicant)
    return {
        "number": document.number,
        "agency": dossier.agency,
        "addressee": applicant["name"],
        "you": "你" if applicant["is_person"] else "你单位",
        "drawn_on": iso(document.drawn_on),
        "case_number": application.number,
        "query_code": application.query_code,
        "item": dossier.matter,
        "item_code": dossier.item.code,
        "applicant": applicant,
        "lodged_on": iso(legal_day(application.lodged_at)),
        "handler": dossier.name_of(dossier.entry.actor_id),
        "contact": dossier.contact(),
    }


def tidy(value: Any) -> Any:
    """The same with plain line ends and without tabulators, as browsers and old systems send them."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    if isinstance(value, Mapping):
        return {key: tidy(each) for key, each in value.items()}
    return [tidy(each) for each in value] if isinstance(value, list | tuple) else value
