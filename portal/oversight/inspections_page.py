"""检查: what was drawn and who goes there; one inspection with its record, signatures and what was put right.

Sources: 行政许可法 61.  Inspectors see their own, who watches and the supervisors all of the bureau, a holder his own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.people import User
from notifications.poke import poke
from portal import moment
from portal.access import Person, Request
from portal.case_words import in_language
from portal.keys import BIGGEST, key_of
from portal.offices import bureaus
from portal.oversight.words import told
from portal.policy import WATCHERS
from supervision.inspection_models import ASSIGNED, CLOSED, RECHECKED, RECORDED, RECTIFY, Inspection
from supervision.inspections import (
    FIT,
    NONE,
    UNFIT,
    Line,
    checklist,
    record_inspection,
    record_recheck,
    sign_inspection,
)
from workflow.errors import BadInput, LicensingError, NotFound

LIMIT = 30
LONGEST = 2000
MOST_DAYS = 999
OVERSEERS = frozenset({*WATCHERS, "supervisor"})
STATES = [
    (ASSIGNED, _lazy("待检查")),
    (RECORDED, _lazy("待另一名检查人员签字")),
    (RECTIFY, _lazy("责令限期改正")),
    (RECHECKED, _lazy("复查待另一名检查人员签字")),
    (CLOSED, _lazy("已结束")),
]
FINDINGS = [(FIT, _lazy("符合")), (UNFIT, _lazy("不符合")), (NONE, _lazy("不适用"))]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form: what is looked at, what was filled in, what is wrong with it."""

    line: Line
    text: str
    finding: str
    remark: str
    fault: str


def seen_by(person: Person, today: date) -> QuerySet[Inspection]:
    """The inspections somebody may see."""
    rows = Inspection.objects.select_related("draw__plan", "holder")
    own = Q(inspectors__contains=[person.id])
    if person.actor.own is not None:
        own |= Q(holder=person.actor.own) & ~Q(state__in=(ASSIGNED, RECORDED))
    if person.roles & OVERSEERS:
        own |= Q(office_id__in=bureaus(person.id, on=today, roles=OVERSEERS))
    return rows.filter(own)


@require_safe
@never_cache
def inspections(request: Request) -> HttpResponse:
    """What is to be done first; a page at a time."""
    today = moment.today()
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    if state and state not in dict(STATES):
        raise BadInput(state, field="state")
    rows = seen_by(request.person, today).order_by("-id")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__lt=key_of(before, "before")) if before else rows
    found = list(rows[: LIMIT + 1])
    kept = {"state": state} if state else {}
    people = User.objects.in_bulk({person for each in found for person in each.inspectors})
    facts = {
        "rows": [(each, _names(each, people), _late(each, today)) for each in found[:LIMIT]],
        "state": state,
        "states": STATES,
        "next": urlencode({**kept, "before": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "paged": bool(before),
    }
    return render(request, "portal/oversight/inspections.html", facts)


def _names(found: Inspection, people: Mapping[int, User]) -> str:
    return "、".join(str(people[key]) for key in found.inspectors if key in people)


def _late(found: Inspection, today: date) -> bool:
    return found.state == RECTIFY and found.rectify_by_on is not None and found.rectify_by_on < today


@require_safe
@never_cache
def inspection(request: Request, key: int) -> HttpResponse:
    """One inspection, and the form of who is to write next."""
    return _show(request, _one(request, key))


@require_POST
def record(request: Request, key: int) -> HttpResponse:
    """检查记录."""
    found, sent = _one(request, key), _sent(request)
    findings = {line.key: (sent.get(f"{line.key}-f", ""), sent.get(f"{line.key}-r", "")) for line in checklist(found)}
    try:
        record_inspection(
            key, findings=findings, inspected_on=_day(sent.get("inspected_on", "")), by=request.person.id,
            rectify_days=_days(sent.get("rectify_days", "")), at=moment.now(),
        )  # fmt: skip
    except LicensingError as error:
        return _show(request, found, fault=error, sent=sent)
    return _done(request, key, _("检查记录已经保存，等待另一名检查人员签字。"))


@require_POST
def sign(request: Request, key: int) -> HttpResponse:
    """签字."""
    found = _one(request, key)
    try:
        sign_inspection(key, by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _show(request, found, fault=error)
    return _done(request, key, _("已经签字。"))


@require_POST
def recheck(request: Request, key: int) -> HttpResponse:
    """复查."""
    found, sent = _one(request, key), _sent(request)
    kept = {"kept": True, "not": False}.get(sent.get("kept", ""))
    try:
        record_recheck(key, kept=kept, text=sent.get("text", ""), by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _show(request, found, fault=error, sent=sent)
    return _done(request, key, _("复查情况已经保存，等待另一名检查人员签字。"))


def _done(request: Request, key: int, text: str) -> HttpResponse:
    transaction.on_commit(poke, robust=True)
    messages.success(request, text)
    return redirect("inspection", key=key)


def _one(request: Request, key: int) -> Inspection:
    found = seen_by(request.person, moment.today()).filter(pk=key).first() if key <= BIGGEST else None
    if found is None:
        raise NotFound(str(key))
    return found


def _sent(request: Request) -> dict[str, str]:
    return {name: str(value).replace("\0", "")[:LONGEST] for name, value in request.POST.items()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(_("请填写日期"), field="inspected_on") from error


def _days(text: str) -> int | None:
    return key_of(text, "rectify_days", most=MOST_DAYS, told=_("请填写改正期限（工作日）")) if text.strip() else None


def _show(
    request: Request, found: Inspection, *, fault: LicensingError | None = None, sent: Mapping[str, str] | None = None
) -> HttpResponse:
    me, today = request.person.id, moment.today()
    field = fault.field if isinstance(fault, BadInput) else ""
    people = User.objects.in_bulk([*found.inspectors])
    writer = found.rechecked_by_id if found.state == RECHECKED else found.recorded_by_id
    mine = me in found.inspectors
    facts: dict[str, Any] = {
        "found": found,
        "inspectors": [str(people[key]) for key in found.inspectors if key in people],
        "writer": people.get(writer or 0),
        "fault": told(fault),
        "field": field,
        "sent": {"inspected_on": today.isoformat(), **(sent or {})},
        "findings": FINDINGS,
        "rows": _rows(found, sent or {}, fault, field) if mine and found.state == ASSIGNED else [],
        "may_sign": mine and found.state in (RECORDED, RECHECKED) and writer != me,
        "may_recheck": mine and found.state == RECTIFY,
        "late": _late(found, today),
        "labels": dict(FINDINGS),
        "official": request.person.is_official,
    }
    return render(request, "portal/oversight/inspection.html", facts, status=fault.status if fault is not None else 200)


def _rows(found: Inspection, sent: Mapping[str, str], fault: LicensingError | None, field: str) -> list[Row]:
    return [
        Row(
            line,
            in_language(line.text, line.text_en),
            sent.get(f"{line.key}-f", ""),
            sent.get(f"{line.key}-r", ""),
            told(fault) if field == line.key else "",
        )
        for line in checklist(found)
    ]
