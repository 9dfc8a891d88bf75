"""好差评: the profile, and what a set of ratings comes to.  Pure: counts are handed in.

Source: 国办发〔2019〕51号; the numbers are data (schemes/ratings.yaml) and the bureau's own rule where no basis is named.

>>> figures = Tally(services=12, stars={5: 6, 4: 2, 1: 2}, default=1)
>>> figures.rated, figures.pending, score(figures, scale=5, points=10)
(10, 1, Decimal('8.0'))
>>> score(Tally(services=3, stars={}), scale=5, points=10) is None
True
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from supervision.rules.profile import ProfileError

KEYS = {"name", "version", "legal_basis", "default_counted", "points", "shown_from", "levels", "dimensions"}
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Named:
    """A level (its stars) or a dimension (its code) with its names."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Rules:
    """`default_counted`: silence counts, apart; `points`: the best score; `shown_from`: with fewer ratings, no score."""

    legal_basis: str
    default_counted: bool
    points: int
    shown_from: int
    levels: Mapping[int, Named]
    dimensions: Mapping[str, tuple[Named, ...]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Services of a period: all, those rated by stars (the last rating counts), those silent long enough to count as rated
    by default."""

    services: int
    stars: Mapping[int, int] = field(default_factory=dict)
    default: int = 0

    @property
    def rated(self) -> int:
        return sum(self.stars.values())

    @property
    def pending(self) -> int:
        """Neither rated nor silent for long enough."""
        return self.services - self.rated - self.default


def rules_of(content: Mapping[str, Any]) -> Rules:
    """The rules from the content of their file.  Raises ProfileError with the key that is wrong."""
    if set(content) != KEYS:
        raise ProfileError("、".join(sorted(set(content) ^ KEYS)))
    if type(content["default_counted"]) is not bool:
        raise ProfileError("default_counted")
    for key in ("points", "shown_from"):
        if type(content[key]) is not int or content[key] < 1:
            raise ProfileError(key)
    levels = {each["stars"]: Named(str(each["stars"]), each["zh"], each["en"]) for each in content["levels"]}
    dimensions = {way: tuple(Named(**each) for each in rows) for way, rows in content["dimensions"].items()}
    if sorted(levels) != list(range(1, len(levels) + 1)) or set(dimensions) != {"online", "window"}:
        raise ProfileError("levels")
    return Rules(
        legal_basis=content["legal_basis"],
        default_counted=content["default_counted"],
        points=content["points"],
        shown_from=content["shown_from"],
        levels=levels,
        dimensions=dimensions,
    )


def score(tally: Tally, *, scale: int, points: int) -> Decimal | None:
    """The mean of the stars given, on a scale of `points`; None where nobody rated.  Silence has no part in it."""
    if not tally.rated:
        return None
    total = sum(stars * count for stars, count in tally.stars.items())
    exact = Decimal(total * points) / (tally.rated * scale)
    return exact.quantize(TENTH, ROUND_HALF_UP)


def together(tallies: Mapping[str, Tally]) -> Tally:
    """The sum of several."""
    stars: dict[int, int] = {}
    for each in tallies.values():
        for level, count in each.stars.items():
            stars[level] = stars.get(level, 0) + count
    services = sum(each.services for each in tallies.values())
    return Tally(services, stars, sum(each.default for each in tallies.values()))
