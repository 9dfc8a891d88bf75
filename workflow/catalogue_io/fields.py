"""What may stand in one field of a catalogue file: a reader takes a node and gives the plain value or notes why not."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.rules.licence_number import TEXTS, fault
from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import Node
from workflow.rules.catalogue_values import Period

REQUIRED: Any = object()
INVALID: Any = object()
MAX_TEXT = 500

Read = Callable[[Node, str, Problems], Any]
Rule = Callable[[Any, Node, str, Problems], None]


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table: how it is read, and what it is when absent (REQUIRED: it must be there)."""

    read: Read
    default: Any = REQUIRED


Table = Mapping[str, Field]


def _wrong(node: Node, key: str, problems: Problems, wanted: str, hint: str = "") -> Any:
    problems.add(
        node.line, key, _("此处应为%(wanted)s，现为%(found)s") % {"wanted": wanted, "found": _shown(node.value)} + hint
    )
    return INVALID


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return _("一组内容")
    if value is None or isinstance(value, bool):
        return {None: _("空值"), True: "true", False: "false"}[value]
    return repr(value)


def text(*, pattern: str | None = None, empty: bool = False) -> Read:
    """Words: one line, no control characters; `pattern` where a code is meant."""

    def read(node: Node, key: str, problems: Problems) -> Any:
        value = node.value
        if not isinstance(value, str) or not (value.strip() or empty):
            return _wrong(node, key, problems, _("文字"))
        if len(value) > MAX_TEXT or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in value):
            return _wrong(node, key, problems, _("不超过 %s 字的一行文字，不含控制字符") % MAX_TEXT)
        if pattern and not re.fullmatch(pattern, value):
            return _wrong(node, key, problems, _("符合 %s 的代码") % pattern)
        return unicodedata.normalize("NFC", value)

    return read


def whole(least: int = 0, most: int = 3660) -> Read:
    """A whole number from `least` to `most`."""

    def read(node: Node, key: str, problems: Problems) -> Any:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            return _wrong(node, key, problems, _("%(least)s 到 %(most)s 的整数") % {"least": least, "most": most})
        return value

    return read


def flag(node: Node, key: str, problems: Problems) -> Any:
    """True or false."""
    return node.value if isinstance(node.value, bool) else _wrong(node, key, problems, _("true 或 false"))


def period(node: Node, key: str, problems: Problems) -> Any:
    """A length of natural time such as P6M; kept as text, because content is stored as JSON."""
    try:
        return str(Period.parse(node.value)) if isinstance(node.value, str) else _no_period(node, key, problems)
    except ValueError:
        return _no_period(node, key, problems)


def _no_period(node: Node, key: str, problems: Problems) -> Any:
    return _wrong(node, key, problems, _("P6M、P60D、P2Y 一类的期间"))


def licence_number(node: Node, key: str, problems: Problems) -> Any:
    """A pattern of licence numbers such as 穗危化经字〔{year}〕{serial:6}号."""
    value = text()(node, key, problems)
    wrong = None if value is INVALID else fault(value)
    if wrong is None:
        return value
    problems.add(node.line, key, _("许可证编号的格式有误：%s") % TEXTS[wrong])
    return INVALID


def clock_time(node: Node, key: str, problems: Problems) -> Any:
    """A time of day such as '16:00'."""
    if isinstance(node.value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", node.value):
        return node.value
    return _wrong(node, key, problems, _("'16:00' 一类的时刻"))


def choice(*words: str, what: str = "") -> Read:
    """One of some words; `what` says what they are."""

    def read(node: Node, key: str, problems: Problems) -> Any:
        if isinstance(node.value, str) and node.value in words:
            return node.value
        hint = _hint(node.value, words)
        wanted = f"{_(what)}（{'、'.join(words)}）" if what else "、".join(words)
        return _wrong(node, key, problems, wanted, hint)

    return read


def only(value: bool | int | str, why: str) -> Read:
    """A switch with one position: the law, or this engine, knows no other."""

    def read(node: Node, key: str, problems: Problems) -> Any:
        if type(node.value) is type(value) and node.value == value:
            return value
        return _wrong(node, key, problems, f"{str(value).lower()}（{_(why)}）")

    return read


def maybe(inner: Read) -> Read:
    """Null, or what `inner` reads."""
    return lambda node, key, problems: None if node.value is None else inner(node, key, problems)


def listed(inner: Read, *, least: int = 0) -> Read:
    """A list of what `inner` reads; entries that have a code are named by it."""

    def read(node: Node, key: str, problems: Problems) -> Any:
        if not isinstance(node.value, list) or len(node.value) < least:
            return _wrong(node, key, problems, _("至少 %s 项的列表") % least if least else _("列表"))
        entries = [inner(entry, f"{key}[{_name(entry, at)}]", problems) for at, entry in enumerate(node.value)]
        return [entry for entry in entries if entry is not INVALID]

    return read


def unique(word: str, inner: Read, *, least: int = 0) -> Read:
    """A list whose entries differ in `word`."""

    def differ(value: Any, node: Node, key: str, problems: Problems) -> None:
        seen: dict[object, int] = {}
        for named in (entry.value[word] for entry in node.value if _has(entry, word)):
            if named.value in seen:
                place = {"code": named.value, "line": seen[named.value]}
                problems.add(named.line, f"{key}.{named.word}", _("%(code)s 重复，第 %(line)s 行已有") % place)
            seen.setdefault(named.value, named.line)

    return checked(listed(inner, least=least), differ)


def checked(inner: Read, *rules: Rule) -> Read:
    """What `inner` reads, looked at again by rules that compare several fields."""

    def read(node: Node, key: str, problems: Problems) -> Any:
        value = inner(node, key, problems)
        for rule in rules if value is not INVALID else ():
            rule(value, node, key, problems)
        return value

    return read


def _has(entry: Node, word: str) -> bool:
    return isinstance(entry.value, dict) and word in entry.value and isinstance(entry.value[word].value, str)


def _name(entry: Node, at: int) -> object:
    for word in ("code", "kind", "type_en", "desk"):
        if _has(entry, word):
            return entry.value[word].value
    return at


def mapping(table: Table, *, partial: bool = False) -> Read:
    """A mapping with the keys of `table`; `partial` leaves absent keys absent instead of asking for them."""

    def read(node: Node, key: str, problems: Problems) -> Any:
        if not isinstance(node.value, dict):
            return _wrong(node, key, problems, _("键值对"))
        for word, given in node.value.items():
            if word not in table:
                problems.add(given.line, _join(key, given.word), _("没有这个键") + _hint(word, table))
        return _values(node, key, table, problems, partial=partial)

    return read


def _values(node: Node, key: str, table: Table, problems: Problems, *, partial: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for word, field in table.items():
        given = node.value.get(word)
        if given is not None:
            values[word] = field.read(given, _join(key, given.word), problems)
        elif not partial and field.default is REQUIRED:
            problems.add(node.line, _join(key, word), _("缺少这个键"))
            values[word] = INVALID
        elif not partial:
            values[word] = field.default
    return values


def _join(key: str, word: str) -> str:
    return f"{key}.{word}" if key else word


def _hint(word: object, known: Collection[str]) -> str:
    near = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return _("，是否应为 %s？") % near[0] if near else ""
