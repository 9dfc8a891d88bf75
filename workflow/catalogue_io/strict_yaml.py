"""A small, strict part of YAML: mappings, lists, text, whole numbers, true, false and null.

Anchors, aliases, merge keys, tags, duplicate keys and the surprises of YAML 1.1 (no, 010, 1:30, 2026-01-01) are errors:
a catalogue is law, and nobody may have to guess how a reader understood it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from workflow.catalogue_io.problems import Problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
SURPRISES = {
    "bool": gettext_noop("是非值"),
    "int": gettext_noop("数字"),
    "float": gettext_noop("数字"),
    "timestamp": gettext_noop("日期"),
    "null": gettext_noop("空值"),
}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events, ten times sooner where libyaml is there


@dataclass(slots=True)
class Node:
    """A value of the file with the line on which it (or its key) stands; mappings and lists hold nodes."""

    value: Any
    line: int
    word: str = ""


Event = Any  # the stubs know neither the C parser nor what an event carries


class _Composer:
    """Builds nodes from the events of one document, noting what is not allowed and going on."""

    def __init__(self, events: Iterator[Event], problems: Problems) -> None:
        self.events, self.problems = events, problems
        self.resolver = yaml.resolver.Resolver()
        self.path: list[str] = []

    @property
    def where(self) -> str:
        """The key that is being read, such as sub_items[0].name."""
        return ".".join(self.path).replace(".[", "[")

    def document(self) -> Node | None:
        root = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.note(event, _("一个文件只能有一个文档"))
                return root
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, depth=0)
        return root

    def note(self, event: Event, text: str) -> None:
        self.problems.add(_line(event), self.where, text)

    def within(self, step: str, event: Event, depth: int) -> Node:
        self.path.append(step)
        node = self.node(event, depth=depth + 1)
        self.path.pop()
        return node

    def node(self, event: Event, *, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem=_("嵌套超过 %s 层") % MAX_DEPTH, problem_mark=event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self.note(event, _("不得使用别名 *%s，请写出内容") % event.anchor)
            return Node(None, _line(event))
        if getattr(event, "anchor", None):
            self.note(event, _("不得使用锚点 &%s") % event.anchor)
        if getattr(event, "tag", None):
            self.note(event, _("不得使用标签 %s") % event.tag)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self.mapping(depth), _line(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self.sequence(depth), _line(event))
        return Node(self.scalar(event), _line(event))

    def sequence(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.within(f"[{len(items)}]", event, depth))
        return items

    def mapping(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, depth)
            value = self.within(key or "?", next(self.events), depth)
            if key in entries:
                self.problems.add(
                    _line(event), f"{self.where}.{key}".strip("."), _("键重复，第 %s 行已有") % entries[key].line
                )
            elif key is not None:
                entries[key] = Node(value.value, _line(event), key)
        return entries

    def key(self, event: Event, depth: int) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            self.problems.add(_line(event), "<<", _("不得使用合并键，请写出内容"))
            return None
        key = self.node(event, depth=depth + 1).value
        if isinstance(key, str):
            return key
        self.note(event, _("键应为文字"))
        return None

    def scalar(self, event: Event) -> str | int | bool | None:
        text: str = event.value
        if event.style or getattr(event, "tag", None):
            return text
        if text in PLAIN:
            return PLAIN[text]
        if WHOLE.fullmatch(text):
            return int(text)
        kind = self.resolver.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
        if kind != "str":
            reads = _(SURPRISES.get(kind, gettext_noop("其他内容")))
            self.note(
                event,
                _("未加引号的 %(text)s 会被读成%(reads)s：请加引号，或者写 true、false、整数")
                % {"text": text, "reads": reads},
            )
        return text


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def parse(raw: bytes, problems: Problems) -> Node | None:
    """The one document in `raw` (UTF-8) as nodes; None when it cannot be read at all, with the problem noted."""
    if len(raw) > MAX_BYTES:
        problems.add(1, "", _("文件有 %(size)s 字节，超过 %(most)s 字节") % {"size": len(raw), "most": MAX_BYTES})
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(raw[: error.start].count(b"\n") + 1, "", _("不是 UTF-8 编码：%s") % error.reason)
        return None
    return _compose(text, problems)


def _compose(text: str, problems: Problems) -> Node | None:
    composer = _Composer(iter(yaml.parse(text, Loader=LOADER)), problems)
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(
            mark.line + 1 if mark else 1, composer.where, _("不是有效的 YAML：%s") % (error.problem or error.context)
        )
        return None
    except yaml.reader.ReaderError as error:
        problems.add(text[: error.position].count("\n") + 1, "", _("有不允许的字符：%s") % error.reason)
        return None
    if root is None:
        problems.add(1, "", _("文件没有内容"))
    return root


def plain(node: Node) -> Any:
    """What a node holds, without its lines."""
    if isinstance(node.value, dict):
        return {key: plain(each) for key, each in node.value.items()}
    if isinstance(node.value, list):
        return [plain(each) for each in node.value]
    return node.value
