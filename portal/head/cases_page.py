"""The applications that a number of the head's pictures counts, the newest first, a page at a time."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.words import COLOURS
from portal import moment
from portal.access import Request
from portal.case_words import said
from portal.head import numbers
from portal.keys import key_of
from portal.lines import WORST
from portal.offices import bureaus
from portal.policy import WATCHERS
from portal.start_page import LIMIT, row_of, with_clock
from workflow import calendar as register
from workflow.errors import BadInput
from workflow.models import Application
from workflow.rules.workdays import Calendar

WEEK = timedelta(weeks=1)


@require_safe
@never_cache
def cases(request: Request) -> HttpResponse:
    """`what`: lodged, decided, cards (with `card`) of a `week`; or used (with `share`)."""
    today, calendar = moment.today(), register.current()
    offices = bureaus(request.person.id, on=today, roles=WATCHERS)
    chosen, title = _chosen(request.GET, offices, today, calendar)
    rows = with_clock(Application.objects.select_related("applicant").filter(chosen, office_id__in=offices))
    before = request.GET.get("before", "")
    if before:
        rows = rows.filter(id__lt=key_of(before, "before"))
    found = list(rows.order_by("-id")[: LIMIT + 1])
    kept = {name: request.GET[name] for name in ("what", "week", "card", "share") if request.GET.get(name)}
    facts = {
        "title": title,
        "rows": [row_of(row, today, calendar) for row in found[:LIMIT]],
        "next": urlencode({**kept, "before": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "paged": bool(before),
    }
    return render(request, "portal/head/cases.html", facts)


def _chosen(asked: Mapping[str, str], offices: Collection[int], today: date, calendar: Calendar) -> tuple[Q, str]:
    """Which applications, and what they are in words.  Raises BadInput."""
    what = asked.get("what", "lodged")
    if what == "used":
        share = key_of(asked.get("share", ""), "share", most=len(numbers.SHARES))
        keys = [row.application_id for row in numbers.used(offices, today, calendar) if row.share == share]
        return Q(id__in=keys), _share(share)
    week = _week(asked.get("week", ""), today)
    if what == "cards":
        colour = asked.get("card", "")
        if colour not in WORST:
            raise BadInput(colour, field="card")
        words = {"week": week, "text": said(COLOURS, colour)}
        return Q(id__in=numbers.carded(offices, colour=colour, week=week)), _("%(week)s 起一周 %(text)s") % words
    if what == "decided":
        between = Q(decided_on__gte=week, decided_on__lt=week + WEEK)
        return between, _("%(week)s 起一周 %(text)s") % {"week": week, "text": _("决定")}
    if what == "lodged":
        between = Q(received_on__gte=week, received_on__lt=week + WEEK)
        return between, _("%(week)s 起一周 %(text)s") % {"week": week, "text": _("收件")}
    raise BadInput(what, field="what")


def _share(share: int) -> str:
    if share == len(numbers.SHARES):
        return _("决定用时超过承诺期限")
    low = numbers.SHARES[share - 1] if share else 0
    return _("决定用时占承诺期限 %(low)s–%(high)s%%") % {"low": low, "high": numbers.SHARES[share]}


def _week(text: str, today: date) -> date:
    try:
        return numbers.monday(date.fromisoformat(text) if text else today)
    except (ValueError, OverflowError):
        raise BadInput(text, field="week") from None
