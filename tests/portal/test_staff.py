"""Staff administration by the bureau's head: posts with days, absence, and leaving with work handed on."""

from datetime import timedelta

import pytest

from approvals.accounts import Absence
from approvals.people import Delegation, Office, Post, User
from config.integrity.run import check_rows
from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from tests.portal.scene import EASY
from workflow import acts, queue
from workflow.errors import Refusal
from workflow.models import RegisterEntry

TODAY = moment().date()
DAY = f"{TODAY:%Y-%m-%d}"


def change(desks: Desks, who: str, act: str, *, by: str = "head", status: int = 302, **given: object) -> str:
    response = desks.client(by).post(f"/staff/{desks.key(who)}/{act}/", given)
    assert response.status_code == status, refusal(response)
    return text_of(response.content.decode())


def office() -> int:
    return Office.objects.get().pk


def is_sound() -> None:
    assert list(check_rows(at=moment())) == []


def test_the_list_is_searched_by_name_user_name_and_role(desks: Desks):
    for asked, found, others in (("王敏", "王敏", "李娜"), ("verifier_", "陈立", "王敏"), ("首席代表", "张建国", "刘志强")):
        shown = text_of(desks.get("head", f"/staff/?q={asked}").content.decode())
        assert found in shown
        assert others not in shown.replace("局长 林国栋", "")
    assert "宏达化工" not in desks.get("head", "/staff/").content.decode()


def test_the_list_goes_on_by_key(desks: Desks):
    for n in range(32):
        User.objects.create(username=f"new{n}", office_id=office())
    first = desks.get("head", "/staff/").content.decode()
    key = first.split("?after=")[1].split('"')[0]
    assert "new31" not in first
    assert "new31" in desks.get("head", f"/staff/?after={key}").content.decode()


def test_a_new_official_gets_a_post_and_its_work(desks: Desks):
    fields = {"display_name": "沈洁", "username": "shenjie", "email": "s@example.invalid", "office": office()}
    response = desks.client("head").post("/staff/new/", fields)
    assert response.status_code == 302, refusal(response)
    made = User.objects.get(username="shenjie")
    assert not made.has_usable_password()
    desks.people["shenjie"] = made
    number = desks.lodged("applicant", EASY)
    assert number not in desks.get("shenjie", "/queue/").content.decode()
    change(desks, "shenjie", "post", role="clerk", office=office(), from_on=DAY)
    assert number in desks.get("shenjie", "/queue/").content.decode()
    assert set(RegisterEntry.objects.filter(register="staff").values_list("act", flat=True)) == {"add_official", "open_post"}
    is_sound()


@pytest.mark.parametrize(
    ("who", "given", "said"),
    [
        ("clerk", {"role": "clerk"}, "已有同样的岗位"),
        ("clerk", {"role": "auditor"}, "不能与其他岗位由同一人兼任"),
        ("monitor", {"role": "reviewer"}, "不能与其他岗位由同一人兼任"),
        ("clerk", {"role": "reviewer", "until_on": "2020-01-01"}, "截止日不能早于起始日"),
        ("clerk", {"role": "chief_representative"}, "请选择全部事项"),
        ("clerk", {"role": "emperor"}, "emperor"),
    ],
)
def test_a_post_that_cannot_be_is_refused_at_its_field(desks: Desks, who, given, said):
    before = Post.objects.count()
    shown = change(desks, who, "post", status=422, office=office(), from_on=DAY, **given)
    assert said in shown
    assert Post.objects.count() == before


def test_a_post_ends_with_its_last_day(desks: Desks):
    post = Post.objects.get(user=desks.people["clerk"])
    yesterday = f"{TODAY - timedelta(days=1):%Y-%m-%d}"
    change(desks, "clerk", "end-post", row=post.pk, until_on=yesterday)
    post.refresh_from_db()
    assert (post.until_on, post.version) == (TODAY - timedelta(days=1), 2)
    number = desks.lodged("applicant", EASY)
    with pytest.raises(Refusal) as refused:
        acts.perform("accept", desks.application(number).pk, by=desks.key("clerk"), at=desks.at)
    assert refused.value.code == "not_authorised"


