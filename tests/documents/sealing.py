"""One document at a time through the real makers: rendered, sealed, recorded; its bytes."""

from datetime import datetime
from uuid import uuid4

from approvals.documents import disk
from approvals.documents.models import Document, DocumentFile, Seal
from workflow.papers.making import MAKING
from workflow.papers.sealing import SEALING
from workflow.papers.seals import enrol
from workflow.papers.work import Claimed, attempt


def seal(document: Document, *, at: datetime) -> bytes:
    """The document is rendered and sealed; the seals of this process are in use from then on."""
    if not Seal.objects.exists():
        enrol(at=at)
    for kind in (MAKING, SEALING):
        lease = uuid4()
        DocumentFile.objects.filter(pk=document.pk, state=kind.state).update(lease=lease)
        file = DocumentFile.objects.select_related("document").get(pk=document.pk)
        assert attempt(kind, Claimed(file, lease), now=at) == "done", DocumentFile.objects.get(pk=document.pk).fault
    key = DocumentFile.objects.get(pk=document.pk).key
    assert key is not None
    return disk.read(key)


def seal_all(application_id: int, *, at: datetime) -> None:
    """Every document of the case that is not sealed."""
    rows = Document.objects.filter(application_id=application_id, file__state=DocumentFile.WAITING)
    for document in rows.order_by("id"):
        seal(document, at=at)
