"""Questions and complaints on the pages: anybody asks, the desks answer, and who asked reads and judges the answer."""

import re
from typing import Any

import pytest
from django.test import Client

from portal.public.ask_page import MOST
from portal.public.attempts import TICKET
from supervision.models import Ticket
from tests.portal.desks import Desks, text_of

PHONE, NAME = "13800138000", "陈小明"
ASKED = {"kind": "consultation", "subject": "多久能办好", "content": "经营许可多久能办好？", "name": NAME, "phone": PHONE}


@pytest.fixture
def visitor(desks: Desks) -> Client:
    return Client(headers={"accept-language": "zh-hans"})


def words(response: Any) -> str:
    return text_of(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()))


def asked(visitor: Client, **given: str) -> Ticket:
    response = visitor.post("/ask/", {**ASKED, **given})
    assert response.status_code == 201, words(response)
    return Ticket.objects.latest("id")


def test_anybody_asks_and_gets_a_number_and_a_code(visitor: Client):
    response = visitor.post("/ask/", ASKED)
    ticket = Ticket.objects.get()
    assert response.status_code == 201
    assert f"编号 {ticket.number} 查询码 {ticket.code}" in words(response)
    assert (ticket.source, ticket.received_by_id, len(ticket.code)) == ("web", None, 8)


def test_what_is_missing_is_told_at_its_field(visitor: Client):
    response = visitor.post("/ask/", {**ASKED, "content": "", "phone": "12"})
    page = response.content.decode()
    assert response.status_code == 422
    assert re.search(r'id="id_content_error".*?</ul>', page, re.S)
    assert "请填写 11 位手机号" in page
    assert visitor.post("/ask/", {**ASKED, "application": "1"}).status_code == 422
    assert not Ticket.objects.exists()


def test_a_guide_leads_to_a_question_about_its_matter(visitor: Client):
    guide = visitor.get("/matters/EM07-01/").content.decode()
    assert 'href="/ask/?matter=EM07-01"' in guide
    assert 'href="/answers/?matter=EM07-01"' in guide
    assert '<option value="EM07-01" selected>' in visitor.get("/ask/?matter=EM07-01").content.decode()


def test_who_sends_too_much_is_stopped(visitor: Client):
    answers = [visitor.post("/ask/", ASKED).status_code for _ in range(MOST + 1)]
    assert answers == [201] * MOST + [429]


def test_number_and_code_show_the_answer_and_one_judgement(visitor: Client, desks: Desks):
    ticket = asked(visitor)
    key = {"number": ticket.number, "code": ticket.code.lower()}
    assert "待分派" in words(visitor.post("/ask/progress/", key))
    page = f"/tickets/{ticket.number}/"
    assert desks.client("clerk").post(f"{page}assign/", {"to": desks.key("reviewer")}).status_code == 302
    assert desks.client("reviewer").post(f"{page}answer/", {"text": "五个工作日内办结"}).status_code == 302
    shown = visitor.post("/ask/progress/", key)
    assert "五个工作日内办结" in words(shown)
    assert [each for each in (PHONE, NAME, "周洁") if each in shown.content.decode()] == []
    assert visitor.post("/ask/judge/", {**key, "satisfaction": ""}).status_code == 422
    assert "您的评价 满意" in words(visitor.post("/ask/judge/", {**key, "satisfaction": "satisfied"}))
    assert visitor.post("/ask/judge/", {**key, "satisfaction": "fair"}).status_code == 409
    assert desks.client("monitor").post(f"{page}call/", {"outcome": "satisfied"}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.satisfaction, ticket.called) == ("satisfied", "satisfied")


def test_a_wrong_code_tells_nothing_and_guessing_is_stopped(visitor: Client):
    ticket = asked(visitor)
    key = {"number": ticket.number, "code": "AAAAAAAA"}
    answers = [visitor.post("/ask/progress/", key).status_code for _ in range(TICKET.by_number + 1)]
    assert answers == [404] * TICKET.by_number + [429]
    assert visitor.post("/ask/progress/", {"number": ticket.number, "code": "A"}).status_code == 422
    assert visitor.get(f"/ask/judge/?number={ticket.number}").status_code == 405


