"""超时预警: which open cases will miss the promise at the present pace, from how long cases of their kind have taken.

Source: 电子监察规则; the figures are the bureau's own (本局规则, data).  A case is judged as it stood when a day began.  From
the day it came to a stage, closed cases of the same sub-item took so many working days to the decision (days that stood
still are not counted); of those that took longer than this one has already been there, the quantile says how many days it
still needs.  Where too few of the sub-item are known, those with the same promise are asked; where these are too few,
nothing is foretold.

>>> print(quantile([1, 2, 3, 4, 10], Decimal("0.8")), quantile([7], Decimal("0.5")))
4 7
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from supervision.rules.cards import Running
from supervision.rules.profile import ProfileError
from workflow.rules.clock import Calendar, Standstill

ONE_DAY = timedelta(days=1)
KEYS = {"name", "version", "legal_basis", "quantile", "least", "history_days", "sample", "back_test"}
MOST = 100_000
Key = tuple[str | int, str]


@dataclass(frozen=True, slots=True)
class Pace:
    """The figures: see the file."""

    name: str
    version: int
    legal_basis: str
    quantile: Decimal
    least: int
    history_days: int
    sample: int
    every: int
    times: int

    def __str__(self) -> str:
        return f"{self.name}/{self.version}"


@dataclass(frozen=True, slots=True)
class Stay:
    """A case at a stage, from the day it came to the day it left (None: it is still there)."""

    stage: str
    from_on: date
    until_on: date | None = None

    def open_when(self, day: date) -> bool:
        """Had it come, and not left, when the day began?"""
        return self.from_on < day and (self.until_on is None or self.until_on >= day)


@dataclass(frozen=True, slots=True)
class Course:
    """The way of one case: its clock of the promise (met on the day of the decision) and its stays."""

    application_id: int
    item: str
    clock: Running
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """That a case at `stage` still needs `need` working days and has `left`, told by `of` closed cases."""

    application_id: int
    day: date
    stage: str
    need: int
    left: int
    of: int

    @property
    def late(self) -> bool:
        return self.need > self.left


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was foretold of a case on a past day, and whether the promise was missed in the end."""

    forecast: Forecast
    late: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """How the forecasts of past days came true; a rate is None where there is nothing to divide by."""

    outcomes: tuple[Outcome, ...]

    def count(self, *, warned: bool, late: bool) -> int:
        return sum(each.forecast.late == warned and each.late == late for each in self.outcomes)

    @property
    def precision(self) -> int | None:
        """Of a hundred warnings, so many came true."""
        return _share(self.count(warned=True, late=True), self.count(warned=True, late=False))

    @property
    def recall(self) -> int | None:
        """Of a hundred that came late, so many had been warned of."""
        return _share(self.count(warned=True, late=True), self.count(warned=False, late=True))


class History:
    """How many working days closed cases took from a stage to the decision, by sub-item and by promise."""

    def __init__(self, courses: Iterable[Course], *, calendar: Calendar) -> None:
        self._taken: dict[Key, list[tuple[int, date]]] = defaultdict(list)
        for course in courses:
            met_on = course.clock.met_on
            for stay in course.stays if met_on is not None else ():
                if met_on is not None and stay.from_on <= met_on:
                    days = counted(stay.from_on, met_on, calendar, course.clock.standstills)
                    for key in _keys(course, stay):
                        insort(self._taken[key], (days, met_on))

    def longer(self, course: Course, stay: Stay, *, than: int, before: date, least: int) -> tuple[list[int], int]:
        """What took longer than so many days, of the first kind of which enough had been decided before that day, and of
        how many it is told; nothing of none where there are too few of either kind."""
        for key in _keys(course, stay):
            known = [days for days, met_on in self._taken.get(key, ()) if met_on < before]
            if len(known) >= least:
                return known[bisect_right(known, than) :], len(known)
        return [], 0


