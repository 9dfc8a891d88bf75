"""The suite's day. Rules and acts take the instant as an argument, so freezing the day is naming it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SUITE_DAY = date(2026, 9, 24)


def moment(day: date = SUITE_DAY, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    """An instant by the clock in the office."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=SHANGHAI)


def days_later(days: int, hour: int = 10) -> datetime:
    """That many calendar days after the suite's day."""
    return moment(SUITE_DAY + timedelta(days=days), hour)
