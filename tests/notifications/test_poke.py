"""A wake-up never holds up who asks for it, whatever the broker does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from threading import Event

import pytest
from celery import Celery

from config.celery import app
from notifications.poke import SILENT_SECONDS, Poker, poke
from notifications.tasks import drain_task

LIMIT_SECONDS = 0.1


@pytest.fixture
def mute_server() -> Iterator[int]:
    """Takes connections as a paused Redis does, and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield int(listener.getsockname()[1])


def publisher(port: int) -> Poker:
    """Publishes with the product's own transport options to another server."""
    other = Celery("other", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    other.conf.update(broker_transport_options=app.conf.broker_transport_options, task_ignore_result=True)
    return Poker(lambda: other.send_task("notifications.drain", retry=False, ignore_result=True))


def longest_of(poker: Poker, times: int = 50) -> float:
    longest = 0.0
    for _ in range(times):
        begun = time.monotonic()
        poker.poke()
        longest = max(longest, time.monotonic() - begun)
    return longest


def wait_until_silent(poker: Poker) -> float:
    begun = time.monotonic()
    while not poker.is_silent():
        assert time.monotonic() - begun < 20
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_paused_broker_holds_up_nobody_and_is_left_alone_for_half_a_minute(mute_server: int) -> None:
    poker = publisher(mute_server)
    assert longest_of(poker) < LIMIT_SECONDS
    assert wait_until_silent(poker) < 15
    assert longest_of(poker) < LIMIT_SECONDS


def test_a_dead_broker_holds_up_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    poker = publisher(port)
    assert longest_of(poker) < LIMIT_SECONDS
    assert wait_until_silent(poker) < 15


def test_after_half_a_minute_the_broker_is_asked_again() -> None:
    now, calls, called = [0.0], [0], Event()

    def publish() -> None:
        calls[0] += 1
        called.set()
        if calls[0] == 1:
            raise ConnectionError

    poker = Poker(publish, clock=lambda: now[0])
    poker.poke()
    wait_until_silent(poker)
    called.clear()
    poker.poke()
    assert not called.wait(0.2)
    now[0] = SILENT_SECONDS
    poker.poke()
    assert called.wait(5)
    assert calls == [2]


def test_many_pokes_while_one_is_on_its_way_become_one() -> None:
    calls, go_on, arrived = [0], Event(), Event()

    def publish() -> None:
        calls[0] += 1
        arrived.set()
        go_on.wait(5)

    poker = Poker(publish)
    poker.poke()
    assert arrived.wait(5)
    for _ in range(100):
        poker.poke()
    go_on.set()
    time.sleep(0.3)
    assert calls == [2]


@pytest.mark.alone
def test_a_wake_up_reaches_the_queue_and_holds_no_argument() -> None:
    """Counted where the mail queue is empty before: nobody works in this test."""
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue(app.amqp.queues[app.conf.task_routes["notifications.*"]["queue"]])
        queue.clear()
        poke()
        message = queue.get(timeout=10)
        message.ack()
        queue.close()
    assert message.headers["task"] == drain_task.name == "notifications.drain"
    assert message.payload[:2] == [[], {}]
