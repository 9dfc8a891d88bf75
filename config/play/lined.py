"""YAML that remembers the line of every key, so that a fault in a scenario can be shown where it stands."""

import difflib
from typing import Any

import yaml

from workflow.errors import BadInput


class BadScenario(BadInput):
    """The file does not fit the format."""

    code, text = "bad_scenario", "场景文件不合格式"

    def __init__(self, line: int, key: str, detail: str) -> None:
        super().__init__(f"第 {line} 行，{key}：{detail}", field=key)
        self.line, self.key, self.why = line, key, detail


class Lined(dict[str, Any]):
    """A mapping that remembers the line of each key; `line` is its own."""

    def __init__(self, *, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _Loader(yaml.SafeLoader):
    """YAML without duplicate keys."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined(line=node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = str(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if key in found:
            raise BadScenario(line, key, "键重复")
        try:
            found[key], found.lines[key] = loader.construct_object(value_node, deep=True), line
        except ValueError as error:  # a date that no calendar has
            raise BadScenario(line, key, str(error)) from error
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def parse(data: bytes) -> Lined:
    """The mapping of a file's bytes.  Raises BadScenario where it is no text, no YAML or no mapping."""
    try:
        text = data.decode("utf-8-sig")
        story = yaml.load(text, Loader=_Loader)
    except UnicodeDecodeError as error:
        raise BadScenario(data.count(b"\n", 0, error.start) + 1, "file", f"不是 UTF-8：{error.reason}") from error
    except yaml.reader.ReaderError as error:
        raise BadScenario(text.count("\n", 0, error.position) + 1, "file", f"不是 YAML：{error.reason}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadScenario(line, "file", f"不是 YAML：{error.problem}") from error
    if not isinstance(story, Lined):
        raise BadScenario(1, "file", "应为映射")
    return story


def known(found: Lined, allowed: frozenset[str], what: str = "") -> None:
    """Raises BadScenario for the first key that is none of these, with the one that may have been meant."""
    for key in found:
        if key not in allowed:
            close = difflib.get_close_matches(key, allowed, 1)
            hint = f"，是否为 {close[0]}？" if close else ""
            raise BadScenario(found.lines[key], key, f"{what}没有此键{hint}")
