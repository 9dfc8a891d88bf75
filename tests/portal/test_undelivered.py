"""Whom a message did not reach: sent to again or told by other means, with a name and a note."""

import pytest

from notifications.models import Delivery, Message, Undelivered
from tests.moments import moment
from tests.portal.desks import text_of


@pytest.fixture
def failed(people) -> Undelivered:
    return task(people, "event:1")


def task(people, event: str) -> Undelivered:
    facts = {"from_on": "2026-01-01", "until_on": "2026-02-01"}
    message = Message.objects.create(
        event=event, kind="delegation_given", recipient=people["deputy2"], params=facts, created_at=moment(),
        expanded_at=moment(),
    )  # fmt: skip
    delivery = Delivery.objects.create(
        message=message, channel="email", address="a@example.invalid", state="failed", attempts=3, last_error="550 no such"
    )
    return Undelivered.objects.create(message=message, delivery=delivery, reason="refused", created_at=moment())


def test_the_list_says_who_was_not_reached_how_and_why(failed, visit):
    shown = text_of(visit("clerk").get("/undelivered/").content.decode())
    for words in ("授权通知", "黄海燕", "电子邮件 a@example.invalid", "550 no such", "对方拒收或者地址无效", "1 条消息没有送达"):
        assert words in shown


def test_sent_again_it_has_its_attempts_anew(failed, visit, people):
    sent = {"row": failed.pk, "note": "已更正邮箱", "do": "again"}
    assert visit("monitor").post("/undelivered/settle/", sent).status_code == 302
    failed.refresh_from_db()
    assert (failed.closed_by, failed.note) == (people["monitor"], "已更正邮箱")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.next_attempt_at) == ("pending", 0, moment())


def test_told_by_other_means_it_is_closed_with_the_note(failed, visit):
    client = visit("clerk")
    assert client.post("/undelivered/settle/", {"row": failed.pk, "note": " ", "do": "told"}).status_code == 422
    assert client.post("/undelivered/settle/", {"row": failed.pk, "note": "已电话告知", "do": "told"}).status_code == 302
    assert Delivery.objects.get().state == "failed"
    page = client.post("/undelivered/settle/", {"row": failed.pk, "note": "x", "do": "told"}, follow=True).content.decode()
    assert "这一条已由他人处理" in page
    assert "没有未送达的消息" in page


def test_the_list_goes_on_by_key(people, visit):
    for n in range(22):
        task(people, f"event:{n}")
    first = visit("clerk").get("/undelivered/").content.decode()
    key = first.split("?after=")[1].split('"')[0]
    assert visit("clerk").get(f"/undelivered/?after={key}").content.decode().count("<article") == 2


@pytest.mark.parametrize("sent", [{"row": "x", "do": "told"}, {"row": "1", "do": "burn"}, {}])
def test_what_cannot_be_read_is_bad_input(people, visit, sent):
    assert visit("clerk").post("/undelivered/settle/", sent).status_code == 422
    assert visit("applicant").post("/undelivered/settle/", sent).status_code == 403
