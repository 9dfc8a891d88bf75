"""效能评分: the scores of a month by desk and by person; every point taken off leads to its card, order or case."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.people import User
from portal import moment
from portal.access import Request
from portal.case_words import DESKS, said
from portal.offices import bureaus
from portal.policy import WATCHERS
from supervision.efficiency import Month, month_scores
from supervision.rules.efficiency import KINDS, ORDER, RATING, RED, REPLY, YELLOW, Lost, Score, month_of
from supervision.schemes_in_force import efficiency as scheme_in_force
from workflow.errors import BadInput
from workflow.models import Application

FAULTS = {
    RED: _lazy("红牌"),
    YELLOW: _lazy("黄牌"),
    REPLY: _lazy("逾期未说明"),
    ORDER: _lazy("督办逾期未答复"),
    RATING: _lazy("差评"),
}
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """What was taken off for one thing, and where it is to be seen."""

    kind: str
    day: date
    points: str
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One score in words."""

    name: str
    points: str
    taken_off: str
    lines: list[Line]


@require_safe
@never_cache
def efficiency(request: Request) -> HttpResponse:
    """`month`: YYYY-MM, this one where none is asked for."""
    today = moment.today()
    months = _months(today)
    asked = request.GET.get("month", months[0])
    month = _month(asked, today)
    offices = bureaus(request.person.id, on=today, roles=WATCHERS)
    found = month_scores(month, offices=offices)
    keys = {each.fault.application_id for score in found for each in score.lost}
    numbers = dict(Application.objects.filter(pk__in=keys).values_list("id", "number"))
    people = User.objects.in_bulk([score.subject for score in found if isinstance(score.subject, int)])
    scheme = scheme_in_force()
    facts = {
        "desks": [_row(said(DESKS, score.subject), score, numbers) for score in found if isinstance(score.subject, str)],
        "people": _worst_first(
            [_row(str(people[score.subject]), score, numbers) for score in found if isinstance(score.subject, int)]
        ),
        "asked": asked,
        "months": months if asked in months else [asked, *months],
        "month": month,
        "scheme": scheme,
        "prices": [(said(FAULTS, kind), scheme.points[kind]) for kind in KINDS if kind in scheme.points],
    }
    return render(request, "portal/supervise/efficiency.html", facts)


def _month(text: str, today: date) -> Month:
    try:
        first, last = month_of(text)
    except ValueError:
        raise BadInput(text[:10], field="month") from None
    if first > today:
        raise BadInput(text[:10], field="month")
    return Month(first, last, min(last, today))


def _months(today: date) -> list[str]:
    found, day = [], today
    for _n in range(MONTHS):
        found.append(f"{day:%Y-%m}")
        day = day.replace(day=1) - timedelta(days=1)
    return found


def _row(name: str, score: Score, numbers: dict[int, str]) -> Row:
    lines = [_line(each, numbers[each.fault.application_id]) for each in score.lost]
    return Row(name, str(score.points), str(score.taken_off), lines)


def _line(lost: Lost, number: str) -> Line:
    fault = lost.fault
    address = reverse(fault.table, args=[fault.key]) if fault.table in ("card", "order") else reverse("case", args=[number])
    return Line(said(FAULTS, fault.kind), fault.day, str(lost.points), number, address)


def _worst_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -float(row.taken_off))
