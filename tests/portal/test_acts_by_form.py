"""Every act goes through its form on the case page; whole lives of cases by forms alone."""

from datetime import date

from approvals.people import Applicant
from portal.case_words import ACTS, REMEDIES
from portal.forms import FORMS
from tests.moments import moment
from tests.portal.desks import Desks
from tests.signing import Signer
from workflow.acts import ACTS as KNOWN_ACTS
from workflow.acts.assignment import LABOUR
from workflow.acts.papers import CLERICAL
from workflow.errors import REFUSALS


def verifiers(desks: Desks) -> list[int]:
    return [desks.key("verifier_a"), desks.key("verifier_b")]


def a_life_with_a_promise_a_visit_and_a_pause(desks: Desks, signer: Signer) -> str:
    desks.at = moment(date(2026, 5, 6), 9)
    number = desks.lodged("agent", "EM16-01", m_FIN="promised", signed="on")
    desks.do("clerk", number, "correct", field="单位名称", before="宏大", after="宏达")
    desks.do("clerk", number, "accept")
    desks.do("reviewer", number, "book_visit", for_at="2026-05-06T09:00", officials=verifiers(desks), mode="site")
    desks.do("verifier_a", number, "record_no_show", remark="现场无人")
    desks.do("reviewer", number, "book_visit", for_at="2026-05-07T09:30", officials=verifiers(desks), mode="site")
    desks.do("reviewer", number, "change_visit", for_at="2026-05-08T09:30", officials=verifiers(desks), mode="video")
    desks.do("reviewer", number, "record_opinion", opinion="grant", grounds="材料齐全")
    desks.do("reviewer", number, "pause", procedure="expert_review", planned_days="5", notice="")
    desks.do("reviewer", number, "serve_notice", document="special_procedure_notice")
    desks.at = moment(date(2026, 5, 8), 11)
    desks.do("verifier_b", number, "record_visit", result="rectify", officials=verifiers(desks), rectify_days="3")
    desks.do("applicant", number, "supply", materials=["FIN"])
    desks.do("clerk", number, "reject_material", material="FIN", reason="证明已经过期")
    desks.do("applicant", number, "supply", materials=["FIN"])
    desks.do("verifier_c", number, "confirm_rectification", result="passed")
    desks.do("reviewer", number, "resume", procedure="expert_review")
    desks.do("head", number, "extend", days="5", reason="案情复杂", notice="on")
    desks.do("chief", number, "return_to_review", reasons=["OPINION-WITHOUT-REASONS"], grounds="请补充依据")
    desks.do("reviewer", number, "record_opinion", opinion="grant", grounds="依据办法第六条")
    desks.do("chief", number, "grant")
    desks.do("clerk", number, "issue", method="electronic")
    assert str(REFUSALS["document_not_ready"].text) in desks.page("clerk", number)
    signer.enrol()
    signer.work(desks.at)
    desks.do("clerk", number, "record_failed_service", method="post", reason="查无此人，退回", tracking="EM1")
    desks.do("applicant", number, "choose_delivery", delivery="electronic")
    desks.do("clerk", number, "serve", method="electronic")
    desks.do("clerk", number, "publish")
    desks.do("clerk", number, "correct_licence", field="address", after="东风中路1号", reason="笔误")
    desks.do("applicant", number, "rate", stars="2", dim_efficiency="1", text="太慢")
    desks.do("clerk2", number, "contact_rater", text="已电话联系")
    desks.do("clerk2", number, "answer_rating", text="已经整改")
    desks.do("monitor", number, "call_back_rater", outcome="satisfied")
    return number


def its_licence_is_revoked_after_a_hearing_and_cancelled(desks: Desks, number: str) -> None:
    desks.at = moment(date(2026, 6, 1), 9)
    desks.do("supervisor", number, "notify_revocation", grounds="检查发现不再具备条件")
    desks.do("applicant", number, "request_hearing", reason="已经整改")
    desks.do("legal", number, "call_hearing", chair=desks.key("legal"), day="2026-06-12")
    desks.at = moment(date(2026, 6, 12), 15)
    desks.do("legal", number, "hold_hearing", chair=desks.key("legal"))
    desks.do("head", number, "revoke_licence", grounds="不再具备条件")
    desks.do("head", number, "cancel_licence", grounds="已经撤销")


