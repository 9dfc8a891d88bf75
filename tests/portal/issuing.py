"""Cases with documents, for tests of the pages about them."""

from approvals.documents.models import Document
from tests.portal.scene import Scene
from workflow.models import Application


def granted(scene: Scene) -> Application:
    case = scene.reviewed()
    scene.do("grant", case, "chief")
    return case


def issued(scene: Scene) -> Application:
    case = granted(scene)
    scene.do("issue", case, "clerk")
    return case


def document_of(case: Application, kind: str = "licence") -> Document:
    return Document.objects.filter(application_id=case.pk, kind=kind).latest("id")
