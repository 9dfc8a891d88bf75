"""What is foretold of cases that only acts have made, from the bureau's own history."""

from dataclasses import replace
from datetime import date

import pytest

from approvals.people import Office
from supervision import pace
from supervision.pace import outlook
from supervision.schemes_in_force import pace as shipped
from tests.moments import moment
from workflow import calendar

pytestmark = pytest.mark.django_db
ITEM = "EM13-01"  # promised in five working days


def on(day):
    """A working day: so many after the second of February."""
    return calendar.current().add(date(2026, 2, 2), day)


@pytest.fixture
def decided(bureau):
    """A case accepted on a day and refused so many working days later."""

    def make(accepted, after):
        key = bureau.accepted(on(accepted), ITEM)
        end = on(accepted + after)
        bureau.do("record_opinion", key, by="reviewer", at=moment(end, 11), opinion="refuse", grounds="条件不符")
        bureau.do("refuse", key, by="deputy", at=moment(end, 12), grounds="条件不符")
        return key

    return make


def seen(today, **given):
    offices = list(Office.objects.filter(parent=None).values_list("id", flat=True))
    return outlook(offices=offices, today=on(today), calendar=calendar.current())


def test_a_case_is_foretold_late_where_such_cases_have_been(bureau, decided):
    for accepted in range(5):
        decided(accepted, 8)
    slow = bureau.accepted(on(20), ITEM)
    found = seen(21)
    assert [(each.application_id, each.need > each.left, each.of) for each in found.late] == [(slow, True, 5)]
    assert found.untold == 0


def test_too_short_a_history_tells_nothing(bureau, decided):
    for accepted in range(4):
        decided(accepted, 8)
    bureau.accepted(on(20), ITEM)
    found = seen(21)
    assert (found.forecasts, found.untold, found.hits.outcomes) == ([], 1, ())


def test_what_was_withdrawn_or_is_late_already_is_neither_history_nor_foretold(bureau, decided):
    for accepted in range(5):
        decided(accepted, 8)
    withdrawn, late = bureau.accepted(on(20), ITEM), bureau.accepted(on(5), ITEM)
    bureau.do("withdraw", withdrawn, by="applicant", at=moment(on(20), 11))
    assert late not in {each.application_id for each in seen(21).forecasts}
    assert withdrawn not in {each.application_id for each in seen(21).forecasts}


def test_forecasts_of_past_days_are_held_against_what_came_of_them(bureau, decided):
    for accepted in range(5):
        decided(accepted, 8)
    today = 40
    asked = [today - 5 * n for n in range(1, 13)]
    start = next(day for day in sorted(asked) if day > 20) - 1
    late, quick = decided(start, 9), decided(start, 2)
    hits = seen(today).hits
    first = [each for each in hits.outcomes if each.forecast.day == on(start + 1)]
    found = {each.forecast.application_id: (each.forecast.late, each.late) for each in first}
    assert found == {late: (True, True), quick: (True, False)}
    assert hits.recall == 100


def test_of_a_long_history_every_nth_case_is_taken_the_same_each_time(bureau, decided, monkeypatch):
    for accepted in range(10):
        decided(accepted, 8)
    bureau.accepted(on(20), ITEM)
    monkeypatch.setattr(pace, "scheme_in_force", lambda: replace(shipped(), sample=5))
    assert [each.of for each in seen(21).late] == [5]
    assert seen(21) == seen(21)


def test_it_costs_few_statements_however_much_there_is(bureau, decided, django_assert_max_num_queries):
    for accepted in range(6):
        decided(accepted, 8)
        bureau.accepted(on(20), ITEM)
    seen(21)
    with django_assert_max_num_queries(10):
        seen(21)
