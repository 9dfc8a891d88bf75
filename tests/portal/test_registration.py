"""Registration of applicants and their agents: numbers as people type them, no take-over, a power that ends at once."""

import pytest
from django.test import Client

from approvals.attempts import AttemptCount
from approvals.fields import blind_index
from approvals.people import Applicant, PowerOfAttorney, User
from config.integrity.run import check_rows
from config.play.cast import ENTERPRISES, PERSON
from notifications.models import Message
from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from workflow.models import Application, RegisterEntry

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TODAY = f"{moment():%Y-%m-%d}"
GOOD = {
    "kind": "enterprise", "number": "91350100M000100Y43", "name": "新港仓储有限公司", "representative": "陈大文",
    "phone": "１３８００１３８０００", "email": "new@example.invalid", "username": "xingang",
    "password": "correct-horse-9", "again": "correct-horse-9",
}  # fmt: skip
PERSON_NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def _fast(settings) -> None:
    settings.PASSWORD_HASHERS = FAST


def send(client: Client, **other: str):
    return client.post("/register/", GOOD | other)


def test_an_enterprise_registers_and_can_lodge_at_once(people, client: Client):
    assert send(client, number="９１350100 M000100y43").status_code == 302
    user = User.objects.get(username="xingang")
    assert user.applicant is not None
    assert (user.applicant.uscc, user.applicant.legal_representative) == (GOOD["number"], "陈大文")
    assert (user.phone, user.phone_index) == ("13800138000", blind_index("13800138000"))
    assert client.get("/lodge/EM13-01/").status_code == 200


