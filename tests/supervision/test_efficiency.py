"""The scores of a month, from cards, explanations, orders and ratings, the same whenever they are asked for."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from approvals.people import Office
from config import moment as edge
from supervision.acts import contest_card, rule_on_card
from supervision.efficiency import Month, month_scores
from supervision.orders import answer_order, give_order
from supervision.rules.efficiency import month_of
from tests.moments import moment

pytestmark = pytest.mark.django_db


def march(day):
    return date(2026, 3, day)


def april(day):
    return date(2026, 4, day)


def lost(month="2026-03", as_of=None):
    """What was taken off: desk or handle's key → kinds with their days."""
    first, last = month_of(month)
    offices = list(Office.objects.filter(parent=None).values_list("id", flat=True))
    found = month_scores(Month(first, last, as_of or last), offices=offices)
    return {
        score.subject: [(each.fault.kind, each.fault.day) for each in score.lost] for score in found if score.lost
    }


@pytest.fixture
def case(bureau):
    """Accepted on the third of March by the clerk, taken by the reviewer; the promise is missed on the eleventh."""
    key = bureau.accepted(march(3))
    bureau.do("claim", key, by="reviewer", at=moment(march(5)))
    bureau.tick(march(11))
    return key


def test_a_card_counts_for_who_answered_for_the_case_and_for_the_desk(bureau, case):
    found = lost(as_of=march(12))
    assert found == {
        "review": [("yellow_card", march(11))],
        bureau.account("reviewer"): [("yellow_card", march(11))],
    }


def test_a_warning_costs_nothing_and_neither_does_the_month_before(bureau, case):
    assert lost("2026-02") == {}
    assert lost(as_of=march(10)) == {}


def test_an_explanation_that_did_not_come_in_time_costs_on_the_day_after(bureau, case):
    reviewer = bureau.account("reviewer")
    assert ("reply_missed", march(17)) not in lost(as_of=march(16))[reviewer]
    assert ("reply_missed", march(17)) in lost(as_of=march(17))[reviewer]
    contest_card(case, by=reviewer, at=moment(march(18)), rule="promised_overdue", text="系统故障")
    assert ("reply_missed", march(17)) in lost()[reviewer]


def test_an_explanation_in_time_costs_nothing_more(bureau, case):
    contest_card(case, by=bureau.account("reviewer"), at=moment(march(16)), rule="promised_overdue", text="系统故障")
    assert lost(as_of=march(25)) == {
        "review": [("yellow_card", march(11))],
        bureau.account("reviewer"): [("yellow_card", march(11))],
    }


def test_a_card_that_was_cancelled_by_then_costs_nothing_and_one_cancelled_later_does(bureau, case):
    contest_card(case, by=bureau.account("reviewer"), at=moment(march(12)), rule="promised_overdue", text="系统故障")
    rule_on_card(case, by=bureau.account("monitor"), at=moment(april(2)), rule="promised_overdue", uphold=False)
    assert ("yellow_card", march(11)) in lost()["review"]
    assert lost(as_of=april(2)) == {}


def test_an_order_that_was_not_answered_in_time_costs_whom_it_was_for(bureau, case):
    monitor = bureau.account("monitor")
    to_desk = give_order(case, by=monitor, at=moment(march(4)), desk="verification", text="请说明")
    give_order(case, by=monitor, at=moment(march(4)), person=bureau.account("clerk"), text="请说明")
    in_time = give_order(case, by=monitor, at=moment(march(4)), desk="window", text="请说明")
    answer_order(in_time.pk, by=bureau.account("clerk"), at=moment(march(9)), text="已办")
    answer_order(to_desk.pk, by=bureau.account("verifier_a"), at=moment(march(10)), text="已办")
    found = lost(as_of=march(10))
    assert found == {"verification": [("order_missed", march(10))], bureau.account("clerk"): [("order_missed", march(10))]}


def rated(bureau, stars, day):
    key = bureau.lodge(moment(march(3), 9), "EM13-01").pk
    bureau.do("accept", key, by="clerk", at=moment(march(3)))
    bureau.do("record_opinion", key, by="reviewer", at=moment(march(3), 11), opinion="refuse", grounds="条件不符")
    bureau.do("refuse", key, by="deputy", at=moment(march(3), 12), grounds="条件不符")
    bureau.do("rate", key, by="applicant", at=moment(day), stars=stars)
    return key


def test_a_bad_rating_costs_who_accepted_the_case_and_the_window_unless_it_was_revised_by_then(bureau):
    key = rated(bureau, 1, march(4))
    bureau.do("rate", key, by="applicant", at=moment(april(3)), stars=5)
    assert lost() == {"window": [("bad_rating", march(4))], bureau.account("clerk"): [("bad_rating", march(4))]}
    assert lost(as_of=april(3)) == {}


def test_a_good_rating_costs_nothing(bureau):
    rated(bureau, 4, march(4))
    assert lost() == {}


def answer(*given):
    told = StringIO()
    call_command("efficiency", *given, stdout=told)
    return told.getvalue()


def test_the_command_gives_the_same_bytes_whatever_happens_in_later_months(bureau, case, monkeypatch):
    monkeypatch.setattr(edge, "now", lambda: moment(april(1)))
    bureau.tick(april(1), minute=1)
    first = answer("2026-03", "--json")
    contest_card(case, by=bureau.account("reviewer"), at=moment(april(1)), rule="promised_overdue", text="系统故障")
    rule_on_card(case, by=bureau.account("monitor"), at=moment(april(2)), rule="promised_overdue", uphold=False)
    bureau.do("record_opinion", case, by="reviewer", at=moment(april(2)), opinion="grant")
    monkeypatch.setattr(edge, "now", lambda: moment(april(20)))
    bureau.tick(april(20))
    assert answer("2026-03", "--json") == first
    report = json.loads(first)
    assert (report["as_of"], report["scheme"], report["legal_basis"]) == ("2026-03-31", "efficiency/1", "本局规则")
    reviewer = next(row for row in report["scores"] if row["subject"] == "reviewer")
    assert reviewer["points"] == "98.5"
    assert [each["kind"] for each in reviewer["lost"]] == ["yellow_card", "reply_missed"]
    assert "98.5  reviewer" in answer("2026-03")


@pytest.mark.parametrize("given", [["2026-13"], ["x"], ["2027-01"], ["2026-03", "--as-of", "2026-02-01"]])
def test_a_month_that_is_none_or_has_not_begun_is_an_error(bureau, monkeypatch, given):
    monkeypatch.setattr(edge, "now", lambda: moment(april(1)))
    with pytest.raises(CommandError):
        answer(*given)
