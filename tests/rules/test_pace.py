"""Which cases will be late at the present pace, and how often such forecasts have come true."""

from datetime import date
from decimal import Decimal

import pytest

from supervision.rules.cards import Running
from supervision.rules.pace import (
    Course,
    Forecast,
    History,
    Hits,
    Outcome,
    Stay,
    back_test,
    counted,
    forecast,
    pace_of,
    past_days,
    quantile,
)
from supervision.rules.profile import ProfileError
from supervision.schemes_in_force import pace as shipped
from workflow.calendar_files import shipped as shipped_years
from workflow.rules.clock import Calendar, Standstill

CALENDAR = Calendar(shipped_years(), version=1)
GIVEN = {"name": "ours", "version": 1, "legal_basis": "本局规则", "quantile": "0.8", "least": 3, "history_days": 365}
PACE = pace_of(GIVEN | {"sample": 100, "back_test": {"every": 5, "times": 4}})
MARCH = date(2026, 3, 2)  # a Monday


def after(days, start=MARCH):
    return CALENDAR.add(start, days)


def closed(days, key=1, *, accepted=MARCH, item="EM16-01", length=5, stage="review", stills=()):
    """A case reviewed and decided so many working days after it was accepted."""
    met_on = after(days, accepted)
    clock = Running("promised", accepted, length, met_on, tuple(stills))
    return Course(key, item, clock, (Stay(stage, accepted, met_on),))


def waiting(*, accepted, item="EM16-01", length=5, stages=("review",), stills=()):
    return Course(99, item, Running("promised", accepted, length, None, tuple(stills)), tuple(Stay(s, accepted) for s in stages))


def told(course, day, *known):
    return forecast(course, day=day, history=History(known, calendar=CALENDAR), pace=PACE, calendar=CALENDAR)


def known(*days, **given):
    return [closed(each, key, **given) for key, each in enumerate(days)]


TODAY = date(2026, 4, 20)


def test_a_case_of_a_kind_that_takes_longer_than_its_promise_is_warned_of_from_the_first_day():
    found = told(waiting(accepted=CALENDAR.back(TODAY, 1)), TODAY, *known(6, 7, 8, 8))
    assert found == Forecast(99, TODAY, "review", 8, 5, 4)
    assert found.late


def test_a_case_of_a_quick_kind_is_not():
    found = told(waiting(accepted=CALENDAR.back(TODAY, 1)), TODAY, *known(1, 2, 2, 3))
    assert (found.need, found.left, found.late) == (3, 5, False)


def test_a_case_that_has_waited_is_compared_with_those_that_took_longer():
    found = told(waiting(accepted=CALENDAR.back(TODAY, 4)), TODAY, *known(1, 1, 1, 1, 1, 1, 9))
    assert (found.need, found.left, found.late) == (6, 2, True)


def test_a_case_slower_than_all_that_are_known_needs_a_day_at_least():
    found = told(waiting(accepted=CALENDAR.back(TODAY, 5)), TODAY, *known(1, 1, 2))
    assert (found.need, found.left, found.late) == (1, 1, False)


def test_what_is_decided_today_or_later_is_not_known_when_the_day_begins():
    late = closed(3, accepted=CALENDAR.back(TODAY, 3))
    assert told(waiting(accepted=CALENDAR.back(TODAY, 1)), TODAY, *known(1, 2), late) is None


def test_where_the_sub_item_is_too_rare_those_with_the_same_promise_are_asked_and_else_nothing_is_told():
    fresh = waiting(accepted=CALENDAR.back(TODAY, 1))
    assert told(fresh, TODAY, *known(7, 7, 7, item="EM13-01")).need == 7
    assert told(fresh, TODAY, *known(7, 7, 7, item="EM13-01", length=10)) is None


def test_of_two_stages_the_one_that_needs_more_speaks():
    both = waiting(accepted=CALENDAR.back(TODAY, 1), stages=("review", "verification"))
    found = told(both, TODAY, *known(2, 2, 2), *known(6, 6, 6, stage="verification"))
    assert (found.stage, found.need) == ("verification", 6)


def test_a_case_that_is_late_already_or_at_no_stage_or_accepted_today_is_not_foretold():
    assert told(waiting(accepted=CALENDAR.back(TODAY, 6)), TODAY, *known(6, 6, 6)) is None
    assert told(waiting(accepted=CALENDAR.back(TODAY, 1), stages=()), TODAY, *known(6, 6, 6)) is None
    assert told(waiting(accepted=TODAY), TODAY, *known(6, 6, 6)) is None


