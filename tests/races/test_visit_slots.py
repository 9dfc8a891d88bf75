"""The times offered for visits under rivals: what has room for one takes one, and an exchange of places ends well."""

from collections import Counter
from datetime import date, time

from approvals.people import Office
from tests.races.conftest import VISITED
from workflow.models import Visit, VisitSlot

ROUNDS = 30
FIRST = date(2026, 9, 28)


def slot(ring, hour, capacity):
    return VisitSlot.objects.create(
        office=Office.objects.get(),
        day=FIRST,
        begins=time(hour // 60 % 24, hour % 60),
        ends=time(23, 59),
        officials=sorted(ring.verifiers),
        capacity=capacity,
        made_by=ring.people["reviewer"],
    ).pk


def accepted(ring, by):
    return ring.accepted(item=VISITED, by=ring.account(by))


def taken(key):
    return VisitSlot.objects.get(pk=key).taken


def test_of_two_who_pick_the_last_place_one_gets_it(arena):
    ring = arena(2)
    parties = ("applicant", "applicant2")
    winners: Counter[str] = Counter()
    for number in range(ROUNDS):
        place = slot(ring, number, 1)
        cases = {by: accepted(ring, by) for by in parties}
        told = ring.race(*(ring.perform("book_visit", case, by, slot=place) for by, case in cases.items()))
        assert sorted(each["code"] for each in told) == ["done", "slot_full"]
        assert taken(place) == Visit.objects.filter(slot=place).count() == 1
        winners[told[0]["code"]] += 1
    assert len(winners) == 2


def test_two_who_exchange_their_places_both_get_what_they_asked_for(arena):
    ring = arena(2)
    for number in range(ROUNDS):
        one, other = slot(ring, 2 * number, 2), slot(ring, 2 * number + 1, 2)
        held = {"applicant": (one, other), "applicant2": (other, one)}
        cases = {by: accepted(ring, by) for by in held}
        for by, (mine, _) in held.items():
            ring.do("book_visit", cases[by], by, slot=mine)
        told = ring.race(*(ring.perform("change_visit", cases[by], by, slot=wish) for by, (_, wish) in held.items()))
        assert [each["code"] for each in told] == ["done", "done"]
        assert (taken(one), taken(other)) == (1, 1)
