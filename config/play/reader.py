"""Reads a scenario file strictly: a file that does not fit the format is an error that names the line and the key."""

import difflib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from config.play.vocabulary import (
    ARGUMENTS,
    CLOCKS,
    EXPECTATIONS,
    FILE_KEYS,
    HANDLE_ARGUMENTS,
    MAP_KEYS,
    PEOPLE,
    STEP_KEYS,
    WITHOUT_CASE,
    WITHOUT_PERSON,
)
from workflow.errors import REFUSALS, BadInput
from workflow.rules.clock import LEGAL_ZONE

DUE_DATES = "due"


class BadScenario(BadInput):
    """The file does not fit the format."""

    code, text = "bad_scenario", "场景文件不合格式"

    def __init__(self, line: int, key: str, detail: str) -> None:
        super().__init__(f"第 {line} 行，{key}：{detail}", field=key)
        self.line, self.key, self.why = line, key, detail


class Lined(dict[str, Any]):
    """A mapping that remembers the line of each key."""

    lines: dict[str, int]
    line: int = 0


class _Loader(yaml.SafeLoader):
    """YAML without duplicate keys."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.line, found.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key, line = str(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if key in found:
            raise BadScenario(line, key, "键重复")
        found[key], found.lines[key] = loader.construct_object(value_node, deep=True), line
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story; `number` counts from 1."""

    number: int
    line: int
    at: datetime
    case: str
    by: str | None
    do: str
    arguments: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story: its title, its calendar and its steps."""

    title: str
    calendar: str | dict[str, Any]
    steps: list[Step]


def read(path: Path) -> Scenario:
    """The scenario of a file; raises BadScenario with line and key."""
    try:
        story = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise BadScenario(1, "file", f"不是 UTF-8：{error.reason}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadScenario(line, "file", f"不是 YAML：{error.problem}") from error
    if not isinstance(story, Lined):
        raise BadScenario(1, "file", "应为映射")
    _known(story, FILE_KEYS)
    for key in ("title", "steps"):
        if key not in story:
            raise BadScenario(1, key, "缺少此键")
    if not isinstance(story["steps"], list) or not story["steps"]:
        raise BadScenario(story.lines["steps"], "steps", "应为步骤的清单")
    steps: list[Step] = []
    for number, raw in enumerate(story["steps"], 1):
        steps.append(_step(number, raw, steps[-1] if steps else None))
    return Scenario(str(story["title"]), _calendar(story), steps)


def _calendar(story: Lined) -> str | dict[str, Any]:
    value = story.get("calendar", "official")
    if value in ("official", "provisional"):
        return str(value)
    if isinstance(value, list):
        value = {key: days for each in value for key, days in each.items()}
    if not isinstance(value, dict) or not set(value) <= {"closed", "opened"}:
        raise BadScenario(story.lines["calendar"], "calendar", f"未知的日历 {value}")
    return dict(value)


def _known(found: Lined, allowed: frozenset[str], what: str = "") -> None:
    for key in found:
        if key not in allowed:
            close = difflib.get_close_matches(key, allowed, 1)
            hint = f"，是否为 {close[0]}？" if close else ""
            raise BadScenario(found.lines[key], key, f"{what}没有此键{hint}")


def _step(number: int, raw: Any, before: Step | None) -> Step:
    if not isinstance(raw, Lined):
        raise BadScenario(0, "steps", f"第 {number} 步应为映射")
    _known(raw, STEP_KEYS, "步骤")
    act = raw.get("do")
    if act not in ARGUMENTS:
        raise BadScenario(raw.lines.get("do", raw.line), "do", f"没有名为 {act} 的操作")
    at = _moment(raw, "at")
    if before is not None and at < before.at:
        raise BadScenario(raw.lines["at"], "at", "早于上一步")
    _person(raw, act)
    arguments = raw.get("with") or Lined()
    if not isinstance(arguments, Lined):
        raise BadScenario(raw.lines["with"], "with", "应为映射")
    _known(arguments, ARGUMENTS[act], f"{act} ")
    _handles(arguments)
    expect = raw.get("expect") or Lined()
    if expect:
        _expectations(expect)
    refused = raw.get("refused")
    if refused is not None and (refused not in REFUSALS or expect):
        raise BadScenario(raw.lines["refused"], "refused", f"未知的拒绝代码，或者与 expect 并用：{refused}")
    case = str(raw.get("case", "" if act in WITHOUT_CASE else "main"))
    return Step(number, raw.line, at, case, raw.get("by"), act, dict(arguments), dict(expect), refused)


def _moment(raw: Lined, key: str) -> datetime:
    value = raw.get(key)
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(f"{value}:00")
    except ValueError:
        raise BadScenario(raw.lines.get(key, raw.line), key, f"{value} 不是 YYYY-MM-DD HH:MM") from None
    return found.replace(tzinfo=LEGAL_ZONE)


def _person(raw: Lined, act: str) -> None:
    if act in WITHOUT_PERSON and "by" in raw:
        raise BadScenario(raw.lines["by"], "by", f"{act} 没有 by")
    if act not in WITHOUT_PERSON and raw.get("by") not in PEOPLE:
        raise BadScenario(raw.lines.get("by", raw.line), "by", f"未知的人员 {raw.get('by')}")


def _handles(arguments: Lined) -> None:
    for key in HANDLE_ARGUMENTS & set(arguments):
        value = arguments[key]
        for handle in value if isinstance(value, list) else [value]:
            if handle not in PEOPLE:
                raise BadScenario(arguments.lines[key], key, f"未知的人员 {handle}")
    if "for" in arguments:
        arguments["for"] = _moment(arguments, "for")
    for key in ("day", "from", "until", "valid_from", "valid_until"):
        value = arguments.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise BadScenario(arguments.lines[key], key, f"{value} 不是日期")


def _expectations(expect: Lined) -> None:
    _known(expect, EXPECTATIONS, "expect ")
    for key, allowed in (("due", CLOCKS), ("licence", MAP_KEYS["licence"])):
        if isinstance(expect.get(key), Lined):
            _known(expect[key], allowed, f"{key} ")
    for key in ("cards", "bans"):
        for entry in expect.get(key) or []:
            _known(entry, MAP_KEYS[key], f"{key} ")
    if isinstance(expect.get("absent"), Lined):
        _expectations(expect["absent"])
