"""Deadline arithmetic on the law's own examples."""

import doctest
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from workflow.calendar_files import shipped
from workflow.rules import clock, workdays
from workflow.rules.clock import (
    Calendar,
    CalendarUnknown,
    ClockInvalid,
    Standstill,
    Year,
    add_months,
    depends_on_provisional,
    due,
    explain,
    last_valid_day,
    legal_day,
    minus_period,
    plus_period,
)

CALENDAR = Calendar(shipped(), version=1)
YEARS = {year.year: year for year in shipped()}


def day(text):
    return date.fromisoformat(text)


def test_the_examples_in_the_documentation_are_true():
    assert [doctest.testmod(module).failed for module in (clock, workdays)] == [0, 0]
    assert doctest.testmod(clock).attempted > 5


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2026-09-24", 20, "2026-10-29"),
        ("2026-01-30", 20, "2026-03-05"),
        ("2026-02-11", 5, "2026-02-25"),
        ("2026-02-11", 20, "2026-03-17"),
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-03-02", 20, "2026-03-30"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-18", 20, "2026-10-22"),
        ("2026-02-28", 5, "2026-03-06"),
        ("2026-04-01", 5, "2026-04-09"),
        ("2026-10-03", 5, "2026-10-13"),
        ("2026-10-08", 1, "2026-10-09"),
        ("2026-12-21", 3, "2026-12-24"),
        ("2026-12-21", 20, "2027-01-19"),
    ],
)
def test_periods_of_days_are_working_days_and_the_first_is_the_next(start, length, expected):
    assert due(start=day(start), length=length, calendar=CALENDAR) == day(expected)


def test_procedures_at_the_same_time_stop_the_clock_once():
    expert = Standstill(day("2026-04-16"), day("2026-04-30"))
    hearing = Standstill(day("2026-04-27"), day("2026-05-15"))
    found = due(start=day("2026-04-13"), length=20, calendar=CALENDAR, standstills=[hearing, expert])
    assert found == day("2026-06-09")


@pytest.mark.parametrize(
    ("end", "expected"), [("2026-06-17", "2026-07-14"), ("2026-06-29", "2026-07-23"), ("2026-06-26", "2026-07-22")]
)
def test_a_procedure_takes_out_the_days_after_its_notice_up_to_its_end(end, expected):
    still = Standstill(day("2026-06-03"), day(end))
    assert due(start=day("2026-06-01"), length=20, calendar=CALENDAR, standstills=[still]) == day(expected)


def test_a_standstill_that_begins_on_the_due_day_comes_too_late_to_move_it():
    start, plain = day("2026-03-02"), day("2026-03-30")
    late, last_chance = Standstill(plain, day("2026-04-30")), Standstill(day("2026-03-27"), plain)
    assert due(start=start, length=20, calendar=CALENDAR, standstills=[late]) == plain
    assert due(start=start, length=20, calendar=CALENDAR, standstills=[last_chance]) == day("2026-03-31")


def test_an_extension_lengthens_the_period_on_top_of_the_standstills():
    still = Standstill(day("2026-03-05"), day("2026-03-10"))
    plain = due(start=day("2026-03-02"), length=20, calendar=CALENDAR, standstills=[still])
    longer = due(start=day("2026-03-02"), length=20, extension=10, calendar=CALENDAR, standstills=[still])
    assert CALENDAR.add(plain, 10) == longer


