"""Tickets: the kiosk in the hall, where anybody takes a number and sees who is called, and the clerk's two buttons."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from approvals.attempts import barred_until
from approvals.people import Office
from portal import moment
from portal.access import Request
from portal.client import client_address
from portal.window import sheet, tickets
from portal.window.counter_page import HOME, desk_of

MOST_WAITING = 300
MOST_FROM_ONE, PER = 30, timedelta(minutes=10)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest) -> HttpResponse:
    """GET: who is called, how many wait; POST: a number.  One address takes only so many in ten minutes."""
    office, at = Office.objects.filter(parent=None).order_by("id").first(), moment.now()
    if office is None:
        return render(request, "portal/window/kiosk.html", {"waiting": [], "called": []})
    taken, full = None, False
    waiting = tickets.waiting(office=office.pk, at=at)
    if request.method == "POST":
        full = len(waiting) >= MOST_WAITING or _too_many(request, at)
        taken = None if full else tickets.take(office=office.pk, at=at)
    facts = {
        "taken": taken,
        "full": full,
        "ahead": len(waiting),
        "waiting": tickets.waiting(office=office.pk, at=at) if taken is not None else waiting,
        "called": tickets.called(office=office.pk, at=at),
    }
    return render(request, "portal/window/kiosk.html", facts, status=429 if full else 200)


def _too_many(request: HttpRequest, at: datetime) -> bool:
    who = client_address(request)
    return barred_until(purpose="kiosk", who=who, at=at, most=MOST_FROM_ONE, per=PER) is not None


@require_POST
def take(request: Request) -> HttpResponse:
    """A number for somebody who has none, given out by the clerk."""
    desk = desk_of(request)
    made = tickets.take(office=desk.office, at=desk.at)
    messages.success(request, _("已取号：%(number)s") % {"number": made})
    return redirect(HOME)


@require_POST
def call_next(request: Request) -> HttpResponse:
    """The next customer; not while somebody's sheet lies on the counter."""
    desk = desk_of(request)
    if desk.sheet.applicant_id is not None:
        messages.warning(request, _("请先办完或者清空当前受理单，再叫下一位"))
        return redirect(HOME)
    ticket = tickets.call_next(office=desk.office, by=desk.clerk, at=desk.at)
    sheet.begin(clerk=desk.clerk)
    sheet.serve(clerk=desk.clerk, ticket=ticket.pk if ticket is not None else None)
    if ticket is None:
        messages.info(request, _("没有等候的号"))
    else:
        messages.success(request, _("请 %(number)s 号") % {"number": ticket})
    return redirect(HOME)
