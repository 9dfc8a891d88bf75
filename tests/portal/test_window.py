"""The window desk: from the applicant to the document on one page, and nothing typed is lost."""

import re
from datetime import date
from typing import Any

import pytest

from approvals.documents.models import Document
from approvals.people import Applicant, Ban
from portal.window.models import CounterSheet, FirstContact, Ticket
from tests.portal.desks import Desks, text_of
from workflow.acts import register_licence
from workflow.models import Application, LedgerEntry, Material

ITEM = "EM07-01"
FREE = {"BL", "QUAL", "SITE"}
HANDED = ("APP", "SAFEVAL", "FIRE", "RULES", "STAFF", "PLANREG")


class Counter:
    """A clerk at the counter page: the form as the page has it, with what he ticks and presses."""

    def __init__(self, desks: Desks, handle: str = "clerk") -> None:
        self.desks, self.handle = desks, handle

    @property
    def page(self) -> str:
        response = self.desks.get(self.handle, "/window/")
        assert response.status_code == 200
        return response.content.decode()

    def fields(self) -> dict[str, str]:
        page = self.page
        found = dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)" checked>', page))
        found |= dict(re.findall(r'<input type="hidden" name="(key)" value="([^"]+)"', page))
        return found

    def press(self, button: str, value: str, fetched: bool = False, **ticked: Any) -> Any:
        fields = {**self.fields(), **{name.replace("m_", "m-").replace("w_", "w-"): v for name, v in ticked.items()}}
        headers = {"X-Requested-With": "fetch"} if fetched else {}
        return self.desks.client(self.handle).post("/window/", {**fields, button: value}, headers=headers)

    def begin(self, item: str = ITEM, who: str = "applicant") -> None:
        applicant = self.desks.people[who].applicant_id
        assert self.press("applicant", str(applicant)).status_code == 302
        assert self.press("item", item).status_code == 302

    def finish(self, button: str, **ticked: Any) -> Application:
        response = self.press("do", button, **ticked)
        assert response.status_code == 302, text_of(response.content.decode())
        return Application.objects.get(number=response["Location"].partition("done=")[2])


@pytest.fixture
def counter(desks: Desks) -> Counter:
    return Counter(desks)


def all_in(**other: str) -> dict[str, Any]:
    return {**{f"m_{code}": "in" for code in HANDED}, **other}


def newcomer(number: str) -> dict[str, Any]:
    return {"new-number": number, "new-name": "钱新"}


def holder_of(desks: Desks) -> Applicant:
    return Applicant.objects.get(uscc=desks.people["applicant"].applicant.uscc)  # type: ignore[union-attr]


def test_an_applicant_is_found_while_one_types(counter: Counter) -> None:
    part = counter.press("do", "check", fetched=True, q="宏达").content.decode()
    assert "宏达化工贸易有限公司" in part
    assert "<html" not in part
    assert "91440101MA9ABCD124" in counter.press("do", "check", q="91440101MA9AB").content.decode()
    assert "没有找到" in counter.press("do", "check", q="%<b>").content.decode()


def test_what_is_known_fills_in_by_itself(counter: Counter, desks: Desks) -> None:
    register_licence(
        at=desks.at, number="粤危化旧1号", item=ITEM, holder=holder_of(desks).pk,
        valid_from=date(2025, 1, 1), valid_until=date(2028, 1, 1),
    )  # fmt: skip
    desks.lodged("applicant", ITEM)
    counter.begin()
    page = text_of(counter.page)
    assert "粤危化旧1号" in page
    assert "2026-09-24 提交过" in page
    assert "免提交：营业执照电子证照" in page
    fields = counter.fields()
    assert {code for code in FREE if fields[f"m-{code}"] == "exempt"} == FREE
    assert (fields["m-APP"], fields["m-PLANREG"]) == ("out", "out")
    assert "本局证照库中没有可用的有效证照" in page
    counter.press("item", "EM07-02")
    assert '<option value="粤危化旧1号" selected>' in counter.page


def test_a_complete_application_is_accepted_on_the_spot(counter: Counter, desks: Desks) -> None:
    counter.begin()
    made = counter.finish("accept", **all_in(visitor="张三"))
    assert (made.status, made.channel, made.lodged_by_id) == ("accepted", "window", desks.key("clerk"))
    entries = LedgerEntry.objects.filter(application=made).order_by("seq")
    assert [(e.act, e.authority) for e in entries] == [("lodge", "clerk"), ("accept", "clerk")]
    page = text_of(desks.get("clerk", f"/window/?done={made.number}").content.decode())
    for paper in Document.objects.filter(application_id=made.pk):
        assert paper.number in page
    assert made.query_code in page
    sheet = CounterSheet.objects.get(clerk=desks.key("clerk"))
    assert (sheet.applicant_id, sheet.answers) == (None, {})


