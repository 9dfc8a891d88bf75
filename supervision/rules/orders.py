"""督办: within how many working days an order is to be answered.  Data, with its basis (本局规则)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.rules.profile import LONGEST, ProfileError
from workflow.rules.clock import Calendar

ORDINARY, URGENT = "ordinary", "urgent"
URGENCIES = (ORDINARY, URGENT)
KEYS = {"name", "version", "legal_basis", "working_days"}


@dataclass(frozen=True, slots=True)
class OrderScheme:
    """The working days of each urgency; an order remembers the version under which its day was counted."""

    name: str
    version: int
    legal_basis: str
    working_days: Mapping[str, int]

    def __str__(self) -> str:
        return f"{self.name}/{self.version}"

    def due_on(self, *, given_on: date, urgency: str, calendar: Calendar) -> date:
        """The last day for the answer: the day on which the order is given is not counted.

        Raises CalendarUnknown, or KeyError for an urgency that is none."""
        return calendar.add(given_on, self.working_days[urgency])


def order_scheme(content: Mapping[str, Any]) -> OrderScheme:
    """From the content of its file.  Raises ProfileError with the key that is wrong.

    >>> print(order_scheme({"name": "orders", "version": 1, "legal_basis": "本局规则",
    ...     "working_days": {"ordinary": 3, "urgent": 1}}))
    orders/1
    """
    if set(content) != KEYS:
        raise ProfileError("、".join(sorted(set(content) ^ KEYS)))
    days = content["working_days"]
    if not isinstance(days, Mapping) or set(days) != set(URGENCIES):
        raise ProfileError("working_days")
    if not all(type(number) is int and 0 < number <= LONGEST for number in days.values()):
        raise ProfileError("working_days")
    if not content["legal_basis"]:
        raise ProfileError("legal_basis")
    return OrderScheme(str(content["name"]), int(content["version"]), str(content["legal_basis"]), dict(days))
