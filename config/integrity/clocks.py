"""期限: every due day counted again, every label of a work item compared with what it is taken from.

Running clocks are always compared.  A clock that was met keeps the date it had: it is compared unless one of the years
it spans was stated anew after it was last computed."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from config.integrity.counting import BeyondCalendar, Days, Span
from config.integrity.findings import Finding, Scope, stream

STOPPABLE = ("statutory", "promised")
CLOCKS = """SELECT c.id, a.number, c.kind, c.trigger_on, c.length, c.unit, c.extension, c.due_on, c.provisional,
 c.calendar_version, c.met_on, c.wake_on, (SELECT coalesce(sum(e.days), 0) FROM workflow_extension e
  WHERE e.application_id = a.id AND c.kind = 'statutory'),
 CASE WHEN c.kind IN ('statutory', 'promised') THEN (SELECT json_agg(json_build_array(p.noticed_on,
  coalesce(p.ended_on, p.planned_end), p.holds) ORDER BY p.id)::text FROM workflow_pause p
  WHERE p.application_id = a.id AND p.noticed_on IS NOT NULL) END,
 (SELECT max((l.at AT TIME ZONE 'Asia/Shanghai')::date) FROM workflow_ledgerentry l WHERE l.application_id = a.id
  AND (c.wake_on IS NOT NULL OR l.act IN ('remind', 'break_promise')))
 FROM workflow_clock c JOIN workflow_application a ON a.id = c.application_id WHERE {scope} ORDER BY c.id"""


class Row(NamedTuple):
    """A clock, the extensions and pauses of its case, and the last day on which somebody (or a timer) saw to it."""

    id: int
    number: str
    kind: str
    trigger_on: date
    length: int
    unit: str
    extension: int
    due_on: date
    provisional: bool
    calendar_version: int
    met_on: date | None
    wake_on: date | None
    granted_days: int
    pauses: str | None
    last_on: date | None


def check_clocks(scope: Scope) -> Iterator[Finding]:
    """Each clock: its due day, whether that is tentative, its extension, and the day on which the timers look at it."""
    days = Days.read()
    for values in stream(CLOCKS.replace("{scope}", scope.of("a.id"))):
        row = Row(*values)
        for differs in (*_date(row, days), *_extension(row), *_wake(row)):
            yield Finding("clock", "workflow_clock", row.id, row.number, f"{row.kind}: {differs}")


def _date(row: Row, days: Days) -> Iterator[str]:
    if row.met_on is not None and days.changed_since(row.calendar_version, row.trigger_on, row.due_on):
        return
    try:
        due_on = days.last_day(row.trigger_on, row.length, row.unit, row.extension, stops(row))
        tentative = days.tentative(row.trigger_on, due_on, row.unit)
    except BeyondCalendar as beyond:
        yield f"due_on {row.due_on}, but the calendar does not reach {beyond}"
        return
    if due_on != row.due_on:
        yield f"due_on {row.due_on}, counted {due_on}"
    elif tentative != row.provisional:
        yield f"provisional {row.provisional}, counted {tentative}"


def stops(row: Row) -> tuple[Span, ...]:
    """The days a clock stood still: after a notice was served, to the end of the pause.  What holds only the bureau's own
    promise does not hold the law's period."""
    if row.kind not in STOPPABLE or not row.pauses:
        return ()
    held: Sequence[Any] = json.loads(row.pauses)
    return tuple(
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last, holds in held
        if holds == "both" or row.kind == "promised"
    )


def _extension(row: Row) -> Iterator[str]:
    if row.extension != row.granted_days:
        yield f"extension {row.extension}, granted {row.granted_days}"


def _wake(row: Row) -> Iterator[str]:
    over = max(row.due_on, row.trigger_on if row.unit == "until" else row.due_on) + timedelta(days=1)
    if row.met_on is not None:
        if row.wake_on is not None:
            yield f"met on {row.met_on}, but wakes on {row.wake_on}"
    elif row.wake_on is None:
        if row.last_on is None or row.last_on <= row.due_on:
            yield "runs, but no timer will ever look at it"
    elif row.wake_on > max(over, row.last_on or over):
        yield f"wakes on {row.wake_on}, over on {over}"