def test_a_person_registers_and_the_number_stands_nowhere_in_clear(people, client: Client):
    typed = "１１0105194912 31002x"
    assert send(client, kind="person", number=typed, name="李四", representative="").status_code == 302
    made = Applicant.objects.get(resident_id_index=blind_index(PERSON_NUMBER))
    assert made.resident_id == PERSON_NUMBER
    entry = RegisterEntry.objects.get(act="register_applicant")
    assert PERSON_NUMBER not in str(entry.inputs)
    assert list(check_rows(at=moment())) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "91350100M000100Y44"}, "统一社会信用代码有误"),
        ({"number": "9135"}, "应为 18 位"),
        ({"kind": "person", "number": "110105194912310021"}, "公民身份号码有误"),
        ({"phone": "12345"}, "请填写 11 位手机号"),
        ({"again": "something else"}, "两次输入的密码不一致"),
        ({"password": "12345678", "again": "12345678"}, "密码"),
        ({"username": "CLERK"}, "该用户名已经有人使用"),
        ({"representative": ""}, "企业请填写法定代表人"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(people, client: Client, wrong, said):
    before = User.objects.count(), Applicant.objects.count()
    response = send(client, **wrong)
    assert response.status_code == 422
    assert said in text_of(response.content.decode())
    assert (User.objects.count(), Applicant.objects.count()) == before
    assert GOOD["password"] not in response.content.decode()


def test_an_enterprise_that_is_known_is_taken_over_by_nobody(people, client: Client):
    name, uscc = ENTERPRISES["applicant"]
    shown = text_of(send(client, number=uscc).content.decode())
    assert "由该企业在其账户的“代理人”页中授权给您" in shown
    assert name not in shown
    name, number = PERSON[1:]
    shown = text_of(send(client, kind="person", number=number, name="某人").content.decode())
    assert "已经注册" in shown
    assert name not in shown
    assert not User.objects.filter(username="xingang").exists()


def test_the_twenty_first_within_the_hour_waits(people, client: Client):
    for _ in range(20):
        assert send(client, username="CLERK").status_code == 422
    assert send(client).status_code == 429
    assert AttemptCount.objects.get().count == 21


def test_behind_the_proxy_each_address_is_counted_by_itself(people, client: Client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.1"):
        client.post("/register/", GOOD | {"username": "CLERK"}, headers={"x-forwarded-for": f"10.0.0.9, {address}"})
    assert sorted(AttemptCount.objects.values_list("count", flat=True)) == [1, 2]


@pytest.fixture
def given(desks: Desks) -> Desks:
    """The second enterprise has let the agent act for it, too."""
    fields = {"agent": "agent", "from_on": TODAY, "until_on": "2026-12-31"}
    response = desks.client("applicant2").post("/agents/new/", fields)
    assert response.status_code == 302, refusal(response)
    return desks


def of(desks: Desks, handle: str) -> int:
    return int(desks.people[handle].applicant_id or 0)


def test_a_power_is_given_by_user_name_and_told(given: Desks):
    power = PowerOfAttorney.objects.get(principal=of(given, "applicant2"))
    assert power.agent == given.people["agent"]
    assert Message.objects.filter(kind="power_given", recipient=given.people["agent"]).count() == 1
    assert "永安安全技术服务有限公司" in given.get("agent", "/agents/").content.decode()
    number = given.lodged("agent", "EM13-01", applicant=str(of(given, "applicant2")))
    assert given.application(number).applicant_id == of(given, "applicant2")
    assert list(check_rows(at=moment())) == []


def test_a_power_is_given_by_telephone_number(desks: Desks):
    agent = desks.people["agent"]
    User.objects.filter(pk=agent.pk).update(phone_index=blind_index("13900139000"))
    fields = {"agent": "139 0013 9000", "from_on": TODAY, "until_on": TODAY}
    assert desks.client("person").post("/agents/new/", fields).status_code == 302
    assert PowerOfAttorney.objects.filter(principal=of(desks, "person"), agent=agent).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agent": "nobody"}, "没有找到该用户名"),
        ({"agent": "clerk"}, "工作人员不能担任代理人"),
        ({"agent": "applicant2"}, "没有找到该用户名"),
        ({"from_on": "2026-01-01", "until_on": "2026-01-02"}, "起始日不能早于今日"),
        ({"until_on": "2020-01-01"}, "截止日不能早于起始日"),
    ],
)
def test_a_power_that_cannot_be_is_refused_in_words(desks: Desks, wrong, said):
    fields = {"agent": "agent", "from_on": TODAY, "until_on": "2027-12-31"} | wrong
    response = desks.client("applicant2").post("/agents/new/", fields)
    assert response.status_code == 422
    assert said in text_of(response.content.decode())


def test_a_second_power_to_the_same_agent_is_refused(given: Desks):
    fields = {"agent": "agent", "from_on": TODAY, "until_on": "2027-12-31"}
    assert given.client("applicant2").post("/agents/new/", fields).status_code == 422


def test_an_agent_lends_nothing_on(desks: Desks):
    fields = {"agent": "person", "from_on": TODAY, "until_on": "2027-12-31"}
    assert desks.client("agent").post("/agents/new/", fields).status_code == 403


def revoke(desks: Desks, by: str) -> None:
    response = desks.client(by).post("/agents/revoke/", {"agent": desks.key("agent")})
    assert response.status_code == 302, refusal(response)


def test_an_agent_revoked_in_mid_form_lodges_nothing(given: Desks):
    revoke(given, "applicant2")
    response = given.lodge("agent", "EM13-01", applicant=str(of(given, "applicant2")))
    assert response.status_code == 403
    shown = text_of(response.content.decode())
    assert "授权委托已经收回或者到期，没有提交任何内容" in shown
    revoke(given, "applicant")
    response = given.client("agent").post("/lodge/EM13-01/", {"route": "ordinary"})
    assert response.status_code == 403
    assert "您现在不能代任何申请人办理" in text_of(response.content.decode())
    assert Application.objects.count() == 0


def test_an_agent_revoked_in_mid_case_is_told_why(given: Desks):
    number = given.lodged("agent", "EM13-01", applicant=str(of(given, "applicant2")))
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
