"""预约核查: the applicant picks one of the times offered, changes twice at most, and a visit missed counts like a change."""

from datetime import date, time

import pytest

from approvals.people import Office
from config.play.cast import assemble
from tests.moments import moment
from workflow import acts, calendar, visit_calendar
from workflow.errors import BadInput, Refusal
from workflow.models import Application, Visit, VisitSlot
from workflow.visit_calendar import Pattern

VISITED = "EM07-01"
MONDAY, TUESDAY = date(2026, 5, 11), date(2026, 5, 12)
TWICE = ((time(9), time(12)), (time(14), time(17)))


@pytest.fixture
def people(db):
    return {handle: user.pk for handle, user in assemble().items()}


@pytest.fixture
def offered(people):
    return offer(people)


def offer(people, *, capacity=1, first=TUESDAY, last=date(2026, 5, 22)):
    visit_calendar.make(
        by=people["reviewer"],
        office=Office.objects.get().pk,
        rule=Pattern(first, last, frozenset(range(5)), TWICE),
        officials=[people["verifier_a"], people["verifier_b"]],
        capacity=capacity,
        today=MONDAY,
        calendar=calendar.current(),
    )
    return list(VisitSlot.objects.order_by("day", "begins"))


def accepted(people, by="applicant"):
    case = acts.lodge(by=people[by], at=moment(MONDAY, 9), item=VISITED, materials="all")
    acts.perform("accept", case.pk, by=people["clerk"], at=moment(MONDAY, 9))
    return case


def do(people, act, case, by, at=None, **given):
    return acts.perform(act, case.pk, by=people[by], at=at or moment(MONDAY, 10), **given)


def refused(code, *args, **given):
    with pytest.raises(Refusal) as told:
        do(*args, **given)
    assert told.value.code == code


def taken(slot):
    return VisitSlot.objects.get(pk=slot.pk).taken


def test_the_applicant_picks_a_time_and_both_officials_are_told(people, offered):
    case = accepted(people)
    do(people, "book_visit", case, "agent", slot=offered[0].pk)
    visit = Visit.objects.get(application=case)
    assert visit.booked_for == moment(TUESDAY, 9)
    assert visit.officials == sorted([people["verifier_a"], people["verifier_b"]])
    assert taken(offered[0]) == 1


def test_a_time_that_is_full_is_refused(people, offered):
    do(people, "book_visit", accepted(people), "applicant", slot=offered[0].pk)
    refused("slot_full", people, "book_visit", accepted(people, "applicant2"), "applicant2", slot=offered[0].pk)


def test_a_third_change_is_refused(people, offered):
    case = accepted(people)
    do(people, "book_visit", case, "applicant", slot=offered[0].pk)
    do(people, "change_visit", case, "applicant", slot=offered[1].pk)
    do(people, "change_visit", case, "applicant", slot=offered[2].pk)
    refused("visit_changes_used", people, "change_visit", case, "applicant", slot=offered[3].pk)
    assert [taken(slot) for slot in offered[:4]] == [0, 0, 1, 0]


def test_the_office_may_still_change_what_the_applicant_may_not(people, offered):
    case = accepted(people)
    do(people, "book_visit", case, "applicant", slot=offered[0].pk)
    for slot in offered[1:3]:
        do(people, "change_visit", case, "applicant", slot=slot.pk)
    do(people, "change_visit", case, "reviewer", slot=offered[3].pk)
    assert taken(offered[3]) == 1
    refused("visit_changes_used", people, "change_visit", case, "applicant", slot=offered[4].pk)


def test_a_visit_missed_counts_like_a_change_and_work_returns_to_review(people, offered):
    case = accepted(people)
    do(people, "book_visit", case, "applicant", slot=offered[0].pk)
    refused("not_in_order", people, "record_no_show", case, "verifier_a", at=moment(TUESDAY, 8), remark="无人")
    do(people, "record_no_show", case, "verifier_a", at=moment(TUESDAY, 10), remark="现场无人，电话不通")
    do(people, "book_visit", case, "applicant", at=moment(TUESDAY, 11), slot=offered[2].pk)
    do(people, "change_visit", case, "applicant", at=moment(TUESDAY, 11), slot=offered[4].pk)
    refused("visit_changes_used", people, "change_visit", case, "applicant", at=moment(TUESDAY, 12), slot=offered[5].pk)


