"""超时预警: the open cases that will miss the promise at the present pace, and how such forecasts came true so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.case_words import WORK, said
from portal.keys import key_of
from portal.lines import item_name
from portal.offices import bureaus
from portal.policy import WATCHERS
from supervision.pace import outlook as outlook_of
from supervision.rules.pace import Forecast, Hits, Outcome
from supervision.schemes_in_force import pace as scheme_in_force
from workflow import calendar as register
from workflow.models import Application

LIMIT = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A case that will be late: how many working days it has, needs, and by how many cases that is told."""

    case: Application
    item: str
    stage: str
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Tally:
    """How many forecasts came out in one way, and the latest of them."""

    text: str
    count: int
    latest: list[tuple[Outcome, str]]


@require_safe
@never_cache
def outlook(request: Request) -> HttpResponse:
    """The worst first, a page at a time."""
    today, pace = moment.today(), scheme_in_force()
    offices = bureaus(request.person.id, on=today, roles=WATCHERS)
    found = outlook_of(offices=offices, today=today, calendar=register.current())
    shown, further = _page(found.late, request.GET.get("after", ""))
    cases = Application.objects.select_related("applicant").in_bulk([each.application_id for each in shown])
    facts = {
        "rows": [_row(each, cases) for each in shown],
        "late": len(found.late),
        "told": len(found.forecasts),
        "untold": found.untold,
        "tallies": _tallies(found.hits),
        "hits": found.hits,
        "tested": len(found.hits.outcomes),
        "pace": pace,
        "share": f"{pace.quantile:.0%}",
        "next": further,
        "paged": bool(request.GET.get("after")),
    }
    return render(request, "portal/supervise/outlook.html", facts)


def _page(late: Sequence[Forecast], after: str) -> tuple[Sequence[Forecast], str]:
    """What follows the case of this key; all from the first where it is not among them any more."""
    keys = [each.application_id for each in late]
    key = key_of(after, "after") if after else None
    start = keys.index(key) + 1 if key in keys else 0
    rest = late[start:]
    return rest[:LIMIT], f"after={rest[LIMIT - 1].application_id}" if len(rest) > LIMIT else ""


def _row(each: Forecast, cases: Mapping[int, Application]) -> Row:
    case = cases[each.application_id]
    return Row(case, item_name(case.item_version_id, case.sub_item_code), said(WORK, each.stage), each)


def _tallies(hits: Hits) -> list[Tally]:
    """Warned of and late, warned of and in time, late without a warning; what was rightly not warned of is only counted."""
    ways = [
        (_("预警后确实超期"), True, True),
        (_("预警后没有超期"), True, False),
        (_("超期而没有预警"), False, True),
        (_("没有预警也没有超期"), False, False),
    ]
    latest = {(warned, late): _latest(hits, warned, late) for _text, warned, late in ways}
    keys = {each.forecast.application_id for rows in latest.values() for each in rows}
    numbers = dict(Application.objects.filter(pk__in=keys).values_list("id", "number"))
    return [
        Tally(
            text,
            hits.count(warned=warned, late=late),
            [(each, numbers[each.forecast.application_id]) for each in latest[warned, late]],
        )
        for text, warned, late in ways
    ]


def _latest(hits: Hits, warned: bool, late: bool) -> list[Outcome]:
    found = [each for each in hits.outcomes if each.forecast.late == warned and each.late == late]
    return sorted(found, key=lambda each: (each.forecast.day, each.forecast.application_id), reverse=True)[:LIMIT]
