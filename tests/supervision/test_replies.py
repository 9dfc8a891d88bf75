"""A card asks who answered for the case for an explanation, and nobody whom it concerns rules on it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from approvals.people import Post
from notifications.models import Message
from supervision import sweep as sweeping
from supervision.acts import contest_card, rule_on_card
from supervision.models import Card
from supervision.profile import shipped
from supervision.rules.profile import rulebook
from tests.moments import moment
from workflow.errors import Refusal

pytestmark = pytest.mark.django_db
OVERDUE = "promised_overdue"


def march(day):
    return date(2026, 3, day)


def card_of(key, rule=OVERDUE):
    return Card.objects.get(application_id=key, rule=rule)


def test_who_last_handled_the_case_answers_while_nobody_has_taken_the_work(bureau):
    key = bureau.accepted(march(3))
    bureau.tick(march(11))
    assert card_of(key).responsible_id == bureau.account("clerk")


def test_who_has_taken_the_open_work_answers_for_it(bureau):
    key = bureau.accepted(march(3))
    bureau.do("claim", key, by="reviewer", at=moment(march(5)))
    bureau.tick(march(11))
    assert card_of(key).responsible_id == bureau.account("reviewer")


def test_to_whom_the_work_was_handed_over_answers_and_who_put_it_back_does_not(bureau):
    handed, back = bureau.accepted(march(3)), bureau.accepted(march(3))
    for key in (handed, back):
        bureau.do("claim", key, by="reviewer", at=moment(march(5)))
    bureau.do("hand_over", handed, by="reviewer", at=moment(march(6)), to=bureau.account("reviewer2"))
    bureau.do("release", back, by="reviewer", at=moment(march(6)))
    bureau.tick(march(11))
    assert card_of(handed).responsible_id == bureau.account("reviewer2")
    assert card_of(back).responsible_id == bureau.account("clerk")


def test_what_somebody_takes_on_the_day_of_the_card_was_not_his_when_it_began(bureau):
    key = bureau.accepted(march(3))
    bureau.do("claim", key, by="reviewer", at=moment(march(11), 9))
    bureau.tick(march(11), minute=30)
    bureau.tick(march(20))
    assert card_of(key).responsible_id == bureau.account("clerk")


def test_nobody_answers_for_a_case_that_nobody_has_touched(bureau):
    key = bureau.lodge(moment(march(3))).pk
    bureau.tick(march(11))
    card = card_of(key, "deemed_acceptance")
    assert (card.responsible_id, card.desks) == (None, ["window"])


def test_an_explanation_is_due_three_working_days_after_the_card_was_told_of(bureau):
    key = bureau.accepted(march(3))
    bureau.tick(march(11))
    assert card_of(key).reply_due_on == march(16)
    message = Message.objects.filter(event=f"card:{card_of(key).pk}", recipient_id=bureau.account("clerk")).get()
    assert message.params["reply_by"] == "2026-03-16"


def test_a_sweep_that_runs_late_takes_nothing_from_the_days_for_the_explanation(bureau):
    key = bureau.accepted(march(3))
    bureau.tick(march(18))
    assert (card_of(key).day, card_of(key).reply_due_on) == (march(11), march(23))


def test_a_warning_asks_for_no_explanation(bureau):
    key = bureau.accepted(march(3))
    bureau.tick(march(5))
    assert card_of(key, "promised_near").reply_due_on is None


def test_who_answered_for_the_case_is_told_of_the_card_though_he_has_not_handled_it_yet(bureau):
    key = bureau.accepted(march(3))
    bureau.do("claim", key, by="reviewer", at=moment(march(5)))
    bureau.tick(march(11))
    told = Message.objects.filter(event=f"card:{card_of(key).pk}").values_list("recipient__username", flat=True)
    assert set(told) == {"clerk", "reviewer", "monitor"}


@pytest.fixture
def monitors_too(bureau):
    """The reviewer and the clerk are e-supervision officers as well."""
    for handle in ("clerk", "reviewer", "reviewer2"):
        user = bureau.people[handle]
        Post.objects.create(user=user, role="monitor", office=user.office, from_on=date(2018, 1, 1))


@pytest.mark.parametrize("who", ["clerk", "reviewer", "reviewer2"])
def test_neither_who_handled_the_case_nor_who_answered_for_it_nor_who_explained_rules(bureau, monitors_too, who):
    key = bureau.accepted(march(3))
    bureau.do("claim", key, by="reviewer", at=moment(march(5)))
    bureau.tick(march(11))
    contest_card(key, by=bureau.account("reviewer2"), at=moment(march(11)), rule=OVERDUE, text="系统故障")
    with pytest.raises(Refusal) as refused:
        rule_on_card(key, by=bureau.account(who), at=moment(march(12)), rule=OVERDUE, uphold=False)
    assert refused.value.code == "separation_of_duties"
    assert rule_on_card(key, by=bureau.account("monitor"), at=moment(march(12)), rule=OVERDUE, uphold=True).state == "upheld"


def test_who_decided_the_case_after_the_card_rules_on_nothing(bureau, monitors_too):
    key = bureau.accepted(march(3))
    bureau.tick(march(11))
    bureau.do("record_opinion", key, by="reviewer", at=moment(march(12)), opinion="grant")
    with pytest.raises(Refusal) as refused:
        rule_on_card(key, by=bureau.account("reviewer"), at=moment(march(12), 12), rule=OVERDUE, uphold=False)
    assert refused.value.code == "separation_of_duties"


@pytest.mark.parametrize("who", ["clerk", "reviewer"])
def test_the_database_takes_no_ruling_of_somebody_whom_the_card_concerns(bureau, who):
    key = bureau.accepted(march(3))
    bureau.do("claim", key, by="reviewer", at=moment(march(5)))
    bureau.tick(march(11))
    with pytest.raises(IntegrityError, match="nobody whom it concerns"), transaction.atomic():
        Card.objects.filter(rule=OVERDUE).update(
            state="cancelled", ruled_by_id=bureau.account(who), ruled_at=moment(march(12))
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(rule=OVERDUE).update(responsible_id=bureau.account("monitor"))


def test_a_rule_that_comes_into_effect_later_earns_nothing_of_the_days_before(bureau, monkeypatch):
    later = replace(shipped("step_limits"), effective_from=march(10))
    monkeypatch.setattr(sweeping, "in_force", lambda: rulebook([shipped(), later]))
    before, after = bureau.accepted(march(3)), bureau.accepted(march(6))
    bureau.tick(march(20))
    found = Card.objects.filter(rule="review_step_overdue").values_list("application_id", "day")
    assert list(found) == [(after, march(12))]
    assert Card.objects.filter(application_id=before, rule="promised_overdue").exists()


# --- other rules -----------------------------------------------------------------------------------------------------


def test_a_bureau_that_watches_the_statutory_period_alone_gives_yellow_and_then_red(bureau):
    with override_settings(LICENSING_CARD_PROFILES=["statutory_1_2"]):
        key = bureau.accepted(march(3))
        bureau.tick(date(2026, 4, 3))
    found = Card.objects.filter(application_id=key).order_by("day").values_list("colour", "rule", "day", "rule_version")
    assert list(found) == [
        ("yellow", "statutory_overdue", date(2026, 4, 1), "statutory_1_2/1"),
        ("red", "statutory_long_overdue", date(2026, 4, 2), "statutory_1_2/1"),
    ]


@override_settings(LICENSING_CARD_PROFILES=["promise_statute", "step_limits"])
def test_the_limit_of_a_step_has_its_own_card_once_however_often_and_late_the_sweep_runs(bureau):
    key = bureau.accepted(march(3))
    for minute in range(5, 15):
        bureau.tick(march(10), minute)
    bureau.tick(march(20))
    steps = Card.objects.filter(application_id=key, rule__endswith="_step_overdue").order_by("day")
    assert [(card.rule, card.rule_version, card.due_on, card.day) for card in steps] == [
        ("review_step_overdue", "step_limits/1", march(6), march(9)),
        ("verification_step_overdue", "step_limits/1", march(6), march(9)),
    ]


@override_settings(LICENSING_CARD_PROFILES=["promise_statute", "step_limits"])
def test_a_special_procedure_that_was_told_stands_the_limit_of_a_step_still(bureau):
    key = bureau.accepted(march(3))
    bureau.do("pause", key, by="reviewer", at=moment(march(4)), procedure="expert_review", planned_days=5)
    bureau.tick(march(11))
    assert not Card.objects.filter(application_id=key, rule="review_step_overdue").exists()


@override_settings(LICENSING_CARD_PROFILES=["promise_statute", "notices"])
def test_a_special_procedure_that_nobody_was_told_of_earns_a_card_on_the_next_working_day(bureau):
    silent, told = bureau.accepted(march(3)), bureau.accepted(march(3))
    given = {"procedure": "expert_review", "planned_days": 5}
    bureau.do("pause", silent, by="reviewer", at=moment(march(4)), notice=False, **given)
    bureau.do("pause", told, by="reviewer", at=moment(march(4)), **given)
    bureau.tick(march(6))
    found = Card.objects.filter(rule="procedure_notice_missing").values_list("application_id", "colour", "day")
    assert list(found) == [(silent, "yellow", march(5))]
