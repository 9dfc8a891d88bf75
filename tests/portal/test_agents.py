"""Agents: a power of attorney for some acts and matters, within its days, that ends at once; an agent sees his cases only."""

from datetime import timedelta

import pytest

from approvals.fields import blind_index
from approvals.people import PowerOfAttorney, User
from config.integrity.run import check_rows
from notifications.models import Message
from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from workflow.models import Application, LedgerEntry, Material, RefusedAttempt

TODAY = f"{moment():%Y-%m-%d}"
ALL = ["lodge", "supply", "withdraw", "collect", "sign"]
ITEM, OTHER = "EM13-01", "EM16-01"
POWER = {"agent": "agent", "from_on": TODAY, "until_on": "2027-12-31", "everything": "on", "scopes": ALL}


def let(desks: Desks, **scope) -> Desks:
    """The second enterprise lets the agent act for it."""
    response = desks.client("applicant2").post("/agents/new/", POWER | scope)
    assert response.status_code == 302, refusal(response)
    return desks


@pytest.fixture
def given(desks: Desks) -> Desks:
    """The second enterprise has let the agent act for it, too, in everything."""
    return let(desks)


def of(desks: Desks, handle: str) -> int:
    return int(desks.people[handle].applicant_id or 0)


def test_a_power_is_given_by_user_name_and_told(given: Desks):
    power = PowerOfAttorney.objects.get(principal=of(given, "applicant2"))
    assert power.agent == given.people["agent"]
    assert Message.objects.filter(kind="power_given", recipient=given.people["agent"]).count() == 1
    assert "永安安全技术服务有限公司" in given.get("agent", "/agents/").content.decode()
    number = given.lodged("agent", ITEM, applicant=str(of(given, "applicant2")))
    assert given.application(number).applicant_id == of(given, "applicant2")
    assert list(check_rows(at=moment())) == []


def test_a_power_is_given_by_telephone_number(desks: Desks):
    agent = desks.people["agent"]
    User.objects.filter(pk=agent.pk).update(phone_index=blind_index("13900139000"))
    assert desks.client("person").post("/agents/new/", POWER | {"agent": "139 0013 9000"}).status_code == 302
    assert PowerOfAttorney.objects.filter(principal=of(desks, "person"), agent=agent).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agent": "nobody"}, "没有找到该用户名"),
        ({"agent": "clerk"}, "工作人员不能担任代理人"),
        ({"agent": "applicant2"}, "没有找到该用户名"),
        ({"from_on": "2026-01-01", "until_on": "2026-01-02"}, "起始日不能早于今日"),
        ({"until_on": "2020-01-01"}, "截止日不能早于起始日"),
        ({"everything": "", "matters": []}, "请选择全部事项，或者至少一个事项"),
        ({"scopes": []}, "必填"),
    ],
)
def test_a_power_that_cannot_be_is_refused_in_words(desks: Desks, wrong, said):
    response = desks.client("applicant2").post("/agents/new/", POWER | wrong)
    assert response.status_code == 422
    assert said in text_of(response.content.decode())


def test_a_second_power_to_the_same_agent_is_refused(given: Desks):
    assert given.client("applicant2").post("/agents/new/", POWER).status_code == 422


def test_an_agent_lends_nothing_on(desks: Desks):
    assert desks.client("agent").post("/agents/new/", POWER | {"agent": "person"}).status_code == 403


def revoke(desks: Desks, by: str) -> None:
    response = desks.client(by).post("/agents/revoke/", {"agent": desks.key("agent")})
    assert response.status_code == 302, refusal(response)


def test_an_agent_revoked_in_mid_form_lodges_nothing(given: Desks):
    revoke(given, "applicant2")
    response = given.lodge("agent", ITEM, applicant=str(of(given, "applicant2")))
    assert response.status_code == 403
    shown = text_of(response.content.decode())
    assert "授权委托已经收回或者到期，没有提交任何内容" in shown
    revoke(given, "applicant")
    response = given.client("agent").post(f"/lodge/{ITEM}/", {"route": "ordinary"})
    assert response.status_code == 403
    assert "您现在不能代任何申请人办理" in text_of(response.content.decode())
    assert Application.objects.count() == 0


