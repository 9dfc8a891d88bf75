"""The pages of what comes after the licence: draws for everybody, inspections, credit record, follow-up, file review."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from approvals.people import Ban
from supervision.models import CreditPlea, Draw, FileReview, Inspection, ReviewFinding
from tests.moments import SUITE_DAY, moment
from tests.portal.desks import Desks, text_of
from tests.portal.scene import Scene
from workflow import acts

TOMORROW = SUITE_DAY + timedelta(days=1)


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def shown(desks: Desks, handle: str, address: str) -> str:
    response = desks.get(handle, address) if handle else desks.visitor().get(address)
    assert response.status_code == 200, f"{response.status_code} {address}"
    return text_of(response.content.decode())


def sent(desks: Desks, handle: str, address: str, **fields: Any) -> Any:
    return desks.client(handle).post(address, fields)


@pytest.fixture
def licensed(desks: Desks) -> None:
    for number, item, handle in (("GZ-1", "EM01-01", "applicant"), ("GZ-2", "EM06-01", "applicant2")):
        acts.register_licence(
            at=desks.at, number=number, item=item, holder=desks.people[handle].applicant_id or 0,
            valid_from=date(2025, 1, 1), valid_until=date(2027, 12, 31),
        )  # fmt: skip


@pytest.fixture
def drawing(desks: Desks, licensed: None) -> Draw:
    """From the plan to the draw, by the pages."""
    assert sent(desks, "head", "/random-inspections/plan/", kind="random", year="2026").status_code == 302
    page = desks.get("supervisor", "/random-inspections/").content.decode()
    assert 'id="seed_source"' in page
    plan = page.partition('name="plan"')[2].partition('value="')[2].partition('"')[0]
    fields = {"plan": plan, "seed_source": "公开摇奖", "seed_on": TOMORROW.isoformat()}
    made = sent(desks, "supervisor", "/random-inspections/announce/", **fields)
    assert made.status_code == 302
    found = Draw.objects.get()
    assert sent(desks, "supervisor", f"/random-inspections/{found.pk}/seed/", seed="17").status_code == 409
    desks.at = moment(TOMORROW)
    assert sent(desks, "supervisor", f"/random-inspections/{found.pk}/seed/", seed="17").status_code == 302
    return Draw.objects.get()


def test_nobody_is_forewarned_and_afterwards_anybody_sees_and_downloads_it_all(desks, drawing):
    page = shown(desks, "", "/random-inspections/")
    assert "持证企业双随机抽查" in page
    address = f"/random-inspections/{drawing.pk}/"
    for handle in ("", "clerk"):
        page = shown(desks, handle, address)
        assert drawing.digest in page
        assert "宏达化工贸易有限公司" not in page
        assert json.loads(desks.visitor().get(f"{address}draw.json").content)["list"] is None
    assert "宏达化工贸易有限公司" in shown(desks, "supervisor", address)
    desks.at = moment(date(2026, 12, 31))
    page = shown(desks, "", address)
    assert "宏达化工贸易有限公司" in page
    assert "抽中" in page
    data = json.loads(desks.visitor().get(f"/random-inspections/{drawing.pk}/draw.json").content)
    assert (data["seed"], data["drawn"]) == ("17", drawing.outcome)
    assert desks.visitor().get("/random-inspections/0/").status_code == 404


def test_what_is_wrong_is_told_at_its_field(desks, licensed):
    assert "已经" not in shown(desks, "", "/random-inspections/")
    wrong = sent(desks, "head", "/random-inspections/plan/", kind="random", year="x")
    assert (wrong.status_code, "请填写年度" in wrong.content.decode()) == (422, True)
    sent(desks, "head", "/random-inspections/plan/", kind="random", year="2026")
    today = {"plan": "1", "seed_source": "x", "seed_on": ""}
    assert sent(desks, "supervisor", "/random-inspections/announce/", **today).status_code == 422


def handle_of(desks: Desks, key: int) -> str:
    return next(handle for handle, user in desks.people.items() if user.pk == key)


def test_two_inspectors_record_and_sign_by_the_page_and_the_result_is_public(desks, drawing):
    task = Inspection.objects.select_related("holder").order_by("id")[0]
    first, second = (handle_of(desks, key) for key in task.inspectors)
    address = f"/inspections/{task.pk}/"
    assert task.holder.name in shown(desks, first, "/inspections/")
    form = desks.get(first, address).content.decode()
    keys = {part.partition('"')[0] for part in form.split('name="')[1:] if part.partition('"')[0].endswith("-f")}
    fields = dict.fromkeys(keys, "fit") | {"inspected_on": TOMORROW.isoformat(), "rectify_days": ""}
    empty = sent(desks, first, f"{address}record/", inspected_on=TOMORROW.isoformat(), rectify_days="")
    assert (empty.status_code, "请逐项填写检查结果" in empty.content.decode()) == (422, True)
    assert sent(desks, first, f"{address}record/", **fields).status_code == 302
    assert sent(desks, first, f"{address}sign/").status_code == 403
    assert sent(desks, second, f"{address}sign/").status_code == 302
    assert "未发现问题" in shown(desks, "", "/random-inspections/")
    holder = "applicant" if task.holder_id == desks.people["applicant"].applicant_id else "applicant2"
    assert "未发现问题" in shown(desks, holder, address)
    assert "未发现问题" in shown(desks, holder, f"/enterprises/{task.holder_id}/")


def test_a_holder_is_not_forewarned_and_others_see_nothing(desks, drawing):
    task = Inspection.objects.order_by("id")[0]
    for handle in ("applicant", "applicant2", "clerk"):
        assert desks.get(handle, f"/inspections/{task.pk}/").status_code in (403, 404)
    assert desks.get("auditor", f"/inspections/{task.pk}/").status_code == 200


def test_what_was_not_right_is_looked_at_again_by_the_page(desks, drawing):
    task = Inspection.objects.order_by("id")[0]
    first, second = (handle_of(desks, key) for key in task.inspectors)
    form = desks.get(first, f"/inspections/{task.pk}/").content.decode()
    keys = sorted({part.partition('"')[0] for part in form.split('name="')[1:] if part.partition('"')[0].endswith("-f")})
    fields = dict.fromkeys(keys, "fit") | {keys[0]: "unfit", keys[0][:-1] + "r": "消防设施失效"}
    fields |= {"inspected_on": TOMORROW.isoformat(), "rectify_days": "5"}
    assert sent(desks, first, f"/inspections/{task.pk}/record/", **fields).status_code == 302
    assert sent(desks, second, f"/inspections/{task.pk}/sign/").status_code == 302
    assert sent(desks, second, f"/inspections/{task.pk}/recheck/").status_code == 422
    assert sent(desks, second, f"/inspections/{task.pk}/recheck/", kept="kept", text="已更换").status_code == 302
    assert sent(desks, first, f"/inspections/{task.pk}/sign/").status_code == 302
    assert "发现问题，已改正" in shown(desks, "", "/random-inspections/")


@pytest.fixture
def ban(desks: Desks, scene: Scene) -> Ban:
    case = scene.lodge(item="EM06-01", route="commitment")
    for act, by in (("accept", "clerk"), ("grant", "chief"), ("issue", "clerk")):
        scene.do(act, case, by)
    scene.do("record_follow_up", case, "supervisor", result="false", findings="安全管理人员不存在")
    return Ban.objects.get()


def test_the_enterprise_objects_and_the_legal_reviewer_rules(desks, ban):
    assert "信用较差" in shown(desks, "applicant", f"/enterprises/{ban.applicant_id}/")
    address = f"/credit/{ban.pk}/"
    assert "限制期内" in shown(desks, "applicant", address)
    empty = sent(desks, "applicant", f"{address}plead/", kind="objection", text=" ")
    assert (empty.status_code, "请写明事实和理由" in empty.content.decode()) == (422, True)
    early = sent(desks, "applicant", f"{address}plead/", kind="repair", text="已经改正")
    assert early.status_code == 409
    assert sent(desks, "applicant", f"{address}plead/", kind="objection", text="人员在岗").status_code == 302
    assert "宏达化工贸易有限公司" in shown(desks, "legal", "/credit/")
    plea = CreditPlea.objects.get()
    assert sent(desks, "supervisor", f"/credit/pleas/{plea.pk}/decide/", verdict="uphold").status_code == 403
    assert sent(desks, "legal", f"/credit/pleas/{plea.pk}/decide/", verdict="decline").status_code == 422
    assert sent(desks, "legal", f"/credit/pleas/{plea.pk}/decide/", verdict="uphold").status_code == 302
    assert "异议成立" in shown(desks, "applicant", address)
    assert "信用良好" in shown(desks, "applicant", f"/enterprises/{ban.applicant_id}/")
    assert "commitment" in desks.get("applicant", "/lodge/EM06-01/").content.decode()


def test_nobody_else_opens_the_record_of_an_enterprise(desks, ban):
    assert desks.get("applicant2", f"/credit/{ban.pk}/").status_code == 404
    assert desks.get("applicant", "/credit/0/").status_code == 404
    assert desks.get("applicant", "/credit/").status_code == 403


def test_follow_ups_are_counted_and_what_is_outstanding_is_listed_by_its_day(desks, scene, ban):
    page = shown(desks, "supervisor", "/follow-ups/")
    assert "100.0%" in page
    case = scene.lodge("applicant2", item="EM06-01", route="commitment")
    for act, by in (("accept", "clerk"), ("grant", "chief"), ("issue", "clerk")):
        scene.do(act, case, by)
    page = shown(desks, "supervisor", "/follow-ups/")
    assert "50.0%" in page
    assert case.number in page
    assert desks.get("supervisor", "/follow-ups/?before=x").status_code == 422


def test_a_file_is_drawn_scored_answered_and_settled_by_the_pages(desks, scene):
    case = scene.accepted()
    scene.do("record_opinion", case, "reviewer", opinion="refuse", grounds="不具备条件")
    scene.do("refuse", case, "deputy", grounds="不具备条件，依据行政许可法第三十八条第二款")
    day = SUITE_DAY.isoformat()
    fields = {"from_on": day, "until_on": day, "seed_on": day, "seed_source": "评查会摇号"}
    wrong = sent(desks, "legal", "/file-reviews/announce/", **(fields | {"seed_source": ""}))
    assert (wrong.status_code, "请写明种子的公开来源" in wrong.content.decode()) == (422, True)
    assert sent(desks, "legal", "/file-reviews/announce/", **fields).status_code == 302
    draw = Draw.objects.get()
    assert sent(desks, "legal", f"/file-reviews/draws/{draw.pk}/seed/", seed="").status_code == 422
    assert sent(desks, "legal", f"/file-reviews/draws/{draw.pk}/seed/", seed="7").status_code == 302
    review = FileReview.objects.get()
    assert case.number in shown(desks, "legal", "/file-reviews/")
    address = f"/file-reviews/{review.pk}/"
    assert "系统核对：没有问题" in shown(desks, "legal", address)
    points = {"reasons-points": "5", "materials-points": "0", "opinion-points": "0"}
    assert sent(desks, "legal", f"{address}score/", **points).status_code == 422
    assert sent(desks, "legal", f"{address}score/", **points, **{"reasons-text": "没有写明事实"}).status_code == 302
    finding = ReviewFinding.objects.get()
    assert "95 / 100" in shown(desks, "deputy", address)
    answer = f"/file-reviews/findings/{finding.pk}"
    assert sent(desks, "clerk2", f"{answer}/answer/", text="x").status_code == 403
    assert sent(desks, "deputy", f"{answer}/answer/", text="已补充事实").status_code == 302
    assert sent(desks, "legal", f"{answer}/settle/", verdict="settle").status_code == 302
    assert "已整改" in shown(desks, "deputy", address)
