"""The working days left, as a chip: a colour and words that say the same.  A dated line of any list is made here."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from notifications.words import CLOCKS
from portal.case_words import PROCEDURES, said
from workflow.queue import SOON_DAYS, Standing
from workflow.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Chip:
    """`level` colours it: over, today, soon, ok, hold (stands still), none (no day presses)."""

    level: str
    text: str


def chip(due_on: date | None, *, standing: Standing | None, today: date, calendar: Calendar) -> Chip:
    """What is left of a period: whole working days, never hours."""
    if due_on is None:
        return Chip("none", _("无期限"))
    if today > due_on:
        over = calendar.count(due_on, today)
        return Chip("over", _("超期 %(n)s 个工作日") % {"n": over} if over else _("已超期，不足 1 个工作日"))
    if standing is not None:
        words = {"why": said(PROCEDURES, standing.procedure), "until": standing.until_on}
        return Chip("hold", _("中止计时（%(why)s，至 %(until)s）") % words)
    if today == due_on:
        return Chip("today", _("今日到期"))
    left = calendar.count(today, due_on)
    return Chip("soon" if left <= SOON_DAYS else "ok", _("剩余 %(n)s 个工作日") % {"n": left})


def limit(node_due_on: date | None, *, today: date) -> tuple[str, bool]:
    """The step's own limit in words, and whether it has passed; ('', False) where the step has none."""
    if node_due_on is None:
        return "", False
    late = today > node_due_on
    return (_("环节限 %(day)s，已过") if late else _("环节限 %(day)s")) % {"day": node_due_on}, late


def clock_name(kind: str) -> str:
    """What the clock that presses is called."""
    return said(CLOCKS, kind) if kind else ""
