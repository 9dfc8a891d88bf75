"""取号叫号: numbers of an office and day without a gap, and the next one called once, whoever presses at the same moment."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from approvals.people import Office
from portal.window.models import FirstContact, Ticket
from workflow.rules.clock import legal_day

LAST_CALLED = 4


def take(*, office: int, at: datetime) -> Ticket:
    """The next number of the day.  Who takes one at the same moment waits for the office's row, so none is left out."""
    day = legal_day(at)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=office)
        last = Ticket.objects.filter(office=office, day=day).aggregate(last=Max("number"))["last"] or 0
        return Ticket.objects.create(office_id=office, day=day, number=last + 1, taken_at=at)


def call_next(*, office: int, by: int, at: datetime) -> Ticket | None:
    """The first number of today that nobody has called; the caller has first received this customer (首问责任)."""
    with transaction.atomic():
        waiting = Ticket.objects.select_for_update(skip_locked=True)
        ticket = waiting.filter(office=office, day=legal_day(at), called_at=None).order_by("number").first()
        if ticket is None:
            return None
        ticket.called_at, ticket.called_by_id = at, by
        ticket.save(update_fields=["called_at", "called_by"])
        FirstContact.objects.create(office_id=office, official_id=by, received_at=at, ticket=ticket)
        return ticket


def waiting(*, office: int, at: datetime) -> list[Ticket]:
    """Who waits, in order."""
    return list(Ticket.objects.filter(office=office, day=legal_day(at), called_at=None).order_by("number"))


def called(*, office: int, at: datetime) -> list[Ticket]:
    """The last few that were called today, the newest first, with the clerk."""
    rows = Ticket.objects.filter(office=office, day=legal_day(at), called_at__isnull=False)
    return list(rows.select_related("called_by").order_by("-called_at", "-number")[:LAST_CALLED])
