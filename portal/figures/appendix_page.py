"""一览表 on a page: the numbers of the system with the way to their cases, and what the bureau's head states beside them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal import moment
from portal.access import Request
from portal.case_words import in_language
from portal.figures.asking import Asked, year_asked, year_of
from portal.figures.page import cell
from portal.offices import bureaus
from portal.policy import ADMINISTRATORS
from supervision.reports.appendix import filled, state_for_report, stated_codes
from supervision.reports.figures import definitions, whole


@require_safe
@never_cache
def appendix(request: Request) -> HttpResponse:
    """`year`: of the bureaus that the reader watches."""
    period = year_asked(request)
    question, year = Asked(period), period.until.year
    shown = []
    for section, columns in filled(whole(period), year=year, offices=period.offices):
        lines = []
        for each in columns:
            figure = definitions().get(each.column.figure)
            number = cell(question, figure, each.value) if figure else None
            lines.append((in_language(each.column.name, each.column.name_en), each, number))
        shown.append((in_language(section.name, section.name_en), lines))
    may_state = bool(request.person.roles & ADMINISTRATORS) and len(period.offices) == 1
    facts = {"year": year, "until": period.until, "sections": shown, "may_state": may_state}
    return render(request, "portal/figures/appendix.html", facts)


@require_POST
def state(request: HttpRequest) -> HttpResponse:
    """POST: `year` and the texts by their codes.  Raises what `state_for_report` raises."""
    asked: Request = request  # type: ignore[assignment]
    year = year_of(request.POST.get("year", ""))
    (office,) = bureaus(asked.person.id, on=moment.today(), roles=ADMINISTRATORS)
    texts = {code: request.POST[code] for code in stated_codes() if code in request.POST}
    state_for_report(by=asked.person.id, at=moment.now(), office=office, year=year, texts=texts)
    return redirect(f"{reverse('appendix')}?year={year}")
