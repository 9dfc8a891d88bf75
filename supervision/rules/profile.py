"""Profiles of the cards: which rule watches what, on which days, in which colour.  Data, with a legal basis.

Source: 电子监察规则 (the municipal e-supervision rules); shipped are `promise_statute`, `statutory_1_2`, and to be put beside
one of them `step_limits` and `notices`.  The rules of all profiles in force make up a rulebook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from workflow.rules.errors import LicensingError

COLOURS = ("amber", "yellow", "red")
CLOCKS = ("promised", "statutory")
SILENCES = ("acceptance", "renewal", "filing")
NOTICES = ("extension_notice", "procedure_notice")
STEP = "step_"  # and the desk of a step of the catalogue
STEPS = tuple(STEP + desk for desk in ("window", "review", "verification", "decision", "issue", "delivery"))
WATCHED = (*CLOCKS, *STEPS, *NOTICES, *SILENCES)
KEYS = {"name", "version", "legal_basis", "rules"}
MAY_HAVE = {"reply", "effective_from"}
RULE_KEYS = {"colour", "watches", "days"}
REPLY_KEYS = {"working_days", "colours", "legal_basis"}
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
class Reply:
    """Within how many working days after it was issued a card of these colours is to be explained."""

    working_days: int
    colours: tuple[str, ...]
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of rules with its version; a card remembers the version under which it was earned.

    No day before `effective_from` earns a card (None: every day does)."""

    name: str
    version: int
    legal_basis: str
    rules: tuple[Rule, ...]
    reply: Reply | None = None
    effective_from: date | None = None

    def __str__(self) -> str:
        return f"{self.name}/{self.version}"

    def watching(self, what: str) -> tuple[Rule, ...]:
        """The rules about one clock or fact."""
        return tuple(rule for rule in self.rules if rule.watches == what)


class Watching(Protocol):
    """What has rules about clocks and facts: a profile, or all of those in force."""

    def watching(self, what: str) -> tuple[Rule, ...]:
        """The rules about one clock or fact."""
        ...


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The profiles in force, the first of which a bureau chooses and the others it adds."""

    profiles: tuple[Profile, ...]

    def watching(self, what: str) -> tuple[Rule, ...]:
        """The rules of all profiles about one clock or fact."""
        return tuple(rule for profile in self.profiles for rule in profile.watching(what))

    def source_of(self, rule: str) -> Profile:
        """The profile that has the rule.  Raises KeyError."""
        return {each.name: profile for profile in self.profiles for each in profile.rules}[rule]

    def in_effect(self, rule: str, day: date) -> bool:
        """Had the rule come into effect by that day?"""
        since = self.source_of(rule).effective_from
        return since is None or since <= day

    def reply_days(self, rule: str, colour: str) -> int | None:
        """Within how many working days a card is to be explained; None where nothing is asked."""
        reply = self.source_of(rule).reply
        return reply.working_days if reply is not None and colour in reply.colours else None


def rulebook(profiles: Sequence[Profile]) -> Rulebook:
    """The profiles together.  Raises ProfileError where there is none, or two have a rule of one name.

    >>> ours = Profile("ours", 1, "本局规则", (Rule("late", "red", "statutory", (1,)),), Reply(3, ("red",), "本局规则"))
    >>> book = rulebook([ours])
    >>> print(book.source_of("late"), book.reply_days("late", "red"), book.reply_days("late", "amber"))
    ours/1 3 None
    """
    names = [rule.name for profile in profiles for rule in profile.rules]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not names:
        raise ProfileError("、".join(twice) or "profiles")
    return Rulebook(tuple(profiles))


def profile_of(content: Mapping[str, Any]) -> Profile:
    """A profile from the content of its file.  Raises ProfileError with the key that is wrong.

    >>> given = {"promised_near": {"colour": "amber", "watches": "promised", "days": [-3, -1]}}
    >>> made = profile_of({"name": "ours", "version": 2, "legal_basis": "本局规则", "rules": given})
    >>> print(made, made.watching("promised")[0].days)
    ours/2 (-3, -1)
    """
    if set(content) - MAY_HAVE != KEYS:
        raise ProfileError("、".join(sorted((set(content) - MAY_HAVE) ^ KEYS)))
    if not isinstance(content["version"], int) or content["version"] < 1:
        raise ProfileError("version")
    for key in ("name", "legal_basis"):
        if not isinstance(content[key], str) or not content[key]:
            raise ProfileError(key)
    if not isinstance(content["rules"], Mapping) or not content["rules"]:
        raise ProfileError("rules")
    rules = tuple(_rule(name, given) for name, given in content["rules"].items())
    reply = _reply(content["reply"]) if "reply" in content else None
    since = _day(content["effective_from"]) if "effective_from" in content else None
    return Profile(content["name"], content["version"], content["legal_basis"], rules, reply, since)


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ProfileError("effective_from") from None


def _reply(given: Any) -> Reply:
    if not isinstance(given, Mapping) or set(given) != REPLY_KEYS:
        raise ProfileError("reply")
    days, colours, basis = given["working_days"], given["colours"], given["legal_basis"]
    if type(days) is not int or not 0 < days <= LONGEST:
        raise ProfileError("reply.working_days")
    if not isinstance(colours, list) or not colours or set(colours) - set(COLOURS):
        raise ProfileError("reply.colours")
    if not isinstance(basis, str) or not basis:
        raise ProfileError("reply.legal_basis")
    return Reply(days, tuple(colours), basis)


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
