"""What is printed: what the act fixed stays as it was, whoever looks and whatever happens after; nobody's number in full."""

import json

import pytest
from django.utils import translation

from approvals.documents.models import Document, DocumentFile
from approvals.people import User
from config.play.cast import assemble
from tests.moments import days_later, moment
from workflow import acts
from workflow.papers.content import content_of, tidy
from workflow.papers.dossier import cite, cited

ITEM = "EM16-01"


@pytest.fixture
def people(db):
    return {handle: user.pk for handle, user in assemble().items()}


@pytest.fixture
def case(people):
    return acts.lodge(by=people["applicant"], at=moment(), item=ITEM, query_code="K7M4XQ2P").pk


def said(case, kind):
    document = Document.objects.filter(application_id=case, kind=kind).latest("pk")
    return content_of(document, code="", link="")


def test_dates_are_those_of_the_act_though_a_pause_and_an_extension_move_them(people, case):
    acts.perform("accept", case, by=people["clerk"], at=moment())
    before = said(case, "acceptance_notice")
    acts.perform("pause", case, by=people["reviewer"], at=days_later(1), procedure="expert_review", planned_days=9)
    paused = said(case, "special_procedure_notice")
    acts.perform("extend", case, by=people["head"], at=days_later(1), days=5, reason="需要进一步核实")
    assert said(case, "acceptance_notice") == before
    assert said(case, "special_procedure_notice") == paused
    assert said(case, "extension_notice")["before"] != before["statutory_due"]
    assert "顺延至" in paused["effect"]


def test_the_reasons_of_a_supplement_stay_though_the_materials_have_come_in(people, case):
    acts.perform("request_supplement", case, by=people["clerk"], at=moment(), materials={"QMS": "未盖章\r\n第二页缺失"})
    before = said(case, "supplement_notice")
    acts.perform("supply", case, by=people["applicant"], at=days_later(1), materials=["QMS"])
    assert said(case, "supplement_notice") == before
    assert [row["reason"] for row in before["materials"]] == ["未盖章\n第二页缺失"]


def test_a_procedure_that_is_not_yet_told_names_no_new_date(people, case):
    acts.perform("accept", case, by=people["clerk"], at=moment())
    reviewer = people["reviewer"]
    acts.perform("pause", case, by=reviewer, at=moment(), procedure="testing", planned_days=3, notice=False)
    assert "自本告知书送达之日起" in said(case, "special_procedure_notice")["effect"]


def test_documents_speak_chinese_whoever_looks(people, case):
    acts.perform("accept", case, by=people["clerk"], at=moment())
    with translation.override("en"):
        assert said(case, "acceptance_notice") == said(case, "acceptance_notice")
        assert said(case, "application_form")["route"] == "一般程序"


def test_nobodys_number_and_telephone_stand_in_full_on_any_document(contents):
    every = json.dumps([content for _tale, _kind, content in contents], ensure_ascii=False)
    assert "440106199001010013" not in every
    assert "440106********0013" in every
    assert "13812345678" not in every
    assert "138****5678" in every


def test_who_handled_the_case_is_named_and_what_nobody_did_is_the_systems(contents):
    handlers = {content["handler"] for _tale, kind, content in contents if kind == "acceptance_notice"}
    assert {"王敏", "行政许可受理窗口"} <= handlers
    assert {content["handler"] for _tale, kind, content in contents if kind == "termination_notice"} >= {"系统自动办理"}


def test_each_ground_of_a_refusal_stands_by_itself_with_its_provision(contents):
    refused = next(content for tale, kind, content in contents if tale == "refused" and kind == "refusal_decision")
    assert [row["text"] for row in refused["grounds"]] == [
        "不具备本事项规定的条件", "申请人隐瞒有关情况或者提供虚假材料", "租赁合同经向出租人核实不存在",
    ]  # fmt: skip
    assert refused["grounds"][1]["basis"] == "《中华人民共和国行政许可法》第78条"


def test_the_approval_form_holds_every_opinion_with_who_and_when(contents):
    form = next(content for tale, kind, content in contents if tale == "every step" and kind == "approval_form")
    assert [step["name"] for step in form["steps"]] == ["受理", "核查", "审查", "听证", "决定"]
    assert form["steps"][-1]["by"] == "刘志强（分管局领导）"


def test_a_late_renewal_is_told_the_day_it_missed(contents):
    warned = next(content for tale, kind, content in contents if kind == "late_renewal_warning")
    assert (warned["valid_until"], warned["apply_before"]) == ("2026-04-30", "2026-01-30")


def test_a_licence_says_what_was_changed_and_corrected(contents):
    by_tale = {tale: content for tale, kind, content in contents if kind == "licence"}
    assert by_tale["changed"]["holder"]["name"] == "明泰新材料贸易有限公司"
    assert "变更" in by_tale["changed"]["remark"]
    assert by_tale["a slip of the pen"]["holder"]["address"].startswith("广州市增城区新塘镇")
    assert "据营业执照更正" in by_tale["a slip of the pen"]["remark"]
    assert by_tale["every step"]["remark"] == ""


def test_front_and_duplicate_say_the_same_of_one_licence(contents):
    front = {tale: content for tale, kind, content in contents if kind == "licence"}
    duplicate = {tale: content for tale, kind, content in contents if kind == "licence_duplicate"}
    own = ("copy", "number", "kind")
    assert set(front) == set(duplicate)
    for tale, content in front.items():
        assert {k: v for k, v in content.items() if k not in own} == {k: v for k, v in duplicate[tale].items() if k not in own}


def test_every_document_drawn_up_waits_to_be_made(people, case):
    acts.perform("accept", case, by=people["clerk"], at=moment())
    drawn = set(Document.objects.filter(application_id=case).values_list("pk", flat=True))
    assert drawn == set(DocumentFile.objects.filter(application_id=case).values_list("pk", flat=True))
    assert len(drawn) == 3


def test_an_agent_is_named_beside_the_applicant_he_signs_for(people):
    agent = User.objects.get(pk=people["agent"])
    made = acts.lodge(by=agent.pk, at=moment(), item="EM06-01", route="commitment")
    letter = said(made.pk, "commitment_letter")
    assert (letter["signer"], letter["agent"]) == ("宏达化工贸易有限公司", "孙丽")


@pytest.mark.parametrize(
    ("source", "citation"),
    [
        ("危险化学品安全管理条例 第33-35条", "《危险化学品安全管理条例》第33-35条"),
        ("行政许可法第45条", "《中华人民共和国行政许可法》第45条"),
        ("危险化学品安全法（2026-05-01施行）", "《危险化学品安全法》（2026-05-01施行）"),
        ("国办发〔2020〕42号", "国办发〔2020〕42号"),
        ("危险化学品经营许可证管理办法（总局令第55号）（依据待核）", "《危险化学品经营许可证管理办法》（总局令第55号）"),
        ("本局容缺受理管理办法（演示）", "《本局容缺受理管理办法》"),
    ],
)
def test_sources_are_cited_as_documents_cite_them(source, citation):
    assert cite(source) == citation


def test_several_sources_are_cited_once_each():
    told = cited("行政许可法第45条；行政许可法第45条；国办发〔2020〕42号")
    assert told == "《中华人民共和国行政许可法》第45条、国办发〔2020〕42号"


def test_line_ends_are_plain():
    assert tidy({"a": ["x\r\ny\tz "]}) == {"a": ["x\ny z"]}