def test_an_agent_revoked_in_mid_case_is_told_why(given: Desks):
    number = given.lodged("agent", ITEM, applicant=str(of(given, "applicant2")))
    revoke(given, "applicant2")
    response = given.send("agent", number, "withdraw")
    assert response.status_code == 403
    assert "授权委托已经收回" in text_of(response.content.decode())
    assert given.application(number).status == "received"
    assert given.get("applicant2", f"/cases/{number}/").status_code == 200
    assert list(check_rows(at=moment())) == []


def test_only_what_was_given_can_be_taken_back(given: Desks):
    assert given.client("person").post("/agents/revoke/", {"agent": given.key("agent")}).status_code == 409
    assert given.client("applicant2").post("/agents/revoke/", {"agent": "x"}).status_code == 422


def for_second(desks: Desks, item: str = ITEM, **given):
    return desks.lodge("agent", item, applicant=str(of(desks, "applicant2")), **given)


def lodged_by_principal(desks: Desks, *items: str) -> list[str]:
    return [desks.lodged("applicant2", item) for item in items]


def test_an_agent_of_some_matters_sees_and_lodges_those_only(desks: Desks):
    let(desks, everything="", matters=[ITEM])
    his, another = lodged_by_principal(desks, ITEM, OTHER)
    assert desks.get("agent", f"/cases/{his}/").status_code == 200
    assert desks.get("agent", f"/cases/{another}/").status_code == 404
    listed = desks.get("agent", "/applications/").content.decode()
    assert his in listed
    assert another not in listed
    assert for_second(desks).status_code == 302
    refused = for_second(desks, OTHER)
    assert refused.status_code == 403
    assert "授权委托书没有写明此项" in text_of(refused.content.decode())


def test_an_agent_of_an_item_has_its_sub_items_in_his_queue(desks: Desks):
    let(desks)
    PowerOfAttorney.objects.filter(principal=of(desks, "applicant2")).update(matters=[ITEM.partition("-")[0]])
    his, another = lodged_by_principal(desks, ITEM, OTHER)
    for number in (his, another):
        code = Material.objects.filter(application__number=number).values_list("code", flat=True)[0]
        desks.do("clerk", number, "request_supplement", materials=[code], **{f"materials-{code}": "不清楚"})
    shown = desks.get("agent", "/queue/").content.decode()
    assert his in shown
    assert another not in shown


def test_an_act_the_power_does_not_name_is_refused_with_its_code(desks: Desks):
    let(desks, scopes=["lodge"])
    (number,) = lodged_by_principal(desks, ITEM)
    assert "授权委托书没有写明此项" in text_of(desks.page("agent", number))
    assert desks.send("agent", number, "withdraw").status_code == 403
    assert RefusedAttempt.objects.get(act="withdraw").code == "beyond_power"
    assert desks.application(number).status == "received"


def test_who_may_not_sign_lodges_without_a_letter_only(desks: Desks):
    let(desks, scopes=["lodge"])
    shown = desks.get("agent", f"/lodge/EM06-01/?applicant={of(desks, 'applicant2')}").content.decode()
    assert "请委托人办理，或者另行授权时写明此项" in shown
    assert for_second(desks, "EM06-01", route="commitment", signed="on").status_code in (403, 422)
    assert for_second(desks).status_code == 302
    assert Application.objects.count() == 1


def test_what_an_agent_did_names_his_power(given: Desks):
    number = given.lodged("agent", ITEM, applicant=str(of(given, "applicant2")))
    power = PowerOfAttorney.objects.get(principal=of(given, "applicant2"))
    assert LedgerEntry.objects.get(application__number=number).authority == f"授权委托第{power.pk}号"
    assert "孙丽" in text_of(given.page("clerk", number))
    assert list(check_rows(at=moment())) == []


def test_a_power_ends_with_its_last_day(desks: Desks):
    let(desks, until_on=TODAY)
    (number,) = lodged_by_principal(desks, ITEM)
    assert desks.get("agent", f"/cases/{number}/").status_code == 200
    desks.at += timedelta(days=1)
    over = desks.get("agent", f"/cases/{number}/")
    assert over.status_code == 403
    assert "授权委托已经收回或者到期" in text_of(over.content.decode())
