"""预审: asked before lodging, answered material by material, and without any legal effect."""

from approvals.people import PowerOfAttorney
from notifications.models import Message
from tests.portal.desks import Desks, text_of
from workflow.models import Application, Clock, LedgerEntry, PreCheck

ITEM = "EM07-01"


def asked(desks: Desks, by: str = "applicant") -> PreCheck:
    applicant = desks.people["applicant"].applicant_id
    fields = {"applicant": str(applicant), "materials": ["SITE"], "note-SITE": "租赁合同可以吗", "question": "需要几份？"}
    response = desks.client(by).post(f"/pre-checks/new/{ITEM}/", fields)
    assert response.status_code == 302, text_of(response.content.decode())
    return PreCheck.objects.latest("id")


def test_what_is_asked_is_answered_by_material_and_no_clock_starts(desks: Desks) -> None:
    row = asked(desks, "agent")
    page = text_of(desks.get("reviewer", f"/pre-checks/{row.pk}/").content.decode())
    assert "租赁合同可以吗" in page
    fields = {"verdict-SITE": "fits", "remark-SITE": "可以，附房产证明", "answer": "一份"}
    assert desks.client("reviewer").post(f"/pre-checks/{row.pk}/", fields).status_code == 302
    told = text_of(desks.get("applicant", f"/pre-checks/{row.pk}/").content.decode())
    assert "看来符合" in told
    assert "可以，附房产证明" in told
    assert "预审不是申请：不产生法律效力" in told
    assert [model.objects.count() for model in (Application, Clock, LedgerEntry)] == [0, 0, 0]


def test_an_answer_stands_and_is_whole(desks: Desks) -> None:
    row = asked(desks)
    reviewer = desks.client("reviewer")
    assert reviewer.post(f"/pre-checks/{row.pk}/", {"answer": "一份"}).status_code == 422
    assert reviewer.post(f"/pre-checks/{row.pk}/", {"verdict-SITE": "later"}).status_code == 302
    assert reviewer.post(f"/pre-checks/{row.pk}/", {"verdict-SITE": "fits"}).status_code == 409
    assert PreCheck.objects.get().remarks["SITE"]["verdict"] == "later"


def test_nobody_else_reads_asks_for_or_answers_it(desks: Desks) -> None:
    row = asked(desks)
    assert desks.get("applicant2", f"/pre-checks/{row.pk}/").status_code == 404
    assert "宏达" not in text_of(desks.get("applicant2", "/pre-checks/").content.decode())
    assert desks.get("clerk", f"/pre-checks/{row.pk}/").status_code == 403
    assert desks.client("applicant").post(f"/pre-checks/{row.pk}/", {"verdict-SITE": "fits"}).status_code == 403
    stranger = {"applicant": str(desks.people["applicant"].applicant_id), "question": "?"}
    assert desks.client("applicant2").post(f"/pre-checks/new/{ITEM}/", stranger).status_code == 403


def test_one_question_about_a_matter_waits_at_a_time(desks: Desks) -> None:
    asked(desks)
    fields = {"applicant": str(desks.people["applicant"].applicant_id), "question": "还有一问"}
    response = desks.client("applicant").post(f"/pre-checks/new/{ITEM}/", fields)
    assert response.status_code == 422
    assert "还有一问" in response.content.decode()


def test_reviewers_are_told_when_asked_and_the_applicant_when_answered(desks: Desks) -> None:
    row = asked(desks, "agent")
    told = {message.recipient_id: message for message in Message.objects.filter(kind="pre_check_asked")}
    assert desks.key("reviewer") in told
    assert told.keys().isdisjoint({desks.key("clerk"), desks.key("applicant"), desks.key("agent")})
    inbox = desks.get("reviewer", "/inbox/").content.decode()
    assert "需要几份？" in text_of(inbox)
    assert f'name="go" value="/pre-checks/{row.pk}/"' in inbox
    assert not Message.objects.filter(kind="pre_check_answered").exists()
    fields = {"verdict-SITE": "fits", "answer": "一份"}
    assert desks.client("reviewer").post(f"/pre-checks/{row.pk}/", fields).status_code == 302
    answered = Message.objects.filter(kind="pre_check_answered").values_list("recipient_id", flat=True)
    assert set(answered) == {desks.key("applicant"), desks.key("agent")}
    assert "预审已经答复" in text_of(desks.get("applicant", "/inbox/").content.decode())


def test_an_agent_whose_power_was_taken_back_is_not_told_the_answer(desks: Desks) -> None:
    row = asked(desks, "agent")
    PowerOfAttorney.objects.filter(agent=desks.key("agent")).update(revoked_at=desks.at)
    assert desks.client("reviewer").post(f"/pre-checks/{row.pk}/", {"verdict-SITE": "fits"}).status_code == 302
    told = Message.objects.filter(kind="pre_check_answered").values_list("recipient_id", flat=True)
    assert set(told) == {desks.key("applicant")}
