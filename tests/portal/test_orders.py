"""督办单: given from a case, seen by whom it concerns, answered and closed through the pages."""

import re

import pytest

from approvals.people import User
from supervision.models import Order
from supervision.orders import give_order
from tests.portal.desks import text_of
from tests.portal.scene import Scene, working_days_ago


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def case(scene):
    return scene.accepted(at=working_days_ago(6))


@pytest.fixture
def given(scene, case):
    def make(**whom) -> Order:
        by = scene.people["monitor"].pk
        return give_order(case.pk, by=by, at=working_days_ago(5), text="请说明进度", **(whom or {"desk": "review"}))

    return make


def test_an_order_is_given_from_the_page_of_the_case(scene, visit, case):
    monitor = visit("monitor")
    assert f"/orders/new/{case.number}/" in read(monitor, f"/cases/{case.number}/")
    address = f"/orders/new/{case.number}/"
    assert "3 个工作日内答复" in read(monitor, address)
    sent = monitor.post(address, {"to": "desk:review", "urgency": "ordinary", "text": "请说明进度"})
    made = Order.objects.get()
    assert sent["Location"] == f"/orders/{made.pk}/"
    assert (made.desk, made.application_id) == ("review", case.pk)
    assert f'href="/orders/{made.pk}/"' in read(monitor, f"/cases/{case.number}/")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"to": "", "urgency": "ordinary", "text": "x"}, "to"),
        ({"to": "person:x", "urgency": "ordinary", "text": "x"}, "to"),
        ({"to": "desk:review", "urgency": "ordinary", "text": " "}, "text"),
        ({"to": "desk:review", "urgency": "", "text": "x"}, "urgency"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(visit, case, typed, field):
    answer = visit("monitor").post(f"/orders/new/{case.number}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="fault"' in page
    if field == "to":
        assert 'aria-describedby="to-errors"' in page
        assert ">x</textarea>" in page
    assert not Order.objects.exists()


def test_only_the_monitor_and_the_head_see_the_form(visit, case):
    for handle in ("clerk", "reviewer", "chief", "auditor"):
        client = visit(handle)
        assert client.get(f"/orders/new/{case.number}/").status_code == 403
        assert "/orders/new/" not in read(client, f"/cases/{case.number}/")


def test_an_order_is_answered_by_the_desk_and_closed_by_who_gave_it(visit, given):
    made = given()
    reviewer, monitor = visit("reviewer"), visit("monitor")
    assert "答复督办" in read(reviewer, f"/orders/{made.pk}/")
    assert "答复督办" not in read(monitor, f"/orders/{made.pk}/")
    empty = reviewer.post(f"/orders/{made.pk}/answer/", {"text": " "})
    assert (empty.status_code, "请填写内容" in empty.content.decode()) == (422, True)
    assert reviewer.post(f"/orders/{made.pk}/answer/", {"text": "今日完成"}).status_code == 302
    assert "今日完成" in read(monitor, f"/orders/{made.pk}/")
    assert monitor.post(f"/orders/{made.pk}/close/", {"text": ""}).status_code == 302
    made.refresh_from_db()
    assert made.state == "closed"


def test_an_order_nobody_answered_needs_a_reason_to_be_closed(visit, given):
    made = given()
    answer = visit("monitor").post(f"/orders/{made.pk}/close/", {"text": ""})
    assert answer.status_code == 422
    assert 'id="text-errors"' in answer.content.decode()


def test_an_order_is_seen_by_those_who_watch_and_those_who_answer(visit, given, case):
    made = given()
    for handle in ("monitor", "head", "auditor", "reviewer", "reviewer2"):
        assert case.number in read(visit(handle), "/orders/"), handle
    for handle in ("clerk", "verifier_a", "legal"):
        client = visit(handle)
        assert case.number not in read(client, "/orders/"), handle
        assert client.get(f"/orders/{made.pk}/").status_code == 404


def test_a_late_order_says_so_in_the_list(visit, given):
    given()
    assert "逾期" in text_of(read(visit("monitor"), "/orders/?state=open"))
    assert "没有符合条件的督办单" in read(visit("monitor"), "/orders/?state=closed")
    assert visit("monitor").get("/orders/?state=lost").status_code == 422


def test_the_list_goes_page_by_page_by_key(visit, given):
    made = [given() for _ in range(31)]
    monitor = visit("monitor")
    page = read(monitor, "/orders/")
    assert page.count("<tr data-row") == 30
    (further,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert f'href="/orders/{made[0].pk}/"' in read(monitor, f"/orders/{further}")


def test_the_pages_are_in_english_for_who_asks(scene, visit, given, case):
    made = given(person=scene.people["reviewer"].pk)
    client = visit("monitor")
    client.cookies["django_language"] = "en"
    for address in ("/orders/", f"/orders/{made.pk}/", f"/orders/new/{case.number}/"):
        shown = text_of(read(client, address)).replace("中文", "").replace("请说明进度", "")
        for name in ["许", *(str(user) for user in scene.people.values())]:
            shown = shown.replace(name, "")
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == [], address
