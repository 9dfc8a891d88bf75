"""A bureau with cases that were decided, for tests of their documents."""

from datetime import datetime
from typing import Any

from approvals.documents import disk
from approvals.documents.models import Document, DocumentFile
from config.play.cast import assemble
from tests.moments import moment
from workflow import acts
from workflow.models import Application

ITEM = "EM06-01"
TO_ISSUE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("accept", "clerk", {}),
    ("record_opinion", "reviewer", {"opinion": "grant", "grounds": "材料齐全"}),
    ("grant", "chief", {}),
    ("issue", "clerk", {}),
)


class Bureau:
    """The cast; what it does, it does at `at`."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or moment()
        self.people = {handle: int(user.pk) for handle, user in assemble().items()}

    def lodge(self, item: str = ITEM, *, who: str = "applicant", **given: Any) -> Application:
        """An application that came in, complete unless the materials say otherwise."""
        return acts.lodge(by=self.people[who], at=self.at, item=item, **{"materials": "all", **given})

    def do(self, application: Application, act: str, by: str, **given: Any) -> Application:
        return acts.perform(act, application.pk, by=self.people[by], at=self.at, **given)

    def issued(self, item: str = ITEM, *, who: str = "applicant") -> Application:
        """A case whose licence has been made out, and not yet served."""
        application = self.lodge(item, who=who)
        for act, by, given in TO_ISSUE:
            application = self.do(application, act, by, **given)
        return application


def file_of(application: Application, kind: str = "licence") -> DocumentFile:
    """The file of the newest document of this kind."""
    found = DocumentFile.objects.select_related("document").filter(application_id=application.pk, document__kind=kind)
    return found.latest("pk")


def data_of(file: DocumentFile) -> bytes:
    """What lies on the disk for it."""
    assert file.key is not None
    return disk.read(file.key)


def content_of(file: DocumentFile) -> dict[str, Any]:
    """What is printed on it."""
    assert file.content is not None
    return dict(file.content)


def number_of(application: Application, kind: str = "licence") -> str:
    return str(Document.objects.filter(application_id=application.pk, kind=kind).latest("pk").number)
