"""办事目录: every matter with its sub-items, and a search that also finds two characters or an abbreviation (危化)."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.case_words import KINDS, WAYS, in_language, said
from portal.public.words import LEVELS, data_word
from workflow import catalogue_versions
from workflow.errors import BadInput
from workflow.rules.catalogue import SubItem

LONGEST = 60
GAP = 3  # characters an abbreviation may leave out between two
SHORTHAND = re.compile(r"[一-鿿]{2,4}")
OF_WAY = {
    "instant": lambda item: item.instant,
    "tolerance": lambda item: item.tolerance and bool(item.tolerable),
    "commitment": lambda item: item.commitment,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A sub-item of the directory; `material`: where only this material of it has the word searched for."""

    item: SubItem
    name: str
    kind: str
    material: str


@dataclass(frozen=True, slots=True)
class Matter:
    """An item with the sub-items found, in the language of the page."""

    code: str
    name: str
    mark: str
    about: str
    lines: list[Line] = field(default_factory=list)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """`q` searches codes, names in both languages, results and materials; `kind` and `way` narrow."""
    asked = {name: request.GET.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("q", "kind", "way")}
    if asked["kind"] not in ("", *KINDS) or asked["way"] not in ("", *OF_WAY):
        raise BadInput(asked["kind"] or asked["way"], field="kind")
    lines = [line for line in found(asked["q"]) if _kept(line.item, asked["kind"], asked["way"])]
    matters = [_matter(list(rows)) for _code, rows in groupby(lines, key=lambda line: line.item.item_code)]
    facts = {
        "matters": matters,
        "count": len(lines),
        "asked": asked,
        "narrowed": any(asked.values()),
        "kinds": KINDS.items(),
        "ways": {"instant": _("即办"), "tolerance": WAYS["tolerance"], "commitment": WAYS["commitment"]}.items(),
    }
    return render(request, "portal/public/directory.html", facts)


def _kept(item: SubItem, kind: str, way: str) -> bool:
    return kind in ("", item.kind) and (not way or OF_WAY[way](item))


def found(asked: str) -> list[Line]:
    """What has all the words; an abbreviation is only tried where nothing has them as they stand."""
    words, items = plain(asked).split(), catalogue_versions.all_current()
    exact = [line for item in items if (line := _line(item, words)) is not None]
    if exact or not all(SHORTHAND.fullmatch(word) for word in words):
        return exact
    shapes = [re.compile(f".{{0,{GAP}}}".join(word)) for word in words]
    return [_as_line(item) for item in items if all(shape.search(_names(item)) for shape in shapes)]


def plain(text: str) -> str:
    """Lower case, and full-width letters as ordinary ones."""
    return unicodedata.normalize("NFKC", text).lower()


def _names(item: SubItem) -> str:
    names = (item.code, item.item_name, item.name, item.item_name_en, item.name_en, item.result_name)
    return plain(" ".join(names))


def _line(item: SubItem, words: list[str]) -> Line | None:
    """The sub-item if its names have all words, or if a material of it has those that the names lack."""
    names = _names(item)
    missing = [word for word in words if word not in names]
    if not missing:
        return _as_line(item)
    for material in item.materials.values():
        text = plain(f"{material.name} {material.name_en}")
        if all(word in text for word in missing):
            return _as_line(item, in_language(material.name, material.name_en))
    return None


def _as_line(item: SubItem, material: str = "") -> Line:
    return Line(item, in_language(item.name, item.name_en), said(KINDS, item.kind), material)


def _matter(lines: list[Line]) -> Matter:
    first = lines[0].item
    mark = data_word(first.basis_check.mark) if first.basis_check is not None else ""
    about = f"{data_word(first.item_type)} · {said(LEVELS, first.level)}"
    return Matter(first.item_code, in_language(first.item_name, first.item_name_en), mark, about, lines)
