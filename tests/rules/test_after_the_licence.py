"""Draws, plans, credit and the checklist of files, by their rules alone: no database."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.rules.credit import CreditError, Entry, credit_rule_of
from supervision.rules.draw import Candidate, drawn, quota
from supervision.rules.file_review import ChecklistError, File, Paper, checklist_of, machine_findings
from supervision.rules.inspection_plan import PlanError, plan_of
from supervision.scheme_files import content_of
from supervision.schemes_in_force import PLANS
from workflow.rules.workdays import Calendar, Year

MARCH = Calendar([Year(2026, closed=frozenset())])
INSPECTORS = ["1", "2", "3", "4"]
NAMES = st.lists(st.text("ABCDEFGH0123", min_size=1, max_size=4), unique=True, max_size=30)
MONDAY = date(2026, 3, 2)


def candidates(names: list[str]) -> list[Candidate]:
    """Every third may not be visited by the first two."""
    return [Candidate(name, "ab"[n % 2], ("1", "2") if n % 3 == 0 else ()) for n, name in enumerate(names)]


@given(NAMES, st.text(max_size=8), st.integers(0, 100))
def test_a_draw_takes_its_share_of_each_stratum_whatever_the_order_of_the_list(names, seed, percent):
    rows, shares = candidates(names), {"a": percent, "b": 100}
    found = drawn(seed=seed, candidates=rows, shares=shares, inspectors=INSPECTORS, each=2)
    assert found == drawn(seed=seed, candidates=rows[::-1], shares=shares, inspectors=INSPECTORS[::-1], each=2)
    for stratum, share in shares.items():
        size = sum(row.stratum == stratum for row in rows)
        assert sum(row.stratum == stratum for row in found) == quota(size, share)


@given(NAMES, st.text(max_size=8))
def test_two_are_sent_and_none_who_may_not_go(names, seed):
    rows = {row.id: row for row in candidates(names)}
    shares = {"a": 100, "b": 100}
    for one in drawn(seed=seed, candidates=list(rows.values()), shares=shares, inspectors=INSPECTORS, each=2):
        assert len(set(one.inspectors)) == 2
        assert not set(one.inspectors) & set(rows[one.id].excluded)


def test_another_seed_is_another_draw():
    rows = [Candidate(f"{n:03}", "a") for n in range(200)]
    first, second = (drawn(seed=seed, candidates=rows, shares={"a": 10}) for seed in ("1", "2"))
    assert len(first) == len(second) == 20
    assert first != second


def without(content: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    made = deepcopy(content)
    place = made
    *way, last = path.split(".")
    for key in way:
        place = place[key]
    place[last] = value
    return made


@pytest.mark.parametrize("file", PLANS.values())
@pytest.mark.parametrize(
    ("path", "value"),
    [("shares.high.good", 101), ("shares.high", {}), ("inspectors", 0), ("items", []), ("title", ""), ("more", 1),
     ("rectify_max_days", True), ("disclose_after_days", 0)],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused_with_its_key(file, path, value):
    plan_of(content_of(file))
    with pytest.raises(PlanError) as wrong:
        plan_of(without(content_of(file), path, value))
    assert path.split(".", maxsplit=1)[0] in wrong.value.detail


@pytest.mark.parametrize(
    ("path", "value"),
    [("poor_while", ["x"]), ("repair_after_months.tolerance", -1), ("repair_after_months", {"x": 1}), ("answer_days", 0),
     ("more", 1)],
)  # fmt: skip
def test_a_rule_of_credit_that_cannot_be_is_refused(path, value):
    with pytest.raises(CreditError) as wrong:
        credit_rule_of(without(content_of("credit"), path, value))
    assert path.split(".", maxsplit=1)[0] in wrong.value.detail


def test_grades_follow_from_what_is_in_force_and_what_is_remembered():
    rule = credit_rule_of(content_of("credit"))
    kept = Entry("commitment", MONDAY, MONDAY + timedelta(days=365))
    ended = MONDAY + timedelta(days=200)
    repaired = Entry("commitment", MONDAY, kept.until, lifted_on=ended)
    wrong = Entry("commitment", MONDAY, kept.until, lifted_on=ended, wrong=True)

    def grade(entry: Entry, on: date) -> str:
        return rule.grade([entry], bad_credit=False, on=on)

    assert [grade(kept, MONDAY), grade(kept, kept.until), grade(kept, kept.until + timedelta(days=400))] == [
        "poor", "poor", "good"
    ]  # fmt: skip
    assert [grade(repaired, ended - timedelta(days=1)), grade(repaired, ended)] == ["poor", "fair"]
    assert grade(wrong, ended) == "good"
    assert rule.grade([], bad_credit=True, on=MONDAY) == "poor"
    assert rule.repair_from(Entry("reapplication", MONDAY, kept.until)) is None


def days(first: int, last: int) -> tuple[date, date]:
    return date(2026, 3, first), date(2026, 3, last)


SOUND = File(
    received_on=MONDAY, accepted_on=MONDAY, decided_on=date(2026, 3, 6), statutory_due_on=date(2026, 3, 30),
    accepted_by=1, reviewed_by=(2,), decided_by=3, authority="首席代表", signatures=(2,), steps=(days(2, 4), days(4, 6)),
    papers=(Paper("acceptance_notice", MONDAY, MONDAY), Paper("grant_decision", date(2026, 3, 6), None)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"signatures": (1,)}, "signatures"),
        ({"authority": ""}, "signatures"),
        ({"accepted_on": date(2026, 3, 1)}, "dates"),
        ({"served_on": date(2026, 3, 5)}, "dates"),
        ({"decided_by": 2}, "authority"),
        ({"papers": ()}, "notices"),
        ({"papers": (Paper("acceptance_notice", MONDAY, None), SOUND.papers[1])}, "notices"),
        ({"refused": True}, "notices"),
        ({"terminated": True}, "notices"),
        ({"steps": (days(2, 3),)}, "step_times"),
        ({"steps": (days(2, 3),), "standstills": (days(4, 6),)}, ""),
        ({"statutory_due_on": date(2026, 3, 5)}, "periods"),
    ],
)
def test_a_machine_sees_what_is_wrong_with_a_file(change, code):
    file = File(**{name: getattr(SOUND, name) for name in SOUND.__slots__} | change)
    found = machine_findings(checklist_of(content_of("file_review")), file, calendar=MARCH)
    assert set(found) == ({code} if code else set())


@pytest.mark.parametrize(
    ("path", "value"),
    [("items.dates.points", 11), ("items.dates.check", "person"), ("items.reasons.check", "machine"), ("shares.refused", 200),
     ("items", {}), ("items.dates", {})],
)  # fmt: skip
def test_a_checklist_that_cannot_be_is_refused(path, value):
    with pytest.raises(ChecklistError):
        checklist_of(without(content_of("file_review"), path, value))