def test_the_queue_goes_by_due_day_and_pages_by_key(visitor: Client, desks: Desks, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.tickets_page.LIMIT", 1)
    late, soon = asked(visitor, kind="complaint"), asked(visitor)
    first = desks.get("clerk", "/tickets/").content.decode()
    assert (soon.number in first, late.number in first) == (True, False)
    after = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert late.number in desks.get("clerk", f"/tickets/{after}").content.decode()
    assert late.number in desks.get("clerk", "/tickets/?kind=complaint").content.decode()
    for wrong in ("state=x", "kind=x", "after=x"):
        assert desks.get("clerk", f"/tickets/?{wrong}").status_code == 422


def test_who_asked_is_masked_but_to_who_handles_it(visitor: Client, desks: Desks):
    ticket = asked(visitor)
    page = f"/tickets/{ticket.number}/"
    shown = words(desks.get("clerk", page))
    assert "陈** 138****8000" in shown
    assert desks.get("reviewer", page).status_code == 404
    desks.client("monitor").post(f"{page}assign/", {"to": desks.key("reviewer")})
    assert f"{NAME} {PHONE}" in words(desks.get("reviewer", page))
    assert PHONE not in words(desks.get("auditor", page))
    assert desks.get("applicant", page).status_code == 403


def test_who_is_complained_of_is_not_offered_and_not_accepted(visitor: Client, desks: Desks):
    number = desks.lodged("applicant", "EM06-01")
    desks.do("clerk", number, "accept")
    ticket = asked(visitor, kind="complaint", application=number)
    page = f"/tickets/{ticket.number}/"
    offered = re.findall(r'<option value="(\d+)"', desks.get("monitor", page).content.decode())
    assert str(desks.key("clerk")) not in offered
    assert str(desks.key("clerk2")) in offered
    assert desks.client("monitor").post(f"{page}assign/", {"to": desks.key("clerk")}).status_code == 422


def test_a_call_to_the_hotline_is_entered_at_the_desk(desks: Desks):
    given = {**ASKED, "source": "hotline", "external_number": "GZ12345-1"}
    response = desks.client("clerk").post("/tickets/new/", given)
    ticket = Ticket.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/tickets/{ticket.number}/")
    assert (ticket.source, ticket.external_number, ticket.received_by_id) == ("hotline", "GZ12345-1", desks.key("clerk"))
    assert desks.client("clerk").post("/tickets/new/", {**given, "source": "web"}).status_code == 422
    assert desks.get("reviewer", "/tickets/new/").status_code == 403


def test_an_answer_is_written_found_edited_and_hidden(visitor: Client, desks: Desks):
    entry = {"question": "危化品许可要多久", "answer": "五个工作日", "matters": ["EM06-01"], "shown": "on", "after": 0}
    assert desks.client("clerk").post("/entries/new/", entry).status_code == 302
    for asked_for in ("?q=危化", "?q=工作 许可", "?matter=EM06-01"):
        assert "五个工作日" in words(visitor.get(f"/answers/{asked_for}")), asked_for
    assert "没有找到" in words(visitor.get("/answers/?q=烟花"))
    assert "五个工作日" not in words(visitor.get("/answers/?matter=EM05-01"))
    assert visitor.get("/answers/?matter=EM99-99").status_code == 404
    address = re.findall(r'href="(/entries/\d+/)"', desks.get("legal", "/entries/?q=危化").content.decode())[0]
    changed = {**entry, "answer": "三个工作日", "after": 1}
    assert desks.client("legal").post(address, changed).status_code == 302
    stale = desks.client("clerk").post(address, changed)
    assert (stale.status_code, "已被他人修改" in words(stale)) == (422, True)
    history = words(desks.get("reviewer", address))
    assert "五个工作日" in history
    desks.client("legal").post(address, {name: value for name, value in {**changed, "after": 2}.items() if name != "shown"})
    assert "三个工作日" not in words(visitor.get("/answers/"))
    assert desks.client("chief").post("/entries/new/", entry).status_code == 403