def test_a_missing_material_is_promised_in_a_signed_letter(counter: Counter, desks: Desks) -> None:
    counter.begin()
    page = text_of(counter.page)
    assert "可以承诺，最迟 2026-10-09 补齐" in page
    ticked = all_in(m_RULES="promised")
    response = counter.press("do", "accept", **ticked)
    assert response.status_code == 422
    assert "没有签署容缺承诺书" in text_of(response.content.decode())
    letter = desks.client("clerk").post("/window/letter/", counter.fields()).content.decode()
    assert "容缺受理承诺书" in letter
    assert "安全生产规章制度" in letter
    made = counter.finish("accept", **ticked, signed="paper")
    assert made.acceptance == "on_commitment"
    assert Material.objects.get(application=made, code="RULES").state == "promised"
    assert LedgerEntry.objects.get(application=made, act="lodge").inputs["signed"] == "paper"


def test_the_page_says_why_a_way_is_closed(counter: Counter, desks: Desks) -> None:
    counter.begin()
    page = text_of(counter.page)
    assert "该事项不适用告知承诺" in page
    assert "该事项不是即办件" in page
    assert "缺少主要材料，不能容缺：危险化学品经营许可证申请书、安全评价报告" in page
    Ban.objects.create(
        applicant=holder_of(desks), kind="tolerance", legal_basis="办法第9条",
        from_on=date(2026, 1, 1), until=date(2027, 1, 1),
    )  # fmt: skip
    page = text_of(counter.page)
    assert "申请人至 2027-01-01（含当日）不适用容缺受理（办法第9条）" in page
    assert "可以承诺" not in page
    assert 'value="promised"' not in counter.page
    Applicant.objects.filter(pk=holder_of(desks).pk).update(bad_credit=True)
    assert "申请人有严重失信记录，不适用容缺受理" in text_of(counter.page)


def test_ways_are_judged_as_one_ticks(counter: Counter) -> None:
    counter.begin()
    part = counter.press("do", "check", fetched=True, **all_in()).content.decode()
    assert "材料齐全，可以当场受理" in part
    assert re.search(r'value="accept">', part)
    part = counter.press("do", "check", fetched=True, **all_in(m_FIRE="bad")).content.decode()
    assert re.search(r'value="accept" disabled', part)
    assert "一次性告知补正（1 项）" in text_of(part)


def test_one_supplement_notice_lists_everything(counter: Counter, desks: Desks) -> None:
    counter.begin()
    ticked = all_in(m_APP="bad", m_STAFF="out")
    response = counter.press("do", "supplement", **ticked)
    assert "请写明不合格的原因：危险化学品经营许可证申请书" in text_of(response.content.decode())
    assert not Application.objects.exists()
    made = counter.finish("supplement", **ticked, w_APP="材料未签字或者未加盖印章")
    assert made.status == "supplement_requested"
    rows = {m.code: m.reason for m in Material.objects.filter(application=made, in_supplement=True)}
    assert rows == {"APP": "材料未签字或者未加盖印章", "STAFF": "材料未提交"}
    notice = Document.objects.get(application_id=made.pk, kind="supplement_notice")
    page = text_of(desks.get("clerk", f"/window/print/{made.number}/{notice.pk}/").content.decode())
    assert "补正材料一次性告知书" in page
    assert "材料未签字或者未加盖印章" in page


def test_non_acceptance_names_the_competent_authority(counter: Counter) -> None:
    counter.begin()
    response = counter.press("do", "decline", reason="not_our_authority")
    assert response.status_code == 422
    assert not Application.objects.exists()
    made = counter.finish("decline", reason="not_our_authority", competent="市住房和城乡建设局")
    assert made.status == "not_accepted"


def test_it_can_be_received_only(counter: Counter) -> None:
    counter.begin()
    assert counter.finish("receive", **all_in(m_STAFF="out")).status == "received"


def test_what_was_typed_is_there_after_a_reload(counter: Counter) -> None:
    counter.begin()
    counter.press("do", "check", fetched=True, **all_in(m_APP="bad", w_APP="缺页", visitor="李四"))
    page = counter.page
    assert 'name="m-APP" value="bad" checked' in page
    assert 'value="缺页"' in page
    assert 'value="李四"' in page


