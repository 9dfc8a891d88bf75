"""Holds what a step expects against what was found: lists as sets that must be contained, maps by the keys given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.play.reader import Step
from config.play.vocabulary import LISTS


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that is not as told."""

    step: int
    key: str
    expected: Any
    found: Any


def plain(value: Any) -> Any:
    """Dates as text, so that both sides compare alike."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple | set) else value


def matches(wanted: Any, found: Any) -> bool:
    """An entry that is a map gives some of the keys."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(key in found and found[key] == value for key, value in wanted.items())
    return bool(wanted == found)


def compare(step: Step, found: Mapping[str, Any]) -> Difference | None:
    """The first difference of a step, if any."""
    expect = plain(step.expect)
    exactly = expect.get("exactly", False)
    for key, wanted in expect.items():
        if key in ("for", "exactly"):
            continue
        if key == "absent":
            difference = _absent(step, wanted, found)
        elif not _holds(key, wanted, found.get(key), exactly):
            difference = Difference(step.number, key, wanted, _shown(key, wanted, found.get(key)))
        else:
            difference = None
        if difference is not None:
            return difference
    return None


def _holds(key: str, wanted: Any, found: Any, exactly: bool) -> bool:
    if key == "ledger":
        return found == wanted if exactly else _subsequence(wanted, found)
    if key == "explains":
        return all(str(phrase) in found for phrase in (wanted if isinstance(wanted, list) else [wanted]))
    if key in LISTS:
        return _list_holds(wanted, found, exactly)
    if key == "due":
        return all(found.get(kind) == day for kind, day in wanted.items())
    if key == "licence" and wanted is None:
        return found is None
    return matches(wanted, found)


def _list_holds(wanted: Any, found: list[Any], exactly: bool) -> bool:
    entries = wanted if isinstance(wanted, list) else [wanted]
    if not entries:
        return not found
    if not exactly:
        return all(any(matches(entry, each) for each in found) for entry in entries)
    left = list(found)
    for entry in entries:
        hit = next((each for each in left if matches(entry, each)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def _subsequence(wanted: list[str], found: list[str]) -> bool:
    acts = iter(found)
    return all(act in acts for act in wanted)


def _absent(step: Step, unwanted: Mapping[str, Any], found: Mapping[str, Any]) -> Difference | None:
    for key, entries in unwanted.items():
        here = found.get(key)
        for entry in entries if isinstance(entries, list) else [entries]:
            if _present(key, entry, here):
                return Difference(step.number, f"absent {key}", f"no {entry}", here)
    return None


def _present(key: str, entry: Any, here: Any) -> bool:
    if here is None:
        return False
    if key == "explains":
        return str(entry) in here
    if isinstance(here, Mapping):
        if isinstance(entry, Mapping):
            return all(here.get(k) is not None and v in (None, here.get(k)) for k, v in entry.items())
        return here.get(entry) is not None
    return any(matches(entry, each) for each in here) if isinstance(here, list) else here == entry


def _shown(key: str, wanted: Any, found: Any) -> Any:
    """Of a map of dates only those asked for."""
    return {kind: found.get(kind) for kind in wanted} if key == "due" else found
