"""The pages of the figures: every number opens exactly the cases it counts, in every cut, and files say the same."""

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pypdfium2 import PdfDocument

from approvals.people import Office, User
from supervision.models import Statement
from supervision.reports.appendix import state_for_report
from supervision.sweep import judge
from tests.moments import moment
from tests.portal.scene import EASY, GRAVE, VISITED, Scene, working_days_ago
from workflow.errors import Refusal
from workflow.models import RefusedAttempt

Visit = Callable[..., Client]
LINK = re.compile(r'<a href="(/figures/cases/[^"]+)"><span class="visually-hidden">([^<]+)</span>')
MARK = re.compile(r'<a href="(/figures/(?:cases|waits)/[^"]+)" aria-label="([^"]+)">')


@pytest.fixture
def busy(people: dict[str, User]) -> Scene:
    """Some weeks of a bureau: received, accepted, granted, refused, declined, late and withdrawn."""
    scene = Scene(people)
    for ago in (30, 12, 3):
        granted = scene.reviewed(item=EASY, at=working_days_ago(ago))
        scene.do("grant", granted, "chief", at=working_days_ago(ago - 1))
    refused = scene.reviewed("applicant2", item=GRAVE, at=working_days_ago(9))
    scene.do("refuse", refused, "deputy", at=working_days_ago(2), grounds="不符合条件")
    scene.accepted("applicant2", item=VISITED, at=working_days_ago(8))
    scene.lodge(at=working_days_ago(1))
    scene.do("withdraw", scene.accepted(at=working_days_ago(4)), "applicant", at=working_days_ago(3))
    judge(moment())
    return scene


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def counted(client: Client, address: str) -> tuple[int, int]:
    """What a list says it holds, and how many lines it has on all its pages."""
    page, path = read(client, address), address.partition("?")[0]
    said, lines = int(page.split('data-count="')[1].split('"')[0]), page.count("<tr data-row")
    while more := re.search(r'rel="next" href="([^"]+)"', page):
        page = read(client, path + unescape(more[1]))
        lines += page.count("<tr data-row")
    return said, lines


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("/figures/", LINK),
        *((f"/figures/?by={cut}", LINK) for cut in ("item", "sub_item", "channel", "person", "office")),
        ("/figures/yearly/", LINK),
        ("/figures/pictures/", MARK),
    ],
)
def test_every_number_opens_the_cases_it_counts(busy: Scene, visit: Visit, address: str, links: re.Pattern[str]) -> None:
    client = visit("head")
    found = links.findall(read(client, address))
    assert len(found) > 8
    for link, spoken in found:
        number = int(re.findall(r"(\d+) [件项]", spoken)[-1])
        assert counted(client, unescape(link)) == (number, number), (spoken, link)


def test_a_long_list_goes_on_by_key(people: dict[str, User], visit: Visit) -> None:
    scene = Scene(people)
    for _each in range(33):
        scene.lodge()
    judge(moment())
    assert counted(visit("monitor"), "/figures/cases/?figure=received") == (33, 33)


def test_the_parts_of_a_cut_make_the_whole(busy: Scene, visit: Visit) -> None:
    page = read(visit("auditor"), "/figures/?by=item")
    assert "项勾稽关系全部相符" in page
    assert "不得上报" not in page


def test_the_files_of_the_year_say_what_the_page_says(busy: Scene, visit: Visit) -> None:
    client = visit("head")
    figures = json.loads(client.get("/figures/yearly/json/").content)["figures"]
    assert (figures["accepted"], figures["concluded"], figures["withdrawn"]) == (6, 4, 1)
    with ZipFile(BytesIO(client.get("/figures/yearly/xlsx/").content)) as book:
        assert "全部指标" in book.read("xl/workbook.xml").decode()
        assert "平均办理用时" in book.read("xl/sharedStrings.xml").decode()
    response = client.get("/figures/yearly/pdf/")
    assert response["content-type"] == "application/pdf"
    text = "".join(page.get_textpage().get_text_range() for page in PdfDocument(response.content))
    assert "年度行政许可实施和监督管理情况" in text
    assert "全部相符" in text


