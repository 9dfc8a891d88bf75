"""Cards from real cases: each once, on the day that earned it, however often and however late the sweep runs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.kinds import lacking
from notifications.models import Message
from supervision import sweep as sweeping
from supervision.facts import facts_of
from supervision.models import Card, Watch
from supervision.rules.cards import rungs
from supervision.sweep import judge
from tests.moments import moment
from workflow.models import Application

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def march(day):
    return date(2026, 3, day)


ALL_MARCH = [
    ("amber", "promised_near", march(5)),
    ("amber", "promised_near", march(9)),
    ("yellow", "promised_overdue", march(11)),
    ("amber", "statutory_near", march(26)),
    ("amber", "statutory_near", march(30)),
    ("red", "statutory_overdue", date(2026, 4, 1)),
]


def cards(key):
    return list(Card.objects.filter(application_id=key).order_by("day").values_list("colour", "rule", "day"))


def told(card):
    rows = Message.objects.filter(event=f"card:{card.pk}", kind="card_issued")
    return set(rows.values_list("recipient__username", flat=True))


def test_ten_sweeps_write_a_card_once(bureau):
    key = bureau.accepted(march(3))
    written = [bureau.tick(march(5), minute) for minute in range(5, 15)]
    assert written == [[("promised_near", march(5))]] + [[]] * 9
    assert cards(key) == ALL_MARCH[:1]
    assert Message.objects.filter(kind="card_issued").count() == 1


def test_daily_sweeps_find_every_card_on_its_day(bureau):
    key = bureau.accepted(march(3))
    day, found = march(3), []
    while day <= date(2026, 4, 3):
        wrote = bureau.tick(day)
        assert all(earned_on == day for _, earned_on in wrote)
        found += wrote
        day += ONE_DAY
    assert found == [(rule, day) for _, rule, day in ALL_MARCH]
    assert cards(key) == ALL_MARCH


def test_a_sweep_after_five_missed_days_finds_what_they_would_have_found(bureau):
    key = bureau.accepted(march(3))
    bureau.tick(march(4))
    assert bureau.tick(march(10)) == [("promised_near", march(5)), ("promised_near", march(9))]
    assert bureau.tick(date(2026, 4, 3)) == [(rule, day) for _, rule, day in ALL_MARCH[2:]]
    assert cards(key) == ALL_MARCH


def test_what_was_earned_before_the_decision_is_found_after_it_and_nothing_more(bureau):
    key = bureau.accepted(march(3))
    bureau.do("record_opinion", key, by="reviewer", at=moment(march(6)), opinion="grant")
    bureau.do("refuse", key, by="deputy", at=moment(march(9)), grounds="条件不符")
    assert bureau.tick(march(20)) == [("promised_near", march(5)), ("promised_near", march(9))]


def test_what_was_earned_before_a_pause_stays_and_the_clock_that_stands_still_earns_nothing(bureau):
    key = bureau.accepted(march(3))
    bureau.do("pause", key, by="reviewer", at=moment(march(5)), procedure="expert_review", planned_days=5)
    bureau.do("resume", key, by="reviewer", at=moment(march(9)), procedure="expert_review")
    assert bureau.tick(march(20)) == [
        ("promised_near", march(5)),
        ("promised_near", march(11)),
        ("promised_overdue", march(13)),
    ]
    assert cards(key)[0][2] == march(5)


def test_an_extension_not_told_to_the_applicant_is_a_yellow_card_on_the_next_working_day(bureau):
    key = bureau.accepted(date(2026, 9, 7), "EM05-02")
    bureau.do("extend", key, by="head", at=moment(date(2026, 10, 10)), days=10, reason="技术复杂", notice=False)
    bureau.tick(date(2026, 10, 11))
    assert "extension_notice_missing" not in [rule for _, rule, _ in cards(key)]
    assert bureau.tick(date(2026, 10, 12)) == [("extension_notice_missing", date(2026, 10, 12))]


def test_silence_is_a_red_card_on_the_day_after_the_five_days(bureau):
    key = bureau.lodge(moment(date(2026, 9, 28)), "EM06-01").pk
    assert bureau.tick(date(2026, 10, 10)) == []
    assert ("deemed_acceptance", date(2026, 10, 11)) in bureau.tick(date(2026, 10, 11))
    card = Card.objects.get(application_id=key, rule="deemed_acceptance")
    assert (card.colour, card.due_on, card.desks, card.people) == ("red", date(2026, 10, 10), ["window"], [])
    assert told(card) == {"monitor"}


def test_who_accepts_after_the_five_days_earns_the_card_of_the_silence(bureau):
    key = bureau.lodge(moment(date(2026, 6, 11))).pk
    bureau.do("accept", key, by="clerk", at=moment(date(2026, 6, 22)))
    bureau.tick(date(2026, 6, 23))
    card = Card.objects.get(application_id=key, rule="deemed_acceptance")
    assert (card.day, card.people) == (date(2026, 6, 19), [])


def test_a_filing_by_silence_is_a_red_card(bureau):
    bureau.lodge(moment(date(2026, 9, 16)), "EM11-01")
    assert bureau.tick(date(2026, 9, 25)) == [("deemed_filing", date(2026, 9, 23))]


def test_a_card_names_whose_work_was_open_and_who_had_worked_on_it_when_its_day_began(bureau):
    key = bureau.accepted(march(3))
    bureau.do("record_opinion", key, by="reviewer", at=moment(march(9)), opinion="grant")
    bureau.tick(march(31))
    first, second, third = Card.objects.filter(application_id=key, rule__startswith="promised").order_by("day")
    clerk, reviewer = bureau.account("clerk"), bureau.account("reviewer")
    assert [first.people, second.people, third.people] == [[clerk], [clerk], [clerk, reviewer]]
    assert [first.desks, second.desks, third.desks] == [["review"]] * 3
    assert third.rule_version == "promise_statute/2"


def test_a_warning_goes_to_who_handles_the_case_and_a_card_to_the_monitors_too(bureau):
    key = bureau.accepted(march(3))
    bureau.do("record_opinion", key, by="reviewer", at=moment(march(4)), opinion="grant")
    bureau.tick(march(11))
    amber, _, yellow = Card.objects.filter(application_id=key).order_by("day")
    assert told(amber) == {"clerk", "reviewer"}
    assert told(yellow) == {"clerk", "reviewer", "monitor"}
    assert all(lacking(row.kind, row.params) == [] for row in Message.objects.filter(event__startswith="card:"))


def test_judging_reads_the_case_and_leaves_it_as_it_is(bureau):
    key = bureau.accepted(march(3))
    before = Application.objects.filter(pk=key).values().get()
    assert judge(moment(date(2026, 4, 3)))
    assert Application.objects.filter(pk=key).values().get() == before


def test_a_case_that_is_over_and_one_without_a_rung_today_are_not_judged_again(bureau):
    key, over = bureau.accepted(march(3)), bureau.accepted(march(3))
    bureau.do("withdraw", over, by="applicant", at=moment(march(3), 11))
    bureau.tick(march(4))
    assert Watch.objects.get(pk=key).next_on == march(5)
    assert Watch.objects.get(pk=over).next_on is None
    with CaptureQueriesContext(
        connection,
    ) as queries:
        judge(moment(march(4), 12))
    assert len(queries) == 1


def test_the_fault_of_one_case_stops_nobody_elses_cards(bureau, monkeypatch):
    cases = [bureau.accepted(march(3)) for _ in range(3)]
    failed: list[tuple[int, str]] = []

    def faulty(*, facts, **given):
        if facts is of[cases[0]]:
            raise LookupError("a fault")
        return rungs(facts=facts, **given)

    def remembered(found, **given):
        of.update(facts_of(found, **given))
        return of

    of = {}
    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "rungs", faulty)
        patch.setattr(sweeping, "facts_of", remembered)
        written = judge(moment(march(5)), failed=failed)
    assert failed == [(cases[0], "LookupError: a fault")]
    assert {card.application_id for card in written} == set(cases[1:])
    assert {card.application_id for card in judge(moment(march(5)))} == {cases[0]}


def test_a_batch_costs_the_same_statements_however_many_cases_it_holds(bureau):
    def cost(count, day):
        for _ in range(count):
            bureau.accepted(day)
        judge(moment(day, 12))
        with CaptureQueriesContext(connection) as queries:
            assert len(judge(moment(march(5), 0, 5))) == count
        return len(queries)

    few = cost(2, march(3))
    Watch.objects.all().update(next_on=None)
    assert cost(12, march(3)) == few <= 20  # four read and write what is counted (CaseFact, StepFact)
