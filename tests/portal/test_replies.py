"""The page of a card says who answered for the case, by when an explanation was due, and whether it came in time."""

import re
from datetime import timedelta

import pytest

from approvals.people import User
from portal import moment as edge
from supervision.acts import contest_card
from supervision.models import Card
from supervision.sweep import judge
from tests.moments import moment
from tests.portal.desks import text_of
from tests.portal.scene import VISITED, Scene, working_days_ago


@pytest.fixture
def card(people: dict[str, User]) -> Card:
    """A yellow card of today."""
    scene = Scene(people)
    scene.accepted(item=VISITED, at=working_days_ago(6))
    judge(moment())
    return Card.objects.filter(colour="yellow").latest("pk")


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return text_of(response.content.decode())


@pytest.fixture
def later(monkeypatch, card):
    """The web edge stands on the day after the explanation was due."""
    day = card.reply_due_on + timedelta(days=1)
    monkeypatch.setattr(edge, "now", lambda: moment(day))
    return day


def test_a_card_names_who_answered_the_day_and_the_version(people, visit, card):
    page = read(visit("monitor"), f"/cards/{card.pk}/")
    words = ("当日责任人", str(people["clerk"]), "说明期限", str(card.reply_due_on), "待说明")
    assert [part for part in (*words, "promise_statute/2", str(card.due_on)) if part not in page] == []


def test_an_explanation_that_did_not_come_is_seen_on_the_card_and_found_in_the_list(visit, card, later):
    monitor = visit("monitor")
    assert "逾期未说明" in read(monitor, f"/cards/{card.pk}/")
    assert card.application.number in read(monitor, "/cards/?state=unexplained")


def test_an_explanation_that_came_late_says_so_and_one_in_time_too(people, visit, card, later):
    contest_card(card.application_id, by=people["clerk"].pk, at=moment(later), rule=card.rule, text="系统停机")
    monitor = visit("monitor")
    assert "逾期说明" in read(monitor, f"/cards/{card.pk}/")
    assert card.application.number not in read(monitor, "/cards/?state=unexplained")


def test_nothing_is_late_before_its_day_is_over(people, visit, card):
    monitor = visit("monitor")
    assert card.application.number not in read(monitor, "/cards/?state=unexplained")
    contest_card(card.application_id, by=people["clerk"].pk, at=moment(), rule=card.rule, text="系统停机")
    assert "已按期说明" in read(monitor, f"/cards/{card.pk}/")


def test_whoever_the_card_concerns_is_told_that_he_does_not_rule_on_it(people, visit, card):
    user = people["clerk"]
    user.posts.create(role="monitor", office=user.office, from_on=moment().date())
    page = read(visit("clerk"), f"/cards/{card.pk}/")
    assert "由其他电子监察人员复核" in page
    assert "记录复核" not in page
    answer = visit("clerk").post(f"/cards/{card.pk}/rule/", {"ruling": "cancel", "text": "x"})
    assert answer.status_code == 403
    card.refresh_from_db()
    assert card.state == "open"


def test_the_card_is_in_english_for_who_asks(people, visit, card, later):
    client = visit("monitor")
    client.cookies["django_language"] = "en"
    for address in (f"/cards/{card.pk}/", "/cards/?state=unexplained"):
        shown = read(client, address).replace("中文", "")
        for name in ["许", *(str(user) for user in people.values())]:
            shown = shown.replace(name, "")
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == [], address
