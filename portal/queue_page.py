"""待办: one page for every role.  What is on it, and in what order, workflow/queue.py says; here it gets its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.case_words import WORK, in_language, said
from portal.hearings import LEGAL, hearing_lines
from portal.keys import key_of
from portal.lines import WORST, lines
from supervision.models import UNRULED, Card
from workflow import calendar as register
from workflow import catalogue_versions, queue
from workflow.errors import BadInput
from workflow.queue import Counts, Filters
from workflow.rules.workdays import Calendar

COLOURS = tuple(WORST)
ASKED = ("q", "item", "stage", "state", "card", "desk", "due", "holder")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter with how much there is of it."""

    value: str
    text: str
    count: int
    chosen: bool


@require_safe
@never_cache
def queue_page(request: Request) -> HttpResponse:
    """My open work by day, a page at a time."""
    today, calendar = moment.today(), register.current()
    me, counts = request.person.id, queue.counts(user_id=request.person.id, today=today, calendar=register.current())
    shown = queue.page(
        user_id=me, today=today, calendar=calendar, filters=filters(request.GET), after=request.GET.get("after", "")
    )
    facts = {
        "lines": lines(shown.rows, today=today, calendar=calendar),
        "next": further(request.GET, shown.next_key),
        "counts": counts,
        "cards": my_cards(me, today) if request.person.is_official else None,
        "hearings": hearing_lines(me, today=today, calendar=calendar) if LEGAL in request.person.roles else None,
        **words_of_page(request.GET, counts, today, calendar),
    }
    return render(request, "portal/queue.html", facts)


def words_of_page(asked: Mapping[str, str], counts: Counts, today: date, calendar: Calendar) -> dict[str, object]:
    """What every list of work needs beside its lines: the day, the filters with their counts, what is chosen."""
    return {
        "today": today,
        "working": calendar.is_working(today),
        "why_not": "" if calendar.is_working(today) else _(calendar.reason(today)),
        "items": _items(counts, asked.get("item", "")),
        "stages": [Choice(s, said(WORK, s), n, s == asked.get("stage")) for s, n in _in_order(counts.stages)],
        "states": _states(counts, asked.get("state", "")),
        "asked": {name: asked.get(name, "") for name in ASKED},
        "narrowed": any(asked.get(name) for name in ASKED),
        "paged": bool(asked.get("after")),
    }


def filters(asked: Mapping[str, str]) -> Filters:
    """What the address asks for.  Raises BadInput for a day or a colour that is none."""
    colour, due, holder = asked.get("card", ""), asked.get("due", ""), asked.get("holder", "")
    if colour and colour not in COLOURS:
        raise BadInput(colour, field="card")
    if holder:
        key_of(holder, "holder")
    try:
        due_on = date.fromisoformat(due) if due else None
    except ValueError:
        raise BadInput(due, field="due") from None
    return Filters(
        item=plain(asked.get("item", "")),
        stage=asked.get("stage", ""),
        desk=plain(asked.get("desk", "")),
        search=asked.get("q", "")[:100],
        state=asked.get("state", ""),
        due_on=due_on,
        applications=_carded(colour) if colour else None,
        holder=int(holder) if holder else None,
    )


def plain(text: str) -> str:
    """Without what the database cannot compare."""
    return text.replace("\0", "")[:40]


def further(asked: Mapping[str, str], key: str) -> str:
    """The query of the next page, with the same filters; '' where this was the last."""
    kept = {name: asked[name] for name in ASKED if asked.get(name)}
    return urlencode({**kept, "after": key}) if key else ""


def _carded(colour: str) -> list[int]:
    rows = Card.objects.filter(colour=colour, state__in=UNRULED)
    return list(rows.values_list("application_id", flat=True).distinct())


def my_cards(user_id: int, today: date) -> dict[str, int]:
    """How many of my cases have a card of each colour that still stands."""
    mine = queue.applications(user_id=user_id, today=today)
    rows = Card.objects.filter(state__in=UNRULED, application_id__in=mine)
    found = dict.fromkeys(COLOURS, 0)
    for colour, _application in rows.values_list("colour", "application_id").distinct():
        found[colour] += 1
    return found


def _items(counts: Counts, chosen: str) -> list[Choice]:
    current = catalogue_versions.all_current()
    named = {each.item_code: in_language(each.item_name, each.item_name_en) for each in current}
    known = {**counts.items, **({chosen: 0} if chosen and chosen not in counts.items else {})}
    return [Choice(code, f"{code} {named.get(code, '')}", n, code == chosen) for code, n in sorted(known.items())]


def _in_order(stages: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(name, stages[name]) for name in WORK if name in stages]


def _states(counts: Counts, chosen: str) -> list[Choice]:
    named = {
        "overdue": _("已超期"),
        "today": _("今日到期"),
        "soon": _("%(n)s 个工作日内到期") % {"n": queue.SOON_DAYS},
    }
    found = [Choice(code, text, counts.states[code], code == chosen) for code, text in named.items()]
    rest = {
        "later": (_("以后到期"), counts.total - sum(counts.states.values())),
        "in_time": (_("未超期"), counts.total - counts.states["overdue"]),
    }
    return [*found, *(Choice(chosen, *rest[each], True) for each in rest if each == chosen)]
