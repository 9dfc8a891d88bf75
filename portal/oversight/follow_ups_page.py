"""事后核查: how far the licences granted on a promise were looked at this year and last, and which still have to be, by day.

Source: 国办发〔2020〕42号; items of public safety are looked at without exception."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.keys import key_of
from portal.lines import item_name
from portal.offices import bureaus
from portal.policy import WATCHERS
from supervision.follow_ups import Coverage, coverage, outstanding
from workflow import calendar
from workflow.errors import BadInput
from workflow.models import Clock

LIMIT = 30
READERS = frozenset({*WATCHERS, "supervisor"})


@dataclass(frozen=True, slots=True)
class Row:
    """A follow-up to be done: `days` working days are left (late: negative)."""

    clock: Clock
    item: str
    days: int


@require_safe
@never_cache
def follow_ups(request: Request) -> HttpResponse:
    """The figures of two years, and what is outstanding: the nearest day first."""
    today = moment.today()
    offices = bureaus(request.person.id, on=today, roles=READERS)
    rows = outstanding(offices)
    after = request.GET.get("before", "")
    if after:
        rows = rows.filter(_after(after))
    found = list(rows[: LIMIT + 1])
    facts = {
        "years": [(year, _of_year(offices, year, today)) for year in (today.year, today.year - 1)],
        "rows": [Row(each, _item(each), _left(each, today)) for each in found[:LIMIT]],
        "next": urlencode({"before": _mark(found[LIMIT - 1])}) if len(found) > LIMIT else "",
        "paged": bool(after),
    }
    return render(request, "portal/oversight/follow_ups.html", facts)


def _of_year(offices: set[int], year: int, today: date) -> Coverage:
    return coverage(offices, from_on=date(year, 1, 1), until_on=date(year, 12, 31), on=today)


def _mark(clock: Clock) -> str:
    return f"{clock.due_on.isoformat()}.{clock.pk}"


def _after(mark: str) -> Q:
    day, _dot, key = mark.partition(".")
    try:
        last = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput(mark[:40], field="before") from error
    return Q(due_on__gt=last) | Q(due_on=last, pk__gt=key_of(key, "before"))


def _item(clock: Clock) -> str:
    return item_name(clock.application.item_version_id, clock.application.sub_item_code)


def _left(clock: Clock, today: date) -> int:
    days = calendar.current()
    return days.count(today, clock.due_on) if clock.due_on >= today else -days.count(clock.due_on, today)
