"""A card is contested by an official, ruled on by the e-supervision officer, and never goes away."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.kinds import lacking
from notifications.models import Message
from supervision.acts import contest_card, rule_on_card
from supervision.models import Card
from tests.moments import moment
from workflow.errors import BadInput, NotFound, Refusal
from workflow.models import Application, RefusedAttempt, RegisterEntry

pytestmark = pytest.mark.django_db
OVERDUE, NEAR = "promised_overdue", "promised_near"
LATER = moment(date(2026, 3, 11))


@pytest.fixture
def case(bureau):
    """A case with two amber cards and a yellow one."""
    key = bureau.accepted(date(2026, 3, 3))
    bureau.tick(date(2026, 3, 11))
    return key


@pytest.fixture
def contest(bureau, case):
    def act(by="reviewer", rule=OVERDUE, text="系统故障一天"):
        return contest_card(case, by=bureau.account(by), at=LATER, rule=rule, text=text)

    return act


@pytest.fixture
def rule(bureau, case):
    def act(by="monitor", rule=OVERDUE, uphold=True, text=""):
        return rule_on_card(case, by=bureau.account(by), at=LATER, rule=rule, uphold=uphold, text=text)

    return act


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    assert RefusedAttempt.objects.latest("id").code == code


def test_a_card_is_contested_and_upheld(bureau, contest, rule):
    card = contest()
    assert (card.state, card.contested_by_id, card.contest_text) == (
        "contested",
        bureau.account("reviewer"),
        "系统故障一天",
    )
    ruled = rule()
    assert (ruled.pk, ruled.state, ruled.ruled_by_id) == (card.pk, "upheld", bureau.account("monitor"))


def test_a_card_is_cancelled_with_a_word_to_who_contested_it_and_who_handles_the_case(contest, rule):
    contest()
    card = rule(uphold=False, text="故障属实")
    assert card.state == "cancelled"
    rows = Message.objects.filter(event=f"card:{card.pk}", kind="card_ruled")
    assert set(rows.values_list("recipient__username", flat=True)) == {"clerk", "reviewer"}
    assert {row.params["ruling"] for row in rows} == {"cancelled"}
    assert all(lacking(row.kind, row.params) == [] for row in rows)


def test_both_stand_in_the_chain_of_the_cards_and_not_in_the_case(case, contest, rule):
    before = Application.objects.get(pk=case).version
    contest()
    rule()
    entries = RegisterEntry.objects.filter(register="cards").order_by("seq")
    assert [(entry.seq, entry.act) for entry in entries] == [(1, "contest_card"), (2, "rule_on_card")]
    assert entries[1].prev_hash == entries[0].hash
    assert entries[0].inputs == {"application": case, "rule": OVERDUE, "day": "2026-03-11", "text": "系统故障一天"}
    assert Application.objects.get(pk=case).version == before


def test_the_latest_open_card_of_a_rule_is_contested_and_then_the_one_before(contest, rule):
    assert contest(rule=NEAR).day == date(2026, 3, 9)
    assert rule(rule=NEAR).day == date(2026, 3, 9)
    assert contest(rule=NEAR).day == date(2026, 3, 5)
    refused("not_in_order", contest, rule=NEAR)
    assert rule(rule=NEAR).day == date(2026, 3, 5)
    refused("not_in_order", rule, rule=NEAR)


def test_a_contested_card_is_ruled_on_before_a_later_open_one(case, contest, rule):
    contest(rule=NEAR)
    contest(rule=NEAR)
    assert rule(rule=NEAR).day == date(2026, 3, 9)
    assert rule(rule=NEAR).day == date(2026, 3, 5)


def test_a_card_that_nobody_contested_may_be_ruled_on(rule):
    assert rule().state == "upheld"


@pytest.mark.parametrize("who", ["applicant", "head", "monitor", "auditor", "legal", "supervisor"])
def test_only_officials_who_handle_cases_contest(contest, who):
    refused("not_authorised", contest, by=who)


@pytest.mark.parametrize("who", ["reviewer", "chief", "head", "applicant", "auditor"])
def test_only_the_monitor_rules(contest, rule, who):
    contest()
    refused("not_authorised", rule, by=who)


def test_a_contest_needs_reasons(contest):
    refused("grounds_missing", contest, text=" ")


def test_what_is_contested_or_ruled_on_is_so_once(contest, rule):
    contest()
    refused("not_in_order", contest)
    rule()
    refused("not_in_order", rule)
    refused("not_in_order", contest)


def test_a_rule_without_a_card_is_not_in_order_whoever_asks(contest, rule):
    refused("not_in_order", contest, by="applicant", rule="statutory_overdue")
    refused("not_in_order", rule, by="applicant", rule="no such rule")


def test_who_has_recused_himself_contests_nothing(bureau, case, contest):
    bureau.do("recuse", case, by="reviewer", at=LATER, reason="亲属")
    refused("recused", contest)


def test_a_ruling_that_says_neither_is_bad_input(rule):
    with pytest.raises(BadInput) as wrong:
        rule(uphold=None)
    assert wrong.value.field == "uphold"


def test_a_case_that_is_not_there_is_not_found(bureau):
    with pytest.raises(NotFound):
        contest_card(0, by=bureau.account("clerk"), at=LATER, rule=OVERDUE, text="无")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM supervision_card",
        "TRUNCATE supervision_card",
        "UPDATE supervision_card SET day = day + 1",
        "UPDATE supervision_card SET colour = 'amber' WHERE colour = 'yellow'",
        "UPDATE supervision_card SET people = '{}'",
        "UPDATE supervision_card SET state = 'cancelled'",
        "UPDATE supervision_card SET state = 'contested'",
    ],
)
def test_the_database_lets_no_card_be_deleted_or_rewritten(case, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)
    assert Card.objects.filter(application_id=case, state="open").count() == 3


def test_the_database_lets_no_contest_and_no_ruling_be_written_over(contest, rule):
    contest()
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(state="contested").update(contest_text="别的理由")
    rule()
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(rule=OVERDUE).update(ruling_text="改判")
