"""The clocks of a case: started, met, paused, lengthened, and projected to a due day; explained day by day.

Law: 行政许可法 32, 42, 44, 45, 47, 50, 82; the arithmetic is in rules/clock.py, the numbers come from the catalogue."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from workflow.case import Case
from workflow.models import Clock, Pause
from workflow.models.clock import DECIDING
from workflow.rows import table
from workflow.rules import clock as arithmetic
from workflow.rules.catalogue import Period
from workflow.rules.clock import Calendar, Explained, Standstill, depends_on_provisional, due

ONE_DAY = timedelta(days=1)
PERIOD_UNITS = {"D": ("nd", 1), "M": ("month", 1), "Y": ("month", 12)}


def start(
    case: Case, kind: str, *, trigger: date, length: int, unit: str = "wd", subject: str = "", basis: str = ""
) -> Clock:
    """A period begins to run on `trigger`; its legal basis is named in the explanation."""
    clock: Clock = table(Clock).new(
        kind=kind, subject=subject, trigger_on=trigger, length=length, unit=unit, legal_basis=basis, calendar_version=0
    )
    case.clocks.append(clock)
    project(case, clock)
    return clock


def start_period(case: Case, kind: str, *, trigger: date, period: Period, basis: str = "") -> Clock:
    """A period given in natural days, months or years."""
    unit, factor = PERIOD_UNITS[period.unit]
    return start(case, kind, trigger=trigger, length=period.n * factor, unit=unit, basis=basis)


def meet(case: Case, *kinds: str, subject: str | None = None, on: date | None = None) -> None:
    """The running clocks of these kinds are met (or end) on the day given, else today."""
    for clock in case.clocks:
        if clock.met_on is None and clock.kind in kinds and subject in (None, clock.subject):
            clock.met_on, clock.wake_on = on or case.today, None


def meet_all(case: Case, *, but: Iterable[str] = ()) -> None:
    """The case is over: every running clock ends."""
    meet(case, *({c.kind for c in case.clocks} - set(but)))


def standstills(pauses: Iterable[Pause], kind: str, *, known_on: date | None = None) -> list[Standstill]:
    """What stood or stands still of a clock of this kind; with `known_on`, as it was known when that day began."""
    found = []
    for pause in pauses:
        if kind not in DECIDING or pause.noticed_on is None or (kind == "statutory" and pause.holds == "promised"):
            continue
        if known_on is not None and pause.noticed_on >= known_on:
            continue
        found.append(Standstill(pause.noticed_on, pause.ended_on or pause.planned_end, pause.procedure))
    return found


def project(case: Case, clock: Clock) -> None:
    """Computes `due_on` anew from the clock's inputs; a date that moved is looked at by the timers afresh."""
    before = clock.due_on
    clock.due_on, clock.provisional = _projected(*_inputs(clock, case.pauses), case.calendar)
    clock.calendar_version = case.calendar.version
    if clock.due_on != before:
        clock.wake_on = next_wake(clock, case.calendar, case.item.rules.amber_days, case.today)


def project_all(case: Case) -> None:
    """After a pause, an extension or a cure: the clocks that decide are computed anew."""
    for clock in case.clocks:
        if clock.met_on is None and clock.kind in DECIDING:
            project(case, clock)


def due_day(clock: Clock, pauses: Iterable[Pause], calendar: Calendar) -> date:
    """The due day that follows from the inputs; nothing else is ever stored as one."""
    return _projected(*_inputs(clock, pauses), calendar)[0]


def _inputs(clock: Clock, pauses: Iterable[Pause]) -> tuple[date, int, str, int, tuple[Standstill, ...]]:
    """All that a due day follows from, beside the calendar."""
    return clock.trigger_on, clock.length, clock.unit, clock.extension, tuple(standstills(pauses, clock.kind))


@lru_cache(maxsize=1024)  # the cases of a day have the same few periods, and every act of a case asks for them again
def _projected(
    trigger_on: date, length: int, unit: Any, extension: int, still: tuple[Standstill, ...], calendar: Calendar
) -> tuple[date, bool]:
    """The due day, and whether it rests on a year whose schedule is not published."""
    if unit == "until":
        day = calendar.last_on_or_before(trigger_on)
        return day, calendar.provisional(day) or calendar.provisional(trigger_on)
    day = due(start=trigger_on, length=length, unit=unit, calendar=calendar, standstills=still, extension=extension)
    return day, depends_on_provisional(trigger_on, day, unit, calendar)


@lru_cache(maxsize=1024)
def _near(due_on: date, ambers: tuple[int, ...], calendar: Calendar) -> tuple[date, ...]:
    """The days of the reminders."""
    return tuple(calendar.back(due_on, n) for n in ambers)


def next_wake(clock: Clock, calendar: Calendar, ambers: tuple[int, ...], today: date) -> date:
    """The next day with something to do: a reminder ahead of the date, the day after it, the day after an expiry.

    What is over already is looked at today."""
    over = (clock.trigger_on if clock.unit == "until" else clock.due_on) + ONE_DAY
    ahead = [day for day in _near(clock.due_on, ambers, calendar) if day > today and day > clock.trigger_on]
    return min([*ahead, over]) if over > today else today


def deadlines(case: Case) -> dict[str, Any]:
    """The days of the decision as they stand now, and their lengths: what a document fixes before they move."""
    running = [(kind, case.running(kind)) for kind in DECIDING]
    known = [(kind, clock) for kind, clock in running if clock is not None]
    days = {f"{kind}_due": clock.due_on for kind, clock in known}
    return days | {f"{kind}_days": clock.length for kind, clock in known}


def stands_still(case: Case, clock: Clock) -> Pause | None:
    """The pause that holds this clock today, if one does: it only stops what had not run out before."""
    if clock.kind not in DECIDING or clock.met_on is not None:
        return None
    for pause in case.pauses:
        if pause.noticed_on is None or pause.ended_on is not None or pause.noticed_on > case.today:
            continue
        holds = clock.kind == "promised" or pause.holds == "both"
        if holds and case.today <= pause.planned_end and clock.due_on > pause.noticed_on:
            return pause
    return None


def explain(case: Case, clock: Clock) -> list[Explained]:
    """Every day of the period with its reason."""
    if clock.unit == "until":
        return []
    return arithmetic.explain(
        start=clock.trigger_on,
        length=clock.length,
        unit=clock.unit,  # type: ignore[arg-type]
        calendar=case.calendar,
        standstills=standstills(case.pauses, clock.kind),
        extension=clock.extension,
    )
