"""From the row an act wrote to the person told: once, surely, in his language, or handed to a human."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from notifications import followup
from notifications.dispatch import LEASE, claim
from notifications.errors import AlreadyClosed, GroundsMissing, InsideTransaction
from notifications.health import findings
from notifications.inbox import choose
from notifications.models import Channel, Delivery, Message, Undelivered
from notifications.outbox import drain
from tests.moments import moment
from tests.notifications.people import delivery, person, states, tell
from tests.notifications.sink import Sink

pytestmark = pytest.mark.usefixtures("committed_database")
NOW = moment()
MINUTE = timedelta(minutes=1)


def test_a_message_an_act_inserted_reaches_inbox_and_mailbox_once(mail: Sink) -> None:
    message = tell(person(), at=NOW)
    first, second = drain(at=NOW), drain(at=NOW + MINUTE)
    assert (first.expanded, first.sent, second.expanded, second.sent) == (1, 1, 0, 0)
    assert states(message) == {"in_app": "sent", "email": "sent", "sms": "skipped"}
    assert delivery(message, "sms").reason == "not_configured"
    (letter,) = mail.letters
    assert letter["Message-ID"] == delivery(message).provider_id
    assert str(letter["Message-ID"]).startswith(f"<outbox-{message.pk}-")
    assert str(letter["Subject"]).strip() == "申请已受理：危险化学品经营许可（A2026-0001）"
    body = letter.get_content()
    assert body.startswith("张三：")
    assert "http://bureau.test/cases/1/" in body
    assert "市应急管理局" in body
    assert findings(at=NOW + timedelta(hours=1)) == []


def test_each_person_reads_his_own_language(mail: Sink) -> None:
    tell(person(language="en", display_name="Li Si"), at=NOW)
    drain(at=NOW)
    (letter,) = mail.letters
    assert str(letter["Subject"]).strip() == "Application accepted: Chemicals trade licence (A2026-0001)"
    assert letter.get_content().startswith("Dear Li Si,")


def test_a_person_may_switch_off_mail_but_not_for_legal_notices(mail: Sink) -> None:
    recipient = person()
    choose(user_id=recipient.pk, channel=Channel.EMAIL, enabled=False)
    params = {"licence": "L-1", "valid_until": "2026-12-31"}
    legal, other = tell(recipient, at=NOW), tell(recipient, at=NOW, kind="licence_expiring", params=params)
    drain(at=NOW)
    assert states(legal)["email"] == "sent"
    assert (states(other)["in_app"], states(other)["email"]) == ("sent", "skipped")
    assert delivery(other).reason == "switched_off"


def test_a_channel_one_asked_for_is_used_and_a_telephone_number_is_stored_masked(
    mail: Sink, settings: Any, tmp_path: Any
) -> None:
    file = tmp_path / "sms.jsonl"
    settings.NOTIFICATION_CHANNELS = {
        **settings.NOTIFICATION_CHANNELS,
        "sms": {"class": "notifications.channels.sms.FileSms", "options": {"signature": "应急", "path": str(file)}},
    }
    recipient = person(phone="138 0000 5678")
    choose(user_id=recipient.pk, channel=Channel.SMS, enabled=True)
    message = tell(recipient, at=NOW, kind="work_arrived")
    drain(at=NOW)
    assert states(message) == {"in_app": "sent", "sms": "sent"}
    assert delivery(message, "sms").address == "138****5678"
    line = file.read_text("utf-8")
    assert "【应急】有新的待办" in line
    assert "13800005678" not in line


def test_who_has_no_address_keeps_the_inbox(mail: Sink) -> None:
    message = tell(person(email=""), at=NOW)
    drain(at=NOW)
    assert states(message)["in_app"] == "sent"
    assert (states(message)["email"], delivery(message).reason) == ("skipped", "no_address")


def test_a_text_that_cannot_be_made_whole_is_set_aside_and_the_others_go_out(mail: Sink) -> None:
    broken = [
        tell(person("a"), at=NOW, params={"item": "x"}),
        tell(person("b"), at=NOW, kind="gossip"),
        tell(person("c"), at=NOW, params=[1]),
        tell(person("d"), at=NOW, link="//elsewhere.test/"),
    ]
    sound = tell(person("e"), at=NOW)
    drained = drain(at=NOW)
    assert (drained.quarantined, drained.sent) == (4, 1)
    assert states(sound)["email"] == "sent"
    assert [states(message) for message in broken] == [{}, {}, {}, {}]
    assert set(Undelivered.objects.values_list("message_id", "reason")) == {(m.pk, "text") for m in broken}
    reasons = [Message.objects.get(id=message.pk).quarantine_reason for message in broken]
    assert reasons[0] == "missing_parameter: number"
    assert reasons[1].startswith("unknown_kind")
    assert len(mail.letters) == 1


def test_what_was_set_aside_goes_out_once_its_cause_is_gone_and_a_human_says_so(mail: Sink) -> None:
    recipient = person()
    message = tell(recipient, at=NOW, params={"item": "x"})
    drain(at=NOW)
    Message.objects.filter(id=message.pk).update(params={"item": "x", "number": "A-1"})
    task = followup.open_tasks().get()
    with pytest.raises(GroundsMissing):
        followup.send_again(undelivered_id=task.pk, by_id=recipient.pk, note=" ", at=NOW)
    followup.send_again(undelivered_id=task.pk, by_id=recipient.pk, note="number added", at=NOW)
    with pytest.raises(AlreadyClosed):
        followup.close(undelivered_id=task.pk, by_id=recipient.pk, note="told by telephone", at=NOW)
    assert drain(at=NOW).sent == 1
    assert followup.open_tasks().count() == 0


def test_a_delivery_that_kills_its_worker_five_times_is_set_aside_while_others_go_out(mail: Sink) -> None:
    poison = tell(person("poison"), at=NOW)
    drain(at=NOW, limit=1, budget_seconds=0)
    at = NOW
    for _crash in range(5):
        claimed = claim(now=at)
        assert claimed is not None
        at += LEASE + MINUTE
    other = tell(person("other"), at=at)
    drained = drain(at=at)
    assert (drained.quarantined, drained.sent) == (1, 1)
    assert (states(poison)["email"], states(other)["email"]) == ("quarantined", "sent")
    assert Undelivered.objects.get().reason == "poison"
    assert [str(letter["To"]) for letter in mail.letters] == ["other@example.test"]


def test_a_channel_that_breaks_in_an_unforeseen_way_is_tried_again_and_stops_nobody(mail: Sink, settings: Any) -> None:
    settings.NOTIFICATION_CHANNELS = {"email": {"class": "tests.notifications.broken_channel.BrokenChannel"}}
    messages = [tell(person(name), at=NOW) for name in ("a", "b")]
    assert drain(at=NOW).put_off == 2
    assert "ZeroDivisionError" in delivery(messages[0]).last_error


def test_drains_at_once_deliver_once(mail: Sink) -> None:
    for number in range(40):
        tell(person(f"p{number}"), at=NOW)
    mail.seconds = 0.005
    failures: list[BaseException] = []

    def one_drain() -> None:
        try:
            drain(at=NOW)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one_drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert len(mail.ids()) == 40
    assert set(mail.ids().values()) == {1}
    assert Delivery.objects.filter(channel="email", state="sent", attempts=1).count() == 40


def test_the_same_event_tells_the_same_person_once() -> None:
    recipient = person()
    tell(recipient, at=NOW)
    with pytest.raises(Exception, match="message_once_an_event_and_person"):
        tell(recipient, at=NOW)


def test_a_drain_inside_a_transaction_is_refused_unless_it_is_a_rehearsal(mail: Sink) -> None:
    tell(person(), at=NOW)
    with transaction.atomic():
        with pytest.raises(InsideTransaction):
            drain(at=NOW)
        assert drain(at=NOW, inside_transaction=True).sent == 1


def test_expansion_asks_the_database_the_same_few_things_however_many_the_messages(
    mail: Sink, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        tell(person(f"p{number}", email=""), at=NOW)
    with django_assert_num_queries(7):
        assert drain(at=NOW).expanded == 30


def test_rows_nobody_attends_to_are_found(mail: Sink) -> None:
    tell(person(), at=NOW)
    assert findings(at=NOW + MINUTE) == []
    assert "not expanded" in findings(at=NOW + 5 * MINUTE)[0]
    drain(at=NOW, budget_seconds=0)
    assert "not attempted" in findings(at=NOW + 5 * MINUTE)[0]
    claim(now=NOW)
    assert "lease ended" in findings(at=NOW + 10 * MINUTE)[0]
