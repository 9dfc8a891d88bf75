"""What a case has earned, and on which day: warnings before a date, cards after it, and what silence brings about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.profile import shipped
from supervision.rules.cards import Extended, Facts, Running, Silence, earned, rungs
from workflow.calendar_files import shipped as shipped_years
from workflow.rules.clock import Calendar, Standstill

CALENDAR = Calendar(shipped_years(), version=1)
YEARS = {year.year: year for year in shipped_years()}
PROFILE = shipped()
ONE_DAY = timedelta(days=1)
FOREVER = date(2027, 12, 31)


def march(day):
    return date(2026, 3, day)


ACCEPTED = march(3)


def clock(kind="statutory", trigger_on=ACCEPTED, length=20, stills=(), **facts):
    return Running(kind, trigger_on, length, standstills=tuple(Standstill(*still) for still in stills), **facts)


def cards(*clocks, upto=FOREVER, extension=None, silences=()):
    facts = Facts(clocks, extension, tuple(silences))
    found = earned(profile=PROFILE, facts=facts, calendar=CALENDAR, upto=upto)
    return [(card.colour, card.rule, card.day) for card in found]


def days_of(rule, *clocks, **rest):
    return [day for _, name, day in cards(*clocks, **rest) if name == rule]


def test_a_warning_comes_three_and_one_working_days_before_a_date_and_a_card_on_the_first_working_day_after():
    assert cards(clock("promised", length=5), clock()) == [
        ("amber", "promised_near", march(5)),
        ("amber", "promised_near", march(9)),
        ("yellow", "promised_overdue", march(11)),
        ("amber", "statutory_near", march(26)),
        ("amber", "statutory_near", march(30)),
        ("red", "statutory_overdue", date(2026, 4, 1)),
    ]


def test_a_day_that_has_not_come_earns_nothing_and_the_day_itself_does():
    assert days_of("promised_near", clock("promised", length=5), upto=march(4)) == []
    assert days_of("promised_near", clock("promised", length=5), upto=march(5)) == [march(5)]


def test_the_card_after_a_saturday_comes_on_the_monday():
    october = clock(trigger_on=date(2026, 9, 7))
    assert days_of("statutory_overdue", october) == [date(2026, 10, 12)]
    assert days_of("statutory_overdue", october, upto=date(2026, 10, 11)) == []


def test_a_clock_warns_on_no_day_up_to_its_own_start():
    assert days_of("promised_near", clock("promised", length=3)) == [march(5)]
    assert cards(clock("promised", length=1)) == [("yellow", "promised_overdue", march(5))]
    assert cards(clock("promised", length=0)) == [("yellow", "promised_overdue", march(4))]


def test_what_is_decided_on_the_day_of_the_card_was_undecided_when_the_day_began():
    assert days_of("promised_overdue", clock("promised", length=5, met_on=march(10))) == []
    assert days_of("promised_overdue", clock("promised", length=5, met_on=march(11))) == [march(11)]


def test_a_clock_that_stands_still_earns_nothing_up_to_and_including_the_day_on_which_it_ends():
    paused = clock("promised", length=5, stills=[(march(4), march(9))])
    assert cards(paused) == [
        ("amber", "promised_near", march(10)),
        ("amber", "promised_near", march(12)),
        ("yellow", "promised_overdue", march(16)),
    ]
    nearly_over = clock("promised", length=5, stills=[(march(6), march(11))])
    assert days_of("promised_near", nearly_over) == [march(5), march(12)]


def test_what_was_earned_before_a_pause_stays_earned_and_the_later_date_warns_again():
    assert days_of("promised_near", clock("promised", length=5, stills=[(march(5), march(12))])) == [
        march(5),
        march(16),
    ]


def test_a_notice_served_when_the_period_had_run_out_saves_nobody_from_the_card():
    assert days_of("promised_overdue", clock("promised", length=5, stills=[(march(10), march(20))])) == [march(11)]


def test_a_procedure_that_ends_before_its_planned_end_runs_on_from_the_day_it_ended():
    assert days_of("promised_overdue", clock("promised", length=5, stills=[(march(4), march(5))])) == [march(12)]


def test_an_extension_on_the_last_day_leaves_the_warnings_and_spares_the_red_card():
    extension = Extended(10, date(2026, 10, 10), date(2026, 10, 10))
    assert cards(clock(trigger_on=date(2026, 9, 7), extension=extension), extension=extension) == [
        ("amber", "statutory_near", date(2026, 9, 30)),
        ("amber", "statutory_near", date(2026, 10, 9)),
        ("amber", "statutory_near", date(2026, 10, 20)),
        ("amber", "statutory_near", date(2026, 10, 22)),
        ("red", "statutory_overdue", date(2026, 10, 26)),
    ]


@pytest.mark.parametrize(
    ("notified_on", "found"),
    [
        (None, [date(2026, 10, 12)]),
        (date(2026, 10, 10), []),
        (date(2026, 10, 11), []),
        (date(2026, 10, 12), [date(2026, 10, 12)]),
    ],
)
def test_an_extension_not_told_before_the_next_working_day_is_a_fault(notified_on, found):
    assert days_of("extension_notice_missing", extension=Extended(10, date(2026, 10, 10), notified_on)) == found


@pytest.mark.parametrize("what", ["acceptance", "renewal", "filing"])
def test_silence_earns_a_red_card_on_the_day_after_the_period_a_working_day_or_not(what):
    sunday = date(2026, 10, 11)
    assert cards(silences=[Silence(what, sunday)], upto=sunday) == [("red", f"deemed_{what}", sunday)]
    assert cards(silences=[Silence(what, sunday)], upto=sunday - ONE_DAY) == []


def test_the_threshold_of_a_card_is_the_date_that_was_known_when_its_day_began():
    found = rungs(
        profile=PROFILE, facts=Facts((clock("promised", length=5, stills=[(march(5), march(12))]),)), calendar=CALENDAR
    )
    assert [(card.day, card.due_on) for card in found] == [
        (march(5), march(10)),
        (march(16), march(17)),
        (march(18), march(17)),
    ]


# --- one late judgement finds what daily ones have found -------------------------------------------------------------


def works(when):
    year = YEARS[when.year]
    return when in year.opened or (when not in year.closed and when.isoweekday() <= 5)


def walk(start, length, stills, extension):
    """An independent count: one day at a time."""
    left, when = length + extension, start
    while not left and not works(when):
        when += ONE_DAY
    while left:
        when += ONE_DAY
        left -= works(when) and not any(since < when <= until for since, until in stills)
    return when


def step(day, n):
    """The n-th working day after (before) a day, one day at a time."""
    while n:
        day += ONE_DAY if n > 0 else -ONE_DAY
        n -= works(day) * (1 if n > 0 else -1)
    return day


def as_known(kind, stills, extension, day):
    """Pauses as they were known when the day began: an end in the future is the planned one."""
    happened = [still for still in stills if still[0] < day]
    pauses = [(noticed, ended if ended and ended < day else planned) for noticed, planned, ended in happened]
    return pauses, (extension.days if kind == "statutory" and extension and extension.approved_on < day else 0)


def judge_on(day, start, length, kind, stills, extension, met_on):
    """What an official with a wall calendar finds in the morning of one day, knowing nothing of what is to come."""
    if day <= start or (met_on is not None and met_on < day):
        return set()
    pauses, more = as_known(kind, stills, extension, day)
    due_on = walk(start, length, pauses, more)
    if any(since < day <= until and since < due_on for since, until in pauses):
        return set()
    near = {(f"{kind}_near", day)} if day in (step(due_on, -3), step(due_on, -1)) else set()
    return near | ({(f"{kind}_overdue", day)} if day == step(due_on, 1) else set())


@st.composite
def histories(draw):
    """A clock, pauses with planned and real ends, an extension and a decision, around one another in every order."""
    start = draw(st.dates(date(2025, 8, 1), date(2026, 9, 30)))
    length = draw(st.integers(0, 20))
    after = st.integers(0, 45).map(lambda n: start + timedelta(days=n))
    stills = []
    for noticed in draw(st.lists(after, max_size=3)):
        planned = noticed + timedelta(days=draw(st.integers(0, 25)))
        ended = draw(st.none() | st.dates(noticed, planned))
        stills.append((noticed, planned, ended))
    extension = draw(st.none() | st.builds(Extended, st.integers(1, 10), after))
    if extension is not None:
        pauses, _ = as_known("promised", stills, None, extension.approved_on)
        in_time = extension.approved_on <= walk(start, length, pauses, 0)
        extension = extension if in_time else None
    met_on = draw(st.none() | st.integers(0, 90).map(lambda n: start + timedelta(days=n)))
    return start, length, draw(st.sampled_from(["statutory", "promised"])), stills, extension, met_on


@given(histories())
def test_one_late_judgement_finds_what_daily_ones_have_found(history):
    start, length, kind, stills, extension, met_on = history
    days = [start + timedelta(days=n) for n in range(130)]
    daily = set().union(*(judge_on(day, *history) for day in days))
    running = clock(
        kind,
        start,
        length,
        [(noticed, ended or planned) for noticed, planned, ended in stills],
        met_on=met_on,
        extension=extension if kind == "statutory" else None,
    )
    late = earned(profile=PROFILE, facts=Facts((running,)), calendar=CALENDAR, upto=days[-1])
    assert {(card.rule, card.day) for card in late} == daily
    assert len({(card.rule, card.day) for card in late}) == len(late)


@given(histories(), st.integers(0, 100))
def test_what_was_found_on_a_day_is_still_found_when_more_has_happened(history, n):
    start, length, kind, stills, extension, met_on = history
    today = start + timedelta(days=n)
    pauses, more = as_known(kind, stills, extension, today)
    then = clock(
        kind,
        start,
        length,
        pauses,
        met_on=met_on if met_on and met_on < today else None,
        extension=extension if more else None,
    )
    now = clock(
        kind,
        start,
        length,
        [(noticed, ended or planned) for noticed, planned, ended in stills],
        met_on=met_on,
        extension=extension if kind == "statutory" else None,
    )
    found = [
        {(card.rule, card.day) for card in earned(profile=PROFILE, facts=Facts((each,)), calendar=CALENDAR, upto=today)}
        for each in (then, now)
    ]
    assert found[0] == found[1]