def refused_after_a_supplement_with_a_third_party_heard(desks: Desks) -> str:
    desks.at = moment(date(2026, 6, 10), 9)
    number = desks.lodged("applicant", "EM06-01", m_SITE="out")
    desks.do("clerk", number, "request_supplement", materials=["SITE"], **{"materials-SITE": "材料未提交"})
    desks.do("applicant", number, "supply", materials=["SITE"])
    desks.do("clerk", number, "accept")
    desks.do("reviewer", number, "notify_third_party", party="91440101ma9xywt34x", interest="相邻关系")
    desks.do("reviewer2", number, "recuse", reason="与申请人有亲属关系")
    desks.do("reviewer", number, "record_opinion", opinion="refuse", reasons=["CONDITIONS-NOT-MET"])
    desks.at = moment(date(2026, 6, 25), 9)
    heard = {"party": "91440101MA9XYWT34X"}
    desks.do("reviewer", number, "record_statement", **heard, statement="相邻通道被占用", treatment="已核实，不影响审查结论")
    desks.do("legal", number, "decline_hearing", **heard, asked_on="2026-06-24", grounds="逾期提出")
    desks.do("deputy", number, "refuse", reasons=["FALSE-MATERIAL"], grounds="租赁合同系伪造", concealment="on")
    return number


def on_commitment_followed_up_and_rescinded(desks: Desks) -> None:
    desks.at = moment(date(2026, 7, 1), 9)
    number = desks.lodged("applicant2", "EM06-01", route="commitment", signed="on")
    desks.do("clerk", number, "accept")
    desks.do("chief", number, "grant")
    desks.do("supervisor", number, "record_follow_up", result="kept")
    desks.do("head", number, "rescind_licence", grounds="法律依据修改")


def declined_and_withdrawn(desks: Desks) -> None:
    number = desks.lodged("person", "EM06-01")
    desks.do("clerk", number, "decline", reason="not_our_authority", competent="区应急管理局")
    desks.do("person", desks.lodged("person", "EM06-01"), "withdraw", reason="不再经营")


def test_every_act_is_done_by_the_form_on_the_page(desks: Desks, signer: Signer) -> None:
    number = a_life_with_a_promise_a_visit_and_a_pause(desks, signer)
    assert desks.application(number).status == "issued"
    its_licence_is_revoked_after_a_hearing_and_cancelled(desks, number)
    refused = refused_after_a_supplement_with_a_third_party_heard(desks)
    assert desks.application(refused).status == "refused"
    on_commitment_followed_up_and_rescinded(desks)
    declined_and_withdrawn(desks)
    assert desks.done == set(FORMS)


def test_every_act_of_people_has_a_form_and_a_name() -> None:
    by_people = {name for name, act in KNOWN_ACTS.items() if not act.timer} - {"lodge"} - LABOUR - CLERICAL
    assert set(FORMS) == by_people
    assert set(KNOWN_ACTS) | {"lodge"} <= set(ACTS)


def test_every_refusal_says_what_to_do() -> None:
    assert set(REFUSALS) <= set(REMEDIES)


def test_catalogued_reasons_stand_before_what_was_typed(desks: Desks) -> None:
    number = refused_after_a_supplement_with_a_third_party_heard(desks)
    page = desks.page("clerk", number)
    assert "申请人隐瞒有关情况或者提供虚假材料；租赁合同系伪造" in page


def test_a_third_party_is_found_by_the_number_of_a_person(desks: Desks) -> None:
    desks.at = moment(date(2026, 6, 10), 9)
    number = desks.lodged("applicant", "EM06-01")
    desks.do("clerk", number, "accept")
    desks.do("reviewer", number, "notify_third_party", party="44010619900101001 3", interest="相邻关系")
    person = Applicant.objects.get(kind="person")
    assert desks.application(number).third_party_interest
    assert "宏达" not in desks.page("person", number)
    assert person.name in desks.page("reviewer", number)


def test_a_letter_can_be_signed_at_the_window(desks: Desks) -> None:
    desks.at = moment(date(2026, 5, 6), 9)
    number = desks.lodged("applicant", "EM16-01", m_FIN="out")
    desks.do("clerk", number, "accept", commit_missing=["FIN"])
    assert desks.application(number).acceptance == "on_commitment"


def test_what_is_missing_is_named_and_not_coded(desks: Desks) -> None:
    number = desks.lodged("applicant", "EM16-01", m_FIN="out")
    response = desks.send("clerk", number, "accept")
    assert response.status_code == 422
    assert "缺少的材料既未提交，也没有签署容缺承诺书：固定资产法定证明" in response.content.decode()
