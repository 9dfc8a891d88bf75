"""A channel that puts off, refuses, drops, drips or is away: tried again for 72 hours, then handed to a human."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

import pytest

from notifications import followup
from notifications.channels import deadline
from notifications.dispatch import GIVE_UP_AFTER
from notifications.models import Delivery, Message, Undelivered
from notifications.outbox import drain
from tests.moments import moment
from tests.notifications.people import delivery, person, states, tell
from tests.notifications.sink import TAKEN, Sink

pytestmark = pytest.mark.usefixtures("committed_database")
NOW = moment()
MINUTE = timedelta(minutes=1)


def test_greylisting_is_retried_with_growing_gaps_under_the_same_id(mail: Sink) -> None:
    message = tell(person(), at=NOW)
    offered: list[str] = []
    answers = iter(["451 later", "451 later", "250 ok"])

    def put_off_twice(letter: Any) -> str:
        offered.append(str(letter["Message-ID"]))
        return next(answers)

    mail.answer = put_off_twice
    assert drain(at=NOW).put_off == 1
    assert drain(at=NOW + 0.9 * MINUTE).put_off == 0
    assert drain(at=NOW + 1.1 * MINUTE).put_off == 1
    assert drain(at=NOW + 2.9 * MINUTE).sent == 0
    assert drain(at=NOW + 3.3 * MINUTE).sent == 1
    row = delivery(message)
    assert (row.attempts, row.state, row.last_error) == (3, "sent", "")
    assert len(offered) == 3
    assert len(set(offered)) == 1


def test_a_recipient_put_off_at_the_envelope_is_retried_too(mail: Sink) -> None:
    message = tell(person(), at=NOW)
    mail.recipient_answer = "450 greylisted"
    drain(at=NOW)
    assert "450" in delivery(message).last_error
    mail.recipient_answer = "250 ok"
    assert drain(at=NOW + 1.1 * MINUTE).sent == 1


def test_a_mailbox_that_does_not_exist_becomes_a_human_task_at_once(mail: Sink) -> None:
    message = tell(person(), at=NOW)
    mail.recipient_answer = "550 no such user"
    assert drain(at=NOW).failed == 1
    task = Undelivered.objects.get()
    assert (task.message, task.reason, delivery(message).state) == (message, "refused", "failed")
    assert drain(at=NOW + timedelta(days=4)).failed == 0


def test_after_72_hours_a_human_is_to_tell_the_person(mail: Sink) -> None:
    message = tell(person(), at=NOW)
    mail.answer = lambda letter: "451 later"
    at, tries = NOW, 0
    while delivery_is_pending(message):
        assert Undelivered.objects.count() == 0
        tries += drain(at=at).put_off
        at = Delivery.objects.get(message=message, channel="email").next_attempt_at or at
    assert NOW + GIVE_UP_AFTER <= at <= NOW + GIVE_UP_AFTER + MINUTE
    assert 70 <= tries <= 90
    assert delivery(message).state == "given_up"
    assert Undelivered.objects.get().reason == "given_up"
    drain(at=at + timedelta(days=9))
    assert Undelivered.objects.count() == 1


def delivery_is_pending(message: Message) -> bool:
    return not Delivery.objects.filter(message=message, channel="email").exclude(state="pending").exists()


def test_rows_that_waited_for_a_week_without_any_worker_are_sent_and_not_given_up(mail: Sink) -> None:
    tell(person(), at=NOW)
    mail.answer = lambda letter: "451 later"
    assert drain(at=NOW + timedelta(days=7)).put_off == 1
    mail.answer = lambda letter: TAKEN
    assert drain(at=NOW + timedelta(days=7) + 1.1 * MINUTE).sent == 1


def test_a_mail_server_that_was_away_for_an_hour_has_everything_five_minutes_after_its_return(
    mail: Sink, settings: Any
) -> None:
    people = [person(f"p{number}") for number in range(12)]
    messages = [tell(someone, at=NOW) for someone in people]
    settings.EMAIL_PORT = closed_port()
    for minute in range(61):
        drain(at=NOW + minute * MINUTE)
    assert {states(message)["in_app"] for message in messages} == {"sent"}
    settings.EMAIL_PORT = mail.port
    for minute in range(61, 67):
        drain(at=NOW + minute * MINUTE)
    assert len(mail.ids()) == 12
    assert set(mail.ids().values()) == {1}


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_connection_dropped_after_the_mail_was_taken_repeats_it_under_the_same_id(mail: Sink) -> None:
    tell(person(), at=NOW)
    mail.drop_after_data = 1
    assert drain(at=NOW).put_off == 1
    assert drain(at=NOW + 1.1 * MINUTE).sent == 1
    assert list(mail.ids().values()) == [2]


def test_a_server_that_drips_holds_up_nobody_else(mail: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.dispatch.SEND_SECONDS", 0.5)
    slow, quick = tell(person("slow"), at=NOW), tell(person("quick"), at=NOW)

    def dawdle_once(letter: Any) -> str:
        mail.seconds = 3.0 if "slow@" in str(letter["To"]) else 0.0
        return TAKEN

    mail.answer = dawdle_once
    drained = drain(at=NOW)
    assert (drained.put_off, drained.sent) == (1, 1)
    assert (states(slow)["email"], states(quick)["email"]) == ("pending", "sent")
    assert "no answer" in delivery(slow).last_error


def test_what_a_send_raises_comes_out_of_the_deadline() -> None:
    def broken() -> str:
        raise KeyError("x")

    with pytest.raises(KeyError):
        deadline.within(5, broken)
    assert deadline.within(5, lambda: "id") == "id"


def test_a_refused_delivery_sent_again_has_a_new_72_hours(mail: Sink) -> None:
    recipient = person()
    message = tell(recipient, at=NOW)
    mail.recipient_answer = "550 no such user"
    drain(at=NOW)
    later = NOW + timedelta(days=5)
    followup.send_again(undelivered_id=Undelivered.objects.get().pk, by_id=recipient.pk, note="new box", at=later)
    mail.recipient_answer = "450 later"
    drain(at=later)
    assert delivery(message).state == "pending"
    assert delivery(message).first_attempt_at is not None
    mail.recipient_answer = "250 ok"
    assert drain(at=later + 2 * MINUTE).sent == 1
