"""用印: a rendered document is sealed and recorded.  Only the signer does this; only it has the keys.

A file that was sealed and not recorded, because the signer died between the two, is sealed again: only the recorded one
counts.  The record is one transaction: the file's row, the use of the seal, the entry in the chain of the register."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from approvals.decisions import Decision
from approvals.documents import disk
from approvals.documents.kinds import KINDS
from approvals.documents.models import Document, DocumentFile, Seal, SealUse
from approvals.documents.rendering import Place
from approvals.documents.sealing.errors import NoSeal
from approvals.documents.sealing.protocol import provider
from approvals.people import Office
from workflow.acts.register import perform_register
from workflow.models import LedgerEntry
from workflow.papers.work import Claimed, Kind, Worked, run

REGISTER = "documents"


class Lost(Exception):
    """Somebody else holds the lease by now, or the document was voided: this file does not count."""


def seal(claimed: Claimed, now: datetime) -> None:
    """From rendered to sealed.  Raises SealError, NoRoom."""
    file, document = claimed.file, claimed.file.document
    chosen = seal_for(document, at=now)
    try:
        plain = disk.read(file.key or UUID(int=0))
    except FileNotFoundError:
        claimed.held().update(state=DocumentFile.WAITING, key=None, lease=None, next_attempt_at=None)
        return
    place = Place(**dict(file.place or {}))
    data = provider().seal(plain, place=place, seal=chosen, reason=reason_for(document), at=now)
    key = disk.keep(data)
    try:
        record(claimed, key=key, data=data, seal=chosen, at=now)
    except Lost:
        disk.remove(key)
    else:
        disk.remove(file.key or UUID(int=0))


SEALING = Kind(DocumentFile.RENDERED, seal)


def seal_due(
    *, at: datetime, limit: int = 500, budget_seconds: float | None = None, inside_transaction: bool = False
) -> Worked:
    """Seals what is rendered (work.run).  Raises NoSeal in a process that is not the signer, and then claims nothing."""
    if not provider().holdings():
        raise NoSeal("LICENSING_SEAL_DIR")
    return run(SEALING, at=at, limit=limit, budget_seconds=budget_seconds, inside_transaction=inside_transaction)


def reason_for(document: Document) -> str:
    """What the signature says it is for; it begins with the number (approvals/documents/verifying.py reads it back)."""
    return f"{document.number} {KINDS[document.kind].name}用印"


def seal_for(document: Document, *, at: datetime) -> Seal:
    """The seal of the office, or of the one above it: one bureau, one seal (一枚公章对外).  Raises NoSeal."""
    office = Office.objects.select_related("parent__parent").get(pk=document.office_id)
    offices = [office, office.parent, office.parent.parent if office.parent else None]
    purpose = KINDS[document.kind].seal
    for each in filter(None, offices):
        found = in_use(each, purpose, at=at)
        if found is not None:
            return found
    raise NoSeal(f"{office.name} {purpose}")


def in_use(office: Office, purpose: str, *, at: datetime) -> Seal | None:
    """The seal of this office and purpose at that instant."""
    begun = Seal.objects.filter(office=office, purpose=purpose, from_at__lte=at)
    return begun.filter(Q(until_at=None) | Q(until_at__gt=at)).order_by("-from_at", "-id").first()


def record(claimed: Claimed, *, key: UUID, data: bytes, seal: Seal, at: datetime) -> None:
    """The file counts from here on.  Raises Lost, and then nothing was written."""
    file, document, digest = claimed.file, claimed.file.document, hashlib.sha256(data).hexdigest()
    drawing = LedgerEntry.objects.filter(application_id=document.application_id, seq=document.seq)
    decision = Decision.objects.filter(application_id=document.application_id, decided_on__lte=document.drawn_on)

    def change() -> None:
        sealed = {"state": DocumentFile.SEALED, "key": key, "sha256": digest, "size": len(data), "sealed_at": at}
        if not claimed.held().update(**sealed, attempts=0, crashes=0, lease=None, next_attempt_at=None, fault=""):
            raise Lost
        SealUse.objects.create(
            document=document,
            seal=seal,
            asked_by_id=drawing.values_list("actor_id", flat=True).first(),
            decision_id=decision.values_list("id", flat=True).first(),
            sha256=digest,
            used_at=at,
        )

    inputs = {"document": document.pk, "number": document.number, "sha256": digest, "code": file.code}
    inputs["seal"] = seal.fingerprint
    perform_register("seal_document", REGISTER, by=None, at=at, inputs=inputs, change=change)
