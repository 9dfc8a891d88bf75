"""可预约的核查时段, as a case sees them: read for a booking, offered to the applicant, given back when the case ends.

A place is taken by the acts only (acts/visits.py); how the office makes slots is in visit_calendar.py."""

from datetime import date, datetime

from django.db.models import F

from workflow.case import Case
from workflow.lifecycle import ACCEPTED
from workflow.models import Visit, VisitSlot
from workflow.rules.clock import LEGAL_ZONE

MOST_OFFERED = 40


def read(case: Case, wanted: object) -> None:
    """Puts into the case the slot asked for, and the one its visit holds; no statement where there is neither."""
    held = [v.slot_id for v in case.visits if v.slot_id is not None and v.result == Visit.BOOKED]
    keys = {key for key in (wanted, *held) if isinstance(key, int)} if wanted is not None else set()
    if keys:
        case.slots = VisitSlot.objects.in_bulk(keys)


def give_back(case: Case) -> None:
    """A case that ended needs the place of its visit no longer."""
    if case.status != ACCEPTED:
        for visit in case.visits:
            if visit.result == Visit.BOOKED and visit.slot_id is not None:
                visit.slot_id = None


def begins_at(slot: VisitSlot) -> datetime:
    """The instant at which the time of the slot begins."""
    return datetime.combine(slot.day, slot.begins, tzinfo=LEGAL_ZONE)


def free(case: Case) -> list[VisitSlot]:
    """The times the applicant may pick for this case, the earliest first; not with an official who is recused."""
    rows = VisitSlot.objects.filter(
        office=case.application.office_id, day__gte=first_day(case), taken__lt=F("capacity")
    ).order_by("day", "begins", "id")
    barred = {row.official_id for row in case.recusals}
    return [slot for slot in rows[:MOST_OFFERED] if barred.isdisjoint(slot.officials)]


def first_day(case: Case) -> date:
    """The earliest day for a visit the applicant books: the next working day."""
    return case.calendar.add(case.today, 1)
