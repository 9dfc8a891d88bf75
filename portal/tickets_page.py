"""咨询投诉 at the desks: the queue by due day, a ticket with what may be done about it, and one entered for somebody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.keys import key_of
from portal.lodging_form import query_code
from portal.offices import bureaus
from portal.people_forms import blame
from portal.ticket_forms import AnswerForm, AssignForm, CallForm, EnterForm, kinds, sources
from supervision.models import Ticket
from supervision.tickets import acts
from supervision.tickets.models import ANSWERED, ASSIGNED
from workflow.errors import BadInput, LicensingError, NotFound
from workflow.rules.clock import legal_day

LIMIT = 30
ASSIGNERS = frozenset({"clerk", "monitor", "bureau_head"})
WIDE = ASSIGNERS | {"auditor"}
STATES = ("open", "mine", ANSWERED)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Step:
    """Something this person may do now about a ticket: the last part of its address, its name, its form."""

    act: str
    name: str
    form: forms.Form


def seen_by(request: Request) -> QuerySet[Ticket]:
    """The tickets of the bureau for who assigns or audits; else those assigned to oneself."""
    rows = Ticket.objects.select_related("application", "assigned_to", "answered_by", "called_by")
    if request.person.roles & WIDE:
        return rows.filter(office_id__in=bureaus(request.person.id, on=moment.today(), roles=WIDE))
    return rows.filter(assigned_to_id=request.person.id)


@require_safe
@never_cache
def tickets(request: Request) -> HttpResponse:
    """`state`: open, mine or answered; open ones by due day, answered ones newest first; a page at a time by key."""
    state, kind, after = (request.GET.get(name, "") for name in ("state", "kind", "after"))
    state = state or "open"
    if state not in STATES or kind not in ("", *acts.rules().kinds):
        raise BadInput(state, field="state")
    rows = seen_by(request)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(assigned_to_id=request.person.id) if state == "mine" else rows
    rows = _paged(rows, state, after)
    found, today = list(rows[: LIMIT + 1]), moment.today()
    last = found[LIMIT - 1] if len(found) > LIMIT else None
    kept = {name: value for name, value in (("state", state), ("kind", kind)) if value}
    following = str(last.pk if state == ANSWERED else f"{last.due_on}_{last.pk}") if last is not None else ""
    facts = {
        "rows": [(each, dict(kinds())[each.kind], _late(each, today), each.due_on == today) for each in found[:LIMIT]],
        "state": state,
        "kind": kind,
        "kinds": kinds(),
        "paged": bool(after),
        "next": urlencode({**kept, "after": following}) if following else "",
        "may_enter": request.person.may("ticket-new"),
        "may_edit": request.person.may("entries"),
    }
    return render(request, "portal/tickets/list.html", facts)


def _paged(rows: QuerySet[Ticket], state: str, after: str) -> QuerySet[Ticket]:
    if state == ANSWERED:
        rows = rows.filter(state=ANSWERED).order_by("-id")
        return rows.filter(id__lt=key_of(after, "after")) if after else rows
    rows = rows.exclude(state=ANSWERED).order_by("due_on", "id")
    if not after:
        return rows
    on, _sign, key = after.partition("_")
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise BadInput(after[:40], field="after") from None
    return rows.filter(due_on__gte=day).exclude(due_on=day, id__lte=key_of(key, "after"))


def _late(ticket: Ticket, today: date) -> bool:
    return (legal_day(ticket.answered_at) if ticket.answered_at is not None else today) > ticket.due_on


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter(request: Request) -> HttpResponse:
    """登记: a ticket from line 12345, the window, a call or a letter."""
    form = EnterForm(request.POST if request.method == "POST" else None, initial={"kind": "consultation"})
    if request.method != "POST" or not form.is_valid():
        return _enter(request, form, status=200 if request.method != "POST" else 422)
    office = min(bureaus(request.person.id, on=moment.today(), roles=ASSIGNERS))
    try:
        made = acts.receive_ticket(form.asked(), office=office, code=query_code(), by=request.person.id, at=moment.now())
    except LicensingError as error:
        blame(form, error)
        return _enter(request, form, status=error.status)
    words = {"number": made.number, "code": made.code}
    messages.success(request, _("已登记 %(number)s，查询码 %(code)s，请告知提问人。") % words)
    return redirect("ticket", number=made.number)


def _enter(request: Request, form: EnterForm, *, status: int) -> HttpResponse:
    return render(request, "portal/tickets/new.html", {"form": form}, status=status)


@require_safe
@never_cache
def ticket(request: Request, number: str) -> HttpResponse:
    """One ticket with everything about it, and the forms of who may do something now."""
    return _show(request, _one(request, number))


@require_POST
def act(request: Request, number: str, step: str) -> HttpResponse:
    """assign, answer or call: what the form of the page sends."""
    found = _one(request, number)
    wanted = next((each for each in _steps(request, found, request.POST) if each.act == step), None)
    if wanted is None:
        raise BadInput(step[:20], field="step")
    if not wanted.form.is_valid():
        return _show(request, found, wrong=wanted, status=422)
    given: dict[str, Any] = wanted.form.cleaned_data
    try:
        DOORS[step](number, by=request.person.id, at=moment.now(), **given)
    except LicensingError as error:
        blame(wanted.form, error)
        return _show(request, found, wrong=wanted, status=error.status)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("已经记录：%(name)s。") % {"name": wanted.name})
    mine = seen_by(request).filter(number=number).exists()
    return redirect("ticket", number=number) if mine else redirect("tickets")


DOORS: dict[str, Callable[..., Ticket]] = {
    "assign": acts.assign_ticket,
    "answer": acts.answer_ticket,
    "call": acts.call_back_ticket,
}


def _one(request: Request, number: str) -> Ticket:
    found = seen_by(request).filter(number=number[:24].replace("\0", "")).first()
    if found is None:
        raise NotFound(number[:24])
    return found


def _steps(request: Request, found: Ticket, data: Any = None) -> list[Step]:
    """What this person may do about it now."""
    me, roles, steps = request.person.id, request.person.roles, []
    if found.state == ASSIGNED and found.assigned_to_id == me:
        steps.append(Step("answer", _("答复"), AnswerForm(data, auto_id="answer-%s")))
    if found.state != ANSWERED and roles & ASSIGNERS:
        people = [(user.pk, str(user)) for user in acts.may_answer(found, today=moment.today())]
        steps.append(Step("assign", _("分派"), AssignForm(data, people=people, auto_id="assign-%s")))
    open_to_call = found.state == ANSWERED and found.called in ("", "not_reached")
    if open_to_call and roles & ASSIGNERS and found.answered_by_id != me:
        steps.append(Step("call", _("回访"), CallForm(data, auto_id="call-%s")))
    return steps


def _show(request: Request, found: Ticket, *, wrong: Step | None = None, status: int = 200) -> HttpResponse:
    """The telephone stands there in full for who has to use it."""
    whole = found.assigned_to_id == request.person.id or (found.state == ANSWERED and bool(request.person.roles & ASSIGNERS))
    steps = [wrong if wrong is not None and each.act == wrong.act else each for each in _steps(request, found)]
    facts = {
        "ticket": found,
        "kind": dict(kinds())[found.kind],
        "source": dict(sources())[found.source],
        "phone": found.phone if whole else _masked(found.phone),
        "name": found.name if whole else found.name[:1] + "*" * len(found.name[1:]),
        "late": _late(found, moment.today()),
        "steps": steps,
        "basis": acts.rules().legal_basis,
    }
    return render(request, "portal/tickets/ticket.html", facts, status=status)


def _masked(phone: str) -> str:
    return phone[:SHOWN] + "****" + phone[-SHOWN - 1 :] if len(phone) > 2 * SHOWN + 1 else "*" * len(phone)
