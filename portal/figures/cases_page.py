"""The cases a figure counts, or those that waited so long at a step, the newest first, a page at a time; above them how
many they are, which is the figure."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.case_words import WORK, said
from portal.figures.asking import Asked, asked, figure_asked
from portal.figures.words import CUT_NAMES, WAITS, name_of, part_name, words_of
from portal.keys import BIGGEST, key_of
from portal.start_page import LIMIT, row_of, with_clock
from supervision.reports import stays
from supervision.reports.figures import cases_of, cut, definitions
from supervision.reports.yearly import names_of
from supervision.rules.figures import Figure
from workflow import calendar as register
from workflow.errors import BadInput
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


@require_safe
@never_cache
def waits(request: Request) -> HttpResponse:
    """Those that waited so long (`wait`) at a `step` which they left in the period."""
    question, step, wait = asked(request), request.GET.get("step", ""), request.GET.get("wait", "")
    if step not in stays.STEPS or wait not in stays.WAITS:
        raise BadInput(f"{step} {wait}"[:LIMIT], field="step")
    facts = {
        "asked": question,
        "title": said(WORK, step),
        "words": _("在该环节停留：%(wait)s") % {"wait": said(WAITS, wait)},
        **_listed(request, question, stays.cases_at(step, wait, question.period), step=step, wait=wait),
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
    return _listed(request, question, cases_of(code, question.period, by=question.by, key=question.key), figure=code)


def _listed(request: Request, question: Asked, keys: Sequence[int], **named: str) -> Mapping[str, object]:
    """A page of these applications; `named`: what the address of the next one asks for beside the question."""
    today, calendar = moment.today(), register.current()
    before = request.GET.get("before", "")
    limit = key_of(before, "before") if before else BIGGEST
    rest = [key for key in keys if key < limit]
    shown = rest[::-1][:LIMIT]
    rows = with_clock(Application.objects.select_related("applicant").filter(pk__in=shown)).order_by("-id")
    return {
        "count": len(keys),
        "rows": [row_of(row, today, calendar) for row in rows],
        "next": f"{urlencode(named)}&{question.kept(before=shown[-1])}" if len(rest) > LIMIT else "",
        "paged": bool(before),
    }
