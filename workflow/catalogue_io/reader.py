"""From catalogue files to the content of item versions: all of them, or one error that lists everything that is wrong.

A file holds one item, or the common numbers (`defaults`), or a whole catalogue (`meta`, `defaults`, `items` …) in the
older words.  What such a catalogue has no word for (steps, grounds, marks of the basis, the blocks for the pages) stays
as in the shipped files.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from workflow.catalogue_io.fields import mapping
from workflow.catalogue_io.item_rules import fits_the_defaults
from workflow.catalogue_io.older_words import to_todays_words
from workflow.catalogue_io.page_blocks import BLOCKS, pages_for
from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.schema import DEFAULTS, OF_THE_ITEM, READ_ITEM, WHOLE, defaults_table
from workflow.catalogue_io.strict_yaml import Node, parse

SHIPPED = Path(__file__).parent.parent / "catalogue"
UNSTATED = "依据未注明"

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One file as handed in: the name that messages show, and its bytes."""

    name: str
    raw: bytes


@dataclass(slots=True)
class _Reading:
    """What the files said so far: items with their nodes, and at most one set of common numbers."""

    problems: Problems = field(default_factory=Problems)
    items: list[tuple[str, Content, Node, bool]] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    given_in: str = ""

    def take(self, source: Source) -> None:
        self.problems.file = source.name
        node = parse(source.raw, self.problems)
        if node is None:
            return
        if not isinstance(node.value, dict):
            self.problems.add(node.line, "", _("事项目录文件应由键值对组成"))
        elif "items" in node.value:
            self.take_whole(to_todays_words(node, self.problems), source.name)
        elif "code" in node.value or "sub_items" in node.value:
            self.take_item(READ_ITEM(node, "", self.problems), node, source.name, older=False)
        else:
            self.take_defaults(
                mapping(defaults_table(partial=True), partial=True)(node, "", self.problems), source.name
            )

    def take_whole(self, node: Node, name: str) -> None:
        before = len(self.problems.found)
        values = mapping(WHOLE)(node, "", self.problems)
        if len(self.problems.found) > before:
            return
        self.take_defaults(values["defaults"], name)
        for word in ("items", "devolved_items"):
            entries = node.value[word].value if word in node.value else ()
            for item, entry in zip(values[word], entries, strict=True):
                self.take_item(
                    {**item, "devolved": word == "devolved_items" or item["devolved"]}, entry, name, older=True
                )

    def take_item(self, item: Content, node: Node, name: str, *, older: bool) -> None:
        self.items.append((name, item, node, older))

    def take_defaults(self, given: dict[str, Any], name: str) -> None:
        if self.given_in:
            self.problems.add(1, "", _("%s 中已有各事项共用的数字") % self.given_in)
        self.given, self.given_in = given, name


def shipped_files() -> list[Path]:
    """The files of the catalogue that comes with the system."""
    return sorted(SHIPPED.glob("*.yaml"))


def read_files(paths: Iterable[Path]) -> list[Content]:
    """Read files (a folder stands for the .yaml files in it); raises CatalogueError with everything that is wrong."""
    problems, sources = Problems(), []
    for path in (inner for given in paths for inner in (sorted(given.glob("*.yaml")) if given.is_dir() else [given])):
        problems.file = str(path)
        try:
            sources.append(Source(str(path), path.read_bytes()))
        except OSError as error:
            problems.add(1, "", _("无法读取：%s") % error.strerror)
    return read_sources(sources, problems)


def read_sources(sources: Sequence[Source], problems: Problems | None = None) -> list[Content]:
    """The content of every item in `sources`, common numbers merged in; raises CatalogueError.

    `problems` holds what was found before, to be told together with what is found here.
    """
    reading = _Reading(problems=problems or Problems())
    for source in sources:
        reading.take(source)
    _all_different(reading)
    if not reading.items and not reading.problems.found:
        reading.problems.file = sources[0].name if sources else "-"
        reading.problems.add(1, "", _("文件中没有事项"))
    reading.problems.raise_if_any()
    defaults = _overlay(_shipped_defaults(), reading.given)
    for name, _item, node, _older in reading.items:
        reading.problems.file = name
        fits_the_defaults(node, defaults, "sub_items", reading.problems)
    reading.problems.raise_if_any()
    shipped = _shipped_items() if any(older for *_, older in reading.items) else {}
    return [
        _finish(item, defaults, shipped.get(item["code"]) if older else None) for _, item, _, older in reading.items
    ]


