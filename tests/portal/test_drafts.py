"""Drafts are kept, continued, told apart between windows, lodged once; their files become the case's."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from approvals import drafts
from approvals.drafts import ApplicationDraft
from approvals.files.models import MaterialFile, StoredFile
from approvals.files.tidying import tidy
from approvals.people import PowerOfAttorney
from tests.portal.desks import Desks, refusal, text_of
from tests.portal.handing import PDF, PNG, Sender
from workflow.models import Application, RefusedAttempt

ITEM = "EM06-01"
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def saved(desks: Desks, handle: str = "applicant", **given: Any) -> Any:
    """The answer to the page's own fetch."""
    given.setdefault("applicant", desks.people["applicant"].applicant_id)
    fields = {name.replace("m_", "m-", 1).replace("file_", "file-", 1): value for name, value in given.items()}
    return desks.client(handle).post(f"/drafts/{ITEM}/", fields, headers=JSON)


def test_what_is_typed_is_kept_and_continued(desks: Desks) -> None:
    key = Sender(desks).sent(name="平面图.pdf")
    answer = saved(desks, m_APP="in", m_SITE="promised", third_party_interest="on", signed="on", file_APP=key)
    assert re.fullmatch(r"已保存 \d\d:\d\d", answer.json()["text"])
    draft = ApplicationDraft.objects.get()
    assert draft.answers == {"m-APP": "in", "m-SITE": "promised", "third_party_interest": True}
    page = desks.get("applicant", f"/lodge/{ITEM}/").content.decode()
    assert re.search(r'name="m-SITE" value="promised"[^>]*checked', page)
    assert re.search(r'name="third_party_interest"[^>]*checked', page)
    assert not re.search(r'name="signed"[^>]*checked', page), "a signature is given anew"
    assert re.search(rf'name="file-APP" value="{key}" checked', page)
    assert f'name="draft" value="{draft.pk}"' in page
    listed = text_of(desks.get("applicant", "/applications/").content.decode())
    assert "继续填写" in listed


def test_a_draft_changed_in_another_window_is_not_overwritten(desks: Desks) -> None:
    first = saved(desks, m_APP="in").json()
    assert saved(desks, m_APP="out", draft_version=first["version"]).json()["version"] == 2
    answer = saved(desks, m_APP="in", draft_version=first["version"])
    assert answer.status_code == 409
    assert "另一个窗口" in answer.json()["text"]
    assert saved(desks, m_APP="in").status_code == 409
    assert ApplicationDraft.objects.get().answers == {"m-APP": "out"}


def test_a_window_that_was_reloaded_while_it_saved_goes_on(desks: Desks) -> None:
    headers = {**JSON, "x-window": "0123456789abcdef"}
    fields = {"applicant": desks.people["applicant"].applicant_id, "m-APP": "in"}
    for _time in range(2):
        assert desks.client("applicant").post(f"/drafts/{ITEM}/", fields, headers=headers).status_code == 200
    other = {**JSON, "x-window": "another"}
    assert desks.client("applicant").post(f"/drafts/{ITEM}/", fields, headers=other).status_code == 409


def test_what_was_uploaded_is_offered_even_if_no_draft_was_saved(desks: Desks) -> None:
    key = Sender(desks).sent()
    assert f'name="file-APP" value="{key}">' in desks.get("applicant", f"/lodge/{ITEM}/").content.decode()
    assert key not in desks.get("agent", f"/lodge/{ITEM}/").content.decode()


def test_a_draft_is_kept_by_a_button_too(desks: Desks) -> None:
    fields = {"applicant": desks.people["applicant"].applicant_id, "m-APP": "in"}
    answer = desks.client("applicant").post(f"/drafts/{ITEM}/", fields)
    assert answer["Location"].startswith(f"/lodge/{ITEM}/?applicant=")
    assert ApplicationDraft.objects.get().answers == {"m-APP": "in"}


def test_a_draft_is_its_accounts_only(desks: Desks) -> None:
    key = saved(desks, m_APP="in", file_APP=Sender(desks).sent()).json()["draft"]
    assert saved(desks, "applicant2", m_APP="in").status_code == 403
    assert desks.client("applicant2").post(f"/drafts/{key}/delete/").status_code == 409
    assert "继续填写" not in desks.get("agent", "/applications/").content.decode()
    assert desks.client("clerk").post(f"/drafts/{ITEM}/", {}).status_code == 403
    assert desks.client("applicant").post(f"/drafts/{key}/delete/").status_code == 302
    assert not ApplicationDraft.objects.exists()
    assert not StoredFile.objects.exists(), "what was uploaded for it goes with it"


