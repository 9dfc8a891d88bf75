"""The walk leaves the rows that viewflow's own activations leave."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import modify_settings

from approvals.models import Office, User
from tests.differential.drivers import Either, FlagCase, LawCase, Run, Stock, Walked, attempt, picture
from tests.differential.flows import RichFlow
from workflow.flow import BLOCK, LicensingFlow
from workflow.graph import compile_flow
from workflow.lifecycle import ACCEPTED, GRANTED, RECEIVED, REFUSED, SUPPLEMENT_REQUESTED
from workflow.models.process import RESERVE_IDS

pytestmark = pytest.mark.django_db
Turn = Callable[[random.Random, str, Any, set[str]], tuple[dict[str, Any], list[str]]]
RICH_BLOCK = {"site", "fee", "review", "rework", "first_expert", "second_expert", "inner_join", "join"}
GATES = ("awaits_opinion", "awaits_visit", "awaits_cure", "awaits_publication", "awaits_follow_up")
STATUSES = {
    "examine": [SUPPLEMENT_REQUESTED, ACCEPTED, ACCEPTED, GRANTED, "not_accepted"],
    "supplement": [RECEIVED],
    "decide": [ACCEPTED, ACCEPTED, GRANTED, REFUSED],
}


@pytest.fixture(scope="module", autouse=True)
def _flows_in_an_installed_app() -> Iterator[None]:
    with modify_settings(INSTALLED_APPS={"append": "tests.differential"}):
        yield


@pytest.fixture
def office() -> Office:
    return Office.objects.create(code="bureau", name="行政审批局")


@pytest.fixture
def user() -> User:
    return User.objects.create(username="clerk")


@pytest.fixture
def reserved_ids() -> None:
    """Also where the tables come straight from the models."""
    with connection.cursor() as cursor:
        cursor.execute(RESERVE_IDS)


class Acts:
    """Random acts on one case, each done under every driver; after each, all the cases must look the same."""

    def __init__(self, chance: random.Random, runs: list[Run], turn: Turn) -> None:
        self.chance, self.runs, self.turn = chance, runs, turn
        self.drivers = [Stock(), Walked(), Either(random.Random(chance.random()))]
        self.steps = compile_flow(runs[0].flow_class).by_name
        self.seen: Counter[str] = Counter()
        self.do("start", facts={})

    def do(self, act: str, *arguments: Any, facts: dict[str, Any]) -> None:
        outcomes = [attempt(d, r, act, *arguments, facts=facts) for d, r in zip(self.drivers, self.runs, strict=True)]
        stock, *others = [picture(run) for run in self.runs]
        assert all(other == stock for other in others), (act, arguments, facts)
        assert len(set(outcomes)) == 1, (act, arguments, facts, outcomes)
        self.seen[outcomes[0]] += 1

    def play(self, length: int) -> None:
        for _ in range(length):
            names = {task.flow_task.name for task in self.runs[0].open_tasks()}
            if not names:
                break
            name = self.chance.choice(sorted(n for n in names if self.steps[n].kind == "human"))
            facts, give_up = self.turn(self.chance, name, self.steps[name].node, names - {name})
            self.do("finish", name, give_up, facts=facts)
            self.seen[name] += 1
            self.seen["given up"] += len(give_up)
            if self.seen["flow error"] or self.chance.random() < 0.02:
                self.do("cancel", facts={})
                self.seen["cancelled"] += 1


def rich_turn(chance: random.Random, name: str, node: Any, others: set[str]) -> tuple[dict[str, Any], list[str]]:
    """One of the acts offered.  To reopen gives up what the block has open; now and then one work item is forgotten."""
    act = node.offers[0] if chance.random() < 0.4 else chance.choice(node.offers)
    give_up = sorted(others & RICH_BLOCK) if act == "reopen" else []
    if give_up and chance.random() < 0.2:
        give_up.remove(chance.choice(give_up))
    return {"last": act}, give_up


def law_turn(chance: random.Random, name: str, node: Any, others: set[str]) -> tuple[dict[str, Any], list[str]]:
    """The case may have become anything; who leaves the block of review gives up the rest of it, as case.py does."""
    facts: dict[str, Any] = {gate: chance.random() < 0.4 for gate in GATES}
    if name in BLOCK | set(STATUSES):
        facts["status"] = chance.choice(STATUSES.get(name, [ACCEPTED, ACCEPTED, ACCEPTED, GRANTED, REFUSED]))
        facts["reopened"] = chance.random() < 0.2
    leaves = name in BLOCK and (facts["reopened"] or facts["status"] != ACCEPTED)
    return facts, sorted(others & BLOCK) if leaves else []


def rich_cases(chance: random.Random) -> tuple[Any, Callable[[], Any], Turn]:
    flags = {flag: chance.random() < 0.5 for flag in ("site", "fee", "short", "two")}
    return RichFlow, lambda: FlagCase(dict(flags)), rich_turn


def law_cases(chance: random.Random) -> tuple[Any, Callable[[], Any], Turn]:
    return LicensingFlow, LawCase, law_turn


@pytest.mark.usefixtures("reserved_ids")
@pytest.mark.parametrize("seeds", [range(22), range(22, 44), range(44, 66)])
@pytest.mark.parametrize(
    ("cases", "by_chance"),
    [
        (rich_cases, {"given up", "cancelled", "flow error", "rework", "second_expert", "correct", "decide", "issue"}),
        (law_cases, {"given up", "cancelled", "serve", "publish", "follow_up", "refusal", "supplement", "decide"}),
    ],
    ids=["rich", "law"],
)
def test_random_acts_leave_the_same_rows(
    cases: Any, by_chance: set[str], seeds: range, office: Office, user: User
) -> None:
    seen: Counter[str] = Counter()
    for seed in seeds:
        chance = random.Random(seed)
        flow_class, case, turn = cases(chance)
        acts = Acts(chance, [Run(flow_class, case(), office, user) for _ in range(3)], turn)
        acts.play(30)
        seen += acts.seen
        with connection.cursor() as cursor:  # plans prepared on empty tables would read them whole for ever
            cursor.execute("ANALYZE workflow_task, workflow_task_previous")
    assert by_chance <= set(seen)
