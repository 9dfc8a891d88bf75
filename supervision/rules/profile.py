"""Profiles of the cards: which rule watches what, on which days, in which colour.  Data, with a legal basis.

Source: 电子监察规则 (the municipal e-supervision rules); the profile shipped is `promise_statute`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.rules.errors import LicensingError

COLOURS = ("amber", "yellow", "red")
CLOCKS = ("promised", "statutory")
SILENCES = ("acceptance", "renewal", "filing")
WATCHED = (*CLOCKS, "extension_notice", *SILENCES)
KEYS = {"name", "version", "legal_basis", "rules"}
RULE_KEYS = {"colour", "watches", "days"}
LONGEST = 260  # working days of a year, more or less


class ProfileError(LicensingError):
    """A profile cannot be read; the detail names the key."""

    code, text = "profile_invalid", "监察规则文件有误"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its colour, the clock or the fact it watches, and its days, in working days from the date watched
    (before it: negative).  What silence brought about is carded on the natural day after the period, without days."""

    name: str
    colour: str
    watches: str
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of rules with its version; a card remembers the version under which it was earned."""

    name: str
    version: int
    legal_basis: str
    rules: tuple[Rule, ...]

    def __str__(self) -> str:
        return f"{self.name}/{self.version}"

    def watching(self, what: str) -> tuple[Rule, ...]:
        """The rules about one clock or fact."""
        return tuple(rule for rule in self.rules if rule.watches == what)


def profile_of(content: Mapping[str, Any]) -> Profile:
    """A profile from the content of its file.  Raises ProfileError with the key that is wrong.

    >>> given = {"promised_near": {"colour": "amber", "watches": "promised", "days": [-3, -1]}}
    >>> made = profile_of({"name": "ours", "version": 2, "legal_basis": "本局规则", "rules": given})
    >>> print(made, made.watching("promised")[0].days)
    ours/2 (-3, -1)
    """
    if set(content) != KEYS:
        raise ProfileError("、".join(sorted(set(content) ^ KEYS)))
    if not isinstance(content["version"], int) or content["version"] < 1:
        raise ProfileError("version")
    for key in ("name", "legal_basis"):
        if not isinstance(content[key], str) or not content[key]:
            raise ProfileError(key)
    if not isinstance(content["rules"], Mapping) or not content["rules"]:
        raise ProfileError("rules")
    rules = tuple(_rule(name, given) for name, given in content["rules"].items())
    return Profile(content["name"], content["version"], content["legal_basis"], rules)


def _rule(name: str, given: Any) -> Rule:
    where = f"rules.{name}"
    if not isinstance(given, Mapping) or set(given) - RULE_KEYS:
        raise ProfileError(where)
    if given.get("colour") not in COLOURS:
        raise ProfileError(f"{where}.colour")
    if given.get("watches") not in WATCHED:
        raise ProfileError(f"{where}.watches")
    days = given.get("days", [])
    if not _are_days(days) or bool(days) == (given["watches"] in SILENCES):
        raise ProfileError(f"{where}.days")
    return Rule(name, given["colour"], given["watches"], tuple(days))


def _are_days(days: Any) -> bool:
    """Whole numbers other than none, each once."""
    if not isinstance(days, list) or not all(type(day) is int and 0 < abs(day) <= LONGEST for day in days):
        return False
    return len(set(days)) == len(days)
