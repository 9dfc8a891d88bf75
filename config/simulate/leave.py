"""Which of the officials is away in which weeks, and who does his work meanwhile (A/B 角); drawn from the seed, pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

# a desk: who may be away, and who stands in for him.  One of a desk at a time; whom nobody can replace is always there.
DESKS: tuple[Mapping[str, str], ...] = (
    {"clerk": "clerk2", "clerk2": "clerk"},
    {"reviewer": "reviewer2"},
    {"verifier_a": "verifier_b", "verifier_b": "verifier_c", "verifier_c": "verifier_a"},
    {"chief": "deputy"},
)
WEEK, ONE_DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leave:
    """A week in which this official is away; both days belong to it."""

    who: str
    substitute: str
    from_on: date
    until_on: date


@cache
def leaves(year: int, seed: int, share: int) -> tuple[Leave, ...]:
    """All of the year by their beginning; each official is away in `share` per cent of the weeks."""
    found = []
    monday = date.fromisocalendar(year, 2, 1)
    while monday.year == year:
        for number, desk in enumerate(DESKS):
            luck = random.Random(f"{seed}:away:{number}:{monday}")
            if luck.random() * 100 < share * len(desk):
                who = luck.choice(sorted(desk))
                found.append(Leave(who, desk[who], monday, monday + WEEK - ONE_DAY))
        monday += WEEK
    return tuple(found)


@cache
def away(year: int, seed: int, share: int) -> Mapping[tuple[str, date], str]:
    """Official and day → who stands in for him on that day."""
    days = ((leave, leave.from_on + ONE_DAY * n) for leave in leaves(year, seed, share) for n in range(WEEK.days))
    return {(leave.who, day): leave.substitute for leave, day in days}