def test_a_visit_missed_three_times_is_fixed_by_the_office(people, offered):
    case = accepted(people)
    for slot in (offered[0], offered[2], offered[4]):
        do(people, "book_visit", case, "reviewer", slot=slot.pk)
        do(people, "record_no_show", case, "verifier_a", at=moment(slot.day, 11), remark="无人")
    at = moment(date(2026, 5, 14), 12)
    refused("visit_changes_used", people, "book_visit", case, "applicant", at=at, slot=offered[-1].pk)
    do(people, "book_visit", case, "reviewer", at=at, slot=offered[-1].pk)


def test_not_on_the_day_itself_nor_for_the_same_day(people, offered):
    case = accepted(people)
    refused("too_late", people, "book_visit", case, "applicant", at=moment(TUESDAY, 8), slot=offered[1].pk)
    do(people, "book_visit", case, "applicant", slot=offered[0].pk)
    refused("too_late", people, "change_visit", case, "applicant", at=moment(TUESDAY, 8), slot=offered[4].pk)


def test_after_the_days_for_booking_the_office_fixes_the_time(people, offered):
    case = accepted(people)
    refused("too_late", people, "book_visit", case, "applicant", at=moment(date(2026, 5, 19)), slot=offered[-1].pk)
    do(people, "book_visit", case, "applicant", at=moment(date(2026, 5, 18)), slot=offered[-1].pk)


def test_the_applicant_does_not_choose_who_comes(people, offered):
    officials = [people["verifier_b"], people["verifier_c"]]
    case = accepted(people)
    with pytest.raises(Refusal) as told:
        do(people, "book_visit", case, "applicant", for_at=moment(TUESDAY, 9), officials=officials)
    assert told.value.code == "not_authorised"
    with pytest.raises(BadInput) as bad:
        do(people, "book_visit", case, "applicant")
    assert bad.value.field == "slot"


def test_a_case_that_ends_gives_its_place_back(people, offered):
    case = accepted(people)
    do(people, "book_visit", case, "applicant", slot=offered[0].pk)
    do(people, "withdraw", case, "applicant", reason="不办了")
    assert taken(offered[0]) == 0


def test_a_booking_of_the_office_gives_the_place_back(people, offered):
    case = accepted(people)
    do(people, "book_visit", case, "applicant", slot=offered[0].pk)
    officials = [people["verifier_b"], people["verifier_c"]]
    do(people, "book_visit", case, "reviewer", for_at=moment(TUESDAY, 15), officials=officials)
    assert taken(offered[0]) == 0


def test_somebody_else_does_not_book(people, offered):
    case = accepted(people)
    refused("not_yours", people, "book_visit", case, "applicant2", slot=offered[0].pk)
    refused("not_authorised", people, "book_visit", case, "verifier_a", slot=offered[0].pk)


def test_no_second_rectification_beyond_the_rounds_of_the_rules(people, offered):
    case, officials = accepted(people), [people["verifier_a"], people["verifier_b"]]
    again = {"result": "rectify", "officials": officials, "rectify_days": 5}
    do(people, "book_visit", case, "reviewer", for_at=moment(TUESDAY, 9), officials=officials)
    do(people, "record_visit", case, "verifier_a", **again)
    do(people, "confirm_rectification", case, "verifier_a", result="failed")
    do(people, "book_visit", case, "reviewer", for_at=moment(TUESDAY, 15), officials=officials)
    refused("visit_rounds_used", people, "record_visit", case, "verifier_a", **again)


def test_slots_are_made_on_working_days_only_and_once(people):
    first, last = date(2026, 9, 28), date(2026, 10, 9)
    made = offer(people, first=first, last=last)
    days = {date(2026, 9, day) for day in (28, 29, 30)} | {date(2026, 10, day) for day in (8, 9)}
    assert {slot.day for slot in made} == days
    assert len(offer(people, first=first, last=last)) == len(made)


def test_a_closed_slot_keeps_its_booking_and_takes_no_other(people):
    slots = offer(people, capacity=2)
    office = [Office.objects.get().pk]
    do(people, "book_visit", accepted(people), "applicant", slot=slots[0].pk)
    for slot in slots[:2]:
        visit_calendar.close(slot=slot.pk, office=office)
    refused("slot_full", people, "book_visit", accepted(people, "applicant2"), "applicant2", slot=slots[0].pk)
    assert not VisitSlot.objects.filter(pk=slots[1].pk).exists()
    assert Application.objects.count() == 2
