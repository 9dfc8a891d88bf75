"""Makers and signer in the test's own process: with test seals, on files of the test alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from approvals.documents.models import DocumentFile
from approvals.documents.sealing.development import ROOT
from config.play.cast import BEGINNING
from tests.moments import moment
from workflow.papers.making import make_due
from workflow.papers.sealing import seal_due
from workflow.papers.seals import enrol

OFFICE, NAME = "440100YJ", "广州市应急管理局（演示）"
LONG_AGO = moment(BEGINNING)


@dataclass(frozen=True, slots=True)
class Signer:
    """`folder` holds the keys; enrolled once people and office are there."""

    folder: Path

    @property
    def root(self) -> bytes:
        return (self.folder / ROOT).read_bytes()

    def enrol(self) -> None:
        """The seals are in use, and have been for as long as the suite knows."""
        enrol(at=LONG_AGO)

    def work(self, at: datetime) -> list[DocumentFile]:
        """Everything that waits is rendered and sealed; what was sealed, in the order of the documents."""
        make_due(at=at, inside_transaction=True)
        seal_due(at=at, inside_transaction=True)
        return list(DocumentFile.objects.filter(state=DocumentFile.SEALED).order_by("document_id"))


def later(at: datetime, seconds: float) -> datetime:
    """So many seconds later."""
    return at + timedelta(seconds=seconds)
