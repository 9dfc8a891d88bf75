"""咨询投诉: kinds with their days and sources, as data; and who may answer what is said against a case.

Source: the bureau's own rule (schemes/tickets.yaml).  Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from supervision.rules.profile import ProfileError

KEYS = {"name", "version", "legal_basis", "kinds", "sources"}
LONGEST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ticket: days are working days; `against`: it is said against somebody, who then does not answer it."""

    code: str
    zh: str
    en: str
    days: int
    against: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where a ticket came from."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The profile in force."""

    name: str
    legal_basis: str
    kinds: Mapping[str, Kind]
    sources: Mapping[str, Source]


def rules_of(content: Mapping[str, Any]) -> Rules:
    """The rules from the content of their file.  Raises ProfileError with the key that is wrong."""
    if set(content) != KEYS:
        raise ProfileError("、".join(sorted(set(content) ^ KEYS)))
    kinds = {each["code"]: Kind(**each) for each in content["kinds"]}
    sources = {each["code"]: Source(**each) for each in content["sources"]}
    for kind in kinds.values():
        if type(kind.days) is not int or not 1 <= kind.days <= LONGEST_DAYS or type(kind.against) is not bool:
            raise ProfileError(f"kinds.{kind.code}")
    if not content["legal_basis"] or not kinds or "web" not in sources:
        raise ProfileError("sources")
    return Rules(f"{content['name']}/{content['version']}", content["legal_basis"], kinds, sources)


def concerned(kind: Kind, *, person: int, involved: Collection[int]) -> bool:
    """Is it said against a case in which this person had a part?

    >>> against = Kind("complaint", "投诉", "Complaint", 10, True)
    >>> concerned(against, person=7, involved=[7, 8]), concerned(against, person=9, involved=[7, 8])
    (True, False)
    """
    return kind.against and person in involved
