"""A month's score: each fault costs the points of its kind, once, for whose it is, and never below the floor."""

from datetime import date
from decimal import Decimal

import pytest

from supervision.rules.efficiency import Fault, Scheme, month_of, scheme_of, scores
from supervision.rules.profile import ProfileError
from supervision.schemes_in_force import efficiency

DAY = date(2026, 3, 11)


def fault(kind="yellow_card", key=1, day=DAY, person=5, desks=("review",)):
    return Fault(kind, day, 7, "card", key, person, desks)


def of(faults, scheme=None, desks=("window",), people=(5,)):
    found = scores(scheme=scheme or efficiency(), faults=faults, desks=desks, people=people)
    return {score.subject: score for score in found}


def test_who_is_at_no_fault_has_the_whole_score():
    assert {subject: score.points for subject, score in of([]).items()} == {"window": Decimal(100), 5: Decimal(100)}


def test_a_fault_costs_its_desks_and_its_person_alike():
    found = of([fault(desks=("review", "verification")), fault("red_card", key=2)])
    points = {subject: str(score.points) for subject, score in found.items()}
    assert points == {"review": "97.5", "verification": "99.0", "window": "100", 5: "97.5"}
    assert [each.fault.key for each in found[5].lost] == [2, 1]


def test_a_fault_of_nobody_costs_its_desk_only():
    found = of([fault(person=None)])
    assert (str(found[5].points), str(found["review"].points)) == ("100", "99.0")


def test_a_score_never_falls_below_the_floor_and_says_what_was_taken_off():
    found = of([fault("red_card", key=key) for key in range(80)])[5]
    assert (found.points, found.taken_off) == (Decimal(0), Decimal("120.0"))


def test_the_order_in_which_the_facts_come_makes_no_difference():
    faults = [fault(key=key, day=date(2026, 3, 30 - key)) for key in range(1, 6)]
    assert of(faults) == of(list(reversed(faults)))


def test_a_kind_that_costs_nothing_here_is_not_counted():
    ours = Scheme("ours", 1, "本局规则", Decimal(10), Decimal(0), {"red_card": Decimal(2)})
    assert of([fault()], ours)[5].points == Decimal(10)


def test_the_shipped_scheme_names_its_basis():
    assert (str(efficiency()), efficiency().legal_basis) == ("efficiency/1", "本局规则")


GIVEN = {"name": "ours", "version": 1, "legal_basis": "本局规则", "base": "100", "floor": "0"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"deductions": {"a": {"of": "weather", "points": "1"}}}, "deductions.a"),
        ({"deductions": {"a": {"of": "red_card", "points": 1}}}, "deductions.a.points"),
        ({"deductions": {"a": {"of": "red_card", "points": "many"}}}, "deductions.a.points"),
        ({"deductions": {"a": {"of": "red_card", "points": "-1"}}}, "deductions.a.points"),
        ({"deductions": {n: {"of": "red_card", "points": "1"} for n in "ab"}}, "deductions.b"),
        ({"deductions": {}}, "deductions"),
        ({"deductions": {"a": {"of": "red_card", "points": "1"}}, "floor": "101"}, "floor"),
        ({"deductions": {"a": {"of": "red_card", "points": "1"}}, "legal_basis": ""}, "legal_basis"),
        ({}, "deductions"),
    ],
)
def test_a_scheme_that_cannot_be_read_is_refused_with_the_key(change, named):
    with pytest.raises(ProfileError) as refused:
        scheme_of(GIVEN | change)
    assert named in str(refused.value)


@pytest.mark.parametrize("text", ["2026", "2026-13", "26-01", "2026-1", "x", "2026-00", "0000-01", ""])
def test_what_is_no_month_is_no_month(text):
    with pytest.raises(ValueError, match="not a month"):
        month_of(text)
