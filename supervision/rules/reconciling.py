"""What must add up in a report (勾稽关系): in every cut, over the parts of every cut, and from month to month.

Source: the bureau's own rule; a yearly report whose numbers do not add up is not sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from supervision.rules.figures import Number

# a sum of figures on each side
EQUATIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("received", "pending_in"), ("accepted", "declined", "withdrawn_before", "pending")),
    (("accepted", "carried_in"), ("concluded", "terminated", "withdrawn", "open")),
    (("accepted",), ("accepted_plain", "accepted_tolerance", "accepted_deemed")),
    (("concluded",), ("granted", "refused")),
    (("concluded",), ("on_time", "late")),
    (("concluded",), ("on_time_statute", "late_statute")),
    (("tolerance_ended",), ("tolerance_kept", "tolerance_broken")),
)
STOCKS = {"pending_in": "pending", "carried_in": "open"}  # what a month begins with is what the one before ended with
Values = Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Check:
    """One equation in one place: both sides, and whether they are the same."""

    what: str
    where: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right


def within(values: Values, *, where: str) -> list[Check]:
    """The equations over the figures of one place.

    >>> one = {"accepted": 3, "carried_in": 1, "concluded": 2, "terminated": 0, "withdrawn": 1, "open": 1}
    >>> [check.holds for check in within(one, where="all") if check.what.startswith("accepted + ")]
    [True]
    """
    return [
        Check(" + ".join(left) + " = " + " + ".join(right), where, _sum(values, left), _sum(values, right))
        for left, right in EQUATIONS
    ]


def over_parts(whole: Values, parts: Iterable[Values], counted: Iterable[str], *, where: str) -> list[Check]:
    """Each figure that counts cases is the sum of its parts."""
    rows = list(parts)
    return [
        Check(f"Σ {code}", where, int(whole[code] or 0), sum(int(row.get(code) or 0) for row in rows))
        for code in counted
    ]


def over_months(months: Sequence[Values]) -> list[Check]:
    """What was open when a month ended is carried into the next."""
    found = []
    for number, (before, after) in enumerate(pairwise(months), start=2):
        found += [
            Check(f"{ended} → {begun}", f"month {number}", int(before[ended] or 0), int(after[begun] or 0))
            for begun, ended in STOCKS.items()
        ]
    return found


def _sum(values: Values, codes: Iterable[str]) -> int:
    return sum(int(values.get(code) or 0) for code in codes)
