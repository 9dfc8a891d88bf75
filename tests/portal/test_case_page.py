"""The case page: who sees what, dates explained, and what it answers when something is wrong."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.people import Applicant, Office, Post
from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from workflow.models import LedgerEntry, RefusedAttempt

ITEM = "EM16-01"


@pytest.fixture
def accepted(desks: Desks) -> str:
    """A case with one material promised, accepted on commitment."""
    desks.at = moment(date(2026, 9, 24), 9)
    number = desks.lodged("applicant", ITEM, m_FIN="promised", signed="on")
    desks.do("clerk", number, "accept")
    return number


def test_a_foreign_case_is_not_there(desks: Desks, accepted: str) -> None:
    assert desks.get("applicant2", f"/cases/{accepted}/").status_code == 404
    assert desks.get("person", f"/cases/{accepted}/").status_code == 404
    assert desks.send("applicant2", accepted, "withdraw").status_code == 404
    assert desks.get("clerk", "/cases/NOSUCH20260924000001/").status_code == 404
    assert desks.get("clerk", "/cases/%00/").status_code == 404


def test_an_official_of_another_office_does_not_see_the_case(desks: Desks, accepted: str) -> None:
    elsewhere = Office.objects.create(code="440300YJ", name="另一个局")
    Post.objects.filter(user=desks.people["clerk2"]).update(office=elsewhere)
    assert desks.get("clerk2", f"/cases/{accepted}/").status_code == 404


def test_a_department_and_the_government_above_belong_to_the_office(desks: Desks, accepted: str) -> None:
    bureau = desks.application(accepted).office
    above = Office.objects.create(code="440100", name="市人民政府")
    Office.objects.filter(pk=bureau.pk).update(parent=above)
    beneath = Office.objects.create(code="440100YJ01", name="许可处", parent=bureau)
    Post.objects.filter(user=desks.people["reviewer"]).update(office=beneath)
    Post.objects.filter(user=desks.people["government_head"]).update(office=above)
    assert desks.get("reviewer", f"/cases/{accepted}/").status_code == 200
    assert desks.get("government_head", f"/cases/{accepted}/").status_code == 200


def test_the_applicant_and_the_agent_see_the_case_without_internal_opinions(desks: Desks, accepted: str) -> None:
    desks.do("reviewer", accepted, "record_opinion", opinion="grant", grounds="内部意见甲")
    for handle in ("applicant", "agent"):
        page = desks.page(handle, accepted)
        assert "内部意见甲" not in page
        assert "出具审查意见" not in page
        assert "受理" in page
    assert "内部意见甲" in desks.page("auditor", accepted)


def test_a_notified_third_party_sees_its_rights_and_no_more(desks: Desks, accepted: str) -> None:
    desks.do("reviewer", accepted, "notify_third_party", party="91440101MA9XYWT34X", interest="相邻关系")
    page = desks.page("applicant2", accepted)
    assert "您是本申请的利害关系人" in page
    assert "申请听证期限" in page
    assert "宏达化工贸易有限公司" not in page
    assert "固定资产" not in page
    assert f'action="/cases/{accepted}/request_hearing/"' in page
    assert f'action="/cases/{accepted}/withdraw/"' not in page


def test_a_persons_number_is_masked(desks: Desks) -> None:
    number = desks.lodged("person", "EM06-01")
    page = desks.page("clerk", number)
    assert "440106********0013" in page
    assert "440106199001010013" not in page


def test_names_are_escaped(desks: Desks, accepted: str) -> None:
    Applicant.objects.filter(pk=desks.application(accepted).applicant_id).update(name="<script>alert(1)</script>")
    page = desks.page("clerk", accepted)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    desks.do("clerk", accepted, "recuse", reason="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in desks.page("monitor", accepted)


def test_every_day_of_a_clock_is_explained(desks: Desks, accepted: str) -> None:
    text = text_of(desks.page("applicant", accepted))
    assert "法定办结期限 2026-10-29 剩余 20 个工作日" in text
    assert "不计入：国庆节" in text
    assert "计入，第 1 日" in text
    assert "自 2026-09-24 次日起 20 个工作日" in text
    assert "暂停计时" not in text
    assert "中止计时（承诺的材料尚未补齐" in text


def test_a_date_in_an_unpublished_year_is_marked(desks: Desks) -> None:
    desks.at = moment(date(2026, 12, 21), 9)
    number = desks.lodged("applicant", ITEM)
    desks.do("clerk", number, "accept")
    assert "暂定" in desks.page("clerk", number)


def test_a_basis_to_be_checked_is_marked(desks: Desks) -> None:
    assert "依据待核" in desks.page("applicant", desks.lodged("applicant", "EM06-01"))


def test_a_barred_act_is_shown_with_its_reason_and_what_to_do(desks: Desks, accepted: str) -> None:
    desks.do("reviewer", accepted, "record_opinion", opinion="grant")
    page = desks.page("chief", accepted)
    assert f'action="/cases/{accepted}/grant/"' not in page
    text = text_of(page)
    assert "承诺补齐的材料尚未补齐，不能作出决定" in text
    assert "等申请人补齐后再决定" in text


def test_open_work_names_who_is_responsible(desks: Desks, accepted: str) -> None:
    text = text_of(desks.page("applicant", accepted))
    assert "审查 审查 · 周洁" in text
    assert "补齐承诺的材料 申请人 · 宏达化工贸易有限公司" in text


def test_a_refusal_keeps_what_was_typed_and_says_why(desks: Desks, accepted: str) -> None:
    response = desks.send("reviewer", accepted, "pause", procedure="site_visit", planned_days="7", notice="on")
    assert response.status_code == 422
    page = response.content.decode()
    assert "没有中止计算期限的法定依据" in page
    assert 'value="7"' in page
    assert RefusedAttempt.objects.get().code == "no_legal_basis_for_pause"
    assert LedgerEntry.objects.count() == 2


def test_who_may_not_is_refused_with_403(desks: Desks, accepted: str) -> None:
    response = desks.send("clerk", accepted, "record_opinion", opinion="grant")
    assert response.status_code == 403
    assert "您没有办理此项的权限" in response.content.decode()


def test_a_stale_page_is_told_who_changed_what_and_when(desks: Desks, accepted: str) -> None:
    before = desks.application(accepted).version
    desks.at = moment(date(2026, 9, 24), 10, 30)
    desks.do("reviewer", accepted, "record_opinion", opinion="grant")
    response = desks.send("verifier_a", accepted, "recuse", version=before, reason="回避的原因甲")
    assert response.status_code == 409
    page = response.content.decode()
    assert "周洁 已于 2026-09-24 10:30 办理“出具审查意见”" in page
    assert "回避的原因甲" in page
    assert f'name="version" value="{before + 1}"' in page


def test_a_form_of_an_act_that_is_gone_is_kept_to_be_copied(desks: Desks) -> None:
    number = desks.lodged("applicant", ITEM)
    version = desks.application(number).version
    desks.do("clerk2", number, "accept")
    fields = {"reason": "not_our_authority", "competent": "某某区应急管理局"}
    response = desks.send("clerk", number, "decline", version=version, **fields)
    assert response.status_code == 409
    assert "某某区应急管理局" in response.content.decode()


@pytest.mark.parametrize(
    ("act", "given", "field"),
    [
        ("book_visit", {"for_at": "gestern", "mode": "site"}, "book_visit-for_at"),
        ("book_visit", {"for_at": "1026-05-08T09:30", "mode": "site"}, "book_visit-for_at"),
        ("pause", {"procedure": "siesta", "planned_days": "5"}, "pause-procedure"),
        ("pause", {"procedure": "hearing", "planned_days": "99999999999"}, "pause-planned_days"),
        ("record_opinion", {"opinion": "maybe"}, "record_opinion-opinion"),
        ("record_opinion", {"opinion": "refuse", "reasons": ["NONE"]}, "record_opinion-reasons"),
        ("notify_third_party", {"party": "91440101MA9XYWT34Y", "interest": "x"}, "notify_third_party-party"),
        ("notify_third_party", {"party": "91440101MA9ABCD12\x00", "interest": "x"}, "notify_third_party-party"),
        ("recuse", {"reason": ""}, "recuse-reason"),
        ("recuse", {"reason": "x" * 401}, "recuse-reason"),
        ("recuse", {"reason": "事由", "confirmed": ""}, "recuse-confirmed"),
    ],
)
def test_bad_input_is_told_at_its_field(desks: Desks, accepted: str, act: str, given: dict, field: str) -> None:
    response = desks.send("reviewer", accepted, act, **given)
    assert response.status_code == 422, refusal(response)
    assert f'id="{field}_error"' in response.content.decode()
    assert LedgerEntry.objects.count() == 2


def test_a_broken_version_or_an_unknown_act_is_no_server_error(desks: Desks, accepted: str) -> None:
    assert desks.send("clerk", accepted, "recuse", version="eins", reason="x").status_code == 422
    assert desks.send("clerk", accepted, "recuse", version="", reason="x").status_code == 422
    response = desks.send("clerk", accepted, "abolish")
    assert response.status_code == 422
    assert "没有名为 abolish 的操作" in response.content.decode()
    assert desks.send("clerk", accepted, "deem_accepted").status_code == 422


def test_the_address_of_an_act_leads_to_its_form(desks: Desks, accepted: str) -> None:
    response = desks.get("reviewer", f"/cases/{accepted}/record_opinion/")
    assert response["Location"] == f"/cases/{accepted}/#act-record_opinion"


def test_the_page_costs_few_statements(desks: Desks, accepted: str) -> None:
    desks.page("auditor", accepted)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desks.page("auditor", accepted)
    assert len(asked) <= 24, [each["sql"][:90] for each in asked]


def test_the_page_is_strict_about_scripts_and_styles(desks: Desks, accepted: str) -> None:
    page = desks.page("reviewer", accepted)
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert page.count("<script") == page.count("<script src=")
