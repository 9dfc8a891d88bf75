"""Deadline arithmetic: when a period ends, and why on that day.

Law
    行政许可法 82    periods of days are working days (`workdays.py` knows which days are)
    行政许可法 42    twenty working days, lengthened once (`extension`)
    行政许可法 45    time for a hearing, inspection, testing, expert review … is not counted (`Standstill`)
    民法典 201–203  the day that starts a period is not counted; months end on the corresponding day, or on the last of
                   the month; a natural period whose last day is a day off ends on the working day after it

Units are `wd` (working days), `nd` (natural days) and `month`. Everything is handed in: nothing here reads a clock.

>>> names = {date(2026, 10, 1): "国庆节", date(2026, 10, 2): "国庆节"}
>>> october = Calendar([Year(2026, closed=frozenset(names), opened=frozenset({date(2026, 10, 10)}), names=names)])
>>> print(due(start=date(2026, 9, 29), length=2, calendar=october))
2026-10-05
>>> print(due(start=date(2026, 9, 1), length=1, unit="month", calendar=october))
2026-10-05
>>> for row in explain(start=date(2026, 9, 30), length=1, calendar=october): print(row.day, row.reason)
2026-10-01 国庆节
2026-10-02 国庆节
2026-10-03 周末
2026-10-04 周末
2026-10-05 计入 第1日
"""

import calendar as gregorian
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from workflow.rules.workdays import Calendar, CalendarUnknown, ClockInvalid, Year, natural

__all__ = [
    "Calendar",
    "CalendarUnknown",
    "ClockInvalid",
    "Explained",
    "Standstill",
    "Unit",
    "Year",
    "add_months",
    "depends_on_provisional",
    "due",
    "explain",
    "last_valid_day",
    "legal_day",
    "minus_period",
    "plus_period",
]

Unit = Literal["wd", "nd", "month"]
LEGAL_ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standstill:
    """Time that is not counted: the working days d with start < d ≤ end. Those that overlap count once."""

    start: date
    end: date
    label: str = ""

    def covers(self, day: date) -> bool:
        """Whether `day` is taken out."""
        return self.start < day <= self.end


@dataclass(frozen=True)
class Explained:
    """One day of a period: whether it counts, as which day of the period, and why."""

    day: date
    counted: bool
    number: int | None
    reason: str


def due(
    *,
    start: date,
    length: int,
    unit: Unit = "wd",
    calendar: Calendar,
    standstills: Sequence[Standstill] = (),
    extension: int = 0,
) -> date:
    """The last day of the period of `length` units that `start` sets off; it lasts to 24:00 of that day.

    A period of no days ends on its first day: `start`, or the working day after it when `start` is a day off or stands still.
    Standstills stop working days only: periods of natural days and months run on. Raises CalendarUnknown, and
    ClockInvalid for a negative number, an unknown unit or an extension of anything but working days.
    """
    if unit != "wd":
        if extension:
            raise ClockInvalid("只有按工作日计算的期限可以延长")
        return calendar.first_on_or_after(plus_period(start, length, unit))
    total = natural(length) + natural(extension)
    return _through(*((start, total) if total else (start - ONE_DAY, 1)), calendar, standstills)


def _through(start: date, total: int, calendar: Calendar, standstills: Sequence[Standstill]) -> date:
    """The `total`-th working day after `start` that no standstill covers; ranks make it one step a standstill."""
    reached = calendar.rank(start)
    target = reached + total
    for still in sorted(standstills, key=lambda each: each.start):
        before = max(calendar.rank(max(still.start, start)), reached)
        if before >= target:
            break
        after = calendar.rank(max(still.end, start))
        if after > before:
            target, reached = target + after - before, after
    return calendar.at(target)


