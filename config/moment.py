"""The wall clock of everything that nobody's click starts: beat, commands.  The only place of config that asks it."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)
