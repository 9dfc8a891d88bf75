"""首问责任: whoever first received somebody stays the one who did; what was asked and done is written beside it.

Source: 国务院办公厅关于深入推进审批服务便民化的指导意见 (首问负责, 一次办结)."""

from datetime import datetime

from django.db import transaction

from portal.window.models import FirstContact, Ticket
from workflow.models import Application


def note(
    *, office: int, by: int, at: datetime, ticket: Ticket | None, applicant: int | None, item: str, visitor: str,
    asked: str, done: str,
) -> FirstContact:
    """An enquiry answered at the window: on the row of the ticket if there is one, else on a row of its own."""
    with transaction.atomic():
        row = _of_ticket(ticket) or FirstContact(office_id=office, official_id=by, received_at=at, ticket=ticket)
        row.applicant_id, row.sub_item_code, row.visitor = applicant, item, visitor
        row.asked, row.done = asked, done
        row.save()
        return row


def lodged(*, application: Application, by: int, at: datetime, ticket: Ticket | None, visitor: str, done: str) -> None:
    """The application remembers who first received the applicant: at this ticket, at an earlier enquiry, or now."""
    with transaction.atomic():
        row = _of_ticket(ticket) or _of_enquiry(application) or _again(application, by, at, ticket)
        row.applicant_id, row.sub_item_code = application.applicant_id, application.sub_item_code
        row.application, row.visitor = application, visitor or row.visitor
        row.done = "；".join(filter(None, [row.done, done]))[:400]
        row.save()


def _of_ticket(ticket: Ticket | None) -> FirstContact | None:
    if ticket is None:
        return None
    return FirstContact.objects.select_for_update().filter(ticket=ticket, application=None).order_by("id").first()


def _of_enquiry(application: Application) -> FirstContact | None:
    """The applicant has asked about this very matter before."""
    rows = FirstContact.objects.select_for_update().filter(application=None, office=application.office_id)
    asked = rows.filter(applicant=application.applicant_id, sub_item_code=application.sub_item_code)
    return asked.order_by("received_at", "id").first()


def _again(application: Application, by: int, at: datetime, ticket: Ticket | None) -> FirstContact:
    """Nobody before; with a ticket that brought an application already, whoever called it."""
    caller = ticket.called_by_id if ticket is not None else None
    called_at = ticket.called_at if ticket is not None else None
    return FirstContact(
        office_id=application.office_id, official_id=caller or by, received_at=called_at or at, ticket=ticket
    )


def of(application: int) -> FirstContact | None:
    """Who first received the applicant of this application, with the ticket."""
    rows = FirstContact.objects.filter(application=application).select_related("official", "ticket")
    return rows.order_by("received_at", "id").first()