def test_a_case_that_has_just_changed_is_told_and_counted_by_the_next_sweep(busy: Scene, visit: Visit) -> None:
    client = visit("head")
    assert "刚刚变动" not in read(client, "/figures/")
    busy.lodge()
    assert "有 1 件刚刚变动" in read(client, "/figures/")
    judge(moment())
    assert "刚刚变动" not in read(client, "/figures/")


@pytest.mark.parametrize(
    "address",
    [
        *("/figures/?by=x", "/figures/?since=x", "/figures/?since=2026-02-30", "/figures/?until=2099-01-01"),
        *("/figures/?since=2026-10-09&until=2026-01-01", "/figures/cases/", "/figures/cases/?figure=x"),
        *("/figures/cases/?figure=average_days", "/figures/cases/?figure=accepted&by=person&part=x"),
        *("/figures/waits/?step=x&wait=none", "/figures/waits/?step=review&wait=x", "/figures/waits/"),
        *("/figures/cases/?figure=accepted&before=x", "/figures/yearly/?year=x", "/figures/pictures/?year=3000"),
        "/figures/yearly/?year=1",
    ],
)
def test_what_cannot_be_counted_is_bad_input(visit: Visit, address: str) -> None:
    assert visit("head").get(address).status_code == 422


def test_a_form_there_is_none_of_is_not_found(visit: Visit) -> None:
    assert visit("head").get("/figures/yearly/docx/").status_code == 404


@pytest.mark.parametrize("handle", ["clerk", "chief", "applicant", "supervisor"])
def test_who_does_not_watch_sees_no_figures(visit: Visit, handle: str) -> None:
    client = visit(handle)
    for address in ("/figures/", "/figures/cases/?figure=accepted", "/figures/pictures/", "/figures/yearly/"):
        assert client.get(address).status_code == 403


def test_the_head_states_what_no_system_counts_and_the_report_says_it(busy: Scene, visit: Visit) -> None:
    client = visit("head")
    sent = {"year": "2026", "devolved": "27", "turned_down_why": "不具备条件"}
    assert client.post("/figures/appendix/state/", sent).status_code == 302
    client.post("/figures/appendix/state/", {**sent, "devolved": "28"})
    page = read(client, "/figures/appendix/")
    assert 'value="28"' in page
    assert 'value="27"' not in page
    form = json.loads(client.get("/figures/yearly/json/").content)["appendix"]
    assert ["委托下放事项数", "28"] in form[0]["columns"]
    assert ["不予受理或不予批准件数", "1"] in form[1]["columns"]
    assert ["取消的事项数", "—"] in form[0]["columns"]
    rows = list(Statement.objects.filter(code="devolved").order_by("id"))
    assert [row.text for row in rows] == ["27", "28"]
    with pytest.raises(IntegrityError, match="superseded"), transaction.atomic():
        rows[0].delete()


def test_nobody_but_the_head_states_anything(visit: Visit, people: dict[str, User]) -> None:
    assert visit("monitor").post("/figures/appendix/state/", {"year": "2026", "devolved": "1"}).status_code == 403
    with pytest.raises(Refusal) as refused:
        state_for_report(
            by=people["monitor"].pk, at=moment(), office=people["head"].office_id or 0, year=2026, texts={"devolved": "1"}
        )
    assert refused.value.code == "not_authorised"
    elsewhere = Office.objects.create(code="440300YJ", name="另一机关")
    with pytest.raises(Refusal) as refused:
        state_for_report(by=people["head"].pk, at=moment(), office=elsewhere.pk, year=2026, texts={"devolved": "1"})
    assert refused.value.code == "not_authorised"
    noted = RefusedAttempt.objects.filter(act="state_for_report").order_by("id").values_list("actor_id", flat=True)
    assert list(noted) == [people["monitor"].pk, people["head"].pk]
    assert visit("head").post("/figures/appendix/state/", {"year": "2099"}).status_code == 422
    assert visit("head").post("/figures/appendix/state/", {"year": "2026", "devolved": "x" * 401}).status_code == 422


def test_the_sub_items_concerned_are_listed_with_their_cases(busy: Scene, visit: Visit) -> None:
    page = read(visit("head"), "/figures/cases/?figure=turned_down_matters")
    assert page.count("<tr data-row") == 1
    assert 'data-count="1"' in page
    assert GRAVE in page
