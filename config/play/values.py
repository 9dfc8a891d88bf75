"""What stands behind the keys of a step: dates are dates, words are known words; each fault with its line and key."""

from datetime import date, datetime
from typing import Any

from config.play.lined import BadScenario, Lined, known
from config.play.vocabulary import (
    ARGUMENTS,
    CLOCKS,
    DATES,
    ENTRY_WORDS,
    EXPECTATIONS,
    MAP_KEYS,
    NUMBERS,
    PEOPLE,
    REQUIRED,
    SWITCHES,
    TEXTS,
    WORDS,
)
from workflow.rules.clock import LEGAL_ZONE

FACTS = frozenset("third_party_interest joint_handling bad_credit".split())


def moment(raw: Lined, key: str) -> datetime:
    """An instant of Asia/Shanghai."""
    value = raw.get(key)
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise BadScenario(raw.lines.get(key, raw.line), key, f"{value} 不是 YYYY-MM-DD HH:MM") from None
    return found.replace(tzinfo=LEGAL_ZONE)


def arguments(act: str, given: Lined) -> None:
    """The arguments of an act; texts that YAML took for numbers are texts again, `for` becomes an instant."""
    known(given, ARGUMENTS[act], f"{act} ")
    for key in REQUIRED.get(act, ()):
        if key not in given:
            raise BadScenario(given.line, key, f"{act} 缺少此键")
    for key, value in given.items():
        if key == "for":
            given[key] = moment(given, key)
        elif key in TEXTS and value is not None:
            given[key] = str(value)
        elif key == "facts":
            _facts(given)
        elif key not in ("materials", "commit_missing", "exempt"):
            _check(given, key, value)


def days_of(given: Lined) -> None:
    """Lists of days closed and opened."""
    for key, value in given.items():
        _check(given, key, value)


def _facts(given: Lined) -> None:
    facts = given["facts"] or Lined()
    if not isinstance(facts, Lined):
        raise BadScenario(given.lines["facts"], "facts", "应为映射")
    known(facts, FACTS, "facts ")
    for key, value in facts.items():
        if not isinstance(value, bool):
            raise BadScenario(facts.lines[key], key, f"{value} 应为 true 或者 false")
    given["facts"] = facts


def expectations(expect: Any, line: int, key: str = "expect", *, unwanted: bool = False) -> Lined:
    """What is expected, or (`unwanted`) what must be absent."""
    if not isinstance(expect, Lined):
        raise BadScenario(line, key, "应为映射")
    known(expect, EXPECTATIONS, f"{key} ")
    for name, value in expect.items():
        at = expect.lines[name]
        if name == "absent":
            expectations(value, at, name, unwanted=True)
        elif name == "due":
            _due(expect, unwanted=unwanted)
        elif name in ENTRY_WORDS:
            for entry in listed(value) if name != "licence" or value is not None else []:
                _entry(name, entry, at)
        elif name == "notices":
            _notices(listed(value), at)
        else:
            _check(expect, name, value)
    return expect


def _due(expect: Lined, *, unwanted: bool) -> None:
    """A map of kind to date or null; where it must be absent, a list of kinds will do."""
    due, line = expect["due"], expect.lines["due"]
    if isinstance(due, Lined):
        known(due, CLOCKS, "due ")
        for kind, day in due.items():
            _date(due.lines[kind], kind, day)
    elif not (unwanted and all(kind in CLOCKS for kind in listed(due))):
        raise BadScenario(line, "due", "应为期限与日期的映射")


def _entry(name: str, entry: Any, line: int) -> None:
    """One card, one ban, or the licence: a map of some of its keys."""
    if not isinstance(entry, Lined):
        raise BadScenario(line, name, f"{entry} 应为映射")
    known(entry, MAP_KEYS[name], f"{name} ")
    for key, value in entry.items():
        if key in DATES:
            _date(entry.lines[key], key, value)
        else:
            _words(entry.lines[key], key, value, ENTRY_WORDS[name].get(key))


def _notices(notices: list[Any], line: int) -> None:
    for notice in notices:
        kind, _, whom = str(notice).partition("@")
        if not kind or whom not in PEOPLE:
            raise BadScenario(line, "notices", f"{notice} 应为 种类@人员")


def _check(found: Lined, key: str, value: Any) -> None:
    line = found.lines[key]
    if key in DATES:
        for day in listed(value):
            _date(line, key, day)
    elif key in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | None):
            raise BadScenario(line, key, f"{value} 不是整数")
    elif key in SWITCHES:
        if not isinstance(value, bool | None):
            raise BadScenario(line, key, f"{value} 应为 true 或者 false")
    else:
        _words(line, key, value, WORDS.get(key))


def _words(line: int, key: str, value: Any, allowed: frozenset[str] | None) -> None:
    for word in listed(value):
        if allowed is not None and word is not None and (not isinstance(word, str) or word not in allowed):
            raise BadScenario(line, key, f"未知的词 {word}")


def _date(line: int, key: str, day: Any) -> None:
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise BadScenario(line, key, f"{day} 不是日期")


def listed(value: Any) -> list[Any]:
    """One thing stands for a list of one."""
    return value if isinstance(value, list) else [value]
