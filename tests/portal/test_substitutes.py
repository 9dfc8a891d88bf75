"""A/B 角: while somebody is away, what he has taken waits for the substitute he has, and returns to him by itself."""

from datetime import timedelta
from typing import Any

import pytest

from approvals.accounts import Absence
from approvals.people import Delegation, Post
from config.integrity.run import check_rows
from notifications.models import Message
from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from tests.portal.scene import EASY, GRAVE, Scene
from workflow import acts, queue
from workflow.models import RegisterEntry

TODAY = moment().date()
LATER = TODAY + timedelta(days=6)


def absent(desks: Desks, who: str, substitute: str, **given: Any) -> Any:
    fields = {"from_on": TODAY.isoformat(), "until_on": LATER.isoformat(), "substitute": desks.key(substitute), **given}
    return desks.client("head").post(f"/staff/{desks.key(who)}/absence/", fields)


def taken(desks: Desks, by: str = "clerk") -> str:
    number = desks.lodged("applicant", EASY)
    assert desks.client(by).post(f"/cases/{number}/hands/claim/").status_code == 302
    return number


def holders(desks: Desks, number: str) -> set[str]:
    known = {user.pk: handle for handle, user in desks.people.items()}
    return {known[key] for key in queue.holders(desks.application(number).pk, desks.at.date())}


def test_a_substitute_has_the_queue_of_who_is_away_until_he_is_back(desks: Desks):
    number = taken(desks)
    assert holders(desks, number) == {"clerk"}
    assert absent(desks, "clerk", "clerk2").status_code == 302
    assert holders(desks, number) == {"clerk", "clerk2"}, "and nobody else of the desk"
    assert number in desks.get("clerk2", "/queue/").content.decode()
    assert "王敏不在岗，由我代理" in text_of(desks.page("clerk2", number))
    assert "由李娜代理" in text_of(desks.get("head", f"/staff/{desks.key('clerk')}/").content.decode())
    assert Message.objects.get(kind="substitute_named").recipient == desks.people["clerk2"]
    assert RegisterEntry.objects.latest("id").inputs["substitute"] == desks.key("clerk2")
    assert list(check_rows(at=desks.at)) == []
    desks.at += timedelta(days=7)
    assert holders(desks, number) == {"clerk"}


def test_a_substitute_does_the_work_and_passes_nothing_on(desks: Desks):
    number = taken(desks)
    absent(desks, "clerk", "clerk2")
    assert "/hands/" not in desks.page("clerk2", number)
    for act in ("claim", "release", "hand_over"):
        response = desks.client("clerk2").post(f"/cases/{number}/hands/{act}/", {"to": desks.key("reviewer2")})
        assert response.status_code in (403, 409), act
    desks.do("clerk2", number, "accept")
    assert desks.application(number).accepted_by == desks.people["clerk2"]


def test_whom_the_case_bars_does_not_stand_in_for_it(desks: Desks):
    scene, number = Scene(desks.people), taken(desks)
    scene.do("recuse", desks.application(number), "clerk2", reason="近亲属")
    absent(desks, "clerk", "clerk2")
    assert holders(desks, number) == {"clerk", "reviewer2"}, "it is offered to the desk's others"


def test_who_is_away_himself_stands_in_for_nobody(desks: Desks):
    number = taken(desks)
    assert absent(desks, "clerk", "clerk2").status_code == 302
    Absence.objects.create(user=desks.people["clerk2"], from_on=TODAY, until_on=TODAY, substitute=desks.people["reviewer2"])
    assert holders(desks, number) == {"clerk", "clerk2", "reviewer2"}, "the desk's, and not the substitute's substitute's alone"


@pytest.mark.parametrize(
    ("who", "substitute", "told"),
    [
        ("clerk", "clerk", "代理人应为其他在岗的工作人员"),
        ("clerk", "reviewer", "应有同样的岗位"),
        ("reviewer2", "clerk", "应有同样的岗位"),
        ("chief", "deputy2", "决定权不随代理转移"),
        ("deputy", "chief", "决定权不随代理转移"),
    ],
)
def test_who_cannot_stand_in_is_refused_in_words(desks: Desks, who: str, substitute: str, told: str):
    response = absent(desks, who, substitute)
    assert response.status_code == 422
    page = text_of(response.content.decode())
    assert told in page or "选择一个有效的选项" in page
    assert not Absence.objects.exists()


def test_a_substitute_who_is_away_or_leaves_his_post_too_early_is_refused(desks: Desks):
    absent(desks, "clerk2", "clerk")
    response = absent(desks, "clerk", "clerk2")
    assert "该人员在此期间也不在岗" in text_of(response.content.decode())
    Absence.objects.all().delete()
    Post.objects.filter(user=desks.people["clerk2"]).update(until_on=LATER - timedelta(days=1))
    assert "应有同样的岗位" in text_of(absent(desks, "clerk", "clerk2").content.decode())


def test_a_decider_is_stood_in_for_by_the_register_of_delegations(desks: Desks):
    scene = Scene(desks.people)
    case = scene.reviewed(item=GRAVE)
    scene.do("claim", case, "deputy")
    assert absent(desks, "deputy", "deputy2").status_code == 422
    acts.delegate(
        by=desks.key("deputy"), at=desks.at, to=desks.key("deputy2"), matters="all", from_on=TODAY, until_on=LATER,
        grade="deputy_director",
    )  # fmt: skip
    response = absent(desks, "deputy", "deputy2")
    assert response.status_code == 302, refusal(response)
    assert holders(desks, case.number) == {"deputy", "deputy2"}
    Delegation.objects.update(revoked_at=desks.at)
    assert holders(desks, case.number) == {"deputy"}
