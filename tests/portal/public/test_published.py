"""Published decisions: what anybody finds on the pages, in the open data, and what the bureau does about them."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from supervision.models import Publication
from supervision.publication.keeping import keep
from tests.moments import days_later, moment
from tests.portal.desks import Desks, text_of
from tests.portal.scene import Scene
from workflow.models import Application

ITEM = "EM13-01"


@pytest.fixture
def visitor(desks: Desks) -> Client:
    return Client(headers={"accept-language": "zh-hans"})


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def issued(scene: Scene, by: str = "applicant", item: str = ITEM) -> Application:
    case = scene.reviewed(by, item=item)
    scene.do("grant", case, "deputy")
    scene.do("issue", case, "clerk", method="electronic")
    return case


def published(scene: Scene, by: str = "applicant") -> Publication:
    case = issued(scene, by)
    scene.do("publish", case, "clerk")
    keep(moment())
    return Publication.objects.get(application=case)


def words(response: Any) -> str:
    return text_of(response.content.decode())


def test_a_decision_stands_in_the_list_once_it_is_published(visitor: Client, scene: Scene):
    case = issued(scene)
    holder = scene.people["applicant"].applicant
    assert holder is not None
    assert holder.name not in words(visitor.get("/published/"))
    scene.do("publish", case, "clerk")
    keep(moment())
    page = visitor.get("/published/").content.decode()
    shown = text_of(page)
    assert holder.name in shown
    assert re.search(r"穗应急许准〔2026〕\d+号 2026-09-24", shown)
    assert "有效" in shown
    assert case.number not in page
    for asked in (holder.name[:2], holder.uscc or "-", "易制", "许准"):
        assert holder.name in words(visitor.get("/published/", {"q": asked})), asked
    assert "没有符合条件的公示" in words(visitor.get("/published/", {"q": "火箭"}))
    assert visitor.get("/published/?before=x").status_code == 422


def test_published_decisions_page_by_key(visitor: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.public.published_page.LIMIT", 1)
    for by in ("applicant", "applicant2"):
        published(scene, by)
    first = visitor.get("/published/").content.decode()
    after = re.search(r'rel="next" href="(\?before=\d+)"', first)
    assert after is not None
    second = visitor.get(f"/published/{after[1]}").content.decode()
    assert first.count('<td class="item">') == second.count('<td class="item">') == 1
    assert 'rel="next"' not in second


def test_a_record_shows_its_fields_and_says_what_is_left_out(visitor: Client, scene: Scene):
    head = published(scene)
    shown = words(visitor.get(f"/published/{head.pk}/"))
    for each in ("统一社会信用代码 91440101MA9ABCD124", "许可类别 普通", "当前状态 有效", "公示日 2026-09-24"):
        assert each in shown
    assert "法定代表人证件类型和号码 个人信息不公示" in shown
    assert visitor.get("/published/999999/").status_code == 404


def test_the_open_data_go_page_by_page_in_one_state(visitor: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.public.open_data.rules", lambda: type("One", (), {"page_rows": 1}))
    heads = [published(scene, by) for by in ("applicant", "applicant2")]
    first = visitor.get("/published/data.json").json()
    assert [each["record"] for each in first["records"]] == [heads[0].pk]
    scene.do("cancel_licence", heads[1].application, "head", grounds="依法终止")
    keep(days_later(1))
    second = visitor.get(first["next"]).json()
    assert [(each["record"], each["state"]) for each in second["records"]] == [(heads[1].pk, "valid")]
    assert second["next"] is None
    anew = visitor.get("/published/data.json", {"after": heads[0].pk}).json()
    assert [each["state"] for each in anew["records"]] == ["cancelled"]


def test_the_table_links_its_next_page_and_has_a_mark_of_its_encoding(
    visitor: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.public.open_data.rules", lambda: type("One", (), {"page_rows": 1}))
    for by in ("applicant", "applicant2"):
        published(scene, by)
    response = visitor.get("/published/data.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))) == 2
    following = re.fullmatch(r'<(/published/data\.csv\?until=\d+&after=\d+)>; rel="next"', response["Link"])
    assert following is not None
    assert "Link" not in visitor.get(following[1])
    assert visitor.get("/published/data.csv?until=x").status_code == 422


def test_the_fields_are_described_in_both_languages(visitor: Client, db: None):
    told = visitor.get("/published/fields.json").json()
    assert {"code": "holder", "zh": "行政相对人名称", "en": "Name of the party"} in told["fields"]
    assert all(each["zh"] and each["en"] for each in told["fields"])
    assert {each["code"] for each in told["withheld"]} == {"representative_document", "holder_document"}


def test_the_bureau_sees_the_editions_and_the_legal_officer_withdraws(desks: Desks, visitor: Client, scene: Scene):
    head = published(scene)
    assert "宏达化工贸易有限公司" in words(desks.get("auditor", "/publications/"))
    address = f"/publications/{head.pk}/"
    assert 'name="reason"' not in desks.get("auditor", address).content.decode()
    assert 'name="reason"' in desks.get("legal", address).content.decode()
    refused = desks.client("legal").post(f"{address}withdraw/", {"reason": " "})
    assert (refused.status_code, "应当写明理由" in words(refused)) == (422, True)
    assert desks.client("auditor").post(f"{address}withdraw/", {"reason": "误"}).status_code == 403
    assert desks.client("legal").post(f"{address}withdraw/", {"reason": "含有商业秘密"}).status_code == 302
    assert "含有商业秘密" in words(desks.get("monitor", address))
    assert "停止公示" in words(desks.get("head", "/publications/?change=withdrawn"))
    for door in ("/published/", "/published/data.csv", "/published/data.json"):
        assert "宏达化工" not in visitor.get(door).content.decode()
    assert visitor.get(f"/published/{head.pk}/").status_code == 404


def test_an_applicant_opens_no_book_of_the_bureau(desks: Desks):
    for handle in ("applicant", "clerk"):
        assert desks.get(handle, "/publications/").status_code == 403
