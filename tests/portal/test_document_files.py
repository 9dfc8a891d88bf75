"""The sealed file of a document: whose it is, and what is never shown."""

from typing import Any
from uuid import uuid4

import pytest

from approvals.documents import disk
from approvals.documents.check_code import new_code
from approvals.documents.models import Document, DocumentFile
from tests.documents.sealing import seal
from tests.moments import moment
from tests.portal.desks import Desks, text_of
from tests.portal.handing import content_of
from tests.portal.issuing import document_of, issued
from tests.portal.scene import Scene
from workflow.models import Application

pytestmark = pytest.mark.usefixtures("signer")


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def opened(desks: Desks, handle: str, case: Application, document: Document) -> Any:
    return desks.get(handle, f"/cases/{case.number}/documents/{document.pk}/")


def test_the_sealed_file_is_for_the_parties_and_the_officials_of_the_case(desks: Desks, scene: Scene):
    case, other = issued(scene), scene.accepted("applicant2")
    document = document_of(case)
    data = seal(document, at=moment())
    for handle in ("applicant", "agent", "clerk", "reviewer", "chief", "auditor", "head"):
        answer = opened(desks, handle, case, document)
        assert content_of(answer) == data, handle
    assert opened(desks, "applicant2", case, document).status_code == 404
    assert opened(desks, "applicant2", other, document).status_code == 404
    assert opened(desks, "clerk", other, document).status_code == 404
    assert desks.visitor().get(f"/cases/{case.number}/documents/{document.pk}/").status_code == 302
    assert opened(desks, "applicant", case, Document(pk=10**18)).status_code == 404
    assert desks.get("applicant", f"/cases/{case.number}/documents/{'9' * 19}/").status_code == 422


def test_the_counter_prints_what_is_sealed_and_can_show_what_is_not(desks: Desks, scene: Scene):
    case = issued(scene)
    sealed, waiting = document_of(case, "grant_decision"), document_of(case)
    seal(sealed, at=moment())
    told = desks.get("clerk", f"/window/?done={case.number}").content.decode()
    for each in (sealed, waiting):
        assert f'href="/cases/{case.number}/documents/{each.pk}/"' in told
    assert f"/window/print/{case.number}/{waiting.pk}/" in told
    assert f"/window/print/{case.number}/{sealed.pk}/" not in told


def test_it_can_do_nothing_in_the_browser_and_bears_its_name(desks: Desks, scene: Scene):
    case = issued(scene)
    document = document_of(case)
    seal(document, at=moment())
    answer = opened(desks, "applicant", case, document)
    content_of(answer)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E8%AE%B8%E5%8F%AF%E8%AF%81%20")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    address = f"/cases/{case.number}/documents/{document.pk}/?download"
    answer = desks.get("applicant", address)
    content_of(answer)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8")


@pytest.mark.parametrize("state", ["waiting", "rendered", "set_aside"])
def test_no_file_is_served_before_it_is_sealed(desks: Desks, scene: Scene, state: str):
    case = issued(scene)
    document = document_of(case)
    DocumentFile.objects.filter(document=document).update(state=state, fault="?", key=uuid4(), code=new_code())
    for handle in ("applicant", "clerk", "head"):
        answer = opened(desks, handle, case, document)
        assert answer.status_code == 409
        assert answer.get("Refresh") == (None if state == "set_aside" else "3")
        assert "文书尚未加盖印章" in text_of(answer.content.decode())


def test_a_party_opens_no_record_of_the_office_and_nothing_that_was_not_served(desks: Desks, scene: Scene):
    case = issued(scene)
    document = document_of(case)
    data = seal(document, at=moment())
    for change in ({"kind": "visit_record"}, {"kind": "licence", "served_on": None}):
        Document.objects.filter(pk=document.pk).update(**change)
        assert opened(desks, "applicant", case, document).status_code == 404
        assert content_of(opened(desks, "clerk", case, document)) == data


def test_a_file_that_is_gone_or_changed_is_not_served(desks: Desks, scene: Scene, caplog: pytest.LogCaptureFixture):
    case = issued(scene)
    document = document_of(case)
    data = seal(document, at=moment())
    key = document_of(case).file.key
    assert key is not None
    disk.path_of(key).write_bytes(data + b" ")
    assert opened(desks, "clerk", case, document).status_code == 500
    disk.remove(key)
    answer = opened(desks, "applicant", case, document)
    assert answer.status_code == 500
    assert "已经停止提供" in text_of(answer.content.decode())
    assert caplog.text.count(f"the file of document {document.pk} is not the one that was sealed") == 2
