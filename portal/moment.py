"""The instant of a request: the only place of the web edge that asks the clock."""

from datetime import UTC, date, datetime

from workflow.rules.clock import legal_day


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day of law of this instant: its date in Asia/Shanghai."""
    return legal_day(now())
