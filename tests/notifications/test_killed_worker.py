"""kill -9 at any moment: nothing is lost, and what is repeated is repeated under the same Message-ID."""

from __future__ import annotations

import random
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.dispatch import LEASE
from notifications.models import Delivery
from notifications.outbox import drain
from notifications.poke import poke
from tests.databases import Database
from tests.notifications.people import delivery, person, tell
from tests.notifications.processes import BY_HAND, CELERY, running
from tests.notifications.sink import Sink

pytestmark = pytest.mark.alone


def test_a_worker_killed_in_mid_send_loses_nothing(committed_database: Database, mail: Sink) -> None:
    message = tell(person(), at=timezone.now())
    mail.seconds = 3.0
    with running(BY_HAND, committed_database, mail):
        assert mail.arrived.wait(30)
    row = delivery(message)
    assert (row.state, row.attempts) == ("pending", 1)
    assert row.lease is not None
    mail.seconds = 0.0
    assert drain(at=timezone.now()).sent == 0
    assert drain(at=timezone.now() + LEASE).sent == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.crashes) == ("sent", 2, 1)
    assert list(mail.ids().values()) == [2]


def test_workers_killed_at_any_instant_deliver_everything_and_repeat_at_most_once_a_kill(
    committed_database: Database, mail: Sink
) -> None:
    kills, letters, luck = 4, 40, random.Random(20260924)
    for number in range(letters):
        tell(person(f"p{number}"), at=timezone.now())
    mail.seconds = 0.03
    for _ in range(kills):
        mail.arrived.clear()
        with running(BY_HAND, committed_database, mail):
            mail.arrived.wait(30)
            time.sleep(luck.uniform(0.0, 0.4))
    mail.seconds = 0.0
    drain(at=timezone.now() + LEASE + timedelta(seconds=1))
    assert Delivery.objects.filter(channel="email", state="sent").count() == letters
    assert len(mail.ids()) == letters
    assert sum(mail.ids().values()) <= letters + kills


def test_a_real_worker_woken_through_the_broker_tells_the_person(committed_database: Database, mail: Sink) -> None:
    with running(CELERY, committed_database, mail):
        message = tell(person(), at=timezone.now())
        poke()
        assert mail.arrived.wait(30)
        deadline = time.monotonic() + 5
        while delivery(message).state != "sent" and time.monotonic() < deadline:
            time.sleep(0.05)
    assert delivery(message).state == "sent"
    assert list(mail.ids().values()) == [1]
