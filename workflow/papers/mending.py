"""待人工处理的文书: files that no further attempt would make by itself, what is wrong with each, and taking them up again."""

from datetime import datetime

from django.db.models import QuerySet

from approvals.documents.models import DocumentFile
from approvals.rules import authority
from workflow.acts.register import perform_register, read_actor
from workflow.errors import BadInput, NotFound, refuse
from workflow.papers.sealing import REGISTER
from workflow.rules.clock import legal_day


def set_aside() -> QuerySet[DocumentFile]:
    """What waits for a person, oldest first; `fault` says why."""
    return DocumentFile.objects.select_related("document").filter(state=DocumentFile.SET_ASIDE).order_by("document_id")


def make_again(*, document_id: int, by: int, note: str, at: datetime) -> None:
    """The cause is gone: the file is rendered anew from what the rows say now.  `note` says what was mended.

    Raises not_authorised, BadInput without a note, NotFound where nothing is set aside."""
    verdict = authority.role_verdict(actor=read_actor(by, legal_day(at)), act="make_document_again", day=legal_day(at))
    if verdict.code:
        raise refuse(verdict.code)
    if not note.strip():
        raise BadInput("请写明如何处理", field="note")

    def change() -> None:
        held = DocumentFile.objects.filter(pk=document_id, state=DocumentFile.SET_ASIDE)
        waiting = {"state": DocumentFile.WAITING, "attempts": 0, "crashes": 0, "lease": None, "next_attempt_at": None}
        if not held.update(**waiting, fault="", key=None):
            raise NotFound(str(document_id))

    inputs = {"document": document_id, "note": note.strip()}
    perform_register("make_document_again", REGISTER, by=by, at=at, inputs=inputs, change=change)