def test_a_period_of_no_days_ends_on_its_first_day():
    assert due(start=day("2026-03-02"), length=0, calendar=CALENDAR) == day("2026-03-02")
    assert due(start=day("2026-10-03"), length=0, calendar=CALENDAR) == day("2026-10-08")
    assert [row.day for row in explain(start=day("2026-10-03"), length=0, calendar=CALENDAR)] == [day("2026-10-08")]


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        ("2026-03-30", 2, "month", "2026-06-01"),  # 05-30 is a Saturday
        ("2026-12-31", 2, "month", "2027-03-01"),  # no 02-31; 02-28 is a Sunday
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2026-08-03", 2, "month", "2026-10-08"),  # 10-03 falls in the National Day week
        ("2026-08-10", 2, "month", "2026-10-10"),  # a make-up Saturday
        ("2026-01-30", 15, "nd", "2026-02-14"),  # a make-up Saturday
        ("2026-01-30", 16, "nd", "2026-02-24"),
        ("2026-03-02", 30, "nd", "2026-04-01"),
        ("2026-03-02", 0, "nd", "2026-03-02"),
    ],
)
def test_natural_periods_run_to_the_corresponding_day_and_off_a_day_off(start, length, unit, expected):
    assert due(start=day(start), length=length, unit=unit, calendar=CALENDAR) == day(expected)


def test_standstills_do_not_stop_natural_periods():
    still = Standstill(day("2026-03-05"), day("2026-03-20"))
    found = due(start=day("2026-03-02"), length=30, unit="nd", calendar=CALENDAR, standstills=[still])
    assert found == day("2026-04-01")


def test_limits_counted_back_from_an_expiry_stay_where_they_fall():
    assert minus_period(day("2026-11-30"), 3, "month") == day("2026-08-30")
    assert minus_period(day("2027-02-28"), 6, "month") == day("2026-08-28")
    assert minus_period(day("2026-09-30"), 60, "nd") == day("2026-08-01")
    assert plus_period(day("2026-09-30"), 90, "nd") == day("2026-12-29")


def test_months_keep_to_the_end_of_a_shorter_month():
    assert add_months(day("2026-01-31"), 1) == day("2026-02-28")
    assert add_months(day("2026-10-31"), -1) == day("2026-09-30")
    assert add_months(day("2026-12-31"), 12) == day("2027-12-31")
    assert add_months(day("2026-01-15"), -1) == day("2025-12-15")
    assert add_months(day("2028-02-29"), -48) == day("2024-02-29")


def test_a_licence_ends_the_day_before_its_anniversary():
    assert last_valid_day(day("2026-03-02"), 36) == day("2029-03-01")
    assert last_valid_day(day("2026-10-06"), 36) == day("2029-10-05")
    assert last_valid_day(day("2024-02-29"), 36) == day("2027-02-28")
    assert last_valid_day(day("2024-02-29"), 48) == day("2028-02-28")


def test_the_day_of_law_turns_at_sixteen_hundred_utc():
    assert legal_day(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)) == day("2026-03-31")
    assert legal_day(datetime(2026, 3, 31, 16, 30, tzinfo=UTC)) == day("2026-04-01")
    assert legal_day(datetime(2026, 4, 1, 0, 30, tzinfo=timezone(timedelta(hours=8)))) == day("2026-04-01")
    with pytest.raises(ClockInvalid):
        legal_day(datetime(2026, 4, 1))  # noqa: DTZ001


def test_every_day_of_a_period_is_explained():
    still = Standstill(day("2026-09-29"), day("2026-09-30"), "专家评审")
    rows = explain(start=day("2026-09-25"), length=3, calendar=CALENDAR, standstills=[still])
    said = {str(row.day)[5:]: row.reason for row in rows}
    assert said["09-26"] == said["09-27"] == "中秋节"
    assert said["09-28"] == "计入 第1日"
    assert said["09-30"] == "中止：专家评审"
    assert said["10-01"] == said["10-07"] == "国庆节"
    assert said["10-08"] == "计入 第3日"
    assert [row.number for row in rows if row.counted] == [1, 2, 3]


def test_a_make_up_saturday_counts_and_a_plain_one_does_not():
    rows = {row.day: row for row in explain(start=day("2026-10-09"), length=7, calendar=CALENDAR)}
    assert rows[day("2026-10-10")].reason == "计入 第1日（调休上班）"
    assert rows[day("2026-10-11")].reason == "周末"
    assert CALENDAR.reason(day("2026-10-10")) == "调休上班"
    assert CALENDAR.reason(day("2026-10-12")) == "工作日"


