"""The calendar register in the database: seeded once, replaced by the year, versions that never lie."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from workflow import calendar
from workflow.calendar import CalendarMissing, CalendarSuperseded
from workflow.calendar_files import shipped
from workflow.models.calendar import CalendarVersion, CalendarYear
from workflow.rules.calendar_year import CalendarRejected
from workflow.rules.clock import Calendar, Year, due

pytestmark = pytest.mark.django_db
NEW_YEAR, MAKE_UP = date(2027, 1, 1), date(2027, 1, 9)
SHA = "a" * 64


@pytest.fixture(autouse=True)
def _seeded(db):
    calendar.seed()
    calendar._built.clear()


def publish(**changes):
    given = {
        "year": 2027,
        "closed": [NEW_YEAR],
        "opened": [MAKE_UP],
        "official": True,
        "source": "国办发明电〔2026〕9号",
        "sha256": SHA,
        "names": {NEW_YEAR: "元旦"},
        "at": datetime(2026, 11, 5, tzinfo=UTC),
    }
    return calendar.replace_year(**{**given, **changes})


def days_of(known):
    return {year.year: (year.closed, year.opened, year.official, dict(year.names)) for year in known.years.values()}


def test_the_register_states_what_the_shipped_files_state():
    assert days_of(calendar.current()) == days_of(Calendar(shipped()))
    assert list(CalendarYear.objects.filter(official=True).values_list("year", flat=True)) == [*range(2018, 2027)]


def test_seeding_again_changes_nothing():
    before = calendar.current_version()
    assert calendar.seed() == []
    assert calendar.current_version() == before


def test_seeding_adds_only_the_years_that_are_missing():
    publish()
    CalendarYear.objects.filter(year=2045).delete()
    assert calendar.seed() == [2045]
    assert not calendar.current().provisional(NEW_YEAR)


def test_a_version_this_process_has_read_takes_no_statement(django_assert_num_queries):
    version = calendar.current_version()
    with django_assert_num_queries(1):
        known = calendar.get(version)
    with django_assert_num_queries(0):
        assert calendar.get(version) is known
    assert known.version == version


def test_an_import_states_the_year_anew_and_raises_the_version():
    before = calendar.current()
    after = publish()
    assert due(start=date(2026, 12, 21), length=20, calendar=before) == date(2027, 1, 19)
    assert due(start=date(2026, 12, 21), length=20, calendar=after) == date(2027, 1, 18)
    assert after.version == calendar.current_version() > before.version
    assert calendar.edition(after.version) == calendar.edition(before.version) + 1
    row = CalendarYear.objects.get(year=2027)
    assert (row.sha256, row.source, row.version) == (SHA, "国办发明电〔2026〕9号", after.version)
    assert row.imported_at == datetime(2026, 11, 5, tzinfo=UTC)
    assert after.reason(NEW_YEAR) == "元旦"


def test_an_old_version_that_was_never_read_is_superseded():
    before = calendar.current_version()
    publish()
    calendar._built.clear()
    with pytest.raises(CalendarSuperseded):
        calendar.get(before)


def test_an_import_that_is_rolled_back_leaves_no_trace_in_the_process():
    before = calendar.current()
    with transaction.atomic():
        rolled_back = publish().version
        transaction.set_rollback(True)
    assert calendar.current() is before
    other = publish(opened=[])
    assert other.version != rolled_back
    assert calendar.get(other.version).is_working(MAKE_UP) is False


def test_a_process_keeps_few_calendars():
    for day in range(10, 22):
        publish(closed=[NEW_YEAR, date(2027, 5, day)])
    assert len(calendar._built) <= calendar.KEPT


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"closed": [date(2026, 1, 1)]}, "不是 2027 年"),
        ({"closed": [NEW_YEAR, NEW_YEAR]}, "重复"),
        ({"closed": [MAKE_UP]}, "既放假又上班"),
        ({"opened": [date(2027, 1, 11)]}, "本来就是工作日"),
        ({"sha256": ""}, "摘要"),
        ({"source": ""}, "文号"),
        ({"year": 2050, "closed": [], "opened": []}, "不相连"),
        ({"year": 2026, "closed": [], "opened": [], "official": False}, "不能改回暂定"),
    ],
)
def test_a_schedule_that_cannot_be_right_changes_nothing(changes, about):
    before = calendar.current_version()
    with pytest.raises(CalendarRejected, match=about):
        publish(**changes)
    assert calendar.current_version() == before


def test_the_next_unknown_year_may_be_added():
    assert publish(year=2046, closed=[date(2046, 1, 1)], opened=[], names={}).is_working(date(2046, 1, 1)) is False


def test_a_register_that_was_never_loaded_says_so():
    CalendarYear.objects.all().delete()
    CalendarVersion.objects.all().delete()
    for question in (calendar.current_version, calendar.current, publish, lambda: calendar.get(1)):
        with pytest.raises(CalendarMissing):
            question()


def test_a_rehearsal_may_state_the_whole_register_anew():
    known = calendar.install(calendar.overridden(shipped(official=False), closed=[date(2027, 1, 5)], opened=[MAKE_UP]))
    assert calendar.current() is known
    assert known.provisional(date(2026, 1, 1))
    assert not known.is_working(date(2027, 1, 5))
    assert known.is_working(MAKE_UP)
    assert not known.is_working(NEW_YEAR)


def test_an_override_may_work_a_holiday_and_close_a_make_up_day():
    years = [Year(2026, frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))]
    (changed,) = calendar.overridden(years, closed=[date(2026, 10, 10)], opened=[date(2026, 10, 1)])
    assert changed.works(date(2026, 10, 1))
    assert not changed.works(date(2026, 10, 10))


def test_the_database_holds_one_version_and_no_official_year_without_notice():
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.create(id=2, version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYear.objects.filter(year=2026).update(source="")
