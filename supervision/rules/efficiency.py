"""效能评分: the score of a desk or a person for a month, from what happened in it.  Points are data (本局规则).

Source: 电子监察规则; no figure of a higher rule was found, so that the scheme marks all of them as the bureau's own.  Each
fault costs the points of its kind, once, in the month of its day; a score never falls below the floor.  The same facts give
the same score, whoever asks and whenever.

>>> scheme = Scheme("ours", 1, "本局规则", Decimal(100), Decimal(0), {"red_card": Decimal("1.5")})
>>> lost = [Fault("red_card", date(2026, 3, 4), 7, "card", 1, person=5, desks=("review",))]
>>> [(score.subject, str(score.points)) for score in scores(scheme=scheme, faults=lost, desks=["window"], people=[5])]
[('review', '98.5'), ('window', '100'), (5, '98.5')]
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from supervision.rules.profile import ProfileError

YELLOW, RED, REPLY, ORDER, RATING = "yellow_card", "red_card", "reply_missed", "order_missed", "bad_rating"
KINDS = (RED, YELLOW, REPLY, ORDER, RATING)
KEYS = {"name", "version", "legal_basis", "base", "floor", "deductions"}
MOST = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a score begins with, the least it can be, and the points each kind of fault costs."""

    name: str
    version: int
    legal_basis: str
    base: Decimal
    floor: Decimal
    points: Mapping[str, Decimal]

    def __str__(self) -> str:
        return f"{self.name}/{self.version}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What costs points: its kind, its day, the case, and the row that says so (`table` and its `key`); whose it is."""

    kind: str
    day: date
    application_id: int
    table: str
    key: int
    person: int | None = None
    desks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """The points that one fault cost."""

    fault: Fault
    points: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a desk (its code) or of a person (his key), with everything that was taken off."""

    subject: str | int
    points: Decimal
    lost: tuple[Lost, ...]

    @property
    def taken_off(self) -> Decimal:
        """The sum of what was taken off, whatever the floor."""
        return sum((each.points for each in self.lost), Decimal(0))


def scores(
    *, scheme: Scheme, faults: Sequence[Fault], desks: Collection[str], people: Collection[int]
) -> list[Score]:
    """Of these desks and people, and of whoever else is at fault: desks by code, then people by key."""
    of_desks = {desk: [f for f in faults if desk in f.desks] for desk in {*desks, *(d for f in faults for d in f.desks)}}
    at_fault = {fault.person for fault in faults if fault.person is not None}
    of_people = {person: [f for f in faults if f.person == person] for person in {*people, *at_fault}}
    return [
        *(_score(scheme, desk, of_desks[desk]) for desk in sorted(of_desks)),
        *(_score(scheme, person, of_people[person]) for person in sorted(of_people)),
    ]


def _score(scheme: Scheme, subject: str | int, faults: Sequence[Fault]) -> Score:
    costly = sorted((f for f in faults if f.kind in scheme.points), key=lambda f: (f.day, f.kind, f.table, f.key))
    lost = tuple(Lost(fault, scheme.points[fault.kind]) for fault in costly)
    left = scheme.base - sum((each.points for each in lost), Decimal(0))
    return Score(subject, max(left, scheme.floor), lost)


def scheme_of(content: Mapping[str, Any]) -> Scheme:
    """From the content of its file.  Raises ProfileError with the key that is wrong."""
    if set(content) != KEYS:
        raise ProfileError("、".join(sorted(set(content) ^ KEYS)))
    given = content["deductions"]
    if not isinstance(given, Mapping) or not given or not content["legal_basis"]:
        raise ProfileError("deductions" if content["legal_basis"] else "legal_basis")
    points: dict[str, Decimal] = {}
    for name, each in given.items():
        if not isinstance(each, Mapping) or set(each) != {"of", "points"} or each["of"] not in KINDS or each["of"] in points:
            raise ProfileError(f"deductions.{name}")
        points[each["of"]] = _number(each["points"], f"deductions.{name}.points")
    base, floor = _number(content["base"], "base"), _number(content["floor"], "floor")
    if floor > base:
        raise ProfileError("floor")
    return Scheme(str(content["name"]), int(content["version"]), str(content["legal_basis"]), base, floor, points)


def _number(text: Any, key: str) -> Decimal:
    try:
        number = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or not 0 <= number <= MOST:
        raise ProfileError(key)
    return number


def month_of(text: str) -> tuple[date, date]:
    """First and last day of `YYYY-MM`.  Raises ValueError.

    >>> print(*month_of("2026-02"))
    2026-02-01 2026-02-28
    """
    year, dash, month = text.partition("-")
    shaped = bool(dash) and len(year) == 4 and len(month) == 2 and (year + month).isdecimal()
    if not shaped or not 1 <= int(month) <= 12 or not 1 <= int(year) < 9999:
        raise ValueError(f"not a month: {text}")
    first = date(int(year), int(month), 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
