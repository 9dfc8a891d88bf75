"""超时预警: the page names the cases that will be late, and how such forecasts came true."""

import re

import pytest

from approvals.people import User
from tests.portal.desks import text_of
from tests.portal.scene import EASY, Scene, working_days_ago
from workflow.models import Application


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def decided(scene: Scene, *, accepted: int, after: int) -> Application:
    """Accepted so many working days ago, and granted so many later."""
    case = scene.accepted(item=EASY, at=working_days_ago(accepted))
    end = working_days_ago(accepted - after, hour=11)
    scene.do("record_opinion", case, "reviewer", at=end, opinion="grant")
    scene.do("grant", case, "chief", at=end)
    return case


@pytest.fixture
def slow(scene) -> None:
    for ago in (40, 39, 38, 37, 36):
        decided(scene, accepted=ago, after=9)


def test_a_case_that_will_be_late_is_listed_with_what_it_needs_and_has(scene, visit, slow):
    case = scene.accepted(item=EASY, at=working_days_ago(2))
    page = read(visit("monitor"), "/outlook/")
    assert f'href="/cases/{case.number}/"' in page
    assert page.count("<tr data-row") == 1
    assert "据 5 件" in text_of(page)


def test_the_hits_lead_to_their_cases(scene, visit, slow):
    late = decided(scene, accepted=26, after=9)
    page = read(visit("head"), "/outlook/")
    assert "以往推算得准不准" in page
    assert "100%" in page.split('id="hits-heading"')[1]
    assert late.number in page.split('id="hits-heading"')[1]


def test_without_a_history_the_page_says_what_it_takes(scene, visit):
    scene.accepted(item=EASY, at=working_days_ago(2))
    page = text_of(read(visit("head"), "/outlook/"))
    assert "没有可以推算的在办件" in page
    assert "还没有可以对照的结果" in page


def test_the_list_goes_on_behind_a_case(scene, visit, slow):
    cases = {scene.accepted(item=EASY, at=working_days_ago(2)).number for _ in range(31)}
    client = visit("monitor")
    first = read(client, "/outlook/")
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = read(client, f"/outlook/{further}")
    listed = [re.findall(r'class="no">(\S+?)<', page) for page in (first, second)]
    assert [len(each) for each in listed] == [30, 1]
    assert set(listed[0]) | set(listed[1]) == cases
    assert client.get("/outlook/?after=x").status_code == 422


def test_it_is_seen_by_those_who_watch_only(visit):
    for handle in ("clerk", "reviewer", "chief", "applicant"):
        assert visit(handle).get("/outlook/").status_code == 403


def test_the_page_is_in_english_for_who_asks(scene, visit, slow):
    decided(scene, accepted=26, after=9)
    scene.accepted(item=EASY, at=working_days_ago(2))
    client = visit("head")
    client.cookies["django_language"] = "en"
    shown = text_of(read(client, "/outlook/")).replace("中文", "").replace("本局规则", "")
    for name in ["许", *(str(user) for user in scene.people.values())]:
        shown = shown.replace(name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", shown) == []
