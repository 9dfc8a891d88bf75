"""A bureau to play a year of: its volumes, what it is asked for, and how often what happens.  Shares are per cent."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from supervision.profile import content_of
from workflow.errors import BadInput

SHIPPED = Path(__file__).parent / "profiles"
COUNTS = ("accepted", "carried_in", "refused", "terminated", "declined", "withdrawn", "late", "enterprises")


@dataclass(frozen=True, slots=True)
class Profile:
    """Numbers of cases of the year, but `shares`.  `mix`: how often each sub-item is asked for, as weights.

    `carried_in`: accepted before the year and decided in it; `quiet_end`: the last working days without an acceptance;
    `persons`: items that natural persons apply for."""

    name: str
    year: int
    accepted: int
    carried_in: int
    refused: int
    terminated: int
    declined: int
    withdrawn: int
    late: int
    quiet_end: int
    enterprises: int
    mix: Mapping[str, int]
    persons: tuple[str, ...]
    shares: Mapping[str, int]

    def scaled(self, scale: float) -> "Profile":
        """As many times the cases; what there is any of, there is one of at least.  Raises BadInput."""
        if not 0 < scale <= 1:
            raise BadInput("比例应大于 0、不大于 1", field="scale")
        counts: dict[str, Any] = {name: round(getattr(self, name) * scale) or int(getattr(self, name) > 0) for name in COUNTS}
        return replace(self, **counts)


@cache
def names() -> tuple[str, ...]:
    """The profiles that are shipped."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def shipped(name: str) -> Profile:
    """A shipped profile.  Raises ProfileError with the lines that are wrong, or BadInput with the names there are."""
    if name not in names():
        raise BadInput(f"没有 {name}，可选：{'、'.join(names())}", field="profile")
    given = content_of((SHIPPED / f"{name}.yaml").read_bytes(), file=f"{name}.yaml")
    wanted = {field.name for field in fields(Profile)}
    if set(given) != wanted:
        raise BadInput(f"{name}.yaml: {', '.join(sorted(set(given) ^ wanted))}", field="profile")
    return Profile(**given | {"persons": tuple(given["persons"])})
