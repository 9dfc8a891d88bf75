"""收件、分派、答复、评价、回访 of tickets: each in the chain of the register `tickets`, which holds no personal data.

Source: the bureau's own rule (schemes/tickets.yaml); 公务员法 76 (who is complained of does not answer)."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext_noop as _

from approvals.decisions import Decision
from approvals.people import User
from approvals.rules import authority
from supervision.noting import has_role, refusals_noted
from supervision.rules.tickets import Rules, concerned, rules_of
from supervision.scheme_files import content_of
from supervision.tickets.models import ANSWERED, ASSIGNED, RECEIVED, Ticket
from workflow import calendar, catalogue_versions
from workflow.acts.register import perform_register, read_actor, tell
from workflow.errors import BadInput, LicensingError, NotFound, refuse
from workflow.models import Application
from workflow.rules.clock import due, legal_day

logger = logging.getLogger(__name__)
REGISTER = "tickets"
WEB = "web"
WRITTEN = [
    *("state", "assigned_to", "assigned_at", "answer", "answered_by", "answered_at"),
    *("satisfaction", "satisfaction_text", "satisfaction_at", "called", "called_text", "called_by", "called_at"),
]
OF_TEXT = {"subject": 100, "content": 4000, "name": 60, "phone": 20, "external_number": 60}


@cache
def rules() -> Rules:
    """The profile of tickets that the product ships.  Raises ProfileError."""
    return rules_of(content_of("tickets"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks or says; `application`: the number of a case it is about."""

    kind: str
    subject: str
    content: str
    source: str = WEB
    name: str = ""
    phone: str = ""
    sub_item_code: str = ""
    application: str = ""
    external_number: str = ""


def receive_ticket(asked: Asked, *, office: int, code: str, by: int | None, at: datetime) -> Ticket:
    """收件: by the public itself (`by` None, source web), or entered by an official.  Raises BadInput or not_authorised."""
    if by is not None:
        has_role("receive_ticket", by=by, at=at)
    elif asked.source != WEB:
        raise refuse("not_authorised")
    _check(asked)
    about = _case_of(asked)
    today, days = legal_day(at), calendar.current()
    length = rules().kinds[asked.kind].days

    def change() -> Ticket:
        serial = Ticket.objects.filter(received_on=today).count() + 1  # none is ever deleted, and the register is locked
        return Ticket.objects.create(
            number=f"ZX{today:%Y%m%d}{serial:05d}",
            code=code,
            office_id=office,
            application=about,
            received_at=at,
            received_on=today,
            received_by_id=by,
            rule_version=rules().name,
            length=length,
            due_on=due(start=today, length=length, calendar=days),
            calendar_version=days.version,
            **{name: getattr(asked, name).strip() for name in ("kind", "source", "sub_item_code", *OF_TEXT)},
        )

    inputs = {"kind": asked.kind, "source": asked.source, "sha256": _digest(asked.content), "office": office}
    return perform_register("receive_ticket", REGISTER, by=by, at=at, inputs=inputs, change=change)


def _case_of(asked: Asked) -> Application | None:
    about = Application.objects.filter(number=asked.application).first() if asked.application else None
    if asked.application and about is None:
        raise BadInput(_("没有这个申请编号"), field="application")
    return about


def _check(asked: Asked) -> None:
    if asked.kind not in rules().kinds:
        raise BadInput(_("请选择种类"), field="kind")
    if asked.source not in rules().sources:
        raise BadInput(_("请选择来源"), field="source")
    for name in ("subject", "content"):
        if not getattr(asked, name).strip():
            raise BadInput(_("请填写此项"), field=name)
    for name, most in OF_TEXT.items():
        if len(getattr(asked, name)) > most:
            raise BadInput(f"不超过 {most} 字", field=name)
    if asked.sub_item_code and asked.sub_item_code not in {item.code for item in catalogue_versions.all_current()}:
        raise BadInput(_("请从事项目录中选择"), field="sub_item_code")


def assign_ticket(number: str, *, to: int, by: int, at: datetime) -> Ticket:
    """分派, also anew while it is not answered: to an official who may answer it.

    Raises NotFound, not_in_order, not_authorised, separation_of_duties (he had a part in what is complained of)."""
    today = legal_day(at)
    with refusals_noted("assign_ticket", None, by=by, at=at):
        ticket = _in_state(number, RECEIVED, ASSIGNED)
        has_role("assign_ticket", by=by, at=at)
        if authority.role_verdict(actor=read_actor(to, today), act="answer_ticket", day=today).code:
            raise BadInput(_("该人员不能答复"), field="to")
        _not_concerned(ticket, to)

        def change(held: Ticket) -> None:
            held.state, held.assigned_to_id, held.assigned_at = ASSIGNED, to, at

        return _write("assign_ticket", ticket, (RECEIVED, ASSIGNED), change, by=by, at=at, inputs={"to": to})


def answer_ticket(number: str, *, by: int, at: datetime, text: str = "") -> Ticket:
    """答复, once, by whom it was assigned to.

    Raises NotFound, not_in_order, not_authorised, separation_of_duties, grounds_missing (no answer)."""
    with refusals_noted("answer_ticket", None, by=by, at=at):
        ticket = _in_state(number, ASSIGNED)
        has_role("answer_ticket", by=by, at=at)
        if ticket.assigned_to_id != by:
            raise refuse("not_authorised")
        _not_concerned(ticket, by)
        if not text.strip():
            raise refuse("grounds_missing")

        def change(held: Ticket) -> None:
            if held.assigned_to_id != by:
                raise refuse("not_authorised")
            held.state, held.answer, held.answered_by_id, held.answered_at = ANSWERED, text.strip(), by, at

        return _write("answer_ticket", ticket, (ASSIGNED,), change, by=by, at=at, inputs={"sha256": _digest(text)})


