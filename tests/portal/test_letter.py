"""告知承诺: the conditions are ticked one by one, with the legal effect and the consequences before the signature."""

import re

from tests.portal.desks import Desks, text_of
from tests.portal.test_window import Counter
from workflow import catalogue_versions


def test_a_commitment_is_made_condition_by_condition(desks: Desks) -> None:
    item = catalogue_versions.current("EM06-01")[1]
    page = text_of(desks.get("applicant2", "/lodge/EM06-01/").content.decode())
    for row in item.conditions:
        assert row.text in page
        assert row.legal_basis is None or row.legal_basis in page
    assert "法律效力 签署并提交后即生效" in page
    assert f"{item.rules.commitment_ban_months} 个月内不再适用告知承诺" in page
    first = item.conditions[0].code
    response = desks.lodge("applicant2", "EM06-01", route="commitment", signed="on", conditions=[first])
    told = response.content.decode()
    assert response.status_code == 422
    assert "应当逐项确认符合全部许可条件" in text_of(told)
    assert re.search(rf'name="conditions" value="{first}"[^>]*checked', told)
    assert desks.lodge("applicant2", "EM06-01", route="commitment", signed="on").status_code == 302


def test_an_item_without_commitment_asks_for_no_ticks(desks: Desks) -> None:
    assert 'name="conditions"' not in desks.get("applicant", "/lodge/EM16-01/").content.decode()


def test_the_letter_of_a_commitment_lists_the_conditions_to_be_ticked(desks: Desks) -> None:
    counter = Counter(desks)
    counter.begin("EM06-01", "applicant2")
    fields = {**counter.fields(), "route": "commitment"}
    letter = text_of(desks.client("clerk").post("/window/letter/", fields).content.decode())
    item = catalogue_versions.current("EM06-01")[1]
    assert "告知承诺书" in letter
    assert all(f"☐ {row.text} {row.legal_basis or ''}".strip() in letter for row in item.conditions)
    assert "法律效力" in letter
    assert "承诺不实的后果" in letter
    assert "逾期未补齐" not in letter
