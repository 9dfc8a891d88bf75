"""The timers: what silence and missed days have brought about, found set-based and done through the same acts as everything else.

Beat ticks each minute, `manage.py sweep` does it by hand; any number of sweeps at once, late or twice, find the same."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from approvals.licences import VALID, Licence
from workflow import store
from workflow.acts import perform_register
from workflow.acts.perform import RETRIES, decide
from workflow.acts.recompute import recompute_stale
from workflow.acts.register import tell
from workflow.acts.registry import ACTS
from workflow.acts.timers import due_timer
from workflow.calendar import Moved
from workflow.errors import FAULTS, Busy, Failed, LicensingError
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
    """What one sweep did: (act, application number) each, licences that expired, dates that moved; `failed`: keys of
    applications whose timers could not be done, with why, which the next sweep tries again."""

    acts: list[tuple[str, str]] = field(default_factory=list)
    failed: Failed = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
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


class NoLongerDue(LicensingError):
    """Another sweep has done it, or an act came before."""

    code = "no_longer_due"


def expire_licences(*, at: datetime, today: date) -> list[str]:
    """Licences whose last day is past.  A renewal asked for in time has by now been granted by silence."""
    expired = []
    for key in Licence.objects.filter(status=VALID, valid_until__lt=today).order_by("id").values_list("id", flat=True):

        def change(key: int = key) -> str:
            licence = Licence.objects.select_for_update(of=("self",)).get(pk=key)
            if licence.status != VALID or licence.valid_until is None or licence.valid_until >= today:
                raise NoLongerDue(str(licence))
            licence.expire()
            licence.version += 1
            licence.save()
            holders = licence.holder.accounts.values_list("id", flat=True)
            event, until = f"licence:{key}:{licence.version}", licence.valid_until
            tell(event, "licence_expired", to=holders, at=at, licence=str(licence), valid_until=until)
            return str(licence)

        with suppress(NoLongerDue):  # takes the entry in the register back with it
            inputs = {"licence": key}
            expired.append(perform_register("expire_licence", "licences", by=None, at=at, inputs=inputs, change=change))
    return expired
