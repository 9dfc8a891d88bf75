"""审查: materials side by side with what was found of each, and the opinion that follows from it."""

import re
from datetime import date
from typing import Any

import pytest

from tests.moments import moment
from tests.portal.desks import Desks, text_of
from workflow import acts, catalogue_versions
from workflow.errors import BadInput
from workflow.models import Opinion

ITEM = "EM07-01"


@pytest.fixture
def accepted(desks: Desks) -> str:
    desks.at = moment(date(2026, 5, 11), 9)
    number = desks.lodged("applicant", ITEM)
    desks.do("clerk", number, "accept")
    return number


def send(desks: Desks, number: str, **given: str) -> Any:
    fields = {"version": str(desks.application(number).version)}
    fields |= {re.sub("_(?=[a-z]+_|[A-Z])", "-", name): value for name, value in given.items()}
    return desks.client("reviewer").post(f"/review/{number}/", fields)


def test_the_opinion_is_given_with_what_was_found_of_each_material(desks: Desks, accepted: str) -> None:
    assert f"/review/{accepted}/" in desks.page("reviewer", accepted)
    assert f"/review/{accepted}/" not in desks.page("clerk", accepted)
    found = {"finding_SITE": "not_conform", "remark_SITE": "租赁合同已经到期"}
    response = send(desks, accepted, opinion="refuse", reasons="CONDITIONS-NOT-MET", **found)
    assert response.status_code == 302
    opinion = Opinion.objects.get()
    assert opinion.findings == [{"code": "SITE", "finding": "not_conform", "remark": "租赁合同已经到期"}]
    assert "租赁合同已经到期" in text_of(desks.page("chief", accepted))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"opinion": "grant", "finding_SITE": "not_conform", "remark_SITE": "到期"}, "有不符合的材料，意见不能为拟准予"),
        ({"opinion": "refuse", "grounds": "不符合", "finding_SITE": "not_conform"}, "不符合的材料，请写明情况"),
        ({"opinion": "refuse"}, "应当写明理由"),
        (
            {"opinion": "grant", "check_finding_CAPACITY": "not_conform", "check_remark_CAPACITY": "超量"},
            "有不符合的核对项，意见不能为拟准予",
        ),
        ({"opinion": "refuse", "grounds": "超量", "check_finding_CAPACITY": "not_conform"}, "不符合的核对项，请写明情况"),
    ],
)
def test_an_opinion_that_does_not_follow_keeps_what_was_typed(
    desks: Desks, accepted: str, given: dict[str, str], told: str
) -> None:
    response = send(desks, accepted, **given)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in text_of(page)
    assert any("finding" in name for name in given) == ('value="not_conform" checked' in page)
    assert not Opinion.objects.exists()


def test_each_check_of_the_list_gets_a_finding_that_the_decider_reads(desks: Desks, accepted: str) -> None:
    checks = catalogue_versions.current(ITEM)[1].checks_at("review")
    page = text_of(desks.get("reviewer", f"/review/{accepted}/").content.decode())
    assert all(check.text in page for check in checks)
    found = {"check_finding_CAPACITY": "not_applicable", "check_remark_CAPACITY": "没有储罐"}
    assert send(desks, accepted, opinion="grant", check_finding_INCOMPATIBLE="conform", **found).status_code == 302
    assert sorted(Opinion.objects.get().findings, key=lambda row: row["check"]) == [
        {"check": "CAPACITY", "finding": "not_applicable", "remark": "没有储罐"},
        {"check": "INCOMPATIBLE", "finding": "conform", "remark": ""},
    ]
    desk = text_of(desks.get("chief", f"/approval/{accepted}/").content.decode())
    assert "符合 同库品种没有禁忌混存" in desk
    assert "不适用 最大储存量不超过设计和评价的数量" in desk
    assert "没有储罐" in desk
    assert "未记录 专职安全管理人员的资格和劳动合同" in desk


def test_a_check_that_is_not_on_the_list_is_refused(desks: Desks, accepted: str) -> None:
    findings = [{"check": "TANK-ALARMS", "finding": "conform", "remark": ""}]
    case = desks.application(accepted)
    by, at = desks.key("reviewer"), desks.at
    with pytest.raises(BadInput, match="审查清单中没有这一项"):
        acts.perform(
            "record_opinion", case.pk, by=by, at=at, version=case.version, opinion="grant", findings=findings
        )


def test_a_failed_check_is_named_on_the_case_page(desks: Desks, accepted: str) -> None:
    found = {"check_finding_CAPACITY": "not_conform", "check_remark_CAPACITY": "超过设计数量"}
    assert send(desks, accepted, opinion="refuse", reasons="CONDITIONS-NOT-MET", **found).status_code == 302
    assert "不符合 · 最大储存量不超过设计和评价的数量：超过设计数量" in text_of(desks.page("chief", accepted))


def test_only_a_reviewer_opens_it(desks: Desks, accepted: str) -> None:
    assert desks.get("clerk", f"/review/{accepted}/").status_code == 403
    assert desks.get("applicant", f"/review/{accepted}/").status_code == 403
