"""A second opinion on dates: counted day by day from the rows alone.

It shares no line with the product's own arithmetic, which counts by ranks: a date stands if two ways of counting agree.
Law: 行政许可法 82 (working days), 42, 45; 民法典 201–203 (the first day is not counted; months; a last day off moves on)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db import connection

NEXT, BEFORE = timedelta(days=1), timedelta(days=-1)
Span = tuple[date, date]
"""Days that are not counted: those after the first up to and including the second."""


class BeyondCalendar(ValueError):
    """The count runs into a year of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Known:
    """One year as its row has it."""

    official: bool
    closed: frozenset[str]
    opened: frozenset[str]
    version: int


class Days:
    """The calendar register as plain rows."""

    def __init__(self, years: dict[int, Known]) -> None:
        self.years = years
        self.works = cache(self._works)
        self.last_day = cache(self._last_day)

    @classmethod
    def read(cls) -> "Days":
        """As the database has it now."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT year, official, closed, opened, version FROM workflow_calendaryear")
            rows = cursor.fetchall()
        return cls(
            {
                year: Known(official, frozenset(json.loads(closed)), frozenset(json.loads(opened)), version)
                for year, official, closed, opened, version in rows
            }
        )

    def _year(self, day: date) -> Known:
        if day.year not in self.years:
            raise BeyondCalendar(str(day))
        return self.years[day.year]

    def _works(self, day: date) -> bool:
        year, text = self._year(day), day.isoformat()
        if text in year.opened and day.isoweekday() > 5:
            return True
        return day.isoweekday() <= 5 and text not in year.closed

    def _next_working(self, day: date, step: timedelta) -> date:
        while not self.works(day):
            day += step
        return day

    def _last_day(self, start: date, length: int, unit: str, extension: int, stops: Sequence[Span]) -> date:
        """The last day of the period; raises BeyondCalendar."""
        if unit == "until":
            return self._next_working(start, BEFORE)
        if unit == "nd":
            return self._next_working(start + timedelta(days=length), NEXT)
        if unit == "month":
            return self._next_working(months_later(start, length), NEXT)
        left, day = length + extension, start
        if not left:
            day, left = day - NEXT, 1
        while left:
            day += NEXT
            if self.works(day) and not any(first < day <= last for first, last in stops):
                left -= 1
        return day

    def tentative(self, start: date, last: date, unit: str) -> bool:
        """Does this last day rest on a year whose schedule is not published?"""
        return any(not self._year(date(year, 1, 1)).official for year in self._counted_years(start, last, unit))

    def _counted_years(self, start: date, last: date, unit: str) -> range:
        first = min(start + NEXT, last) if unit == "wd" else last
        return range(first.year, max(last, start if unit == "until" else last).year + 1)

    def changed_since(self, version: int, start: date, last: date) -> bool:
        """Was one of the years between these days stated anew after this version of the register?"""
        years = range(min(start, last).year, max(start, last).year + 1)
        return any(year in self.years and self.years[year].version > version for year in years)


def months_later(day: date, months: int) -> date:
    """The same day some months on; in a shorter month its last.

    >>> months_later(date(2024, 1, 31), 1).isoformat(), months_later(date(2026, 11, 30), 3).isoformat()
    ('2024-02-29', '2027-02-28')
    """
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    first_of_next = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), first_of_next + BEFORE)
