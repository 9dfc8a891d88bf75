"""领取、转办: work in one pair of hands, handed on openly, and never waiting for somebody who has left or is away."""

from datetime import date

import pytest

from approvals.accounts import Absence
from approvals.people import Post
from config.integrity.run import check_rows
from notifications.models import Message
from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from tests.portal.scene import EASY, Scene
from workflow import acts, store
from workflow.errors import BadInput, Refusal
from workflow.models import LedgerEntry
from workflow.models.process import Task

TODAY = moment().date()


@pytest.fixture
def scene(people) -> Scene:
    return Scene(people)


@pytest.fixture
def lodged(scene: Scene):
    return scene.lodge()


def is_sound() -> None:
    assert list(check_rows(at=moment())) == []


def test_what_one_has_taken_is_in_his_queue_only(scene, lodged):
    assert scene.holders(lodged) == {"clerk", "clerk2", "reviewer2"}
    scene.do("claim", lodged, "clerk2")
    assert scene.holders(lodged) == {"clerk2"}
    assert scene.page_of("clerk").rows == []
    assert [work.owner for work in scene.page_of("clerk2").rows] == ["李娜"]
    assert [work.owner for work in scene.page_of("head", watching=True).rows] == ["李娜"]
    entry = LedgerEntry.objects.latest("id")
    assert (entry.act, entry.actor_id, entry.authority) == ("claim", scene.people["clerk2"].pk, "clerk")
    is_sound()


def test_put_back_it_is_everybodys_again(scene, lodged):
    scene.do("claim", lodged, "clerk2")
    scene.do("release", lodged, "clerk2")
    assert scene.holders(lodged) == {"clerk", "clerk2", "reviewer2"}
    assert scene.page_of("clerk").rows[0].owner == ""
    is_sound()


def test_nobody_takes_what_a_colleague_has_or_what_is_not_of_his_desk(scene, lodged):
    scene.do("claim", lodged, "clerk")
    for handle, code in (("clerk2", "not_in_order"), ("clerk", "not_in_order"), ("reviewer", "not_authorised")):
        with pytest.raises(Refusal) as refused:
            scene.do("claim", lodged, handle)
        assert refused.value.code == code, handle
    with pytest.raises(Refusal):
        scene.do("release", lodged, "clerk2")
    with pytest.raises(Refusal):
        scene.do("hand_over", lodged, "clerk2", to=scene.people["clerk2"].pk)


def test_who_has_it_hands_it_on_and_the_colleague_is_told(scene, lodged):
    scene.do("claim", lodged, "clerk")
    for to in ("clerk2", "clerk", "clerk2"):  # there and back
        by = "clerk" if to == "clerk2" else "clerk2"
        scene.do("hand_over", lodged, by, to=scene.people[to].pk)
        assert scene.holders(lodged) == {to}
    assert Message.objects.filter(kind="work_arrived", recipient=scene.people["clerk2"]).count() == 2
    is_sound()


def test_a_decider_or_the_head_gives_it_to_a_colleague_of_the_desk_only(scene, lodged):
    scene.do("hand_over", lodged, "chief", to=scene.people["clerk2"].pk)
    scene.do("hand_over", lodged, "head", to=scene.people["clerk"].pk)
    assert scene.holders(lodged) == {"clerk"}
    with pytest.raises(BadInput):
        scene.do("hand_over", lodged, "chief", to=scene.people["reviewer"].pk)


def test_the_law_goes_on_whoever_has_the_work(scene, lodged):
    scene.do("claim", lodged, "clerk2")
    scene.do("accept", lodged, "clerk")
    assert Task.objects.get(process=lodged.process_id, flow_task__endswith="examine").status == "DONE"
    assert scene.holders(lodged) == {"reviewer", "reviewer2", "deputy2"}
    is_sound()


def test_recused_one_loses_what_he_had_taken(scene, lodged):
    scene.do("claim", lodged, "clerk2")
    scene.do("recuse", lodged, "clerk2", reason="亲属")
    assert scene.holders(lodged) == {"clerk", "reviewer2"}


def test_what_an_absent_or_departed_official_had_taken_is_offered_to_the_others(scene, lodged):
    scene.do("claim", lodged, "clerk2")
    away = Absence.objects.create(user=scene.people["clerk2"], from_on=TODAY, until_on=TODAY)
    assert scene.holders(lodged) == {"clerk", "clerk2", "reviewer2"}
    scene.do("claim", lodged, "clerk")
    assert scene.holders(lodged) == {"clerk"}
    with pytest.raises(BadInput):
        scene.do("hand_over", lodged, "clerk", to=scene.people["clerk2"].pk)
    away.delete()
    Post.objects.filter(user=scene.people["clerk"]).update(until_on=date(2025, 12, 31))
    assert scene.holders(lodged) == {"clerk2", "reviewer2"}


def test_a_rival_is_decided_anew_and_told(scene, lodged):
    read = store.load(lodged.pk, by=None, at=moment(), today=TODAY).version
    scene.do("claim", lodged, "clerk")
    with pytest.raises(Refusal) as refused:
        acts.perform("claim", lodged.pk, by=scene.people["clerk2"].pk, at=moment(), version=read)
    assert refused.value.code == "conflict"


def test_taking_and_handing_on_from_the_pages(desks: Desks):
    number = desks.lodged("applicant", EASY)
    queue = desks.get("clerk", "/queue/").content.decode()
    assert f'action="/cases/{number}/hands/claim/"' in queue
    work(desks, "clerk", number, "claim", stage="examine")
    assert "我已领取" in text_of(desks.get("clerk", "/queue/").content.decode())
    assert number not in desks.get("clerk2", "/queue/").content.decode()
    page = desks.page("clerk", number)
    assert f'action="/cases/{number}/hands/hand_over/"' in page
    assert "王敏已领取" in text_of(desks.page("clerk2", number))
    assert "/hands/" not in desks.page("clerk2", number)
    work(desks, "clerk", number, "hand_over", stage="examine", to=desks.key("clerk2"))
    assert "李娜已领取" in text_of(desks.page("clerk", number))
    assert "已领取" not in text_of(desks.page("applicant", number))


def test_what_cannot_be_is_a_sentence(desks: Desks):
    number = desks.lodged("applicant", EASY)
    client = desks.client("clerk")
    assert client.post(f"/cases/{number}/hands/hand_over/", {"to": "x"}).status_code == 422
    assert client.post(f"/cases/{number}/hands/grant/").status_code == 404
    assert client.post(f"/cases/{number}/hands/claim/", {"stage": "decide"}).status_code == 409
    assert desks.client("applicant").post(f"/cases/{number}/hands/claim/").status_code == 403
    assert client.get(f"/cases/{number}/hands/claim/").status_code == 405


def work(desks: Desks, handle: str, number: str, act: str, **given: object) -> None:
    response = desks.client(handle).post(f"/cases/{number}/hands/{act}/", given)
    assert response.status_code == 302, refusal(response)
