"""What makes a year's schedule wrong, before it may move anybody's deadline.

Law: 全国年节及纪念日放假办法 2, 6; the State Council's yearly notice names days off and make-up workdays of one year.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.rules.errors import LicensingError

MOST_CLOSED = 45
MOST_OPENED = 20


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a schedule: in which field, on which day (None: the field as a whole), and what."""

    field: str
    day: date | None
    text: str

    def __str__(self) -> str:
        return f"{self.field} {self.day}：{self.text}" if self.day else f"{self.field}：{self.text}"


class CalendarRejected(LicensingError):
    """A year's schedule cannot be right; `faults` says where."""

    code, text = "calendar_rejected", "日历有误"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(map(str, faults)))


def faults_of(year: int, closed: Sequence[date], opened: Sequence[date]) -> list[Fault]:
    """Everything wrong with the days off (`closed`) and the worked weekend days (`opened`) of a year."""
    faults = [*_of_list("closed", year, closed, MOST_CLOSED), *_of_list("opened", year, opened, MOST_OPENED)]
    both = set(closed) & set(opened)
    for day in sorted(set(opened)):
        if day in both:
            faults.append(Fault("opened", day, "同一天既放假又上班"))
        elif day.weekday() < 5:
            faults.append(Fault("opened", day, "本来就是工作日，不是调休上班"))
    return faults


def _of_list(field: str, year: int, days: Sequence[date], most: int) -> list[Fault]:
    faults = [Fault(field, day, f"不是 {year} 年的日期") for day in sorted(set(days)) if day.year != year]
    faults += [Fault(field, day, "重复") for day, times in sorted(Counter(days).items()) if times > 1]
    if len(set(days)) > most:
        faults.append(Fault(field, None, f"共 {len(set(days))} 天，多于 {most} 天"))
    return faults
