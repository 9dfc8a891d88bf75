"""办事指南: everything to know about a sub-item before asking for it, made from the catalogue and the flow (同源发布)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.case_words import KINDS, in_language, said
from portal.catalogue_lines import check_lines, condition_lines
from portal.public import chart
from portal.public.guide import (
    material_lines,
    period_lines,
    procedure_lines,
    reason_lines,
    stage_lines,
    timing_lines,
    way_lines,
    who_may_apply,
)
from portal.public.guide_blocks import asked_sections, questions, whereabouts
from portal.public.words import LEVELS, data_word, period_words
from workflow import catalogue_versions
from workflow.catalogue_versions import UnknownSubItem
from workflow.errors import NotFound
from workflow.outline import outline
from workflow.rules.catalogue import SubItem

SECTIONS = (
    *("who", "basis", "periods", "materials", "asked", "ways", "stages", "checks", "result", "refusals", "remedies"),
    *("place", "complaints", "questions"),
)  # a template each, in portal/public/guide/


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of the sub-item as the catalogue in force has it.  Raises NotFound."""
    try:
        _version, item = catalogue_versions.current(code.replace("\0", ""))
    except UnknownSubItem:
        raise NotFound(code) from None
    rows = outline(item)
    facts = {
        "item": item,
        "item_name": in_language(item.item_name, item.item_name_en),
        "name": in_language(item.name, item.name_en),
        "kind": said(KINDS, item.kind),
        "type": data_word(item.item_type),
        "level": said(LEVELS, item.level),
        "fees": data_word(item.fees),
        "check": in_language(item.basis_check.reason, item.basis_check.reason_en) if item.basis_check else "",
        "mark": data_word(item.basis_check.mark) if item.basis_check else "",
        **of_pages(item),
        "periods": [*period_lines(item), *procedure_lines(item)],
        "timing": timing_lines(item),
        "materials": material_lines(item),
        "ways": way_lines(item),
        "stages": stage_lines(rows),
        "chart": chart.draw(item, rows),
        "refusals": reason_lines(item, "refuse"),
        "declines": reason_lines(item, "decline"),
        "follow_up": period_words(item.follow_up) if item.commitment else "",
        "sections": [f"portal/public/guide/{name}.html" for name in SECTIONS],
    }
    return render(request, "portal/public/guide.html", facts)


def of_pages(item: SubItem) -> dict[str, Any]:
    """What the blocks of the catalogue say that pages are made from; who may apply is derived where it names no conditions."""
    at_desks = [(_("审查材料时"), check_lines(item, "review")), (_("现场核查时"), check_lines(item, "verification"))]
    return {
        "conditions": condition_lines(item),
        "who": "" if item.conditions else who_may_apply(item),
        "asked": asked_sections(item),
        "checks": [(label, lines) for label, lines in at_desks if lines],
        "where": whereabouts(item.guide),
        "questions": questions(item.guide),
    }
