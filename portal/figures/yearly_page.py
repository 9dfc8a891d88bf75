"""年度报告: the report of a year as a page, and the same numbers as a spreadsheet, a PDF and JSON."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.access import Request
from portal.figures.asking import Asked, year_asked
from portal.figures.page import SHOWN, cell, in_groups
from portal.figures.words import CUT_NAMES, name_of, part_name
from supervision.reports.figures import definitions
from supervision.reports.printed import pdf
from supervision.reports.sheet import xlsx
from supervision.reports.yearly import Report, yearly_of
from workflow.errors import NotFound

FORMS = {
    "json": ("application/json", Report.as_json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    "pdf": ("application/pdf", pdf),
}


@require_safe
@never_cache
def report(request: Request) -> HttpResponse:
    """`year`: of the bureaus that the reader watches."""
    found = yearly_of(year_asked(request))
    question = Asked(found.period)
    facts = {
        "report": found,
        "forms": list(FORMS),
        "groups": in_groups(question, found.values),
        "heads": [name_of(definitions()[code]) for code in SHOWN],
        "tables": [(CUT_NAMES[by], _rows(question, found, by)) for by in (*found.cuts, "month")],
    }
    return render(request, "portal/figures/yearly.html", facts)


def _rows(question: Asked, found: Report, by: str) -> list[tuple[str, list[object]]]:
    rows: list[tuple[str, list[object]]] = []
    for part in found.months if by == "month" else found.cuts[by]:
        place: dict[str, Any] = part.place if by == "month" else {"by": by, "part": part.key}
        cells: list[object] = [cell(question, definitions()[code], part.values[code], **place) for code in SHOWN]
        rows.append((part_name(by, part.key, part.name), cells))
    return rows


@require_safe
@never_cache
def file(request: Request, form: str) -> HttpResponse:
    """To be kept.  Raises NotFound for a form there is none of."""
    if form not in FORMS:
        raise NotFound(form)
    found = yearly_of(year_asked(request))
    kind, made = FORMS[form]
    name = f"licensing-{found.year}-{found.period.until}.{form}"
    return HttpResponse(made(found), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
