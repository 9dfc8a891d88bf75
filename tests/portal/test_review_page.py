"""审查: materials side by side with what was found of each, and the opinion that follows from it."""

from datetime import date
from typing import Any

import pytest

from tests.moments import moment
from tests.portal.desks import Desks, text_of
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
    fields |= {name.replace("_", "-", 1) if "SITE" in name else name: value for name, value in given.items()}
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
    ],
)
def test_an_opinion_that_does_not_follow_keeps_what_was_typed(
    desks: Desks, accepted: str, given: dict[str, str], told: str
) -> None:
    response = send(desks, accepted, **given)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in text_of(page)
    assert ("finding_SITE" in given) == ('value="not_conform" checked' in page)
    assert not Opinion.objects.exists()


def test_only_a_reviewer_opens_it(desks: Desks, accepted: str) -> None:
    assert desks.get("clerk", f"/review/{accepted}/").status_code == 403
    assert desks.get("applicant", f"/review/{accepted}/").status_code == 403
