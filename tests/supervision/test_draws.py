"""双随机: a plan, a list published before its seed is known, a draw anybody repeats, two inspectors without a part in it."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.people import Ban
from notifications.kinds import lacking
from notifications.models import Message
from supervision.draws import announce_inspections, disclosed, draw_inspections, publish_plan, published, repeated
from supervision.inspections import checklist, record_inspection, record_recheck, sign_inspection
from supervision.models import Draw, Inspection, InspectionPlan
from tests.moments import days_later, moment
from workflow.acts import register_licence
from workflow.errors import BadInput, NotFound, Refusal
from workflow.models import RefusedAttempt, RegisterEntry

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "docs" / "repeat_the_draw.py"
POOL = ("supervisor", "verifier_a", "verifier_b", "verifier_c")


@pytest.fixture
def town(bureau):
    """Two licence holders: one of grave risk, one of easy."""
    for number, item, handle in (("GZ-1", "EM01-01", "applicant"), ("GZ-2", "EM06-01", "applicant2")):
        holder = bureau.people[handle].applicant_id
        register_licence(
            at=moment(), number=number, item=item, holder=holder, valid_from=date(2025, 1, 1), valid_until=date(2027, 12, 31)
        )
    return bureau


@pytest.fixture
def plan(town):
    return publish_plan(kind="random", year=2026, by=town.account("head"), at=moment())


def announced(town, plan, by="supervisor"):
    seed_on = days_later(1).date()
    source = "福彩双色球开奖号码"
    return announce_inspections(plan_id=plan.pk, seed_source=source, seed_on=seed_on, by=town.account(by), at=moment())


@pytest.fixture
def drawing(town, plan):
    """Drawn: the seed was known on the next day."""
    found = announced(town, plan)
    return draw_inspections(found.pk, seed="03 11 17 22 28 31 + 09", by=town.account("supervisor"), at=days_later(1))


def refused(code, act, *args, **given):
    with pytest.raises(Refusal) as refusal:
        act(*args, **given)
    assert refusal.value.code == code
    assert RefusedAttempt.objects.latest("id").code == code


def test_a_plan_is_published_once_a_year_by_the_head(town, plan):
    assert plan.content["shares"]["high"]["poor"] == 100
    refused("not_in_order", publish_plan, kind="random", year=2026, by=town.account("head"), at=moment())
    refused("not_authorised", publish_plan, kind="recheck", year=2026, by=town.account("supervisor"), at=moment())
    with pytest.raises(BadInput):
        publish_plan(kind="random", year=2024, by=town.account("head"), at=moment())


def test_the_list_stands_before_its_seed_with_strata_by_risk_and_credit(town, plan):
    Ban.objects.create(
        applicant_id=town.people["applicant2"].applicant_id, kind="commitment", from_on=date(2026, 9, 1),
        until=date(2027, 9, 1), legal_basis="本局规则",
    )  # fmt: skip
    told = published(announced(town, plan))
    assert {each["name"]: each["stratum"] for each in told["list"]["candidates"]} == {
        "宏达化工贸易有限公司": "high/good",
        "永安安全技术服务有限公司": "low/poor",
    }
    assert (told["seed"], told["drawn"], len(told["digest"])) == ("", None, 64)
    assert {each["name"] for each in told["list"]["inspectors"]} == {str(town.people[handle]) for handle in POOL}


def test_nobody_draws_before_the_day_of_the_seed_or_twice(town, plan):
    found = announced(town, plan)
    by = town.account("supervisor")
    refused("seed_not_yet", draw_inspections, found.pk, seed="1", by=by, at=moment())
    with pytest.raises(BadInput) as wrong:
        draw_inspections(found.pk, seed=" ", by=by, at=days_later(1))
    assert wrong.value.field == "seed"
    draw_inspections(found.pk, seed="1", by=by, at=days_later(1))
    refused("not_in_order", draw_inspections, found.pk, seed="2", by=by, at=days_later(1))
    refused("not_authorised", draw_inspections, found.pk, seed="2", by=town.account("chief"), at=days_later(1))
    with pytest.raises(NotFound):
        draw_inspections(0, seed="2", by=by, at=days_later(1))


def test_a_seed_that_is_known_already_is_none(town, plan):
    with pytest.raises(BadInput) as wrong:
        announce_inspections(
            plan_id=plan.pk, seed_source="号码", seed_on=moment().date(), by=town.account("supervisor"), at=moment()
        )
    assert wrong.value.field == "seed_on"


def test_whoever_had_a_part_in_the_cases_of_a_holder_is_not_sent_there(town, plan):
    key = town.lodge(moment(), "EM06-01").pk
    town.do("recuse", key, by="verifier_a", at=moment(), reason="近亲属在申请单位任职")
    told = announced(town, plan).announced
    (mine,) = [each for each in told["candidates"] if each["name"] == "宏达化工贸易有限公司"]
    assert mine["excluded"] == [str(town.account("verifier_a"))]
    other = next(each for each in told["candidates"] if each is not mine)
    assert other["excluded"] == []


def test_where_no_two_can_be_sent_nothing_is_announced(town, plan):
    key = town.lodge(moment(), "EM06-01").pk
    for handle in POOL[1:]:
        town.do("recuse", key, by=handle, at=moment(), reason="近亲属")
    refused("inspectors_missing", announced, town, plan)


def test_the_draw_makes_inspections_and_tells_both_inspectors(town, drawing):
    rows = Inspection.objects.filter(draw=drawing)
    assert {row.holder.uscc for row in rows} == {each["id"] for each in drawing.outcome}
    assert len(rows) == 2  # few are rounded up
    for row in rows:
        told = Message.objects.filter(event=f"inspection:{row.pk}:assigned")
        assert set(told.values_list("recipient_id", flat=True)) == set(row.inspectors)
        assert all(lacking(each.kind, each.params) == [] for each in told)


def test_anybody_repeats_the_draw_with_the_script_of_the_docs(drawing, tmp_path):
    assert [(each.id, list(each.inspectors)) for each in repeated(drawing)] == [
        (each["id"], each["inspectors"]) for each in drawing.outcome
    ]
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(published(drawing), ensure_ascii=False), "utf-8")
    run = subprocess.run([sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert [line.split()[0] for line in run.stdout.splitlines()] == [each["id"] for each in drawing.outcome]
    others: list[dict[str, Any]] = [{"drawn": []}, {"list": drawing.announced | {"plan": "another"}}]
    for other in others:
        file.write_text(json.dumps(published(drawing) | other), "utf-8")
        assert subprocess.run([sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, check=False).returncode == 1


def test_the_list_is_open_to_all_once_everybody_was_looked_at_or_its_time_is_over(drawing):
    assert not disclosed(drawing, on=days_later(2).date())
    assert disclosed(drawing, on=date(2026, 12, 31))
    assert published(drawing, whole=False)["list"] is None
    for task in drawing.inspections.all():
        recorded(task)
        sign_inspection(task.pk, by=task.inspectors[1], at=days_later(2))
    assert disclosed(drawing, on=days_later(2).date())


def test_the_chain_keeps_plan_list_and_draw(drawing):
    acts = RegisterEntry.objects.filter(register="inspections").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["publish_plan", "announce_inspections", "draw_inspections"]
    assert RegisterEntry.objects.get(act="announce_inspections").inputs["digest"] == drawing.digest


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE supervision_inspectionplan SET year = 2027",
        "DELETE FROM supervision_inspectionplan",
        "UPDATE supervision_draw SET seed = 'x'",
        "UPDATE supervision_draw SET announced = '{}'",
        "DELETE FROM supervision_draw",
        "TRUNCATE supervision_draw CASCADE",
        "UPDATE supervision_inspection SET inspectors = '{1,2}'",
        "DELETE FROM supervision_inspection",
    ],
)
def test_the_database_lets_nothing_of_a_draw_be_changed(drawing, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)
    assert Draw.objects.get(pk=drawing.pk).outcome == drawing.outcome
    assert InspectionPlan.objects.count() == 1


# ---------------------------------------------------------------------- at the holder's


@pytest.fixture
def task(drawing):
    """An inspection that was drawn."""
    return Inspection.objects.filter(draw=drawing).order_by("id").first()


def found_at(task, *, unfit=0):
    lines = [line.key for line in checklist(task)]
    return {key: ("unfit", "灭火器过期") if n < unfit else ("fit", "") for n, key in enumerate(lines)}


def recorded(task, *, unfit=0, by=0, **given):
    facts = {"inspected_on": days_later(2).date(), "by": task.inspectors[by], "at": days_later(2)} | given
    return record_inspection(task.pk, findings=found_at(task, unfit=unfit), **facts)


def test_one_records_the_other_signs_and_it_is_closed(task):
    assert recorded(task).state == "recorded"
    refused("not_your_inspection", sign_inspection, task.pk, by=task.inspectors[0], at=days_later(2))
    closed = sign_inspection(task.pk, by=task.inspectors[1], at=days_later(2))
    assert (closed.state, closed.result) == ("closed", "clean")
    refused("not_in_order", recorded, task)


def test_what_is_wrong_is_put_right_within_a_limit_and_looked_at_again(task):
    recorded(task, unfit=1, rectify_days=5)
    ordered = sign_inspection(task.pk, by=task.inspectors[1], at=days_later(2))
    assert (ordered.state, ordered.rectify_by_on) == ("rectify", date(2026, 10, 9))
    told = Message.objects.get(kind="inspection_rectify")
    assert told.recipient.applicant_id == task.holder_id
    assert lacking(told.kind, told.params) == []
    record_recheck(task.pk, kept=True, by=task.inspectors[1], at=days_later(4))
    closed = sign_inspection(task.pk, by=task.inspectors[0], at=days_later(4))
    assert (closed.state, closed.result) == ("closed", "rectified")


def test_what_was_not_put_right_is_said_once_the_limit_has_passed(task):
    recorded(task, unfit=1, rectify_days=5)
    sign_inspection(task.pk, by=task.inspectors[1], at=days_later(2))
    by = task.inspectors[0]
    refused("not_in_order", record_recheck, task.pk, kept=False, text="仍未更换", by=by, at=moment(date(2026, 10, 9)))
    with pytest.raises(BadInput):
        record_recheck(task.pk, kept=False, by=by, at=moment(date(2026, 10, 12)))
    record_recheck(task.pk, kept=False, text="仍未更换", by=by, at=moment(date(2026, 10, 12)))
    closed = sign_inspection(task.pk, by=task.inspectors[1], at=moment(date(2026, 10, 12)))
    assert closed.result == "unrectified"


def test_every_line_has_a_finding_and_every_fault_its_words_and_a_limit(task):
    with pytest.raises(BadInput):
        record_inspection(
            task.pk, findings={}, inspected_on=days_later(2).date(), by=task.inspectors[0], at=days_later(2)
        )
    with pytest.raises(BadInput) as wrong:
        recorded(task, unfit=1)
    assert wrong.value.field == "rectify_days"
    refused("limit_exceeded", recorded, task, unfit=1, rectify_days=31)
    with pytest.raises(BadInput) as early:
        recorded(task, inspected_on=moment().date())
    assert early.value.field == "inspected_on"


def test_nobody_else_records(town, task):
    others = {town.account(handle) for handle in POOL} - set(task.inspectors)
    for other in others:
        with pytest.raises(Refusal) as refusal:
            record_inspection(task.pk, findings=found_at(task), inspected_on=days_later(2).date(), by=other, at=days_later(2))
        assert refusal.value.code == "not_your_inspection"


def test_a_closed_inspection_stays(task):
    recorded(task)
    sign_inspection(task.pk, by=task.inspectors[1], at=days_later(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=task.pk).update(result="unrectified")


def test_a_recheck_of_licence_conditions_reaches_young_licences_only(town):
    made = publish_plan(kind="recheck", year=2026, by=town.account("head"), at=moment())
    register_licence(
        at=moment(), number="GZ-3", item="EM07-01", holder=town.people["applicant2"].applicant_id,
        valid_from=date(2023, 1, 1), valid_until=date(2027, 12, 31),
    )  # fmt: skip
    told = announced(town, made).announced
    assert {code for each in told["candidates"] for code in each["sub_items"]} == {"EM01-01", "EM06-01"}
