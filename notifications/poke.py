"""Wake the workers after a commit, and never wait for it.

`poke` only sets a flag; a thread of the process publishes. So a request is held up by no Redis, dead, paused or slow.
After a failure nothing is published for thirty seconds: the rows wait, and beat's next tick finds them.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic

from celery import current_app
from django.conf import settings

logger = logging.getLogger(__name__)

SILENT_SECONDS = 30.0
WORTHLESS_AFTER_SECONDS = 60


class Poker:
    """Publishes on its own thread; many pokes while one is on its way become one."""

    def __init__(self, publish: Callable[[], None], *, clock: Callable[[], float] = monotonic) -> None:
        self._publish = publish
        self._clock = clock
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)

    def poke(self) -> None:
        """Ask for a wake-up; returns at once and raises nothing of the broker's."""
        if not self._running:
            self._start()
        self._wanted.set()

    def is_silent(self) -> bool:
        """Whether the last publication failed less than thirty seconds ago."""
        return self._clock() < self._silent_until

    def _begin_anew(self) -> None:
        """A forked process has no thread, and must not inherit a lock that was held at the fork."""
        self._wanted = Event()
        self._lock = Lock()
        self._running = False
        self._silent_until = float("-inf")

    def _start(self) -> None:
        with self._lock:
            if not self._running:
                Thread(target=self._run, daemon=True, name="notification-poke").start()
                self._running = True

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if not self.is_silent():
                self._try()

    def _try(self) -> None:
        try:
            self._publish()
        except Exception as error:  # noqa: BLE001 - whatever the broker raises, the rows are in the database
            self._silent_until = self._clock() + SILENT_SECONDS
            logger.warning("no wake-up for %.0f s: %s: %s", SILENT_SECONDS, type(error).__name__, error)


def _publish() -> None:
    for name in settings.TASKS_AFTER_AN_ACT:
        current_app.send_task(name, retry=False, ignore_result=True, expires=WORTHLESS_AFTER_SECONDS)


_poker = Poker(_publish)


def poke() -> None:
    """Wake the workers, for messages and documents; for `transaction.on_commit` or right after an act has been performed."""
    _poker.poke()
