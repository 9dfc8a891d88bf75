"""What the checks rest on: the second way of counting, what the guards declare, and cases that a new calendar meets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from config import moment as clock
from config.integrity.counting import BeyondCalendar, Days, Known, months_later
from config.integrity.guards import DECLARED, declared_triggers
from config.integrity.run import check_rows
from tests.moments import moment
from tests.supervision.conftest import Bureau
from workflow.acts import import_calendar
from workflow.calendar_files import shipped
from workflow.rules.clock import Calendar, Standstill, add_months, depends_on_provisional, due

FIRST = date(2019, 1, 1)
YEARS = shipped()
PRODUCT = Calendar(YEARS)
COUNTED = Days(
    {
        year.year: Known(
            year.official,
            frozenset(day.isoformat() for day in year.closed),
            frozenset(day.isoformat() for day in year.opened),
            0,
        )
        for year in YEARS
    }
)
days = some.integers(0, 3000).map(lambda n: FIRST + timedelta(days=n))
spans = some.lists(some.tuples(days, some.integers(0, 40)), max_size=3).map(
    lambda found: tuple((day, day + timedelta(days=n)) for day, n in found)
)


@given(days, some.integers(0, 60), some.sampled_from(["wd", "nd", "month"]), some.integers(0, 15), spans)
def test_both_ways_of_counting_agree(start, length, unit, extension, stops):
    more = extension if unit == "wd" else 0
    stills = [Standstill(first, last) for first, last in stops]
    last = due(start=start, length=length, unit=unit, calendar=PRODUCT, standstills=stills, extension=more)
    assert COUNTED.last_day(start, length, unit, more, stops) == last
    assert COUNTED.tentative(start, last, unit) == depends_on_provisional(start, last, unit, PRODUCT)


@given(days)
def test_both_find_the_last_working_day_before_an_expiry(day):
    assert COUNTED.last_day(day, 0, "until", 0, ()) == PRODUCT.last_on_or_before(day)


@given(days, some.integers(0, 40))
def test_both_add_months_alike(day, months):
    assert months_later(day, months) == add_months(day, months)


def test_counting_beyond_the_known_years_is_an_error():
    with pytest.raises(BeyondCalendar):
        COUNTED.last_day(date(max(COUNTED.years), 12, 20), 40, "wd", 0, ())


def test_every_declared_trigger_is_compared():
    assert len(declared_triggers()) == sum(sql.count("CREATE TRIGGER") for sql in DECLARED)


def test_a_new_calendar_leaves_no_date_behind(committed_database: object) -> None:
    bureau, day = Bureau(), date(2026, 12, 14)
    held = bureau.lodge(moment(day, 9), "EM06-01", materials={"all-but": ["RULES"]}, commit_missing=["RULES"]).pk
    bureau.do("accept", held, by="clerk", at=moment(day))
    bureau.do("record_opinion", held, by="reviewer", at=moment(day, 11), opinion="refuse", grounds="条件不符")
    bureau.do("refuse", held, by="deputy", at=moment(day, 12), grounds="条件不符")
    paused = bureau.accepted(day)
    bureau.do("pause", paused, by="reviewer", at=moment(day, 13), procedure="expert_review", planned_days=5)
    bureau.do(
        "pause", paused, by="reviewer", at=moment(day, 14), procedure="expert_review", planned_days=4, notice=False
    )
    bureau.do("serve_notice", paused, by="clerk", at=moment(day, 15), document="special_procedure_notice")
    closed = [date(2027, 1, 1), *(date(2027, 1, n) for n in range(4, 9))]
    moved = import_calendar(
        year=2027, closed=closed, opened=[], official=True, source="通知", sha256="0" * 64, at=moment(day, 16)
    )
    assert {each.kind for each in moved} >= {"statutory"}
    assert [each for each in check_rows(at=clock.now()) if each.check != "delivery"] == []
