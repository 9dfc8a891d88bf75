"""A new calendar: the open clocks it touches are computed anew, set by set, what moved is written and told.

A clock remembers the calendar version it was computed with; any sweep finds the stale ones, so that an application that was
being written while the calendar changed is found by the next."""

import logging
from datetime import date, datetime

from django.db import connection, transaction

from workflow import labelling, store
from workflow.acts.materials import OUTSTANDING_MATERIAL
from workflow.acts.registry import ACTS, timer
from workflow.calendar import Moved, current
from workflow.case import Case
from workflow.errors import FAULTS, Busy, Failed
from workflow.lifecycle import ACCEPTED
from workflow.models import Application, Clock
from workflow.rules.clock import Calendar, legal_day
from workflow.store_write import save
from workflow.timekeeping import project, project_all

logger = logging.getLogger(__name__)
BATCH = 500
RETRIES = 10
STALE = """SELECT DISTINCT c.application_id FROM workflow_clock c
 WHERE c.met_on IS NULL AND c.calendar_version <> %s AND c.application_id > %s ORDER BY 1 LIMIT %s"""


@timer
def move_dates(case: Case) -> None:
    """Every running clock anew; a date that moved is told to the applicant, one that only ceased to be provisional is not."""
    running = [(clock, clock.due_on) for clock in case.clocks if clock.met_on is None]
    for clock, _ in running:
        project(case, clock)
    replan(case)
    project_all(case)
    for clock, before in running:
        if clock.due_on != before:
            case.tell("deadline_moved", clock=clock.kind, before=before, due_on=clock.due_on)


def replan(case: Case) -> None:
    """The planned ends of what still holds a clock: so many working days after it began, or the last day of the promises.
    Once it is decided nothing is held any more, and the dates stay as they were."""
    if case.status != ACCEPTED:
        return
    cures = [clock.due_on for clock in case.clocks if clock.kind == "cure" and clock.met_on is None]
    for pause in case.pauses:
        if pause.ended_on is not None or pause.planned_end < case.today:
            continue
        if pause.procedure == OUTSTANDING_MATERIAL:
            pause.planned_end = max([pause.opened_on, *cures])
        else:
            pause.planned_end = case.calendar.add(pause.opened_on, pause.planned_days)


def recompute_stale(*, at: datetime, failed: Failed | None = None) -> list[Moved]:
    """Computes every running clock that was computed with another calendar; returns what moved.  Applications at fault are
    added to `failed` and stay stale, for the next sweep to try again."""
    moved: list[Moved] = []
    calendar, last = current(), 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(STALE, [calendar.version, last, BATCH])
            found = [key for (key,) in cursor.fetchall()]
        if not found:
            return moved
        for key in found:
            try:
                with transaction.atomic():
                    moved += _move(key, at)
            except FAULTS as fault:  # the fault of one case stops nobody else's dates
                logger.exception("dates of application %s", key)
                if failed is not None:
                    failed.append((key, f"{type(fault).__name__}: {fault}"))
        last = found[-1]


def stale() -> int:
    """How many applications have running clocks that were computed with another calendar than the current one."""
    rows = Clock.objects.filter(met_on=None).exclude(calendar_version=current().version)
    return rows.values("application_id").distinct().count()


def foreseen(calendar: Calendar, *, from_on: date, at: datetime, most: int) -> tuple[list[Moved], int]:
    """What would move with this calendar, in memory only: of the `most` applications that are due next from that day on,
    and how many more there are.  A change cannot move a period that ends before it."""
    touched = Clock.objects.filter(met_on=None, due_on__gte=from_on)
    keys = list(touched.order_by("due_on", "id").values_list("application_id", flat=True))
    keys = list(dict.fromkeys(keys))
    moved: list[Moved] = []
    for key in keys[:most]:
        case = store.load(key, by=None, at=at, today=legal_day(at)).case
        case.calendar = calendar
        before = [(clock, clock.due_on) for clock in case.clocks]
        ACTS["move_dates"].run(case)
        moved += [_moved(case.application, clock, day) for clock, day in before if clock.due_on != day]
    return moved, max(0, len(keys) - most)


def _move(key: int, at: datetime) -> list[Moved]:
    for _ in range(RETRIES):
        stored = store.load(key, by=None, at=at, today=legal_day(at))
        case, before = stored.case, {id(c): c.due_on for c in stored.case.clocks}
        ACTS["move_dates"].run(case)
        labelling.label(case)
        moved = [c for c in case.clocks if before[id(c)] != c.due_on]
        inputs = {"moved": [[c.kind, c.subject, before[id(c)].isoformat(), c.due_on.isoformat()] for c in moved]}
        if save(stored, act="move_dates", inputs=inputs):
            return [_moved(case.application, c, before[id(c)]) for c in moved]
    raise Busy(str(key))


def _moved(application: Application, clock: Clock, before: date) -> Moved:
    return Moved(application.number, clock.kind, before, clock.due_on)
