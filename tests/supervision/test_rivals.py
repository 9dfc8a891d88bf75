"""Sweeps and rulings at once, over real connections: each card, each message and each ruling exists once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from notifications.models import Message
from supervision import acts, draws, orders
from supervision import sweep as sweeping
from supervision.acts import rule_on_card
from supervision.models import Card, Draw, Inspection, Publication, PublicationEdition
from supervision.publication import keeping
from supervision.sweep import judge
from tests.moments import days_later, moment
from workflow.acts import register_licence
from workflow.errors import Refusal

RIVALS, ROUNDS, CASES = 3, 5, 8
BEGINNING = date(2026, 3, 3)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Runs a function in several threads; `before` names what all must have come to before any does it."""

    def run(function: Callable[[], Any], *, owner: Any, before: str) -> list[Any]:
        barrier, real = Barrier(RIVALS), getattr(owner, before)

        def together(*given: Any, **named: Any) -> Any:
            barrier.wait(timeout=30)
            return real(*given, **named)

        def alone() -> Any:
            try:
                return function()
            finally:
                connection.close()

        with monkeypatch.context() as patch, ThreadPoolExecutor(RIVALS) as threads:
            patch.setattr(owner, before, together)
            return [each.result(timeout=60) for each in [threads.submit(alone) for _ in range(RIVALS)]]

    return run


def test_sweeps_at_once_write_each_card_and_tell_of_it_once(committed_bureau, at_once):
    for n in range(ROUNDS):
        first = BEGINNING + timedelta(days=7 * n)
        cases = {committed_bureau.accepted(first) for _ in range(CASES)}
        written = at_once(lambda day=first: judge(moment(day + timedelta(days=6))), owner=sweeping, before="issue")
        cards = Card.objects.filter(application_id__in=cases)
        assert cards.count() >= CASES
        assert sorted(card.pk for each in written for card in each if card.application_id in cases) == sorted(
            cards.values_list("pk", flat=True)
        )
        for card in cards:
            assert Message.objects.filter(event=f"card:{card.pk}").count() == 1


def test_of_two_rulings_at_once_one_stands_and_the_others_are_not_in_order(committed_bureau, at_once):
    key = committed_bureau.accepted(BEGINNING)
    judge(moment(date(2026, 3, 11)))
    monitor = committed_bureau.account("monitor")

    def ruling():
        try:
            return rule_on_card(
                key, by=monitor, at=moment(date(2026, 3, 12)), rule="promised_overdue", uphold=True
            ).state
        except Refusal as refusal:
            return refusal.code

    assert sorted(at_once(ruling, owner=acts, before="perform_register")) == ["not_in_order"] * (RIVALS - 1) + [
        "upheld"
    ]


def test_of_two_answers_at_once_one_stands_and_the_others_are_not_in_order(committed_bureau, at_once):
    key = committed_bureau.accepted(BEGINNING)
    given_at = moment(date(2026, 3, 5))
    order = orders.give_order(key, by=committed_bureau.account("monitor"), at=given_at, desk="review", text="请说明")
    reviewer = committed_bureau.account("reviewer")

    def answering():
        try:
            return orders.answer_order(order.pk, by=reviewer, at=moment(date(2026, 3, 6)), text="已办").state
        except Refusal as refusal:
            return refusal.code

    answers = at_once(answering, owner=orders, before="perform_register")
    assert sorted(answers) == ["answered"] + ["not_in_order"] * (RIVALS - 1)
    assert Message.objects.filter(event=f"order:{order.pk}", kind="order_answered").count() == 1


def test_sweeps_at_once_publish_each_record_and_each_change_once(committed_bureau, at_once):
    day = moment(BEGINNING)
    cases = [published(committed_bureau) for _ in range(CASES)]
    kept = at_once(lambda: keeping.keep(day), owner=keeping, before="perform_register")
    assert sum(len(each) for each in kept) == Publication.objects.count() == CASES
    for key in cases:
        committed_bureau.do("cancel_licence", key, by="head", at=day, grounds="依法终止", without_files=True)
    kept = at_once(lambda: keeping.keep(day), owner=keeping, before="perform_register")
    assert sum(len(each) for each in kept) == CASES
    assert PublicationEdition.objects.filter(change="updated").count() == CASES
    assert keeping.keep(day) == []


def published(bureau):
    key = bureau.lodge(moment(BEGINNING, 9), "EM06-01").pk
    acts_of_it = [("accept", "clerk", {}), ("record_opinion", "reviewer", {"opinion": "grant"}), ("grant", "chief", {})]
    for act, by, given in [*acts_of_it, ("issue", "clerk", {}), ("publish", "clerk", {})]:
        bureau.do(act, key, by=by, at=moment(BEGINNING), without_files=True, **given)
    return key


def test_of_seeds_stated_at_once_one_counts(committed_bureau, at_once):
    bureau = committed_bureau
    for number, handle in (("GZ-1", "applicant"), ("GZ-2", "applicant2")):
        holder, since = bureau.people[handle].applicant_id, date(2025, 1, 1)
        register_licence(
            at=moment(), number=number, item="EM06-01", holder=holder, valid_from=since, valid_until=date(2027, 12, 31)
        )
    plan = draws.publish_plan(kind="random", year=2026, by=bureau.account("head"), at=moment())
    by, tomorrow = bureau.account("supervisor"), days_later(1)
    listed = draws.announce_inspections(plan_id=plan.pk, seed_source="摇号", seed_on=tomorrow.date(), by=by, at=moment())
    seeds = iter(["1", "2", "3"])

    def state() -> str | None:
        try:
            return draws.draw_inspections(listed.pk, seed=next(seeds), by=by, at=tomorrow).seed
        except Refusal:
            return None

    stated = [seed for seed in at_once(state, owner=draws, before="perform_register") if seed is not None]
    assert stated == [Draw.objects.get().seed]
    assert Inspection.objects.count() == len(Draw.objects.get().outcome or ())