def test_an_agent_without_power_no_longer_sees_what_he_began(desks: Desks) -> None:
    assert saved(desks, "agent", m_APP="in").status_code == 200
    assert "继续填写" in desks.get("agent", "/applications/").content.decode()
    PowerOfAttorney.objects.filter(agent=desks.people["agent"]).update(revoked_at=desks.at)
    assert saved(desks, "agent", m_APP="in").status_code == 403


def test_a_draft_takes_no_file_of_somebody_else(desks: Desks) -> None:
    key = Sender(desks, "applicant2").sent()
    assert saved(desks, m_APP="in", file_APP=key).status_code == 404
    assert saved(desks, m_APP="in", file_APP="nonsense").status_code == 400
    assert not ApplicationDraft.objects.exists()


def test_lodging_hands_the_files_in_and_ends_the_draft(desks: Desks) -> None:
    sender = Sender(desks)
    one, two = sender.sent(PDF, "申请书.pdf"), sender.sent(PNG, "照片.png")
    draft = saved(desks, m_APP="in", file_APP=[one, two]).json()
    number = desks.lodged("applicant", ITEM, draft=draft["draft"], **{"file-APP": [one, two]})
    case = desks.application(number)
    rows = MaterialFile.objects.filter(application_id=case.pk).order_by("id")
    assert [(row.material_code, str(row.file_id), row.office_id) for row in rows] == [
        ("APP", one, case.office_id),
        ("APP", two, case.office_id),
    ]
    assert not ApplicationDraft.objects.exists()
    assert tidy(at=desks.at + timedelta(days=400)) == 0, "what a case uses stays"


def test_a_draft_is_lodged_once_however_often_it_is_sent(desks: Desks) -> None:
    draft = saved(desks, m_APP="in").json()["draft"]
    desks.lodged("applicant", ITEM, draft=draft)
    again = desks.lodge("applicant", ITEM, draft=draft)
    assert again.status_code == 409
    assert "已经提交" in refusal(again)
    assert Application.objects.count() == 1
    assert 'name="draft" value=""' in again.content.decode()


def test_a_refused_application_keeps_draft_and_files_and_leaves_its_note(desks: Desks) -> None:
    key = Sender(desks).sent()
    draft = saved(desks, m_APP="in", file_APP=key).json()["draft"]
    holder = desks.people["applicant"].applicant
    assert holder is not None
    holder.bans.create(
        kind="reapplication", item_code="EM06", from_on=desks.at, until=desks.at + timedelta(days=9), legal_basis="演示"
    )
    answer = desks.lodge("applicant", ITEM, draft=draft, **{"file-APP": key})
    assert answer.status_code == 409
    assert f'value="{key}" checked' in answer.content.decode()
    assert RefusedAttempt.objects.filter(act="lodge", code="reapplication_barred").exists()
    assert ApplicationDraft.objects.filter(pk=draft).exists()
    assert not MaterialFile.objects.exists()


def test_a_file_that_cannot_be_bound_takes_the_lodging_back(desks: Desks) -> None:
    key = Sender(desks, "applicant2").sent()
    answer = desks.lodge("applicant", ITEM, **{"file-APP": key})
    assert answer.status_code == 404
    assert "没有找到该文件" in refusal(answer)
    assert not Application.objects.exists()


def test_files_are_not_dropped_silently(desks: Desks) -> None:
    key = Sender(desks).sent()
    answer = desks.lodge("applicant", ITEM, m_SITE="out", **{"file-SITE": key})
    assert answer.status_code == 422
    assert "请选择“现在提交”" in refusal(answer)
    assert not Application.objects.exists()


def test_a_draft_goes_after_its_time_and_then_its_files(desks: Desks) -> None:
    key = Sender(desks).sent()
    saved(desks, m_APP="in", file_APP=key)
    late = desks.at + timedelta(days=drafts.KEPT_DAYS)
    assert tidy(at=late) == 0
    assert drafts.expire(at=late) == 0
    assert drafts.expire(at=late + timedelta(seconds=1)) > 0
    assert tidy(at=late) == 1
    assert not StoredFile.objects.exists()
