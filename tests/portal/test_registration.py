"""Registration of applicants: numbers as people type them, no take-over."""

import pytest
from django.test import Client

from approvals.attempts import AttemptCount
from approvals.fields import blind_index
from approvals.people import Applicant, User
from config.integrity.run import check_rows
from config.play.cast import ENTERPRISES, PERSON
from tests.moments import moment
from tests.portal.desks import text_of
from workflow.models import RegisterEntry

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
