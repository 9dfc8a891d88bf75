"""The cases a figure counts, the newest first, a page at a time; above them how many they are, which is the figure."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.figures.asking import Asked, asked, figure_asked
from portal.figures.words import CUT_NAMES, name_of, part_name, words_of
from portal.keys import BIGGEST, key_of
from portal.start_page import LIMIT, row_of, with_clock
from supervision.reports.figures import cases_of, cut, definitions
from supervision.reports.yearly import names_of
from supervision.rules.figures import Figure
from workflow import calendar as register
from workflow.models import Application


@require_safe
@never_cache
def cases(request: Request) -> HttpResponse:
    """`figure` of the period, and of the part of a cut that was asked for; of a count of sub-items, these with their cases."""
    question, code = asked(request), figure_asked(request)
    figure = definitions()[code]
    part = ""
    if question.by:
        part = part_name(question.by, question.part, names_of(question.by, question.period).get(question.key, ""))
    facts = {
        "asked": question,
        "title": name_of(figure),
        "words": words_of(figure),
        "part": part,
        "by_name": CUT_NAMES.get(question.by, ""),
        **(_matters(question, figure) if figure.kind == "matters" else _cases(request, question, code)),
    }
    return render(request, "portal/figures/cases.html", facts)


def _matters(question: Asked, figure: Figure) -> Mapping[str, object]:
    """The sub-items counted, each with the cases for which it is."""
    names = names_of("sub_item", question.period)
    found = [(code, values[figure.part]) for code, values in cut(question.period, "sub_item").items()]
    matters = [
        (code, names.get(code, ""), number, question.cases(figure.part, by="sub_item", part=code))
        for code, number in sorted(found)
        if number
    ]
    return {"matters": matters, "count": len(matters)}


def _cases(request: Request, question: Asked, code: str) -> Mapping[str, object]:
    today, calendar = moment.today(), register.current()
    keys = cases_of(code, question.period, by=question.by, key=question.key)
    before = request.GET.get("before", "")
    limit = key_of(before, "before") if before else BIGGEST
    rest = [key for key in keys if key < limit]
    shown = rest[::-1][:LIMIT]
    rows = with_clock(Application.objects.select_related("applicant").filter(pk__in=shown)).order_by("-id")
    return {
        "count": len(keys),
        "rows": [row_of(row, today, calendar) for row in rows],
        "next": f"{urlencode({'figure': code})}&{question.kept(before=shown[-1])}" if len(rest) > LIMIT else "",
        "paged": bool(before),
    }
