"""Reads a scenario file strictly: a file that does not fit the format is an error that names the line and the key."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from config.play import values
from config.play.lined import BadScenario, Lined, known, parse
from config.play.vocabulary import ARGUMENTS, FILE_KEYS, PEOPLE, STEP_KEYS, WITHOUT_PERSON
from workflow.errors import REFUSALS

__all__ = ["BadScenario", "Scenario", "Step", "read"]


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
    story = parse(path.read_bytes())
    known(story, FILE_KEYS)
    if "steps" not in story:
        raise BadScenario(1, "steps", "缺少此键")
    if not isinstance(story["steps"], list) or not story["steps"]:
        raise BadScenario(story.lines["steps"], "steps", "应为步骤的清单")
    steps: list[Step] = []
    for number, raw in enumerate(story["steps"], 1):
        if not isinstance(raw, Lined):
            raise BadScenario(story.lines["steps"], "steps", f"第 {number} 步应为映射")
        steps.append(_step(number, raw, steps[-1] if steps else None))
    if "title" not in story:
        raise BadScenario(1, "title", "缺少此键")
    return Scenario(str(story["title"]), _calendar(story), steps)


def _calendar(story: Lined) -> str | dict[str, Any]:
    """`official`, `provisional`, or a list (or a map) of days closed and opened."""
    value, line = story.get("calendar", "official"), story.lines.get("calendar", 1)
    if value in ("official", "provisional"):
        return str(value)
    days: dict[str, Any] = {}
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, Lined):
            raise BadScenario(line, "calendar", f"未知的日历 {each}")
        known(each, frozenset({"closed", "opened"}), "calendar ")
        values.days_of(each)
        days |= each
    return days


def _step(number: int, raw: Lined, before: Step | None) -> Step:
    known(raw, STEP_KEYS, "步骤")
    act = raw.get("do")
    if not isinstance(act, str) or act not in ARGUMENTS:
        raise BadScenario(raw.lines.get("do", raw.line), "do", f"没有名为 {act} 的操作")
    at = values.moment(raw, "at")
    if before is not None and at < before.at:
        raise BadScenario(raw.lines["at"], "at", "早于上一步")
    _person(raw, act)
    arguments = raw.get("with") or Lined(line=raw.line)
    if not isinstance(arguments, Lined):
        raise BadScenario(raw.lines["with"], "with", "应为映射")
    values.arguments(act, arguments)
    expect = values.expectations(raw["expect"], raw.lines["expect"]) if raw.get("expect") is not None else Lined()
    refused = raw.get("refused")
    if refused is not None and (not isinstance(refused, str) or refused not in REFUSALS or expect):
        raise BadScenario(raw.lines["refused"], "refused", f"未知的拒绝代码，或者与 expect 并用：{refused}")
    case = str(raw.get("case", "main"))
    return Step(number, raw.line, at, case, raw.get("by"), act, dict(arguments), dict(expect), refused)


def _person(raw: Lined, act: str) -> None:
    if act in WITHOUT_PERSON and "by" in raw:
        raise BadScenario(raw.lines["by"], "by", f"{act} 没有 by")
    by = raw.get("by")
    if act not in WITHOUT_PERSON and (not isinstance(by, str) or by not in PEOPLE):
        raise BadScenario(raw.lines.get("by", raw.line), "by", f"未知的人员 {by}")
