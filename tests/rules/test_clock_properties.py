"""Deadline arithmetic on any input, against a counter that walks day by day and shares no code with the rule."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar_files import shipped
from workflow.rules.clock import Calendar, Standstill, due, explain, plus_period

CALENDAR = Calendar(shipped(), version=1)
YEARS = {year.year: year for year in shipped()}
ONE_DAY = timedelta(days=1)

days = st.dates(date(2018, 6, 1), date(2042, 12, 31))
lengths = st.integers(0, 80)


def works(when):
    """An independent answer: what the lists of its year say, else the weekend."""
    year = YEARS[when.year]
    return when in year.opened or (when not in year.closed and when.isoweekday() <= 5)


def walk(start, length, stills=(), extension=0):
    """A day at a time; a period of no days ends on the first day that counts, the start included."""
    left, when = length + extension, start
    if not left:
        left, when = 1, start - ONE_DAY
    while left:
        when += ONE_DAY
        left -= works(when) and not any(still.start < when <= still.end for still in stills)
    return when


@st.composite
def stopped_periods(draw):
    """A start and standstills around it: before it, touching it, overlapping, empty, backwards, long after it."""
    start = draw(days)
    spans = st.lists(st.tuples(st.integers(-40, 150), st.integers(-2, 60)), max_size=4)
    return start, [
        Standstill(start + timedelta(days=offset), start + timedelta(days=offset + length))
        for offset, length in draw(spans)
    ]


@given(stopped_periods(), lengths, st.integers(0, 15))
def test_the_due_day_is_the_one_a_day_by_day_count_finds(period, length, extension):
    start, stills = period
    found = due(start=start, length=length, extension=extension, calendar=CALENDAR, standstills=stills)
    assert found == walk(start, length, stills, extension)


@given(stopped_periods(), lengths)
def test_the_due_day_is_a_working_day_and_a_longer_period_ends_later(period, length):
    start, stills = period
    found = due(start=start, length=length, calendar=CALENDAR, standstills=stills)
    longer = due(start=start, length=length + 1, calendar=CALENDAR, standstills=stills)
    assert CALENDAR.is_working(found)
    assert longer > found or (length == 0 and longer >= found)


@given(stopped_periods(), lengths)
def test_a_standstill_never_makes_a_period_end_earlier_and_twice_the_same_is_once(period, length):
    start, stills = period
    ends = [due(start=start, length=length, calendar=CALENDAR, standstills=stills[:n]) for n in range(len(stills) + 1)]
    assert ends == sorted(ends)
    assert due(start=start, length=length, calendar=CALENDAR, standstills=stills + stills) == ends[-1]
    assert due(start=start, length=length, calendar=CALENDAR, standstills=stills[::-1]) == ends[-1]


@given(stopped_periods(), st.integers(1, 60))
def test_the_explanation_numbers_the_days_up_to_the_length_and_ends_on_the_due_day(period, length):
    start, stills = period
    rows = explain(start=start, length=length, calendar=CALENDAR, standstills=stills)
    assert rows[-1].day == due(start=start, length=length, calendar=CALENDAR, standstills=stills)
    assert [row.number for row in rows if row.counted] == list(range(1, length + 1))
    assert [row.day for row in rows] == [start + timedelta(days=n + 1) for n in range(len(rows))]


@given(days, st.integers(1, 80))
def test_counting_back_undoes_counting_on_from_a_working_day(start, n):
    later = CALENDAR.add(start, n)
    assert CALENDAR.count(start, later) == n
    assert CALENDAR.back(later, n) == CALENDAR.last_on_or_before(start)
    assert CALENDAR.add(CALENDAR.back(start, n), n) == CALENDAR.first_on_or_after(start)


@given(days, days)
def test_counting_between_two_days_agrees_with_a_walk(one, other):
    upto = min(other, one + timedelta(days=400))
    between = range(one.toordinal() + 1, upto.toordinal() + 1)
    assert CALENDAR.count(one, upto) == sum(works(date.fromordinal(each)) for each in between)


@given(days)
def test_each_day_is_working_or_not_as_its_year_states(when):
    assert CALENDAR.is_working(when) == works(when)
    assert (CALENDAR.reason(when) in ("工作日", "调休上班")) == works(when)
    assert CALENDAR.last_on_or_before(when) <= when <= CALENDAR.first_on_or_after(when)


@given(days, st.integers(0, 24), st.sampled_from(["nd", "month"]))
def test_natural_periods_end_on_the_first_working_day_from_their_corresponding_day(start, length, unit):
    nominal = plus_period(start, length, unit)
    found = due(start=start, length=length, unit=unit, calendar=CALENDAR)
    assert found >= nominal
    assert works(found)
    assert not any(works(date.fromordinal(each)) for each in range(nominal.toordinal(), found.toordinal()))
