"""Ratings on the pages: a score for all, the work for the officials, and nobody who rated is recognised."""

from typing import Any

import pytest
from django.test import Client

from supervision.ratings import figures
from tests.portal.desks import Desks, text_of
from tests.portal.scene import Scene
from workflow.models import Application

ITEM = "EM13-01"


@pytest.fixture
def visitor(desks: Desks) -> Client:
    return Client(headers={"accept-language": "zh-hans"})


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def rated(scene: Scene, stars: int | None, text: str = "", **given: Any) -> Application:
    case = scene.reviewed(item=ITEM)
    for act, by in (("grant", "deputy"), ("issue", "clerk"), ("serve", "clerk")):
        scene.do(act, case, by, without_files=True)
    if stars is not None:
        scene.do("rate", case, "applicant", stars=stars, text=text, **given)
    return case


def words(response: Any) -> str:
    return text_of(response.content.decode())


def test_few_ratings_give_no_score_and_enough_do(scene: Scene, visitor: Client):
    few = figures.rules().shown_from
    for _ in range(few - 1):
        rated(scene, 5, "很快", dimensions={"efficiency": 5})
    shown = words(visitor.get("/ratings/"))
    assert "评价较少" in shown
    assert "10.0" not in shown
    rated(scene, 1, "太慢", dimensions={"efficiency": 5})
    rated(scene, None)
    page = visitor.get("/ratings/")
    shown = words(page)
    assert f"8.4 {few + 1} {few} 4 0 0 0 1 0" in shown
    assert "办事效率 5.0" in shown
    assert f"合计 8.4 {few + 1} {few} 4 0 0 0 1 0" in shown
    assert [each for each in ("很快", "太慢", "宏达", "91440101MA9ABCD124") if each in page.content.decode()] == []


def test_another_year_is_asked_for_and_none_to_come(visitor: Client, scene: Scene):
    assert "还没有办结送达的服务" in words(visitor.get("/ratings/?year=2025"))
    assert visitor.get("/ratings/?year=2027").status_code == 422
    assert visitor.get("/ratings/?year=x").status_code == 422


def test_a_bad_rating_stands_in_the_list_until_it_is_answered(desks: Desks, scene: Scene):
    case = rated(scene, 2, "电话打不通")
    page = words(desks.get("clerk2", "/rating-orders/"))
    assert f"{case.number} 2 星 电话打不通 联系评价人" in page
    desks.do("clerk2", case.number, "contact_rater", text="已联系")
    assert "答复差评 联系评价人" in words(desks.get("clerk2", "/rating-orders/"))
    desks.do("clerk2", case.number, "answer_rating", text="已整改")
    assert case.number not in words(desks.get("clerk2", "/rating-orders/"))
    desks.do("supervisor", case.number, "call_back_rater", outcome="satisfied", text="可以")
    assert "回访评价人 满意" in words(desks.get("head", "/rating-orders/?state=answered"))


def test_who_is_rated_reads_no_words_of_the_rater(desks: Desks, scene: Scene):
    case = rated(scene, 2, "电话打不通")
    for handle in ("clerk", "reviewer"):
        page = words(desks.get(handle, "/rating-orders/"))
        assert (case.number in page, "意见不向被评价人显示" in page) == (True, True)
        assert "电话打不通" not in page + desks.page(handle, case.number)
    assert "电话打不通" in desks.page("clerk2", case.number)


def test_the_orders_page_by_key(desks: Desks, scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.rating_orders_page.LIMIT", 1)
    cases = [rated(scene, 1) for _ in range(2)]
    first = desks.get("monitor", "/rating-orders/").content.decode()
    after = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = desks.get("monitor", f"/rating-orders/{after}").content.decode()
    assert [case.number in first for case in cases] == [True, False]
    assert [case.number in second for case in cases] == [False, True]
    assert desks.get("monitor", "/rating-orders/?after=x").status_code == 422
    assert desks.get("monitor", "/rating-orders/?state=x").status_code == 422


def test_what_is_rated_apart_is_asked_by_the_way_of_the_service(desks: Desks, scene: Scene):
    case = rated(scene, None)
    page = desks.page("applicant", case.number)
    assert 'name="dim_platform"' in page
    assert 'name="dim_attitude"' not in page
    desks.do("applicant", case.number, "rate", stars="4", dim_platform="3", dim_ease="")
    entry = case.ledgerentry_set.get(act="rate")
    assert entry.inputs["dimensions"] == {"platform": 3}


def test_the_total_does_not_tell_of_the_few_that_are_left_out(scene: Scene, visitor: Client):
    few = figures.rules().shown_from
    for _ in range(few):
        rated(scene, 4)
    other = scene.reviewed(item="EM06-01")
    for act, by in (("grant", "chief"), ("issue", "clerk"), ("serve", "clerk")):
        scene.do(act, other, by, without_files=True)
    scene.do("rate", other, "applicant", stars=1)
    assert f"合计 8.0 {few + 1} {few} 0 {few} 0 0 0 0" in words(visitor.get("/ratings/"))
