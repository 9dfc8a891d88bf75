"""The clocks of a case as a page shows them: the day, the working days left in words, and why it is that day.

Nothing is counted here: the days come from timekeeping.explain, and are only put together into spans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.act_fields import material_name
from portal.case_words import PROCEDURES, UNITS, said
from portal.chips import Chip, chip
from workflow import timekeeping
from workflow.case import Case
from workflow.models import Clock, Pause
from workflow.queue import Standing
from workflow.rules.clock import Explained

TENTATIVE, STOPPED = "（暂定）", "中止："
LAST_DAY = ("末日", "零日")  # how a reason begins that speaks of the last day and not of what is left out


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a period one after another with one reason; `level`: counted, off or stopped."""

    first: date
    last: date
    text: str
    level: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock on the page; `chip` says what is left, or how it was met (done, late)."""

    kind: str
    name: str
    subject: str
    due_on: date
    met_on: date | None
    chip: Chip
    provisional: bool
    paused: str
    rule: str
    basis: str
    spans: tuple[Span, ...]


def clock_lines(case: Case, *, parties: dict[int, str]) -> list[ClockLine]:
    """Running clocks by their day, then those that were met."""
    rows = sorted(case.clocks, key=lambda c: (c.met_on is not None, c.due_on, c.kind))
    return [_line(case, clock, parties) for clock in rows]


def _line(case: Case, clock: Clock, parties: dict[int, str]) -> ClockLine:
    still = timekeeping.stands_still(case, clock)
    return ClockLine(
        kind=clock.kind,
        name=str(clock.get_kind_display()),
        subject=_subject(case, clock, parties),
        due_on=clock.due_on,
        met_on=clock.met_on,
        chip=_left(case, clock, still),
        provisional=clock.provisional,
        paused=_why_still(still) if still is not None else "",
        rule=_rule(clock),
        basis=_(clock.legal_basis) if clock.legal_basis else "",
        spans=tuple(spans(timekeeping.explain(case, clock))),
    )


def _subject(case: Case, clock: Clock, parties: dict[int, str]) -> str:
    """Which material or which party it is about."""
    if clock.subject in case.item.materials:
        return material_name(case, clock.subject)
    if clock.subject == "revocation":
        return _("撤销许可")
    return parties.get(int(clock.subject), "") if clock.subject.isdigit() else clock.subject


def _left(case: Case, clock: Clock, still: Pause | None) -> Chip:
    if clock.met_on is not None:
        late = clock.met_on > clock.due_on
        return Chip("late", _("逾期办结")) if late else Chip("done", _("已办结"))
    standing = Standing(still.procedure, still.planned_end) if still is not None else None
    return chip(clock.due_on, standing=standing, today=case.today, calendar=case.calendar)


def _why_still(pause: Pause) -> str:
    words = {"why": said(PROCEDURES, pause.procedure), "since": pause.noticed_on, "until": pause.planned_end}
    return _("%(why)s：自 %(since)s 告知起不计入，预计至 %(until)s") % words


def _rule(clock: Clock) -> str:
    """From which day, how long: the inputs in words."""
    unit = said(UNITS, clock.unit)
    words = {"since": clock.trigger_on, "n": clock.length, "unit": unit, "more": clock.extension}
    if clock.unit == "until":
        return _("许可证 %(since)s 届满，届满前最后一个工作日") % words
    if clock.extension:
        return _("自 %(since)s 次日起 %(n)s %(unit)s，延长 %(more)s 个工作日") % words
    return _("自 %(since)s 次日起 %(n)s %(unit)s") % words if clock.length else _("%(since)s 当日届满") % words


def spans(rows: Iterable[Explained]) -> list[Span]:
    """Days with the same reason are put together; counted days keep their numbers."""
    found: list[Span] = []
    held: list[Explained] = []
    for row in rows:
        if held and _key(held[-1]) != _key(row):
            found.append(_span(held))
            held = []
        held.append(row)
    return [*found, _span(held)] if held else found


def _key(row: Explained) -> tuple[bool, str, bool]:
    provisional = row.reason.endswith(TENTATIVE)
    return row.counted, "" if row.counted else row.reason.removesuffix(TENTATIVE), provisional


def _span(rows: list[Explained]) -> Span:
    first, last = rows[0], rows[-1]
    counted, reason, provisional = _key(first)
    if counted and first.number == last.number:
        text, level = _("计入，第 %(n)s 日") % {"n": first.number}, "counted"
    elif counted:
        text, level = _("计入，第 %(first)s–%(last)s 日") % {"first": first.number, "last": last.number}, "counted"
    elif reason.startswith(STOPPED):
        codes = reason.removeprefix(STOPPED).split("、")
        text, level = _("不计入：%(why)s") % {"why": "、".join(said(PROCEDURES, c) for c in codes)}, "stopped"
    elif reason.startswith(LAST_DAY):
        text, level = _(reason), "off"
    else:
        text, level = _("不计入：%(why)s") % {"why": _(reason)}, "off"
    return Span(first.day, last.day, text, level, provisional)