def forecast(course: Course, *, day: date, history: History, pace: Pace, calendar: Calendar) -> Forecast | None:
    """Of a case as it stood when the day began; None where nothing is known of its kind, it was at no stage, or its day
    was over already.  Of several stages the one that needs most.  Raises CalendarUnknown."""
    yesterday = day - ONE_DAY
    due_on = course.clock.due_as_known(yesterday, calendar)
    if not course.clock.unmet(day) or course.clock.trigger_on >= day or due_on < day:
        return None
    stills = [still for still in course.clock.standstills if still.start < day]
    left, found = counted(yesterday, due_on, calendar, stills), []
    for stay in (stay for stay in course.stays if stay.open_when(day)):
        used = counted(stay.from_on, yesterday, calendar, stills)
        longer, of = history.longer(course, stay, than=used, before=day, least=pace.least)
        if of:
            need = quantile(longer, pace.quantile) - used if longer else 1
            found.append(Forecast(course.application_id, day, stay.stage, need, left, of))
    return max(found, key=lambda each: (each.need, each.stage), default=None)


def back_test(courses: Sequence[Course], *, today: date, history: History, pace: Pace, calendar: Calendar) -> Hits:
    """What would have been foretold on past days, from what was known then, against what came of it by today.

    A case that is still open and not late yet has no outcome and is left out."""
    found, days = [], past_days(today=today, pace=pace, calendar=calendar)
    for course in courses:
        late = _was_late(course, today, calendar)
        for day in days if late is not None else ():
            told = forecast(course, day=day, history=history, pace=pace, calendar=calendar)
            if told is not None:
                found.append(Outcome(told, bool(late)))
    return Hits(tuple(found))


def past_days(*, today: date, pace: Pace, calendar: Calendar) -> list[date]:
    """The days of the back-test, the latest first."""
    return [calendar.back(today, pace.every * n) for n in range(1, pace.times + 1)]


def _was_late(course: Course, today: date, calendar: Calendar) -> bool | None:
    due_on = course.clock.due_as_known(date.max, calendar)
    if course.clock.met_on is not None:
        return course.clock.met_on > due_on
    return True if today > due_on else None


def counted(after: date, upto: date, calendar: Calendar, standstills: Iterable[Standstill] = ()) -> int:
    """The working days d with after < d ≤ upto that no standstill covers; those that overlap count once."""
    total, reached = calendar.count(after, upto), after
    for still in sorted(standstills, key=lambda each: each.start):
        first, last = max(still.start, reached), min(still.end, upto)
        total -= calendar.count(first, last)
        reached = max(reached, last)
    return total


def quantile(values: Sequence[int], share: Decimal) -> int:
    """The least of the sorted values that so large a share of them does not exceed."""
    index = int((share * len(values)).to_integral_value(ROUND_CEILING)) - 1
    return values[max(index, 0)]


def _keys(course: Course, stay: Stay) -> tuple[Key, Key]:
    return (course.item, stay.stage), (course.clock.length, stay.stage)


def _share(part: int, rest: int) -> int | None:
    return round(100 * part / (part + rest)) if part + rest else None


def pace_of(content: Mapping[str, Any]) -> Pace:
    """From the content of its file.  Raises ProfileError with the key that is wrong."""
    if set(content) != KEYS:
        raise ProfileError("、".join(sorted(set(content) ^ KEYS)))
    test = content["back_test"]
    if not isinstance(test, Mapping) or set(test) != {"every", "times"}:
        raise ProfileError("back_test")
    numbers = {name: content[name] for name in ("least", "history_days", "sample")} | dict(test)
    for name, number in numbers.items():
        if type(number) is not int or not 0 < number <= MOST:
            raise ProfileError(name)
    if not content["legal_basis"]:
        raise ProfileError("legal_basis")
    return Pace(
        str(content["name"]), int(content["version"]), str(content["legal_basis"]), _of_one(content["quantile"]), **numbers
    )


def _of_one(text: Any) -> Decimal:
    try:
        share = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        share = None
    if share is None or not share.is_finite() or not 0 < share <= 1:
        raise ProfileError("quantile")
    return share