def _all_different(reading: _Reading) -> None:
    seen: dict[str, str] = {}
    for name, _item, node, _older in reading.items:
        code = node.value.get("code") if isinstance(node.value, dict) else None
        if code is None or not isinstance(code.value, str):
            continue
        reading.problems.file = name
        if code.value in seen:
            reading.problems.add(
                code.line,
                code.word,
                _("事项 %(code)s 重复，%(place)s 已有") % {"code": code.value, "place": seen[code.value]},
            )
        seen[code.value] = f"{name}:{code.line}"


def _shipped_defaults() -> dict[str, Any]:
    path = SHIPPED / "defaults.yaml"
    problems = Problems(file=str(path))
    node = parse(path.read_bytes(), problems)
    values: dict[str, Any] = mapping(defaults_table(partial=False))(node, "", problems) if node else {}
    problems.raise_if_any()
    return values


def _shipped_items() -> dict[str, Content]:
    return {content["code"]: content for content in read_files(shipped_files())}


def _overlay(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The common numbers with those given; a number that changed does not keep the old basis."""
    merged = dict(base)
    for name, values in given.items():
        merged[name] = {**base[name], **values} if isinstance(values, dict) else values
        if name in DEFAULTS and merged[name] != base[name] and "legal_basis" not in values:
            merged[name]["legal_basis"] = UNSTATED
    return merged


def _finish(item: Content, defaults: Mapping[str, Any], shipped: Content | None) -> Content:
    """Fill in what the file left to the common numbers, and to the shipped item where the older words have none."""
    rows = {row["code"]: row for row in shipped["sub_items"]} if shipped else {}
    filled = [_finish_row(row, item, defaults, rows.get(row["code"])) for row in item["sub_items"]]
    check = item["basis_check"] or (shipped and shipped["basis_check"])
    common = {name: values for name, values in defaults.items() if name not in ("steps", "guide")}
    own = {name: values for name, values in item.items() if name not in (*BLOCKS, "licence")}
    content = {**own, "basis_check": check, "sub_items": filled, "defaults": common}
    plain: Content = json.loads(json.dumps(content))
    return plain


def _finish_row(row: Content, item: Content, defaults: Mapping[str, Any], shipped: Content | None) -> Content:
    kept = shipped or {}
    codes = {None, *(material["code"] for material in row["materials"])}
    own = row["licence"] if row["licence"] != OF_THE_ITEM else item["licence"] or kept.get("licence")
    as_promised = all(row[word] == kept.get(word) for word in ("promised_days", "processing_type", "visit"))
    filled = {
        "steps": row["steps"] or (kept["steps"] if as_promised else _usual_steps(row, defaults)),
        "grounds": [ground for ground in kept.get("grounds", ()) if ground["material"] in codes],
        "materials": [{**material, **_completed(material, kept)} for material in row["materials"]],
        "licence": own,
    }
    if row["grounds"] is not None:
        filled["grounds"] = row["grounds"]
    if row["statutory_basis"] is None and row["statutory_days"] == kept.get("statutory_days"):
        filled["statutory_basis"] = kept["statutory_basis"]
    window, before = row["renewal_window"], kept.get("renewal_window")
    if window and before and {**window, "legal_basis": before["legal_basis"]} == before:
        filled["renewal_window"] = before
    return {**row, **filled, **pages_for(row, item, defaults, kept)}


def _usual_steps(row: Content, defaults: Mapping[str, Any]) -> list[Content]:
    steps = defaults["steps"]["instant" if row["paths"]["instant"] else "ordinary"]
    return [step for step in steps if step["desk"] != "verification" or row["visit"]["requirement"] != "none"]


def _completed(material: Content, kept: Content) -> Content:
    before: Content = next((each for each in kept.get("materials", ()) if each["code"] == material["code"]), {})
    same = not material["library"] and before.get("name") == material["name"]
    return {"necessity": _necessity(material), **({"library": before["library"]} if same else {})}


def _necessity(material: Content) -> str:
    if material["necessity"]:
        return str(material["necessity"])
    return "容缺后补" if material["tolerable"] else "必要" if material["essential"] else "非必要"