def explain(
    *,
    start: date,
    length: int,
    unit: Unit = "wd",
    calendar: Calendar,
    standstills: Sequence[Standstill] = (),
    extension: int = 0,
) -> list[Explained]:
    """Every day after `start` up to the due day with its reason; of a period of no days, the due day and what held it."""
    last = due(start=start, length=length, unit=unit, calendar=calendar, standstills=standstills, extension=extension)
    if length + extension == 0:
        first = calendar.first_on_or_after(start) if unit == "wd" else last
        reasons = {day: _stopped(day, calendar, standstills) for day in _days(first - ONE_DAY, last - ONE_DAY)}
        reasons[last] = "零日期限，当日届满"
        return [Explained(day, False, None, text + _tentative(day, calendar)) for day, text in reasons.items()]
    end = last if unit == "wd" else plus_period(start, length, unit)
    rows: list[Explained] = []
    number = 0
    for day in _days(start, last):
        reason = _stopped(day, calendar, standstills) if unit == "wd" else _rolled(day, end, calendar)
        number += not reason
        counted = f"计入 第{number}日" + ("（调休上班）" if unit == "wd" and day.weekday() >= 5 else "")
        text = (reason or counted) + _tentative(day, calendar)
        rows.append(Explained(day, not reason, None if reason else number, text))
    return rows


def _days(after: date, upto: date) -> Iterator[date]:
    """The days d with after < d ≤ upto."""
    return map(date.fromordinal, range(after.toordinal() + 1, upto.toordinal() + 1))


def _tentative(day: date, calendar: Calendar) -> str:
    return "（暂定）" if calendar.provisional(day) else ""


def _stopped(day: date, calendar: Calendar, standstills: Sequence[Standstill]) -> str:
    """Why a day does not count in a period of working days; empty when it does."""
    if not calendar.is_working(day):
        return calendar.reason(day)
    stops = [still.label for still in standstills if still.covers(day)]
    labels = "、".join(dict.fromkeys(filter(None, stops)))
    return f"中止：{labels}" if labels else "中止" if stops else ""


def _rolled(day: date, end: date, calendar: Calendar) -> str:
    """Why a natural period that ends on `end` goes on to `day`; empty when the day is an ordinary one of it."""
    if day < end or (day == end and calendar.is_working(day)):
        return ""
    return "末日顺延至本日" if calendar.is_working(day) else f"末日遇{calendar.reason(day)}，顺延"


def depends_on_provisional(start: date, due_on: date, unit: Unit, calendar: Calendar) -> bool:
    """Whether the due day rests on a year without a published schedule, so that it may still move."""
    first = min(start + ONE_DAY, due_on) if unit == "wd" else due_on
    return not calendar.tentative.isdisjoint(range(first.year, due_on.year + 1))


def add_months(day: date, n: int) -> date:
    """The corresponding day n months later (earlier when negative); where there is none, the last of that month.

    >>> print(add_months(date(2024, 2, 29), 12), add_months(date(2026, 11, 30), -9))
    2025-02-28 2026-02-28
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def plus_period(day: date, length: int, unit: Unit) -> date:
    """The day `length` natural days or months after `day`; it stays where it falls (bans, grace after an expiry)."""
    return _shift(day, natural(length), unit)


def minus_period(day: date, length: int, unit: Unit) -> date:
    """The day `length` natural days or months before `day`; it stays where it falls (行政许可法 50: renewals)."""
    return _shift(day, -natural(length), unit)


def last_valid_day(valid_from: date, months: int) -> date:
    """The last day of a validity: the day before its anniversary; where there is none, the last of that month.

    >>> print(last_valid_day(date(2026, 3, 2), 36), last_valid_day(date(2024, 2, 29), 36))
    2029-03-01 2027-02-28
    """
    anniversary = add_months(valid_from, months)
    return anniversary if anniversary.day < valid_from.day else anniversary - ONE_DAY


def legal_day(instant: datetime) -> date:
    """The day of law of an aware instant: its date in Asia/Shanghai, which begins at 16:00 UTC of the day before."""
    if instant.utcoffset() is None:
        raise ClockInvalid("时刻必须带时区")
    return instant.astimezone(LEGAL_ZONE).date()


def _shift(day: date, n: int, unit: Unit) -> date:
    if unit not in ("nd", "month"):
        raise ClockInvalid(f"按自然日或月计算，不能用单位 {unit}")
    try:
        return add_months(day, n) if unit == "month" else day + timedelta(days=n)
    except (ValueError, OverflowError) as error:
        raise CalendarUnknown(f"{day} 加减 {n}") from error
