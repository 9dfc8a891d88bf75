"""One case with its whole file on one screen, between those before and behind it in the same view."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.approval.queue_page import DECIDE, deciding, kept
from portal.case_findings import FoundLine, checks_found, current_opinion, materials_found
from portal.case_sheet import collect
from portal.case_views import Door, read_case, show_case, through
from workflow import calendar as register
from workflow.queue_place import Place, place
from workflow.reading import Seen

TEMPLATE = "portal/approval/case.html"


@require_safe
@never_cache
def case_page(request: Request, number: str) -> HttpResponse:
    """The file, what bars the decision, and its keys."""
    seen = read_case(request, number)
    return show_case(request, seen, _door(request, seen))


@never_cache
def act(request: Request, number: str, act: str) -> HttpResponse:
    """POST: does the act; after a decision the next case of the view opens by itself."""
    return through(request, number, act, lambda seen: _door(request, seen))


@require_safe
@never_cache
def days(request: Request, number: str) -> HttpResponse:
    """The running periods of a case, counted day by day; the queue shows it in a dialog."""
    sheet = collect(read_case(request, number))
    facts = {"sheet": sheet, "application": sheet.case.application, "kept": kept(request.GET)}
    return render(request, "portal/approval/days.html", facts)


def _door(request: Request, seen: Seen) -> Door:
    application, query = seen.case.application, kept(request.GET)
    here = place(
        user_id=request.person.id,
        today=moment.today(),
        calendar=register.current(),
        filters=deciding(request.GET),
        application_id=application.pk,
    )
    facts = {
        "place": here,
        "before": _case(here.before, query) if here else "",
        "behind": _case(here.behind, query) if here else "",
        "list": _list(query),
        "stage": DECIDE,
        "findings": _found(seen),
    }
    address = reverse("approval-case", args=[application.number])
    return Door(address, query, TEMPLATE, _after(here, query), facts)


def _found(seen: Seen) -> list[FoundLine]:
    """The review list and the materials with what the current opinion found."""
    row = current_opinion(seen.case)
    findings = row.findings if row is not None else []
    return [*checks_found(seen.case, findings), *materials_found(seen.case, findings)]


def _after(here: Place | None, query: str) -> str:
    """The next case, else the one before, else the list."""
    following = (here.behind or here.before) if here else ""
    return _case(following, query) or _list(query)


def _case(number: str, query: str) -> str:
    if not number:
        return ""
    return f"{reverse('approval-case', args=[number])}{'?' if query else ''}{query}"


def _list(query: str) -> str:
    return f"{reverse('approval')}?{query or urlencode({'all': 1})}"
