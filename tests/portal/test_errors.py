"""Whatever goes wrong is a page with a sentence; nothing that somebody types is a 500."""

import pytest
from django.db import OperationalError
from django.test import Client

from workflow import queue
from workflow.errors import Busy, refuse


def test_an_unknown_address_is_told(client: Client, db):
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "没有找到" in response.content.decode()


def test_a_refusal_comes_with_its_status_sentence_and_code(visit, monkeypatch):
    def refused(**_: object) -> None:
        raise refuse("recused", "本件")

    monkeypatch.setattr(queue, "counts", refused)
    response = visit("clerk").get("/queue/")
    assert response.status_code == 403
    assert "应当回避的人员不得办理本件：本件" in response.content.decode()


@pytest.mark.parametrize("error", [Busy("1"), OperationalError("gone")])
def test_what_will_pass_asks_to_try_again(visit, monkeypatch, error):
    def failing(**_: object) -> None:
        raise error

    monkeypatch.setattr(queue, "counts", failing)
    response = visit("clerk").get("/queue/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")


def test_a_database_that_is_away_is_no_500(visit, monkeypatch):
    client = visit("clerk")

    def gone(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("portal.access.read_actor", gone)
    assert client.get("/queue/").status_code == 503


def test_a_mistake_of_ours_is_a_page_without_its_secrets(visit, monkeypatch):
    def wrong(**_: object) -> None:
        raise RuntimeError("secret")

    client = visit("clerk", raise_request_exception=False)
    monkeypatch.setattr(queue, "counts", wrong)
    response = client.get("/queue/")
    assert response.status_code == 500
    assert "错误已经记录" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_a_form_older_than_the_sign_in_is_explained(visit):
    response = visit("clerk", enforce_csrf_checks=True).post("/inbox/read/", {"message": "1"})
    assert response.status_code == 403
    assert "页面已过期，请重新提交" in response.content.decode()


ASKED = [
    "/queue/?after=x", "/queue/?after=2026-02-30.1", f"/queue/?after=.{2**63}", "/queue/?stage=nowhere",
    "/queue/?state=never", "/queue/?card=blue", "/queue/?due=tomorrow", "/inbox/?before=x", f"/inbox/?before={2**64}",
    "/applications/?status=lost", "/applications/?before=x", f"/applications/?before={2**70}",
]  # fmt: skip


@pytest.mark.parametrize("address", ASKED)
def test_what_cannot_be_read_is_a_422_that_names_the_field(visit, address):
    response = visit("clerk").get(address)
    assert response.status_code == 422
    assert "所在栏目" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/queue/?q=%00", "/queue/?item=%00%25&desk='", "/applications/?q=%00%25", "/queue/?q=%25_%5C", "/%00/"]
)
def test_strange_letters_find_nothing_and_break_nothing(visit, address):
    assert visit("clerk").get(address).status_code in (200, 404)


@pytest.mark.parametrize("message", ["", "x", "-1", str(2**63), "1\0"])
def test_a_message_that_is_none_is_bad_input(visit, message):
    assert visit("clerk").post("/inbox/read/", {"message": message}).status_code == 422


def test_a_card_that_is_not_there_is_not_found(visit):
    assert visit("monitor").get("/cards/7/").status_code == 404
    assert visit("monitor").get(f"/cards/{2**63}/").status_code == 404
