"""A new password by a code, and what everybody sets for himself; the language of a person is that of his messages."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from approvals.accounts import ResetCode
from notifications.composition import compose_for
from notifications.models import ChannelChoice, Message
from portal import moment as edge
from tests.moments import moment
from tests.portal.desks import text_of

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NEW = "sound-horse-77"


@pytest.fixture(autouse=True)
def _fast(settings) -> None:
    settings.PASSWORD_HASHERS = FAST


@pytest.fixture
def clock(monkeypatch):
    """Sets the edge's clock so many seconds after the suite's instant."""

    def at(seconds: int) -> None:
        monkeypatch.setattr(edge, "now", lambda: moment() + timedelta(seconds=seconds))

    return at


def ask(client: Client, username: str = "clerk") -> str:
    response = client.post("/password/", {"username": username})
    assert response.status_code == 200
    return text_of(response.content.decode()).replace(username, "")


def code() -> str:
    found = Message.objects.filter(kind="password_code").latest("id")
    return str(found.params["code"])


def set_new(client: Client, username: str = "clerk", **other: str):
    given = {"username": username, "code": other.get("code", ""), "password": NEW, "again": NEW} | other
    return client.post("/password/new/", given)


def can_sign_in(username: str, password: str = NEW) -> bool:
    return Client().post("/sign-in/", {"username": username, "password": password}).status_code == 302


def test_a_code_sets_a_new_password_once(people, client: Client):
    ask(client)
    letter = compose_for(Message.objects.get(), "email")
    assert code() in letter.body
    assert code() not in str(ResetCode.objects.values_list("digest", flat=True))
    assert set_new(client, code=code())["Location"] == "/sign-in/"
    assert can_sign_in("clerk")
    assert set_new(client, code=code()).status_code == 422


def test_the_answer_is_the_same_for_whom_there_is_not(people, client: Client):
    people["verifier_a"].is_active = False
    people["verifier_a"].save()
    known = ask(client)
    assert ask(client, "nobody") == ask(client, "verifier_a") == known
    assert Message.objects.count() == 1
    assert set_new(client, "nobody", code="123456").status_code == 422


def test_a_code_ends_after_fifteen_minutes(people, client: Client, clock):
    ask(client)
    clock(15 * 60)
    assert set_new(client, code=code()).status_code == 422
    clock(15 * 60 - 1)
    assert set_new(client, code=code()).status_code == 302


def test_after_five_wrong_tries_the_right_one_comes_too_late(people, client: Client):
    ask(client)
    wrong = "000000" if code() != "000000" else "111111"
    for _ in range(5):
        assert "验证码不正确" in text_of(set_new(client, code=wrong).content.decode())
    assert set_new(client, code=code()).status_code == 422
    assert not can_sign_in("clerk")


def test_a_newer_code_voids_the_older(people, client: Client, clock):
    ask(client)
    first = code()
    clock(61)
    ask(client)
    if first != code():
        assert set_new(client, code=first).status_code == 422
    assert set_new(client, code=code()).status_code == 302


def test_codes_are_sent_once_a_minute_and_five_times_a_day(people, client: Client, clock):
    for n in range(9):
        clock(n * 61)
        ask(client)
        ask(client)
    assert Message.objects.count() == 5


def test_a_weak_password_uses_no_code_up(people, client: Client):
    ask(client)
    assert set_new(client, code=code(), password="12345678", again="12345678").status_code == 422
    assert set_new(client, code=code(), again="other").status_code == 422
    assert set_new(client, code=code()).status_code == 302


def test_one_place_asks_only_so_often(people, client: Client):
    for n in range(30):
        ask(client, f"nobody{n}")
    assert client.post("/password/", {"username": "clerk"}).status_code == 429


def test_the_password_is_changed_with_the_current_one(people, client: Client):
    people["clerk"].set_password("old-horse-55")
    people["clerk"].save()
    client.post("/sign-in/", {"username": "clerk", "password": "old-horse-55"})
    other = Client()
    other.post("/sign-in/", {"username": "clerk", "password": "old-horse-55"})
    wrong = {"current": "x", "password": NEW, "again": NEW}
    assert client.post("/account/password/", wrong).status_code == 422
    assert client.post("/account/password/", wrong | {"current": "old-horse-55"}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert can_sign_in("clerk")


def test_language_and_channels_are_set_on_one_page_and_messages_follow(people, visit):
    client = visit("applicant")
    sent = {"language": "en", "email": "on"}
    assert client.post("/account/preferences/", sent)["Location"] == "/account/"
    assert '<html lang="en">' in client.get("/account/").content.decode()
    people["applicant"].refresh_from_db()
    message = Message.objects.create(
        event="e", kind="power_revoked", recipient=people["applicant"], params={"principal": "ABC"}, created_at=moment()
    )
    letter = compose_for(message, "email")
    assert re.findall(r"[\u4e00-\u9fff]+", letter.subject) == []
    chosen = dict(ChannelChoice.objects.filter(user=people["applicant"]).values_list("channel", "enabled"))
    assert chosen == {"email": True, "sms": False, "webhook": False}
    assert client.post("/account/preferences/", {"language": "xx"}).status_code == 422