def test_overlapping_procedures_are_both_named_once():
    stills = [Standstill(day("2026-03-02"), day("2026-03-04"), name) for name in ("听证", "检测", "听证")]
    rows = explain(start=day("2026-03-02"), length=1, calendar=CALENDAR, standstills=stills)
    assert [row.reason for row in rows] == ["中止：听证、检测", "中止：听证、检测", "计入 第1日"]


def test_a_natural_period_that_ends_on_a_day_off_says_why_it_goes_on():
    rows = explain(start=day("2026-09-30"), length=1, unit="nd", calendar=CALENDAR)
    assert rows[0].reason == "末日遇国庆节，顺延"
    assert rows[-1] == clock.Explained(day("2026-10-08"), False, None, "末日顺延至本日")
    assert [row.number for row in explain(start=day("2026-03-02"), length=2, unit="nd", calendar=CALENDAR)] == [1, 2]


def test_a_date_in_an_unpublished_year_is_provisional_and_says_so():
    start = day("2026-12-21")
    assert depends_on_provisional(start, day("2027-01-19"), "wd", CALENDAR)
    assert not depends_on_provisional(start, day("2026-12-24"), "wd", CALENDAR)
    assert depends_on_provisional(start, day("2027-02-22"), "month", CALENDAR)
    assert depends_on_provisional(day("2027-01-04"), day("2027-01-04"), "wd", CALENDAR)
    assert not depends_on_provisional(day("2026-12-31"), day("2026-12-31"), "wd", CALENDAR)
    rows = explain(start=start, length=20, calendar=CALENDAR)
    assert all(("暂定" in row.reason) == (row.day.year == 2027) for row in rows)


def test_a_published_schedule_moves_the_date_of_a_provisional_one():
    closed = frozenset(day(text) for text in ("2027-01-01", "2027-01-02", "2027-01-03"))
    years = {**YEARS, 2027: Year(2027, closed, frozenset({day("2027-01-09")}))}
    published = Calendar(years.values(), version=2)
    assert due(start=day("2026-12-21"), length=20, calendar=published) == day("2027-01-18")
    assert not depends_on_provisional(day("2026-12-21"), day("2027-01-18"), "wd", published)


def test_a_day_beyond_the_calendar_is_an_error_and_never_a_guess():
    small = Calendar([YEARS[2026]])
    asked = [
        lambda: small.is_working(day("2027-01-01")),
        lambda: small.reason(day("2025-12-31")),
        lambda: small.provisional(day("2027-01-01")),
        lambda: small.add(day("2026-12-31"), 1),
        lambda: small.add(day("2025-12-31"), 1),
        lambda: small.back(day("2026-01-04"), 1),
        lambda: small.count(day("2026-01-01"), day("2027-01-01")),
        lambda: small.last_on_or_before(day("2026-01-01")),
        lambda: due(start=day("2026-12-01"), length=2, unit="month", calendar=small),
        lambda: due(start=day("2026-12-31"), length=1, calendar=small),
        lambda: plus_period(day("2026-12-31"), 120_000, "month"),
        lambda: minus_period(day("2026-12-31"), 9_000_000_000, "nd"),
    ]
    for question in asked:
        with pytest.raises(CalendarUnknown):
            question()


def test_a_period_that_cannot_be_counted_is_refused():
    start = day("2026-03-02")
    asked: list[dict[str, Any]] = [
        {"length": -1},
        {"length": 20, "extension": -1},
        {"length": -1, "unit": "nd"},
        {"length": 1, "unit": "year"},
        {"length": 1, "unit": "month", "extension": 1},
    ]
    for period in asked:
        with pytest.raises(ClockInvalid):
            due(start=start, calendar=CALENDAR, **period)
    with pytest.raises(ClockInvalid):
        CALENDAR.back(start, -1)
    with pytest.raises(ClockInvalid):
        minus_period(start, 3, "wd")


def test_a_calendar_has_no_gap_and_no_year_twice():
    for years in ([], [YEARS[2024], YEARS[2026]], [YEARS[2026], YEARS[2026]]):
        with pytest.raises(ClockInvalid):
            Calendar(years)
