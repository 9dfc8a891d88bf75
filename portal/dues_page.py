"""督办: what falls due, what is late, and the cards, for those who watch; everything drills down to a list of cases."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.people import User
from portal import moment
from portal.access import Request
from portal.case_words import DESKS, said
from portal.lines import WORST, lines
from portal.offices import bureaus
from portal.policy import WATCHERS
from portal.queue_page import filters, further, words_of_page
from supervision.models import CONTESTED, UNRULED, Card
from workflow import calendar as register
from workflow import queue
from workflow.queue import Counts
from workflow.rules.workdays import Calendar

DAYS = 10
WIDE, HIGH, LEFT, FOOT, HEAD = 60, 120, 8, 40, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of the chart, in the units of its view box: what it counts, and the list it opens."""

    x: int
    y: int
    height: int
    middle: int
    count: int
    label: str
    spoken: str
    address: str
    level: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A row of the table: how much work waits at a desk."""

    code: str
    name: str
    counts: dict[str, int]


@require_safe
@never_cache
def dues(request: Request) -> HttpResponse:
    """Today at one glance."""
    today, calendar = moment.today(), register.current()
    counts = queue.counts(user_id=request.person.id, today=today, calendar=calendar, watching=True)
    facts = {
        "counts": counts,
        "cards": card_counts(request.person.id, today),
        "bars": bars(counts, today, calendar),
        "chart": {"width": 2 * LEFT + WIDE * (DAYS + 1), "height": HEAD + HIGH + FOOT, "base": HEAD + HIGH},
        "desks": [Desk(code, said(DESKS, code), counts.desks[code]) for code in DESKS if code in counts.desks],
        **words_of_page(request.GET, counts, today, calendar),
    }
    return render(request, "portal/dues.html", facts)


@require_safe
@never_cache
def dues_list(request: Request) -> HttpResponse:
    """The open work of the bureau that a number of the page stands for."""
    today, calendar, me = moment.today(), register.current(), request.person.id
    shown = queue.page(
        user_id=me,
        today=today,
        calendar=calendar,
        filters=filters(request.GET),
        after=request.GET.get("after", ""),
        watching=True,
    )
    counts = queue.counts(user_id=me, today=today, calendar=calendar, watching=True)
    facts = {
        "lines": lines(shown.rows, today=today, calendar=calendar),
        "next": further(request.GET, shown.next_key),
        "desk_name": said(DESKS, request.GET.get("desk", "")),
        "holder_name": _holder(request.GET.get("holder", "")),
        **words_of_page(request.GET, counts, today, calendar),
    }
    return render(request, "portal/dues_list.html", facts)


def _holder(key: str) -> str:
    found = User.objects.filter(pk=key).first() if key else None
    return str(found) if found is not None else ""


def card_counts(user_id: int, today: date) -> dict[str, int]:
    """Cards of the bureau not ruled on, by colour, and how many are contested."""
    found = {**dict.fromkeys(WORST, 0), CONTESTED: 0}
    rows = Card.objects.filter(office_id__in=bureaus(user_id, on=today, roles=WATCHERS), state__in=UNRULED)
    for colour, state in rows.values_list("colour", "state"):
        found[colour] += 1
        found[CONTESTED] += state == CONTESTED
    return found


def bars(counts: Counts, today: date, calendar: Calendar) -> list[Bar]:
    """What is late, then what falls due on each of the next working days."""
    first = calendar.first_on_or_after(today)
    days = [calendar.add(first, n) for n in range(DAYS)]
    late = counts.states["overdue"]
    highest = max([late, *(counts.days.get(day, 0) for day in days), 1])
    found = [_bar(0, late, highest, _("已超期"), "state=overdue", "over")]
    for n, day in enumerate(days, 1):
        level = "today" if day == today else "soon" if n <= queue.SOON_DAYS else "ok"
        label = _("今日") if day == today else f"{day:%m-%d}"
        found.append(_bar(n, counts.days.get(day, 0), highest, label, f"due={day}", level))
    return found


def _bar(n: int, count: int, highest: int, label: str, asked: str, level: str) -> Bar:
    height = round(HIGH * count / highest)
    x = LEFT + n * WIDE
    spoken = _("%(label)s：%(count)s 件") % {"label": label, "count": count}
    address = f"{reverse('dues-list')}?{asked}"
    return Bar(x + 8, HEAD + HIGH - height, height, x + WIDE // 2, count, label, spoken, address, level)