def test_days_that_stood_still_are_counted_neither_in_the_history_nor_of_the_case():
    still = Standstill(after(1), after(4))
    found = told(waiting(accepted=CALENDAR.back(TODAY, 1)), TODAY, *known(6, 6, 6, stills=[still]))
    assert (found.need, found.late) == (3, False)
    accepted = CALENDAR.back(TODAY, 4)
    held = waiting(accepted=accepted, stills=[Standstill(CALENDAR.back(TODAY, 3), CALENDAR.add(TODAY, 2))])
    found = told(held, TODAY, *known(4, 4, 4))
    assert (found.need, found.left) == (3, 4)


def test_a_standstill_that_was_not_known_yet_changes_nothing():
    later = waiting(accepted=CALENDAR.back(TODAY, 4), stills=[Standstill(TODAY, CALENDAR.add(TODAY, 9))])
    assert told(later, TODAY, *known(4, 4, 6)).left == 2


def test_working_days_are_counted_once_though_standstills_overlap():
    stills = [Standstill(after(1), after(4)), Standstill(after(2), after(6)), Standstill(after(9), after(20))]
    assert counted(MARCH, after(10), CALENDAR, stills) == 4
    assert counted(MARCH, after(10), CALENDAR) == 10
    assert counted(MARCH, MARCH, CALENDAR, stills) == 0


def test_the_quantile_is_one_of_the_values():
    assert [quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Decimal(share)) for share in ("0.1", "0.8", "0.85", "1")] == [1, 8, 9, 10]


# --- how forecasts came true -----------------------------------------------------------------------------------------


def hits_of(*courses):
    return back_test(courses, today=TODAY, history=History(courses, calendar=CALENDAR), pace=PACE, calendar=CALENDAR)


def test_the_back_test_asks_on_past_days_only_what_was_known_then():
    first = past_days(today=TODAY, pace=PACE, calendar=CALENDAR)[-1]
    slow = [closed(8, key, accepted=MARCH) for key in range(3)]
    assert max(course.clock.met_on for course in slow) < first
    late = closed(7, 50, accepted=CALENDAR.back(first, 1))
    quick = closed(2, 51, accepted=CALENDAR.back(first, 1))
    hits = hits_of(*slow, late, quick)
    assert {each.forecast.day for each in hits.outcomes} == {first}
    found = {(each.forecast.application_id, each.forecast.late, each.late) for each in hits.outcomes}
    assert found == {(50, True, True), (51, True, False)}
    assert (hits.precision, hits.recall) == (50, 100)


def test_a_case_that_is_open_has_an_outcome_only_once_it_is_late():
    slow = [closed(8, key, accepted=MARCH) for key in range(3)]
    overdue = waiting(accepted=CALENDAR.back(TODAY, 11))
    fresh = waiting(accepted=CALENDAR.back(TODAY, 6), length=8)
    assert {each.forecast.application_id for each in hits_of(*slow, overdue).outcomes} == {99}
    assert hits_of(*slow, fresh).outcomes == ()


def test_rates_without_anything_to_divide_by_are_none():
    told_so = Forecast(1, TODAY, "review", 9, 5, 3)
    assert (Hits(()).precision, Hits(()).recall) == (None, None)
    assert (Hits((Outcome(told_so, True),)).precision, Hits((Outcome(told_so, False),)).recall) == (100, None)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"quantile": "0"}, "quantile"),
        ({"quantile": "1.1"}, "quantile"),
        ({"quantile": 1}, "quantile"),
        ({"quantile": "much"}, "quantile"),
        ({"least": 0}, "least"),
        ({"sample": "9"}, "sample"),
        ({"back_test": {"every": 5}}, "back_test"),
        ({"back_test": {"every": 0, "times": 3}}, "every"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_figures_that_cannot_be_read_are_refused_with_the_key(change, named):
    with pytest.raises(ProfileError) as refused:
        pace_of(GIVEN | {"sample": 100, "back_test": {"every": 5, "times": 4}} | change)
    assert named in str(refused.value)


def test_the_shipped_figures_name_their_basis():
    assert (str(shipped()), shipped().legal_basis) == ("pace/1", "本局规则")
