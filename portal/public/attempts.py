"""How often the public may ask: by client address, and about one number.

A code of eight letters cannot be guessed in so few tries, nor the register of licences copied number by number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.attempts import barred_until

WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many queries of a purpose one address may make in a window, and how many may be made about one number."""

    purpose: str
    by_address: int
    by_number: int


PROGRESS = Limits("progress", by_address=30, by_number=10)
TICKET = Limits("ticket", by_address=30, by_number=10)
LICENCE = Limits("licence", by_address=30, by_number=100)


def next_at(limits: Limits, *, address: str, number: str, at: datetime) -> datetime | None:
    """Counts this query; None if it may be answered, else the instant from which one may ask again."""
    for kind, value, most in (("address", address, limits.by_address), ("number", number, limits.by_number)):
        again = barred_until(purpose=f"{limits.purpose}:{kind}", who=value, at=at, most=most, per=WINDOW)
        if again is not None:
            return again
    return None