def rate_ticket(number: str, *, at: datetime, satisfaction: str = "", text: str = "") -> Ticket:
    """The asker's judgement of the answer, once; the edge asks for number and code.  Raises NotFound, BadInput, not_in_order."""
    ticket = _in_state(number, ANSWERED)
    if satisfaction not in dict(Ticket._meta.get_field("satisfaction").flatchoices):
        raise BadInput(_("请选择是否满意"), field="satisfaction")

    def change(held: Ticket) -> None:
        if held.satisfaction:
            raise refuse("not_in_order")
        held.satisfaction, held.satisfaction_text, held.satisfaction_at = satisfaction, text.strip()[:400], at

    inputs = {"satisfaction": satisfaction}
    return _write("rate_ticket", ticket, (ANSWERED,), change, by=None, at=at, inputs=inputs)


def call_back_ticket(number: str, *, by: int, at: datetime, outcome: str = "", text: str = "") -> Ticket:
    """回访, by another than who answered; tried again where nobody was reached.  Raises NotFound, a Refusal or BadInput."""
    with refusals_noted("call_back_ticket", None, by=by, at=at):
        ticket = _in_state(number, ANSWERED)
        has_role("call_back_ticket", by=by, at=at)
        if ticket.answered_by_id == by:
            raise refuse("separation_of_duties")
        if outcome not in dict(Ticket._meta.get_field("called").flatchoices):
            raise BadInput(_("请选择回访结果"), field="outcome")

        def change(held: Ticket) -> None:
            if held.called not in ("", "not_reached"):
                raise refuse("not_in_order")
            held.called, held.called_text, held.called_by_id, held.called_at = outcome, text.strip()[:400], by, at

        return _write("call_back_ticket", ticket, (ANSWERED,), change, by=by, at=at, inputs={"outcome": outcome})


def recompute_due(at: datetime) -> int:
    """Days of open tickets after a change of the calendar; returns how many rows were computed anew.

    A day beyond all that is known stays as it was, and is tried again by the next sweep."""
    days = calendar.current()
    stale = list(Ticket.objects.exclude(state=ANSWERED).exclude(calendar_version=days.version).order_by("id"))
    moved = 0
    for ticket in stale:
        try:
            ticket.due_on = due(start=ticket.received_on, length=ticket.length, calendar=days)
        except LicensingError:
            logger.exception("due day of ticket %s", ticket.number)
            continue
        ticket.calendar_version = days.version
        ticket.save(update_fields=["due_on", "calendar_version"])
        moved += 1
    return moved


def by_code(*, number: str, code: str) -> Ticket | None:
    """The ticket for whoever has its number and code."""
    return Ticket.objects.filter(number=number, code=code).first()


def involved(ticket: Ticket) -> list[int]:
    """Who accepted, reviewed or decided the case that the ticket is about."""
    case = ticket.application
    if case is None:
        return []
    decided = Decision.objects.filter(application_id=case.pk, decided_by__isnull=False).values_list("decided_by", flat=True)
    return [key for key in (case.accepted_by_id, *case.reviewed_by, *decided) if key is not None]


def may_answer(ticket: Ticket, *, today: date) -> list[User]:
    """Officials to whom the ticket may be assigned today."""
    roles = authority.ROLES_OF_ACT["answer_ticket"]
    posts = User.objects.filter(is_active=True, posts__role__in=roles, posts__from_on__lte=today)
    found = posts.exclude(posts__until_on__lt=today).distinct().order_by("id")
    kind, barred = rules().kinds[ticket.kind], involved(ticket)
    return [user for user in found if not concerned(kind, person=user.pk, involved=barred)]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _not_concerned(ticket: Ticket, person: int) -> None:
    if concerned(rules().kinds[ticket.kind], person=person, involved=involved(ticket)):
        raise refuse("separation_of_duties")


def _in_state(number: str, *states: str) -> Ticket:
    ticket = Ticket.objects.select_related("application").filter(number=number).first()
    if ticket is None:
        raise NotFound(number)
    if ticket.state not in states:
        raise refuse("not_in_order", str(ticket.get_state_display()))
    return ticket


def _write(
    act: str,
    ticket: Ticket,
    states: tuple[str, ...],
    change: Callable[[Ticket], None],
    *,
    by: int | None,
    at: datetime,
    inputs: dict[str, Any],
) -> Ticket:
    """The ticket as it now stands, its entry in the chain and its message, all or nothing."""

    def written() -> Ticket:
        held = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        if held.state not in states:
            raise refuse("not_in_order", str(held.get_state_display()))
        change(held)
        held.save(update_fields=WRITTEN)  # what was received is encrypted anew by each save, and fixed
        if act == "assign_ticket" and held.assigned_to_id is not None:
            facts = {"ticket": held.number, "subject": held.subject, "due_on": held.due_on}
            event, link = f"ticket:{held.pk}:{at.isoformat()}", f"/tickets/{held.number}/"
            tell(event, "ticket_assigned", to=[held.assigned_to_id], at=at, link=link, **facts)
        return held

    named = {"ticket": ticket.number, **inputs}
    return perform_register(act, REGISTER, by=by, at=at, inputs=named, change=written)
