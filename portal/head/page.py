"""运行图表: how the bureau stands and which way it goes, in pictures whose every number opens its cases."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.words import COLOURS
from portal import moment
from portal.access import Request
from portal.case_words import DESKS, said
from portal.head import numbers
from portal.head.charts import Chart, Group, Part, bars, columns, stacks, weeks
from portal.lines import WORST
from portal.offices import bureaus
from portal.policy import WATCHERS
from portal.queue_page import words_of_page
from workflow import calendar as register
from workflow import queue
from workflow.queue import Counts
from workflow.queue_place import Load, loads
from workflow.rules.workdays import Calendar

MOST_PEOPLE = 12
AHEAD = timedelta(weeks=12)  # how far the calendar of what falls due looks


@require_safe
@never_cache
def head(request: Request) -> HttpResponse:
    """All pictures: the desks, the cards, the people, the weeks, the days used."""
    me, today, calendar = request.person.id, moment.today(), register.current()
    counts = queue.counts(user_id=me, today=today, calendar=calendar, watching=True)
    offices = bureaus(me, on=today, roles=WATCHERS)
    charts = [
        dues(counts, today, calendar),
        desks(counts),
        people(loads(user_id=me, today=today)),
        trend(numbers.trend(offices, today), today),
        cards(numbers.cards(offices, today), today),
        shares(numbers.by_share(numbers.used(offices, today, calendar))),
    ]
    facts = {"charts": charts, "counts": counts, **words_of_page({}, counts, today, calendar)}
    return render(request, "portal/head/page.html", facts)


def desks(counts: Counts) -> Chart:
    """Open work by desk and by how near its day is."""
    kinds = (
        ("overdue", _("已超期"), "over"),
        ("today", _("今日到期"), "today"),
        ("soon", _("%(n)s 个工作日内到期") % {"n": queue.SOON_DAYS}, "soon"),
    )
    groups = []
    for code in (code for code in DESKS if code in counts.desks):
        name, found = said(DESKS, code), counts.desks[code]
        parts = [_due(code, state, found[state], f"{name} {text}", css) for state, text, css in kinds]
        later = found["total"] - sum(found[state] for state, _text, _css in kinds)
        groups.append(Group(name, [*parts, _due(code, "later", later, f"{name} {_('以后到期')}", "ok")]))
    keys = [*((css, text) for _state, text, css in kinds), ("ok", _("以后到期"))]
    return bars("desks", _("各岗位在办与到期"), _("岗位"), groups, keys)


def _due(desk: str, state: str, count: int, text: str, css: str) -> Part:
    return _part(count, text, "dues-list", {"desk": desk, "state": state}, css)


def dues(counts: Counts, today: date, calendar: Calendar) -> Chart:
    """What falls due on each day from today on."""
    until = today + AHEAD
    days = {
        day: _part(number, f"{day}", "dues-list", {"due": day}, "")
        for day, number in counts.days.items()
        if today <= day <= until
    }
    title = _("今后十二周每日到期")
    return weeks("due", title, days, since=today, until=until, off=lambda day: not calendar.is_working(day))


def people(found: list[Load]) -> Chart:
    """Open work that each official may do; several may share one item."""
    groups = []
    for load in found[:MOST_PEOPLE]:
        kinds = (
            ("overdue", load.overdue, _("已超期"), "over"),
            ("in_time", load.total - load.overdue, _("未超期"), "plain"),
        )
        parts = [
            _part(number, f"{load.name} {text}", "dues-list", {"holder": load.user_id, "state": state}, css)
            for state, number, text, css in kinds
        ]
        groups.append(Group(load.name, parts))
    keys = [("over", _("已超期")), ("plain", _("未超期"))]
    return bars("people", _("每人可以办理的在办事项"), _("人员"), groups, keys)


def trend(found: Mapping[tuple[str, date], int], today: date) -> Chart:
    """Received and decided week by week."""
    kinds = (("lodged", _("收件"), "plain"), ("decided", _("决定"), "decided"))
    groups = [
        Group(f"{week:%m-%d}", [_week(what, found.get((what, week), 0), week, text, css) for what, text, css in kinds])
        for week in numbers.weeks(today)
    ]
    keys = [(css, text) for _what, text, css in kinds]
    return columns("trend", _("每周收件与决定"), _("周（自周一）"), groups, keys)


def _week(what: str, count: int, week: date, text: str, css: str) -> Part:
    spoken = _("%(week)s 起一周 %(text)s") % {"week": week, "text": text}
    return _part(count, spoken, "head-cases", {"what": what, "week": week}, css)


def cards(found: Mapping[tuple[str, date], int], today: date) -> Chart:
    """Cards week by week, the worst colour at the bottom."""
    groups = []
    for week in numbers.weeks(today):
        parts = []
        for colour in WORST:
            spoken = _("%(week)s 起一周 %(text)s") % {"week": week, "text": said(COLOURS, colour)}
            asked = {"what": "cards", "card": colour, "week": week}
            parts.append(_part(found.get((colour, week), 0), spoken, "head-cases", asked, f"card-{colour}"))
        groups.append(Group(f"{week:%m-%d}", parts))
    keys = [(f"card-{colour}", said(COLOURS, colour)) for colour in WORST]
    return stacks("cards", _("每周得牌的办件"), _("周（自周一）"), groups, keys)


def shares(found: Mapping[int, int]) -> Chart:
    """How much of the promised working days was used."""
    groups = []
    for n, bound in enumerate((*numbers.SHARES, None)):
        low = numbers.SHARES[n - 1] if n else 0
        label = _("超过承诺") if bound is None else f"{low}–{bound}%"
        part = _part(
            found.get(n, 0), label, "head-cases", {"what": "used", "share": n}, "over" if bound is None else "plain"
        )
        groups.append(Group(label, [part]))
    return columns("shares", _("决定用时占承诺期限的比例"), _("用时占比"), groups, [("plain", _("件数"))])


def _part(count: int, text: str, address: str, asked: Mapping[str, object], css: str) -> Part:
    spoken = _("%(text)s：%(count)s 件") % {"text": text, "count": count}
    return Part(count, spoken, f"{reverse(address)}?{urlencode(asked)}", css)
