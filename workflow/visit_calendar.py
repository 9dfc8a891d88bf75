"""The office's calendar of visits: slots made from simple rules and closed, the visits of a week, and what waits for a time.

The day of a slot is a working day of the bureau's calendar.  A booking is an act (acts/visits.py)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q

from approvals.people import Post
from workflow.errors import BadInput, NotFound, refuse
from workflow.lifecycle import ACCEPTED
from workflow.models import Visit, VisitSlot
from workflow.reading import posts_of
from workflow.rules.clock import LEGAL_ZONE
from workflow.rules.workdays import Calendar

LONGEST_DAYS, MOST_PLACES = 92, 20
MOST_OF_A_WEEK, MOST_FREE = 400, 60
USUAL_LENGTH = timedelta(hours=2)  # of a visit whose time the office fixed
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """From the first day to the last, on which weekdays (Monday is 0), and from when to when; on a day off there is none."""

    first: date
    last: date
    weekdays: frozenset[int]
    periods: tuple[tuple[time, time], ...]


def make(
    *, by: int, office: int, rule: Pattern, officials: Sequence[int], capacity: int, today: date, calendar: Calendar
) -> int:
    """Offers the times of the rule on every working day it names; how many are new.

    Raises two_officials_required, not_authorised for somebody who does not verify there, or BadInput."""
    pair = _pair(officials, office, today)
    _check(rule, capacity, today)
    rows = [
        VisitSlot(office_id=office, day=day, begins=a, ends=b, officials=pair, capacity=capacity, made_by_id=by)
        for day in _days(rule, calendar)
        for a, b in rule.periods
    ]
    before = _count(office, rule)
    VisitSlot.objects.bulk_create(rows, ignore_conflicts=True)
    return _count(office, rule) - before


def _check(rule: Pattern, capacity: int, today: date) -> None:
    if rule.first <= today or not 0 <= (rule.last - rule.first).days <= LONGEST_DAYS:
        raise BadInput("时段应在明天以后，一次不超过三个月", field="last")
    if not 1 <= capacity <= MOST_PLACES:
        raise BadInput("每个时段可约 1 至 20 件", field="capacity")
    if not rule.periods or not rule.weekdays or any(begins >= ends for begins, ends in rule.periods):
        raise BadInput("请选择星期和起止时间", field="periods")


def _count(office: int, rule: Pattern) -> int:
    return VisitSlot.objects.filter(office=office, day__gte=rule.first, day__lte=rule.last).count()


def _pair(officials: Sequence[int], office: int, today: date) -> list[int]:
    pair = sorted(set(officials))
    if len(pair) != 2:
        raise refuse("two_officials_required")
    if verifiers(office, pair, today) != set(pair):
        raise refuse("not_authorised")
    return pair


def verifiers(office: int, among: Collection[int], on: date) -> set[int]:
    """Which of these accounts verify for the office on this day."""
    posts = Post.objects.filter(posts_of(office, on=on), role="verifier", user_id__in=among, user__is_active=True)
    return set(posts.values_list("user_id", flat=True))


def _days(rule: Pattern, calendar: Calendar) -> Iterable[date]:
    days = (rule.first + n * ONE_DAY for n in range((rule.last - rule.first).days + 1))
    return (day for day in days if day.weekday() in rule.weekdays and calendar.is_working(day))


def close(*, slot: int, office: Collection[int]) -> None:
    """No more bookings; those made stand.  Raises NotFound for a slot that is not of these offices."""
    rows = VisitSlot.objects.filter(pk=slot, office__in=office)
    if not rows.filter(visit=None).delete()[0] and not rows.update(capacity=F("taken"), version=F("version") + 1):
        raise NotFound(str(slot))


def visits(*, offices: Collection[int], first: date, last: date) -> list[Visit]:
    """The visits from `first` to `last` in these offices, by time; one that was booked anew stands where it now is."""
    begin, end = _at(first, time()), _at(last + ONE_DAY, time())
    later = Visit.objects.filter(application=OuterRef("application"), id__gt=OuterRef("id"))
    rows = Visit.objects.filter(application__office__in=offices, booked_for__gte=begin, booked_for__lt=end)
    rows = rows.exclude(Exists(later), result=Visit.BOOKED).exclude(
        ~Q(application__status=ACCEPTED), result=Visit.BOOKED
    )
    return list(rows.select_related("application__applicant", "slot").order_by("booked_for", "id")[:MOST_OF_A_WEEK])


def slots(*, offices: Collection[int], first: date, last: date) -> list[VisitSlot]:
    """The times offered from `first` to `last`."""
    rows = VisitSlot.objects.filter(office__in=offices, day__gte=first, day__lte=last)
    return list(rows.order_by("day", "begins", "id")[:MOST_OF_A_WEEK])


def free_slots(*, offices: Collection[int], after: date) -> list[VisitSlot]:
    """The next times with a free place, from the day after on."""
    rows = VisitSlot.objects.filter(office__in=offices, day__gt=after, taken__lt=F("capacity"))
    return list(rows.order_by("day", "begins", "id")[:MOST_FREE])


def clashes(rows: Iterable[Visit]) -> set[int]:
    """Ids of booked visits for which one official would have to be at two places at once."""
    found: set[int] = set()
    booked = sorted((row for row in rows if row.result == Visit.BOOKED), key=lambda row: row.booked_for)
    for number, one in enumerate(booked):
        until = _ends(one)
        for other in booked[number + 1 :]:
            if other.booked_for >= until:
                break
            together = one.slot_id is not None and one.slot_id == other.slot_id
            if not together and not set(one.officials).isdisjoint(other.officials):
                found |= {one.pk, other.pk}
    return found


def engaged(rows: Iterable[Visit], offered: Iterable[VisitSlot]) -> set[int]:
    """Ids of the times offered in which one of the officials has a visit elsewhere."""
    booked = [row for row in rows if row.result == Visit.BOOKED]
    return {
        slot.pk
        for slot in offered
        for row in booked
        if row.slot_id != slot.pk
        and not set(row.officials).isdisjoint(slot.officials)
        and row.booked_for < _at(slot.day, slot.ends)
        and _at(slot.day, slot.begins) < _ends(row)
    }


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LEGAL_ZONE)


def _ends(visit: Visit) -> datetime:
    if visit.slot is not None:
        return _at(visit.slot.day, visit.slot.ends)
    return visit.booked_for + USUAL_LENGTH
