"""The page of the scores: every point taken off leads to what it was taken off for."""

import re

import pytest

from approvals.people import User
from supervision.sweep import judge
from tests.moments import moment
from tests.portal.desks import text_of
from tests.portal.scene import VISITED, Scene, working_days_ago


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def test_every_point_taken_off_leads_to_its_card(scene, visit):
    case = scene.accepted(item=VISITED, at=working_days_ago(12))
    judge(moment())
    head = visit("head")
    page = read(head, "/efficiency/")
    links = set(re.findall(r'href="(/cards/\d+/)"', page))
    assert links
    for address in links:
        assert case.number in read(head, address)
    assert str(scene.people["clerk"]) in page


def test_a_month_without_anything_has_whole_scores(visit):
    page = text_of(read(visit("monitor"), "/efficiency/?month=2026-08"))
    assert "100" in page
    assert "−" not in page


@pytest.mark.parametrize("month", ["x", "2026-13", "2030-01"])
def test_a_month_that_is_none_or_has_not_begun_is_bad_input(visit, month):
    assert visit("head").get(f"/efficiency/?month={month}").status_code == 422


def test_the_scores_are_seen_by_those_who_watch_only(visit):
    for handle in ("clerk", "reviewer", "chief", "applicant"):
        assert visit(handle).get("/efficiency/").status_code == 403


def test_the_scores_cost_few_statements_however_much_there_is(scene, visit, django_assert_max_num_queries):
    for _ in range(6):
        scene.accepted(item=VISITED, at=working_days_ago(12))
    judge(moment())
    client = visit("head")
    read(client, "/efficiency/")
    with django_assert_max_num_queries(14):
        read(client, "/efficiency/")


def test_the_page_is_in_english_for_who_asks(scene, visit):
    scene.accepted(item=VISITED, at=working_days_ago(12))
    judge(moment())
    client = visit("head")
    client.cookies["django_language"] = "en"
    shown = text_of(read(client, "/efficiency/")).replace("中文", "").replace("本局规则", "")
    for name in ["许", *(str(user) for user in scene.people.values())]:
        shown = shown.replace(name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", shown) == []
