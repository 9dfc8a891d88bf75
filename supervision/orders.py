"""督办: the e-supervision officer or the head asks a person or a desk about a case, and gets an answer by a day.

An order is no part of the case and never changes it: its acts stand in the chain of the register of orders.  A refusal is
asked for in the order of every act: the state of the order, the role, recusal, then what the act itself needs.  Source:
电子监察规则; 审批与监管分离 (who has worked on a case gives no orders about it); the days are the bureau's own (本局规则)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from approvals.people import Post, User
from approvals.rules import authority
from notifications.models import Message
from supervision.facts import Watched, watched
from supervision.hands import worked_on
from supervision.models import ANSWERED, CLOSED, OPEN, Order
from supervision.noting import may, refusals_noted
from supervision.rules.orders import URGENCIES
from supervision.schemes_in_force import orders as scheme_in_force
from workflow import calendar, catalogue_versions, seats
from workflow.acts import perform_register
from workflow.acts.register import read_actor
from workflow.errors import BadInput, NotFound, refuse
from workflow.rules.clock import legal_day

REGISTER = "orders"
LONGEST = 2000
WHICH_URGENCY, NO_TEXT = _("请选择督办的缓急"), _("请填写内容")
TO_WHOM, NOT_AT_WORK = _("请选择一名人员或者一个岗位"), _("该人员今天不在办理岗位上")
ROLES_AT: dict[str, frozenset[str]] = {
    desk: frozenset(role for role, desks in {**seats.DESKS, **seats.DECIDING_DESKS}.items() if desk in desks)
    for desk in ("window", "review", "verification", "chief_representative", "deputy_director", "supervision")
}


def give_order(
    application_id: int,
    *,
    by: int,
    at: datetime,
    text: str = "",
    person: int | None = None,
    desk: str = "",
    urgency: str = "ordinary",
) -> Order:
    """督办: to one person or one desk.  By the e-supervision officer or the head.

    Raises NotFound, BadInput (urgency, to, text), or not_authorised, recused, separation_of_duties."""
    case = watched(application_id)
    with refusals_noted("give_order", application_id, by=by, at=at):
        may("give_order", application_id, by=by, at=at)
        if worked_on(application_id, by):
            raise refuse("separation_of_duties")
        given = {"urgency": _urgency(urgency), "person": person, "desk": desk, "text": _said(text)}
        _addressee(person, desk, by=by, today=legal_day(at))
    inputs = {"application": case.id, **given}
    return perform_register(
        "give_order", REGISTER, by=by, at=at, inputs=inputs, change=lambda: _given(case, given, by=by, at=at)
    )


def _given(case: Watched, given: dict[str, Any], *, by: int, at: datetime) -> Order:
    made = Order.objects.create(
        application_id=case.id,
        office_id=case.office_id,
        person_id=given["person"],
        desk=given["desk"],
        urgency=given["urgency"],
        text=given["text"],
        ordered_by_id=by,
        ordered_at=at,
        due_on=_due_on(given["urgency"], legal_day(at)),
        rule_version=str(scheme_in_force()),
    )
    _tell(made, case, "order_given", to=_answering(made, legal_day(at)), at=at, by=by, text=made.text)
    return made


def answer_order(order_id: int, *, by: int, at: datetime, text: str = "") -> Order:
    """答复: by the person addressed, or by somebody who sits at the desk addressed.

    Raises NotFound, BadInput (text), or not_in_order, not_authorised, recused."""
    found = order(order_id)
    with refusals_noted("answer_order", found.application_id, by=by, at=at):
        if found.state != OPEN:
            raise refuse("not_in_order")
        may("answer_order", found.application_id, by=by, at=at)
        if not answers(found, by, roles=read_actor(by, legal_day(at)).roles(legal_day(at))):
            raise refuse("not_authorised")
        change = {"state": ANSWERED, "answered_by_id": by, "answered_at": at, "answer": _said(text)}
        return _write("answer_order", found, change, by=by, at=at, states=(OPEN,), text=text)


def close_order(order_id: int, *, by: int, at: datetime, text: str = "") -> Order:
    """办结: by who gave the order; an order that nobody answered is closed with a reason.

    Raises NotFound, or not_in_order, not_authorised, recused, grounds_missing."""
    found = order(order_id)
    with refusals_noted("close_order", found.application_id, by=by, at=at):
        if found.state == CLOSED:
            raise refuse("not_in_order")
        may("close_order", found.application_id, by=by, at=at)
        if found.ordered_by_id != by:
            raise refuse("not_authorised")
        if found.state == OPEN and not text.strip():
            raise refuse("grounds_missing")
        change = {"state": CLOSED, "closed_by_id": by, "closed_at": at, "closing": text.strip()[:LONGEST]}
        return _write("close_order", found, change, by=by, at=at, states=(found.state,), text=text)


def order(order_id: int) -> Order:
    """One order.  Raises NotFound."""
    found = Order.objects.select_related("application__applicant").filter(pk=order_id).first()
    if found is None:
        raise NotFound(str(order_id))
    return found


def answers(found: Order, person: int, *, roles: Iterable[str]) -> bool:
    """Is it for this person, who has these roles today, to answer?"""
    if found.person_id is not None:
        return found.person_id == person
    return person != found.ordered_by_id and bool(ROLES_AT.get(found.desk, frozenset()) & set(roles))


def is_late(found: Order, today: date) -> bool:
    """Was it answered after its day, or not yet and the day is over?"""
    answered_on = legal_day(found.answered_at) if found.answered_at is not None else None
    ended_on = answered_on or (legal_day(found.closed_at) if found.closed_at is not None else today)
    return ended_on > found.due_on


def sitting_at(desk: str, *, on: date) -> list[int]:
    """The officials who sit at a desk on this day."""
    posts = Post.objects.filter(role__in=ROLES_AT[desk], from_on__lte=on, user__is_active=True).exclude(until_on__lt=on)
    return list(posts.order_by("user_id").values_list("user_id", flat=True).distinct())


def _urgency(given: str) -> str:
    if given not in URGENCIES:
        raise BadInput(WHICH_URGENCY, field="urgency")
    return given


def _said(text: str) -> str:
    if not text.strip():
        raise BadInput(NO_TEXT, field="text")
    return text.strip()[:LONGEST]


def _addressee(person: int | None, desk: str, *, by: int, today: date) -> None:
    """One official who handles cases, another than who asks; or one desk."""
    if (person is None) == (not desk) or (desk and desk not in ROLES_AT) or person == by:
        raise BadInput(TO_WHOM, field="to")
    if person is not None:
        known = User.objects.filter(pk=person, is_active=True).exists()
        if not known or authority.role_verdict(actor=read_actor(person, today), act="answer_order", day=today).code:
            raise BadInput(NOT_AT_WORK, field="to")


def _due_on(urgency: str, today: date) -> date:
    return scheme_in_force().due_on(given_on=today, urgency=urgency, calendar=calendar.current())


def _write(
    act: str, found: Order, change: dict[str, Any], *, by: int, at: datetime, states: tuple[str, ...], text: str
) -> Order:
    """The order, its entry in the chain and its messages, all or nothing; who comes second finds it not in order."""

    def written() -> Order:
        held = Order.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if held.state not in states:
            raise refuse("not_in_order")
        for name, value in change.items():
            setattr(held, name, value)
        held.save(update_fields=list(change))
        answered = act == "answer_order"
        concerned = [held.ordered_by_id] if answered else _answering(held, legal_day(at))
        kind = "order_answered" if answered else "order_closed"
        _tell(held, watched(held.application_id), kind, to=concerned, at=at, by=by, text=text)
        return held

    inputs = {"application": found.application_id, "order": found.pk, "text": text.strip()}
    return perform_register(act, REGISTER, by=by, at=at, inputs=inputs, change=written)


def _answering(held: Order, today: date) -> list[int]:
    """Who has answered it, else whom it was for."""
    first = held.answered_by_id or held.person_id
    return [first] if first is not None else sitting_at(held.desk, on=today)


def _tell(
    held: Order, case: Watched, kind: str, *, to: Iterable[int], at: datetime, by: int, text: str
) -> None:
    item = catalogue_versions.sub_item(case.item_version_id, case.sub_item_code)
    facts = {"number": case.number, "item": item.names, "applicant": case.applicant, "reply_by": held.due_on.isoformat()}
    facts |= {"by": read_actor(by, legal_day(at)).name} | ({"text": text.strip()} if text.strip() else {})
    Message.objects.bulk_create(
        Message(
            event=f"order:{held.pk}",
            kind=kind,
            recipient_id=account,
            params=facts,
            link=f"/orders/{held.pk}/",
            created_at=at,
        )
        for account in dict.fromkeys(to)
    )
