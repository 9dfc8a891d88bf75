"""The head's pictures: what they count, how much they cost, and that every number opens the cases it counts."""

import re
from datetime import timedelta

import pytest

from approvals.people import User
from portal.head.numbers import Used, monday, weeks
from supervision.sweep import judge
from tests.moments import moment
from tests.portal.desks import text_of
from tests.portal.scene import EASY, VISITED, Scene, working_days_ago
from workflow.models import Application


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def figures(page: str, name: str) -> dict[str, str]:
    """What the marks of a picture say, with the lists they open."""
    picture = page.split(f'aria-labelledby="{name}-heading"><h2')[1].split("</svg>", maxsplit=1)[0]
    found = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', picture)
    return {spoken: address.replace("&amp;", "&") for address, spoken in found}


def listed(page: str) -> set[str]:
    return set(re.findall(r'class="no">(\S+?)[ <]', page))


def decided(scene: Scene, *, ago: int) -> Application:
    """Reviewed and granted so many working days ago, on the day it came in."""
    case = scene.reviewed(item=EASY, at=working_days_ago(ago))
    scene.do("grant", case, "chief", at=working_days_ago(ago))
    case.refresh_from_db()
    return case


def test_every_number_opens_the_cases_it_counts(scene, visit):
    scene.lodge(at=working_days_ago(7))
    scene.lodge("applicant2", at=working_days_ago(1))
    scene.accepted(item=VISITED, at=working_days_ago(19))
    decided(scene, ago=2)
    judge(moment())
    client = visit("head")
    page = read(client, "/head/")
    seen = set()
    for name in ("desks", "people", "trend", "cards", "shares"):
        for spoken, address in figures(page, name).items():
            seen.add(name)
            number = int(re.findall(r"：(\d+) 件", spoken)[0])
            assert read(client, address).count("<tr data-row") == number, (spoken, address)
    assert seen == {"desks", "people", "trend", "cards", "shares"}


def test_the_weeks_count_what_was_received_and_decided_in_them(scene, visit):
    case = decided(scene, ago=8)
    client = visit("monitor")
    trend = figures(read(client, "/head/"), "trend")
    assert case.decided_on is not None
    week = monday(case.decided_on)
    assert trend[f"{week} 起一周 决定：1 件"] == f"/head/cases/?what=decided&week={week}"
    assert listed(read(client, f"/head/cases/?what=decided&week={week}")) == {case.number}
    assert listed(read(client, f"/head/cases/?what=decided&week={week - timedelta(weeks=1)}")) == set()
    assert weeks(moment().date())[-1] == monday(moment().date())


def test_the_days_used_are_shown_as_a_share_of_the_promise(scene, visit):
    case = decided(scene, ago=3)
    client = visit("head")
    shares = figures(read(client, "/head/"), "shares")
    assert shares == {"0–25%：1 件": "/head/cases/?what=used&share=0"}
    assert listed(read(client, "/head/cases/?what=used&share=0")) == {case.number}
    assert [Used(1, 20, days).share for days in (0, 5, 6, 10, 20, 21)] == [0, 0, 1, 1, 3, 4]


def test_the_load_of_a_person_is_what_stands_in_his_queue(scene, visit):
    scene.lodge(at=working_days_ago(7))
    scene.lodge("applicant2")
    client = visit("head")
    people = figures(read(client, "/head/"), "people")
    name, key = str(scene.people["clerk"]), scene.people["clerk"].pk
    assert people[f"{name} 已超期：1 件"] == f"/dues/list/?holder={key}&state=overdue"
    assert len(listed(read(client, f"/dues/list/?holder={key}"))) == len(listed(read(visit("clerk"), "/queue/"))) == 2
    assert f"{name} 可以办理的" in read(client, f"/dues/list/?holder={key}")


def test_the_pictures_cost_few_statements_however_much_there_is(scene, visit, django_assert_max_num_queries):
    for n in range(6):
        decided(scene, ago=n + 1)
    client = visit("head")
    read(client, "/head/")
    with django_assert_max_num_queries(15):
        read(client, "/head/")
    with django_assert_max_num_queries(13):
        read(client, "/head/cases/?what=used&share=0")


def test_pictures_without_anything_say_so(visit):
    assert read(visit("head"), "/head/").count("没有可以显示的数据。") == 6


@pytest.mark.parametrize(
    "asked",
    ["what=x", "what=used&share=9", "what=used", "what=cards&card=blue", "week=x", "before=-1", "week=0001-01-01x"],
)
def test_what_is_no_picture_is_bad_input(visit, asked: str):
    assert visit("head").get(f"/head/cases/?{asked}").status_code == 422


def test_a_person_that_is_no_number_is_bad_input(visit):
    assert visit("head").get("/dues/list/?holder=x").status_code == 422


def test_the_pictures_are_in_english_for_who_asks(scene, visit):
    scene.lodge(at=working_days_ago(7))
    decided(scene, ago=2)
    client = visit("head")
    client.cookies["django_language"] = "en"
    shown = text_of(read(client, "/head/")).replace("中文", "")
    for name in ["许", *(str(user) for user in scene.people.values())]:
        shown = shown.replace(name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", shown) == []
