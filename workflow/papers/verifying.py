"""核验文书 with all that the system knows: the file, its record in the chain of the register, and what the rows say today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from approvals.decisions import Decision
from approvals.documents import verifying
from approvals.documents.models import Document, DocumentFile
from approvals.documents.verifying import Finding, Report
from approvals.licence_editions import LicenceEdition
from approvals.licences import Licence
from workflow.document_standing import LICENCES
from workflow.editions import said_by
from workflow.lifecycle import GIVEN
from workflow.models import Application, RegisterEntry
from workflow.papers.sealing import REGISTER
from workflow.rows import jsonable
from workflow.store_write import chain, instant

DECIDES = {"grant_decision": "grant", "refusal_decision": "refuse"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in the content, what is printed there, and what the rows say."""

    path: str
    printed: str
    now: str

    def __str__(self) -> str:
        return f"{self.path}: {self.printed} ≠ {self.now}"


def verify(data: bytes, *, roots: bytes | None = None) -> Report:
    """What approvals.documents.verifying.verify says, and whether ledger and rows agree with the file."""
    report = verifying.verify(data, roots=roots)
    if report.file is None:
        return report
    entry = _entry(report.file)
    found = [] if entry is not None and _agrees(entry, report.file) else [Finding("not_in_chain", report.number)]
    found += [Finding("content_differs", str(each)) for each in dict.fromkeys(differences(report.file))]
    return report.with_findings(*found)


def _entry(file: DocumentFile) -> RegisterEntry | None:
    sealed = RegisterEntry.objects.filter(register=REGISTER, act="seal_document")
    return sealed.filter(inputs__document=file.document_id).order_by("-seq").first()


def _agrees(entry: RegisterEntry, file: DocumentFile) -> bool:
    """The entry tells of this file, and is itself as it was chained."""
    told = {"document": file.document_id, "number": file.document.number, "sha256": file.sha256, "code": file.code}
    content = {
        "register": REGISTER,
        "seq": entry.seq,
        "act": entry.act,
        "actor": entry.actor_id,
        "inputs": entry.inputs,
    }
    whole = chain(entry.prev_hash, content | {"at": instant(entry.at)}) == entry.hash
    return whole and told.items() <= entry.inputs.items()


def differences(file: DocumentFile) -> Iterator[Difference]:
    """What of the printed facts the rows say otherwise, and no act has changed since."""
    document, printed = file.document, file.content or {}
    yield from _compared(printed, {"number": document.number, "drawn_on": document.drawn_on.isoformat()})
    wanted = DECIDES.get(document.kind)
    if wanted is not None:
        taken = Decision.objects.filter(application_id=document.application_id).values_list("kind", flat=True).first()
        if taken != wanted:
            yield Difference("decision", wanted, str(taken or ""))
    if document.kind in LICENCES:
        yield from _of_the_licence(document, printed)


def _of_the_licence(document: Document, printed: Mapping[str, Any]) -> Iterator[Difference]:
    """Number and term: those of the edition this document is, and of the licence while no later grant has changed it."""
    made = said_by(document)
    if made is None:
        yield Difference("licence", document.number, "")
        return
    licence, edition = made.edition.licence, made.edition
    rows: list[Licence | LicenceEdition] = [edition]
    if (edition.edition, edition.application_id) == (licence.edition, _last_case(licence)):
        rows.append(licence)
    for row in rows:
        facts = {"licence_number": row.number, "valid_from": row.valid_from, "valid_until": row.valid_until}
        yield from _compared(printed, {name: jsonable(value) for name, value in facts.items()})


def _last_case(licence: Licence) -> int | None:
    """The case whose grant last changed the licence."""
    cases = Application.objects.filter(
        Q(licence_id=licence.pk) | Q(pk=licence.application_id), decided_on__isnull=False
    )
    return cases.filter(status__in=GIVEN).order_by("-decided_on", "-pk").values_list("pk", flat=True).first()


def _compared(printed: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in now.items():
        if (printed.get(name) or "") != (value or ""):
            yield Difference(name, str(printed.get(name) or ""), str(value or ""))
