"""统计图表: a year month by month, how long each item takes, where cases wait, by which paths; every mark opens its cases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.words import COLOURS
from portal.access import Request
from portal.case_words import WORK, said
from portal.figures.asking import Asked, asked, year_asked
from portal.figures.words import WAITS, name_of, value_of
from portal.head.charts import WIDE, Chart, Group, Part, bars, columns, stacks, weeks
from supervision.reports import stays
from supervision.reports.figures import Period, cut, definitions, fell_due, months_of, of_cases, whole
from supervision.reports.yearly import names_of
from supervision.rules.figures import Number
from workflow import calendar as register

Values = Mapping[str, Number]
LOAD = (("accepted", "plain"), ("concluded", "decided"), ("open", "ok"))
PUNCTUAL = (("on_time", "decided"), ("late", "over"))
TIMES = (("took_none", "decided"), ("took_days", "plain"), ("took_weeks", "soon"), ("took_long", "over"))
WAITED = {"none": "decided", "days": "plain", "weeks": "soon", "long": "over"}
PATHS = (
    *("received", "accepted", "accepted_online", "accepted_plain", "accepted_tolerance", "accepted_commitment"),
    *("accepted_deemed", "concluded", "granted", "served", "whole_online"),
)
CARDS = (("carded_red", "card-red"), ("carded_yellow", "card-yellow"))
SHORT = 6  # characters of an item's name beside its code
TOLD = ("on_time_rate", "average_days", "compression_actual_weighted", "whole_online_rate")


@require_safe
@never_cache
def pictures(request: Request) -> HttpResponse:
    """`year`: up to today, or a whole year that is over."""
    question = replace(asked(request), period=year_asked(request))
    months = [(period, of_cases(period)) for period in months_of(question.period)]
    values = whole(question.period)
    charts = [
        _by_month(question, months, "load", _("每月受理、办结与月末在办"), LOAD, partial(columns, wide=2 * WIDE)),
        _by_month(question, months, "punctual", _("每月按时与超期办结"), PUNCTUAL, stacks),
        _times(question),
        _waits(question),
        _paths(question, values),
        _by_month(question, months, "carded", _("每月得牌的办件"), CARDS, stacks),
        _dues(question),
    ]
    told = [(name_of(definitions()[code]), value_of(definitions()[code], values[code])) for code in TOLD]
    facts = {"asked": question, "year": question.period.until.year, "charts": charts, "told": told}
    return render(request, "portal/figures/pictures.html", facts)


def _by_month(
    question: Asked,
    months: Sequence[tuple[Period, Values]],
    name: str,
    title: str,
    kinds: Sequence[tuple[str, str]],
    drawn: Callable[..., Chart],
) -> Chart:
    groups = []
    for period, values in months:
        where = _("%(month)s 月") % {"month": period.since.month}
        parts = [
            _part(question, code, values, css, where, since=period.since, until=period.until) for code, css in kinds
        ]
        groups.append(Group(str(period.since.month), parts))
    return drawn(name, title, _("月份"), groups, _keys(kinds))


def _times(question: Asked) -> Chart:
    """How many working days the decided cases of each item took."""
    names = names_of("item", question.period)
    groups = []
    for code, values in sorted(cut(question.period, "item").items()):
        if values["concluded"]:
            where = names.get(code, code)
            parts = [_part(question, figure, values, css, where, by="item", part=code) for figure, css in TIMES]
            groups.append(Group(f"{code} {where[:SHORT]}…", parts))
    return bars("times", _("各事项办理用时（工作日，扣除特别程序）"), _("事项"), groups, _keys(TIMES))


def _waits(question: Asked) -> Chart:
    """How long cases waited at each step, those of the applicant among them."""
    groups = []
    for each in stays.waits(question.period):
        name, parts = said(WORK, each.step), []
        for wait, css in WAITED.items():
            text = f"{name} {said(WAITS, wait)}"
            address = f"{reverse('figure-waits')}?{question.kept(step=each.step, wait=wait)}"
            parts.append(Part(each.cases[wait], _count(text, each.cases[wait]), address, css))
        groups.append(Group(_("%(step)s 均 %(days)s 日") % {"step": name, "days": each.average}, parts))
    keys = [(css, said(WAITS, wait)) for wait, css in WAITED.items()]
    return bars("waits", _("办件在各环节的停留（工作日）"), _("环节"), groups, keys, wide=2 * WIDE, room=280)


def _dues(question: Asked) -> Chart:
    """On which days what was promised fell due."""
    days = {
        day: Part(number, _count(f"{day}", number), question.cases("fell_due", since=day, until=day), "")
        for day, number in fell_due(question.period).items()
    }
    calendar, title = register.current(), _("每日届满的承诺期限")
    since, until = question.period.since, question.period.until
    return weeks("due", title, days, since=since, until=until, off=lambda day: not calendar.is_working(day), wide=2 * WIDE)


def _paths(question: Asked, values: Values) -> Chart:
    """From the door to the applicant's hands, and by which path."""
    groups = [Group(name_of(definitions()[code]), [_part(question, code, values, "plain", "")]) for code in PATHS]
    return bars("paths", _("从收件到送达"), _("环节"), groups, [("plain", _("件数"))])


def _part(question: Asked, code: str, values: Values, css: str, where: str, **place: str | date) -> Part:
    count = int(values[code] or 0)
    name = name_of(definitions()[code])
    text = f"{where} {name}".strip()
    return Part(count, _count(text, count), question.cases(code, **place), css)


def _count(text: str, count: int) -> str:
    return _("%(text)s：%(count)s 件") % {"text": text, "count": count}


def _keys(kinds: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    colours = {"card-red": "red", "card-yellow": "yellow"}
    return [(css, said(COLOURS, colours[css]) if css in colours else name_of(definitions()[code])) for code, css in kinds]
