"""The timers: what silence and missed days have brought about, found set-based and done through the same acts as everything else.

Beat ticks each minute, `manage.py sweep` does it by hand; any number of sweeps at once, late or twice, find the same."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from workflow import store
from workflow.acts.perform import RETRIES, decide
from workflow.acts.recompute import recompute_stale
from workflow.acts.registry import ACTS
from workflow.acts.timers import due_timer
from workflow.calendar import Moved
from workflow.errors import FAULTS, Busy, Failed
from workflow.licence_ends import expire_licences, remind_holders
from workflow.rules.clock import legal_day
from workflow.store_write import save

logger = logging.getLogger(__name__)
BATCH = 200
MOST = 20  # timer acts that one application can have due at once: far fewer; more would be a loop
AWAKE = """SELECT DISTINCT c.application_id FROM workflow_clock c
 WHERE c.met_on IS NULL AND c.wake_on <= %s AND c.application_id > %s ORDER BY 1 LIMIT %s"""
CLAIM = "SELECT 1 FROM workflow_application WHERE id = %s FOR UPDATE SKIP LOCKED"


@dataclass(slots=True)
class Swept:
    """What one sweep did: (act, application number) each, licences that expired, (licence, period) whose holders were
    reminded of the end, dates that moved; `failed`: keys of applications whose timers could not be done, with why, which
    the next sweep tries again."""

    acts: list[tuple[str, str]] = field(default_factory=list)
    failed: Failed = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    reminded: list[tuple[str, str]] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


def sweep(*, at: datetime, dry_run: bool = False) -> Swept:
    """Does everything that is due at this instant; `dry_run` says what it would do and leaves nothing behind."""
    swept = Swept()
    if not dry_run:
        _run(swept, at=at, today=legal_day(at))
        return swept
    with transaction.atomic():
        _run(swept, at=at, today=legal_day(at))
        transaction.set_rollback(True)
    return swept


def _run(swept: Swept, *, at: datetime, today: date) -> None:
    swept.moved = recompute_stale(at=at, failed=swept.failed)
    for key in awake(today):
        try:
            with transaction.atomic():
                if _claimed(key):
                    swept.acts += run_timers(key, at=at)
        except FAULTS as fault:  # the fault of one case stops nobody else's clock
            logger.exception("timers of application %s", key)
            swept.failed.append((key, f"{type(fault).__name__}: {fault}"))
    swept.expired = expire_licences(at=at, today=today)
    swept.reminded = remind_holders(at=at, today=today)


def awake(today: date) -> Iterator[int]:
    """Applications with a clock that has something to do today, batch by batch."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(AWAKE, [today, last, BATCH])
            found = [key for (key,) in cursor.fetchall()]
        if not found:
            return
        yield from found
        last = found[-1]


def _claimed(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [key])
        return cursor.fetchone() is not None


def run_timers(key: int, *, at: datetime) -> list[tuple[str, str]]:
    """Does the timer acts due on one application, the earliest first, until none is left."""
    done: list[tuple[str, str]] = []
    misses = 0
    while misses < RETRIES and len(done) < MOST:
        stored = store.load(key, by=None, at=at, today=legal_day(at))
        name = due_timer(stored.case)
        if name is None:
            return done
        decide(stored.case, ACTS[name], {})
        if save(stored, act=name, inputs={}):
            done.append((name, stored.case.application.number))
        else:
            misses += 1
    raise Busy(str(key))
