"""Which days are working days (工作日), counted fast.

Law: 行政许可法 82 (periods of days are working days); 全国年节及纪念日放假办法 2, 6 (the statutory holidays, and the
working days that replace those on a weekend); the State Council's yearly schedule, which moves weekends (调休): a day
off that it names is `closed`, a weekend day that it makes a working day is `opened`.

A day outside the known years is an error, never a guess.

>>> names = {date(2026, 10, 1): "国庆节", date(2026, 10, 2): "国庆节"}
>>> october = Calendar([Year(2026, closed=frozenset(names), opened=frozenset({date(2026, 10, 10)}), names=names)])
>>> print(october.add(date(2026, 9, 30), 1), october.back(date(2026, 10, 5), 1))
2026-10-05 2026-09-30
>>> print(october.count(date(2026, 9, 30), date(2026, 10, 11)), october.reason(date(2026, 10, 10)))
6 调休上班
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.rules.errors import LicensingError


class CalendarUnknown(LicensingError):
    """A day lies outside the years whose working days are known."""

    code, text = "calendar_unknown", "日期超出已知日历"


class ClockInvalid(LicensingError):
    """A period cannot be counted as asked: a negative length, an unknown unit, a naive instant, a gap in the years."""

    code, text = "clock_invalid", "期限无法计算"


@dataclass(frozen=True)
class Year:
    """What is known of one year: its days off beside the weekends, and the weekend days that are worked.

    An unofficial year holds the statutory holidays only, until the State Council publishes its schedule.
    """

    year: int
    closed: frozenset[date]
    opened: frozenset[date] = frozenset()
    official: bool = True
    names: Mapping[date, str] = field(default_factory=dict)
    source: str = ""

    def works(self, day: date) -> bool:
        """Whether `day` of this year is a working day."""
        return day in self.opened if day.weekday() >= 5 else day not in self.closed


class Calendar:
    """The working days of consecutive years; every question is answered from arrays built once."""

    def __init__(self, years: Iterable[Year], version: int = 0) -> None:
        self.version = version
        given = sorted(years, key=lambda each: each.year)
        self.years = {each.year: each for each in given}
        self.tentative = frozenset(each.year for each in given if not each.official)
        if not given or [each.year for each in given] != list(range(given[0].year, given[-1].year + 1)):
            raise ClockInvalid(f"日历年份应当连续且不重复：{[each.year for each in given]}")
        self._first = date(given[0].year, 1, 1).toordinal()
        self._working: list[date] = []
        self._upto: list[int] = []
        for ordinal in range(self._first, date(given[-1].year, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            if self.years[day.year].works(day):
                self._working.append(day)
            self._upto.append(len(self._working))

    def rank(self, day: date) -> int:
        """The number of working days from the first known day up to and including `day`."""
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._upto):
            raise self._unknown(day)
        return self._upto[index]

    def at(self, rank: int) -> date:
        """The working day of that rank; the first known one has rank 1."""
        if not 1 <= rank <= len(self._working):
            raise self._unknown("届满日")
        return self._working[rank - 1]

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return self._year(day).works(day)

    def provisional(self, day: date) -> bool:
        """Whether the schedule of the year of `day` is not published yet."""
        return not self._year(day).official

    def reason(self, day: date) -> str:
        """Why `day` is a working day or a day off: 工作日, 调休上班, 周末, or the name of the holiday."""
        year = self._year(day)
        if day in year.closed:
            return year.names.get(day, "节假日放假")
        if day.weekday() >= 5:
            return "调休上班" if day in year.opened else "周末"
        return "工作日"

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`; with 0 the day itself."""
        return self.at(self.rank(day) + natural(n)) if n else day

    def back(self, day: date, n: int) -> date:
        """The n-th working day before `day`; with 0 the day itself."""
        return self.at(self.rank(day) - self.is_working(day) - natural(n) + 1) if n else day

    def count(self, after: date, upto: date) -> int:
        """The number of working days d with after < d ≤ upto; none when upto is not later."""
        return max(self.rank(upto) - self.rank(after), 0)

    def last_on_or_before(self, day: date) -> date:
        """`day` when it is a working day, else the last one before it."""
        return self.at(self.rank(day))

    def first_on_or_after(self, day: date) -> date:
        """`day` when it is a working day, else the first one after it."""
        return day if self.is_working(day) else self.add(day, 1)

    def _year(self, day: date) -> Year:
        year = self.years.get(day.year)
        if year is None:
            raise self._unknown(day)
        return year

    def _unknown(self, what: date | str) -> CalendarUnknown:
        return CalendarUnknown(f"{what}，已知 {min(self.years)}–{max(self.years)} 年")


def natural(n: int) -> int:
    """`n` itself; ClockInvalid when it is negative."""
    if n < 0:
        raise ClockInvalid(f"天数不能为负 {n}")
    return n
