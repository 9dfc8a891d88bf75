"""统计报表: every figure of a period with its formula, or some of them cut into parts; each number opens its cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.access import Request
from portal.case_words import in_language
from portal.figures.asking import LISTED, Asked, asked
from portal.figures.words import CUT_NAMES, name_of, part_name, value_of, words_of
from supervision.reports.figures import CUTS, cut, definitions, groups, unjudged, whole
from supervision.reports.yearly import names_of
from supervision.rules.figures import Figure, Number
from supervision.rules.reconciling import over_parts, within

SHOWN = (  # of a part of a cut
    *("carried_in", "accepted", "concluded", "granted", "refused", "terminated", "withdrawn", "open"),
    *("on_time_rate", "late", "average_days"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in words; `address`: the list of what it counts, empty where it counts no cases."""

    text: str
    address: str
    spoken: str


@require_safe
@never_cache
def page(request: Request) -> HttpResponse:
    """Of the bureaus that the reader watches."""
    question = asked(request)
    facts = {
        "asked": question,
        "cuts": [(code, CUT_NAMES[code]) for code in CUTS],
        "year": question.period.until.year,
        "unjudged": unjudged(question.period.offices),
        **(_parts(question) if question.by else _all(question)),
    }
    return render(request, "portal/figures/page.html", facts)


def _all(question: Asked) -> Mapping[str, object]:
    values = whole(question.period)
    return {"groups": in_groups(question, values), "checks": within(values, where="all")}


def in_groups(question: Asked, values: Mapping[str, Number]) -> list[tuple[str, list[tuple[str, Cell, str]]]]:
    """Every figure under the heading of its group: name, number, what it counts."""
    shown = []
    for group in groups():
        lines = [(name_of(each), cell(question, each, values[each.code]), words_of(each)) for each in group.figures]
        shown.append((in_language(group.name, group.name_en), lines))
    return shown


def _parts(question: Asked) -> Mapping[str, object]:
    values, parts = whole(question.period), cut(question.period, question.by)
    figures = [definitions()[code] for code in SHOWN]
    names = names_of(question.by, question.period)
    rows = [
        (part_name(question.by, str(key or ""), names.get(key, "")), list(_row(question, figures, str(key or ""), found)))
        for key, found in sorted(parts.items(), key=lambda each: str(each[0] or ""))
    ]
    counted = [figure.code for figure in definitions().values() if figure.kind == "count"]
    checks = over_parts(values, parts.values(), counted, where=question.by)
    for key, found in parts.items():
        checks += within(found, where=str(key))
    total = [cell(question, figure, values[figure.code], by="") for figure in figures]
    heads = [name_of(figure) for figure in figures]
    return {"heads": heads, "rows": rows, "total": total, "by_name": CUT_NAMES[question.by], "checks": checks}


def _row(question: Asked, figures: list[Figure], key: str, found: Mapping[str, Number]) -> Iterator[Cell]:
    for figure in figures:
        yield cell(question, figure, found[figure.code], by=question.by, part=key)


def cell(question: Asked, figure: Figure, value: Number, **changed: Any) -> Cell:
    """A figure with the way to its cases; `changed`: the place it is of, where that is not the whole question."""
    text = value_of(figure, value)
    counts = figure.kind in LISTED and bool(value)
    return Cell(text, question.cases(figure.code, **changed) if counts else "", f"{name_of(figure)} {text}")