def test_a_sheet_is_lodged_once(counter: Counter, desks: Desks) -> None:
    counter.begin()
    fields = {**counter.fields(), **{f"m-{code}": "in" for code in HANDED}, "do": "accept"}
    client = desks.client("clerk")
    assert "done=" in client.post("/window/", fields)["Location"]
    again = client.post("/window/", fields)
    assert again["Location"] == "/window/"
    assert "已经提交或者清空" in client.get("/window/").content.decode()
    assert Application.objects.count() == 1


def test_numbers_of_persons_are_kept_nowhere_on_the_sheet(counter: Counter, desks: Desks) -> None:
    page = counter.press("do", "check", q="440106198809230030").content.decode()
    assert 'name="new-number" maxlength="40" data-nokeep autocomplete="off" value="440106198809230030"' in page
    wrong = counter.press("do", "register", **newcomer("440106198809230031"))
    assert wrong.status_code == 422
    assert "校验位不符" in wrong.content.decode()
    counter.press("do", "register", **newcomer("440106198809230030"))
    sheet = CounterSheet.objects.get(clerk=desks.key("clerk"))
    assert sheet.applicant is not None
    assert sheet.applicant.name == "钱新"
    assert "4401061988" not in str(sheet.answers)
    assert "440106********0030" in counter.page


def test_matters_are_found_by_code_and_by_words(counter: Counter, desks: Desks) -> None:
    counter.press("applicant", str(desks.people["applicant"].applicant_id))
    assert 'value="EM07-01"' in counter.press("do", "check", fetched=True, mq="有储存 首次").content.decode()
    part = counter.press("do", "check", fetched=True, mq="em06-02").content.decode()
    assert re.findall(r'name="item" value="([^"]+)"', part) == ["EM06-02"]


def test_the_next_customer_is_called_and_the_application_remembers_the_ticket(counter: Counter, desks: Desks) -> None:
    visitor = desks.client("applicant")
    assert "001" in visitor.post("/kiosk/").content.decode()
    second = text_of(visitor.post("/kiosk/").content.decode())
    assert "002 前面还有 1 位" in second
    assert "等候 2 人" in second
    clerk = desks.client("clerk")
    assert "等候 2 人" in text_of(counter.page)
    clerk.post("/window/next/")
    assert '<b class="ticket">001</b>' in counter.page
    counter.begin()
    clerk.post("/window/next/")
    assert Ticket.objects.filter(called_at=None).count() == 1
    made = counter.finish("accept", **all_in(visitor="张三"))
    contact = FirstContact.objects.get(application=made)
    assert contact.ticket is not None
    assert (contact.ticket.number, contact.official_id, contact.done) == (1, desks.key("clerk"), "受理")
    page = text_of(desks.page("chief", made.number))
    assert "首问责任 王敏" in page
    assert "001 号" in page
    clerk.post("/window/next/")
    clerk.post("/window/next/")
    assert "没有等候的号" in counter.page


def test_who_first_answered_an_enquiry_stays_the_first_contact(counter: Counter, desks: Desks) -> None:
    counter.begin()
    assert counter.press("do", "enquiry", asked="要哪些材料").status_code == 422
    counter.press("do", "enquiry", asked="要哪些材料", done="已一次性告知并发给指南")
    other = Counter(desks, "clerk2")
    other.begin()
    made = other.finish("accept", **all_in())
    contact = FirstContact.objects.get(application=made)
    assert contact.official_id == desks.key("clerk")
    assert contact.done == "已一次性告知并发给指南；受理"
    assert "要哪些材料" in text_of(desks.page("reviewer", made.number))


def test_the_kiosk_gives_only_so_many_to_one_address(desks: Desks) -> None:
    client = desks.client("applicant")
    statuses = [client.post("/kiosk/").status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert Ticket.objects.count() == 30


def test_papers_are_for_the_window(counter: Counter, desks: Desks) -> None:
    counter.begin()
    made = counter.finish("accept", **all_in())
    paper = Document.objects.filter(application_id=made.pk).latest("id")
    address = f"/window/print/{made.number}/{paper.pk}/"
    assert "受理通知书" in desks.get("clerk", address).content.decode()
    assert desks.get("applicant", address).status_code == 403
    assert desks.get("clerk", f"/window/print/{made.number}/{paper.pk + 1000}/").status_code == 404
    assert desks.get("clerk", "/window/?done=NONE").status_code == 404


@pytest.mark.parametrize(
    ("button", "value"), [("applicant", "x"), ("applicant", "99999999"), ("item", "EM99-01"), ("do", "accept")]
)
def test_nonsense_is_told_and_changes_nothing(counter: Counter, button: str, value: str) -> None:
    assert counter.press(button, value).status_code == 422
    assert not Application.objects.exists()