def test_absence_offers_what_was_taken_to_the_others_until_he_is_back(desks: Desks):
    number = desks.lodged("applicant", EASY)
    desks.client("clerk").post(f"/cases/{number}/hands/claim/")
    assert number not in desks.get("clerk2", "/queue/").content.decode()
    change(desks, "clerk", "absence", from_on=DAY, until_on=DAY)
    assert number in desks.get("clerk2", "/queue/").content.decode()
    assert "不在岗，至" in text_of(desks.get("head", "/staff/?q=clerk").content.decode())
    change(desks, "clerk", "back", row=Absence.objects.get().pk)
    assert number not in desks.get("clerk2", "/queue/").content.decode()
    is_sound()


def test_who_leaves_hands_on_what_he_had_taken(desks: Desks):
    taken = [desks.lodged("applicant", EASY) for _ in range(2)]
    for number in taken:
        desks.client("clerk").post(f"/cases/{number}/hands/claim/")
    desks.do("clerk2", taken[1], "accept")  # taken[1] is done: only one is left to hand on
    change(desks, "clerk", "leave", to=desks.key("clerk2"), confirmed="on")
    key = desks.application(taken[0]).pk
    assert queue.holders(key, TODAY) == {desks.key("clerk2")}
    assert queue.taken_by(desks.key("clerk")) == []
    assert "账户已经停用：转办 1 件，退还岗位 0 件" in text_of(desks.get("head", f"/staff/{desks.key('clerk')}/").content.decode())
    is_sound()


def test_what_the_colleague_cannot_do_goes_back_to_its_desk(desks: Desks):
    number = desks.lodged("applicant", EASY)
    desks.client("clerk").post(f"/cases/{number}/hands/claim/")
    change(desks, "clerk", "leave", to=desks.key("reviewer"), confirmed="on")
    assert queue.holders(desks.application(number).pk, TODAY) == {desks.key("clerk2"), desks.key("reviewer2")}


def test_who_left_in_mid_form_does_nothing_more(desks: Desks):
    number = desks.lodged("applicant", EASY)
    desks.page("clerk", number)
    change(desks, "clerk", "leave", confirmed="on")
    response = desks.send("clerk", number, "accept")
    assert (response.status_code, response["Location"][:9]) == (303, "/sign-in/")
    with pytest.raises(Refusal):
        acts.perform("accept", desks.application(number).pk, by=desks.key("clerk"), at=desks.at)
    assert desks.application(number).status == "received"
    change(desks, "clerk", "reactivate")
    assert not Post.objects.filter(user=desks.people["clerk"], until_on=None).exists()


def test_delegations_end_with_who_gave_or_held_them(desks: Desks):
    until = TODAY + timedelta(days=9)
    acts.delegate(
        by=desks.key("deputy"), at=desks.at, matters="all", to=desks.key("deputy2"), grade="deputy_director",
        from_on=TODAY, until_on=until,
    )  # fmt: skip
    change(desks, "deputy", "leave", confirmed="on")
    assert Delegation.objects.get().revoked_at is not None
    is_sound()


def test_nobody_administers_himself_or_another_bureau(desks: Desks):
    change(desks, "head", "post", status=403, role="deputy_director", matters="*", office=office(), from_on=DAY)
    change(desks, "head", "leave", status=403, confirmed="on")
    other = Office.objects.create(code="other", name="别的局")
    User.objects.filter(username="clerk").update(office=other)
    assert desks.get("head", f"/staff/{desks.key('clerk')}/").status_code == 404
    change(desks, "clerk", "leave", status=403, confirmed="on")
    for handle in ("deputy", "monitor", "clerk2", "applicant"):
        assert desks.get(handle, "/staff/").status_code == 403


def test_what_is_no_key_or_day_is_bad_input(desks: Desks):
    change(desks, "clerk", "end-post", status=422, row="x", until_on=DAY)
    change(desks, "clerk", "end-post", status=422, row=Post.objects.get(user=desks.people["clerk"]).pk, until_on="x")
    change(desks, "clerk", "promote", status=404)
    assert desks.get("head", "/staff/?after=x").status_code == 422
