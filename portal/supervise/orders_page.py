"""督办单: the list, one order with what was answered, and the form by which it is given."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.people import Post, User
from notifications.poke import poke
from portal import moment
from portal.access import Person, Request
from portal.case_words import DESKS, said
from portal.keys import BIGGEST, key_of
from portal.lines import item_name
from portal.offices import bureaus
from portal.policy import HANDLERS, ORDERING, WATCHERS
from supervision import orders as acts
from supervision.models import ANSWERED, CLOSED, OPEN, Order
from supervision.rules.orders import URGENCIES
from supervision.schemes_in_force import orders as scheme_in_force
from workflow.errors import BadInput, LicensingError, NotFound
from workflow.models import Application
from workflow.reading import case_by_number

STATES = [
    (OPEN, pgettext_lazy("order state", "待答复")),
    (ANSWERED, pgettext_lazy("order state", "已答复")),
    (CLOSED, pgettext_lazy("order state", "已办结")),
]
URGENCY = {"ordinary": _lazy("一般督办"), "urgent": _lazy("紧急督办")}
LIMIT = 30
LONGEST = 2000


def seen_by(person: Person, today: date) -> QuerySet[Order]:
    """Those who watch see all of their bureau; an official, what he or his desk is to answer."""
    rows = Order.objects.select_related("application__applicant", "person", "ordered_by")
    if person.roles & WATCHERS:
        return rows.filter(office_id__in=bureaus(person.id, on=today, roles=WATCHERS))
    desks = [desk for desk, roles in acts.ROLES_AT.items() if roles & person.roles]
    mine = Q(desk__in=desks, office_id__in=bureaus(person.id, on=today))
    return rows.filter(mine | Q(person=person.id) | Q(answered_by=person.id))


@require_safe
@never_cache
def orders(request: Request) -> HttpResponse:
    """The newest first, a page at a time."""
    today, state = moment.today(), request.GET.get("state", "")
    if state and state not in dict(STATES):
        raise BadInput(state, field="state")
    rows = seen_by(request.person, today).order_by("-id")
    rows = rows.filter(state=state) if state else rows
    before = request.GET.get("before", "")
    if before:
        rows = rows.filter(id__lt=key_of(before, "before"))
    found = list(rows[: LIMIT + 1])
    kept = f"state={state}&" if state else ""
    facts = {
        "rows": [(each, addressee(each), _item(each), acts.is_late(each, today)) for each in found[:LIMIT]],
        "next": f"{kept}before={found[LIMIT - 1].pk}" if len(found) > LIMIT else "",
        "paged": bool(before),
        "state": state,
        "states": STATES,
        "may_give": request.person.may("order-new"),
    }
    return render(request, "portal/supervise/orders.html", facts)


@require_safe
@never_cache
def order(request: Request, order_id: int) -> HttpResponse:
    """One order, and the forms of who may answer or close it."""
    return _show(request, _one(request, order_id))


@never_cache
def new(request: Request, number: str) -> HttpResponse:
    """The form about one case (GET), and the act (POST)."""
    case = case_by_number(number=number, by=request.person.id, at=moment.now()).case.application
    typed = {name: request.POST.get(name, "") for name in ("to", "urgency", "text")}
    if request.method != "POST":
        return _form(request, case, typed | {"urgency": URGENCIES[0]})
    try:
        person, desk = _to(typed["to"])
        made = acts.give_order(
            case.pk,
            by=request.person.id,
            at=moment.now(),
            text=_plain(typed["text"]),
            urgency=typed["urgency"],
            person=person,
            desk=desk,
        )
    except LicensingError as error:
        return _form(request, case, typed, error)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("督办单已经发出，并告知有关人员。"))
    return redirect("order", order_id=made.pk)


@require_POST
def answer(request: Request, order_id: int) -> HttpResponse:
    """答复."""
    return _do(request, order_id, acts.answer_order, _("答复已经提交，等待督办人核实。"))


@require_POST
def close(request: Request, order_id: int) -> HttpResponse:
    """办结."""
    return _do(request, order_id, acts.close_order, _("督办已经办结。"))


def _do(request: Request, order_id: int, act: Callable[..., Order], told: str) -> HttpResponse:
    found, text = _one(request, order_id), _plain(request.POST.get("text", ""))
    try:
        act(found.pk, by=request.person.id, at=moment.now(), text=text)
    except LicensingError as error:
        return _show(request, found, fault=error, text=text)
    transaction.on_commit(poke, robust=True)
    messages.success(request, told)
    return redirect("order", order_id=order_id)


def _plain(text: str) -> str:
    return text.replace("\0", "")[:LONGEST]


def _to(value: str) -> tuple[int | None, str]:
    """The person of `person:12`, the desk of `desk:review`.  Raises BadInput."""
    kind, _colon, key = value.partition(":")
    person = key_of(key, "to", told=acts.TO_WHOM) if kind == "person" else None
    return person, key if kind == "desk" else ""


def _one(request: Request, order_id: int) -> Order:
    found = seen_by(request.person, moment.today()).filter(pk=order_id).first() if order_id <= BIGGEST else None
    if found is None:
        raise NotFound(str(order_id))
    return found


def _item(found: Order) -> str:
    return item_name(found.application.item_version_id, found.application.sub_item_code)


def addressee(found: Order) -> str:
    """The person, or the desk in words."""
    return str(found.person) if found.person is not None else said(DESKS, found.desk)


def fault_of(error: LicensingError | None) -> tuple[str, str]:
    """At which field, and what to say; '' where nothing is wrong."""
    if error is None:
        return "", ""
    if isinstance(error, BadInput):
        return error.field, _(error.detail or error.text)
    return "", _(error.text)


def _show(request: Request, found: Order, *, fault: LicensingError | None = None, text: str = "") -> HttpResponse:
    me, today = request.person, moment.today()
    named = User.objects.in_bulk([key for key in (found.answered_by_id, found.closed_by_id) if key is not None])
    answering = bool(me.roles & (HANDLERS | {"supervisor"})) and acts.answers(found, me.id, roles=me.roles)
    facts = {
        "order": found,
        "item": _item(found),
        "to": addressee(found),
        "late": acts.is_late(found, today),
        "answered_by": named.get(found.answered_by_id or 0),
        "closed_by": named.get(found.closed_by_id or 0),
        "may_answer": found.state == OPEN and answering,
        "may_close": found.state != CLOSED and found.ordered_by_id == me.id and bool(me.roles & ORDERING),
        "fault": fault_of(fault)[1],
        "text": text,
    }
    return render(request, "portal/supervise/order.html", facts, status=fault.status if fault is not None else 200)


def _form(
    request: Request, case: Application, typed: dict[str, str], fault: LicensingError | None = None
) -> HttpResponse:
    field, sentence = fault_of(fault)
    days = scheme_in_force().working_days
    facts = {
        "case": case,
        "item": item_name(case.item_version_id, case.sub_item_code),
        "desks": [(f"desk:{desk}", said(DESKS, desk)) for desk in acts.ROLES_AT],
        "people": _people(request.person.id),
        "urgencies": [(value, said(URGENCY, value), days[value]) for value in URGENCIES],
        "typed": typed,
        "field": field,
        "fault": sentence,
    }
    status = fault.status if fault is not None else 200
    return render(request, "portal/supervise/order_form.html", facts, status=status)


def _people(me: int) -> list[tuple[str, str]]:
    """Who handles cases today, by name with his posts."""
    today = moment.today()
    posts = Post.objects.filter(role__in=HANDLERS | {"supervisor"}, from_on__lte=today, user__is_active=True)
    rows = posts.exclude(until_on__lt=today).exclude(user_id=me).select_related("user").order_by("user_id", "id")
    found: dict[int, tuple[str, list[str]]] = {}
    for post in rows:
        found.setdefault(post.user_id, (str(post.user), []))[1].append(str(post.get_role_display()))
    return [(f"person:{key}", f"{name}（{'、'.join(posts)}）") for key, (name, posts) in found.items()]
