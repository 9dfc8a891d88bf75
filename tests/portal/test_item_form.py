"""The item's own form at lodging: asked where it applies, told at its field, kept as it was handed in, shown to the desks."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.application_forms import ApplicationForm, digest_of
from approvals.drafts import ApplicationDraft
from config.integrity.run import check_rows
from tests.portal.desks import Desks, text_of
from workflow.models import Application

ITEM = "EM01-01"  # asks for the name of a process only where the process is another one


def row(page: str, code: str) -> str:
    """The part of the page that asks this question."""
    found = re.search(rf'<div class="field answer[^>]*data-answer="{code}".*?(?=<div class="field answer|</section>)', page, re.S)
    assert found, code
    return found[0]


def test_the_form_comes_with_what_is_known(desks: Desks) -> None:
    holder, person = desks.people["applicant"].applicant, desks.people["agent"]
    assert holder is not None
    page = desks.get("agent", f"/lodge/{ITEM}/").content.decode()
    told = {"NAME": holder.name, "USCC": holder.uscc, "CONTACT": person.display_name, "EMAIL": person.email}
    for code, text in told.items():
        assert f'value="{text}"' in row(page, code)
    own = desks.get("applicant", f"/lodge/{ITEM}/").content.decode()
    assert 'value="' not in row(own, "CONTACT"), "an enterprise is not its own contact"
    assert "一致" in row(page, "PLANT_ADDRESS")
    assert "PROCESS&quot;: &quot;other&quot;" in row(page, "PROCESS_NAME")
    assert " required" not in row(page, "PROCESS_NAME").replace("data-required", ""), "without a script all are shown"


def test_what_is_required_is_asked_for_at_its_field(desks: Desks) -> None:
    response = desks.lodge("applicant", ITEM, f_WORKERS="")
    assert response.status_code == 422
    asked = row(response.content.decode(), "WORKERS")
    assert "请填写此项" in asked
    assert 'aria-invalid="true"' in asked
    assert 'aria-describedby="lodge-f-WORKERS_error"' in asked
    assert not Application.objects.exists()


def test_a_question_that_does_not_apply_is_not_required_and_its_answer_is_dropped(desks: Desks) -> None:
    assert desks.lodge("applicant", ITEM, f_PROCESS="other", f_PROCESS_NAME="").status_code == 422
    number = desks.lodged("applicant", ITEM, f_PROCESS="none", f_PROCESS_NAME="硝化")
    kept = ApplicationForm.objects.get(application_id=desks.application(number).pk).answers
    assert kept["PROCESS"] == "none"
    assert "PROCESS_NAME" not in kept


def test_a_person_is_not_asked_for_the_code_of_an_enterprise(desks: Desks) -> None:
    assert 'name="f-USCC"' in desks.get("applicant", f"/lodge/{ITEM}/").content.decode()
    assert 'name="f-USCC"' not in desks.get("person", f"/lodge/{ITEM}/").content.decode()
    assert desks.lodged("person", ITEM)


@pytest.mark.parametrize(
    ("code", "typed", "told"),
    [
        ("USCC", "91360727MA38QC805H", "校验位"),
        ("WORKERS", "很多", "请填写数字"),
        ("EVALUATED_ON", "2026-02-30", "有效的日期"),
        ("PROCESS", "nonsense", "请从列出的选项中选择"),
        ("NAME", "甲\u202e", "不可显示"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_kept_in_it(desks: Desks, code: str, typed: str, told: str) -> None:
    response = desks.lodge("applicant", ITEM, **{f"f_{code}": typed})
    assert response.status_code == 422
    assert told in row(response.content.decode(), code)


def test_a_pattern_is_explained_in_the_language_of_the_reader(desks: Desks) -> None:
    given = {"f-HAZARD": "yes", "f-HAZARD_NO": "no number!", "route": "ordinary"}
    client = desks.client("applicant")
    assert "4 至 40 位" in row(client.post("/lodge/EM02-01/", given).content.decode(), "HAZARD_NO")
    client.cookies["django_language"] = "en"
    asked = row(client.post("/lodge/EM02-01/", given).content.decode(), "HAZARD_NO")
    assert re.search(r'class="errorlist.*4 to 40 letters', asked, re.S)


def test_answers_are_part_of_the_draft(desks: Desks) -> None:
    fields = {"applicant": desks.people["applicant"].applicant_id, "f-WORKERS": "3x", "f-HAZARD": "yes"}
    assert desks.client("applicant").post(f"/drafts/{ITEM}/", fields).status_code == 302
    assert ApplicationDraft.objects.get().answers == {"f-WORKERS": "3x", "f-HAZARD": "yes"}
    page = desks.get("applicant", f"/lodge/{ITEM}/").content.decode()
    assert 'value="3x"' in row(page, "WORKERS")
    assert re.search(r'value="yes"[^>]*checked', row(page, "HAZARD"))


def test_answers_are_kept_with_the_application_and_shown_in_words(desks: Desks) -> None:
    number = desks.lodged("applicant", ITEM, f_PROCESS="nitration", f_CONTROL="全流程\r\n自动化", f_HAZARD="yes")
    case = desks.application(number)
    form = ApplicationForm.objects.get(application_id=case.pk)
    assert (form.office_id, form.item_version) == (case.office_id, case.item_version_id)
    assert form.answers["CONTROL"] == "全流程\n自动化"
    assert form.digest == digest_of(form.answers)
    for handle in ("applicant", "clerk"):
        page = text_of(desks.page(handle, number))
        assert "是否涉及重点监管的危险化工工艺 硝化" in page
        assert "是否构成重大危险源 是" in page
        assert "全流程 自动化" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationForm.objects.filter(pk=form.pk).update(answers={})


def test_the_check_finds_answers_that_somebody_changed(desks: Desks) -> None:
    number = desks.lodged("applicant", ITEM)
    assert list(check_rows(at=desks.at)) == []
    form = ApplicationForm.objects.get(application_id=desks.application(number).pk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE approvals_applicationform SET answers = answers || '{\"WORKERS\": \"1\"}' WHERE id = %s", [form.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    found = [(each.check, each.row, each.application) for each in check_rows(at=desks.at)]
    assert found == [("form", form.pk, number)]


def test_the_code_of_another_enterprise_is_told_at_its_field(desks: Desks) -> None:
    response = desks.lodge("applicant", ITEM, f_USCC="91440101MA9XYWT34X")
    assert response.status_code == 422
    assert "与申请人登记的统一社会信用代码 91440101MA9ABCD124 不一致" in text_of(response.content.decode())
    assert not Application.objects.exists()


def test_the_reviewer_reads_the_answers_beside_the_list_of_materials(desks: Desks) -> None:
    number = desks.lodged("applicant", ITEM, f_PROCESS="nitration")
    desks.do("clerk", number, "accept")
    answer: Any = desks.get("reviewer", f"/review/{number}/")
    assert answer.status_code == 200
    assert "是否涉及重点监管的危险化工工艺 硝化" in text_of(answer.content.decode())


def test_an_application_that_is_not_received_keeps_no_answers(desks: Desks) -> None:
    response = desks.lodge("applicant", ITEM, **{"file-APP": "0" * 32})
    assert response.status_code == 404
    assert not ApplicationForm.objects.exists()
