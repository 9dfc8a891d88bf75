"""Lodging by the applicant: what is open and why another way is not, errors at their fields, nothing half saved."""

from datetime import date

import pytest

from approvals.people import Applicant, Ban
from portal.lodging_form import CODE_LETTERS, query_code
from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from workflow.acts import register_licence
from workflow.models import Application


def test_an_application_comes_in_with_a_number_and_a_query_code(desks: Desks) -> None:
    response = desks.client("applicant").get("/lodge/EM06-01/")
    assert response.status_code == 200
    number = desks.lodged("applicant", "EM06-01")
    made = desks.application(number)
    assert made.query_code in desks.page("applicant", number)
    assert len(made.query_code) == 8
    assert made.status == "received"


def test_query_codes_have_no_letters_that_are_misread() -> None:
    assert not set("IO01") & set(CODE_LETTERS)
    assert len({query_code() for _ in range(50)}) == 50


def test_the_list_of_matters_is_searched(desks: Desks) -> None:
    page = text_of(desks.get("applicant", "/lodge/?q=无储存").content.decode())
    assert "危险化学品经营许可（无储存）" in page
    assert "烟花爆竹" not in page
    assert "没有与" in text_of(desks.get("applicant", "/lodge/?q=%3Cb%3E").content.decode())


def test_officials_do_not_lodge(desks: Desks) -> None:
    assert desks.get("clerk", "/lodge/").status_code == 403
    assert desks.client("chief").post("/lodge/EM06-01/", {}).status_code == 403


def test_an_unknown_matter_is_told(desks: Desks) -> None:
    response = desks.get("applicant", "/lodge/EM99-01/")
    assert response.status_code == 422
    assert "事项目录中没有此事项" in response.content.decode()


def test_every_material_must_be_answered(desks: Desks) -> None:
    response = desks.lodge("applicant", "EM06-01", m_APP="")
    assert response.status_code == 422
    assert "请选择这份材料如何提交" in response.content.decode()
    assert not Application.objects.exists()


def test_a_promise_is_signed(desks: Desks) -> None:
    response = desks.lodge("applicant", "EM06-01", m_SITE="promised")
    assert response.status_code == 422
    assert 'id="lodge-signed_error"' in response.content.decode()


def test_an_essential_material_cannot_be_promised(desks: Desks) -> None:
    response = desks.lodge("applicant", "EM06-01", m_BL="promised", signed="on")
    assert response.status_code == 422
    assert 'id="lodge-m-BL_error"' in response.content.decode()


def test_a_closed_way_is_shown_with_its_reason(desks: Desks) -> None:
    page = text_of(desks.get("applicant", "/lodge/EM16-01/").content.decode())
    assert "告知承诺 不可选择 该事项不适用此办理方式" in page
    holder = desks.people["applicant"].applicant
    assert holder is not None
    Ban.objects.create(
        applicant=holder, kind="tolerance", from_on=date(2026, 9, 1), until=date(2027, 9, 1), legal_basis="演示"
    )
    page = text_of(desks.get("applicant", "/lodge/EM16-01/").content.decode())
    assert "容缺受理 不可选择 申请人在限制期内，不适用容缺受理" in page
    response = desks.lodge("applicant", "EM16-01", m_FIN="promised", signed="on")
    assert response.status_code == 422


def test_a_way_that_is_not_open_is_refused_at_its_field(desks: Desks) -> None:
    response = desks.lodge("applicant", "EM16-01", route="commitment", signed="on")
    assert response.status_code == 422
    assert 'id="lodge-route_error"' in response.content.decode()


def test_too_many_promises_are_refused_by_the_act(desks: Desks) -> None:
    promised = dict.fromkeys(("m_RULES", "m_SITE", "m_PLANREG"), "promised")
    assert desks.lodge("applicant", "EM06-01", signed="on", **promised).status_code == 302


@pytest.fixture
def licence(desks: Desks) -> str:
    holder = desks.people["applicant"].applicant_id
    assert holder is not None
    register_licence(
        at=moment(hour=8),
        number="GZ-2023-0107",
        item="EM06-01",
        holder=holder,
        valid_from=date(2023, 12, 1),
        valid_until=date(2026, 11, 30),
    )
    return "GZ-2023-0107"


def test_a_change_is_asked_for_on_a_licence_of_ones_own(desks: Desks, licence: str) -> None:
    assert licence in desks.get("applicant", "/lodge/EM06-02/").content.decode()
    assert licence not in desks.get("applicant2", "/lodge/EM06-02/").content.decode()
    assert desks.lodge("applicant2", "EM06-02", licence=licence).status_code == 422
    assert desks.lodge("applicant", "EM06-02").status_code == 422
    assert desks.lodge("applicant", "EM06-02", licence=licence).status_code == 302


def test_a_second_renewal_is_refused_at_the_licence(desks: Desks, licence: str) -> None:
    assert desks.lodge("applicant", "EM06-03", licence=licence).status_code == 302
    response = desks.lodge("applicant", "EM06-03", licence=licence)
    assert response.status_code == 409, refusal(response)
    assert 'id="lodge-licence_error"' in response.content.decode()


def test_an_agent_lodges_for_the_principal_and_for_nobody_else(desks: Desks) -> None:
    number = desks.lodged("agent", "EM06-01")
    assert desks.application(number).applicant_id == desks.people["applicant"].applicant_id
    other = Applicant.objects.get(uscc="91440101MA9XYWT34X")
    assert desks.lodge("agent", "EM06-01", applicant=other.pk).status_code == 403
    assert desks.lodge("agent", "EM06-01", applicant="x").status_code == 403
