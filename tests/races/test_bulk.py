"""A bulk grant carried on by two at once, while a third decides one of its cases: each case is decided once, and said so."""

from collections import Counter

from portal.approval import bulk
from portal.approval.models import BulkLine
from tests.moments import moment
from tests.races.conftest import PLAIN
from workflow.models import Application, LedgerEntry

ROUNDS, CASES = 12, 4


def test_a_bulk_carried_on_twice_at_once_grants_each_case_once(arena):
    ring, states = arena(3), Counter[str]()
    for _ in range(ROUNDS):
        cases = [ring.decidable() for _ in range(CASES)]
        versions = dict(Application.objects.filter(pk__in=cases).values_list("pk", "version"))
        made = bulk.confirm(versions, by=ring.account("chief"), sub_item_code=PLAIN, at=moment(hour=14))
        order = {"door": "carry_on", "given": {"bulk_id": made.pk, "at": moment(hour=15), "budget_seconds": 60}}
        first, second, alone = ring.race(order, order, ring.perform("grant", cases[0], "deputy"))
        assert (first["code"], second["code"]) == ("done", "done")
        made.refresh_from_db()
        assert made.finished_at == moment(hour=15)
        assert set(Application.objects.filter(pk__in=cases).values_list("status", flat=True)) == {"granted"}
        grants = LedgerEntry.objects.filter(application__in=cases, act="grant")
        assert sorted(grants.values_list("application_id", flat=True)) == cases
        lines = dict(BulkLine.objects.filter(bulk=made).values_list("application_id", "state"))
        assert {lines[case] for case in cases[1:]} == {"granted"}
        assert (lines[cases[0]], alone["code"]) in (("granted", "not_in_order"), ("skipped", "done"))
        states[lines[cases[0]]] += 1
    assert len(states) == 2
