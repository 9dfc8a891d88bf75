"""预览: the document as it would be, before somebody decides; nothing stays of it."""

import io
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from approvals.documents.models import Document, DocumentFile, NumberSeries
from tests.portal.desks import Desks, text_of
from tests.portal.handing import content_of
from tests.portal.scene import Scene
from workflow.models import Application, LedgerEntry, RefusedAttempt

ITEM = "EM06-01"
Kept = Callable[[], tuple[Any, ...]]


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


@pytest.fixture
def number(desks: Desks) -> str:
    """A case that awaits the decision, lodged with its form."""
    number = desks.lodged("applicant", ITEM)
    desks.do("clerk", number, "accept")
    Scene(desks.people).do("record_opinion", desks.application(number), "reviewer", opinion="grant")
    return number


def previewed(desks: Desks, handle: str, number: str, act: str, **given: Any) -> Any:
    fields = {"version": desks.application(number).version, **given}
    return desks.client(handle).post(f"/cases/{number}/preview/{act}/", fields)


def text_in(answer: Any) -> str:
    """What is printed on the pages of the PDF that came."""
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(io.BytesIO(content_of(answer)))
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def everything() -> tuple[Any, ...]:
    """What an act would leave behind."""
    rows = [model.objects.count() for model in (Document, DocumentFile, LedgerEntry, RefusedAttempt)]
    series = list(NumberSeries.objects.order_by("series", "year").values_list("series", "year", "last"))
    return (*rows, series, list(Application.objects.order_by("id").values_list("version", "status")))


def test_the_decider_sees_the_decision_as_it_would_be(desks: Desks, number: str):
    assert f'formaction="/cases/{number}/preview/grant/"' in desks.page("chief", number)
    before = everything()
    shown = text_in(previewed(desks, "chief", number, "grant", grounds="符合《安全生产法》规定的条件"))
    assert "准予行政许可决定书" in shown
    assert "预览" in shown
    assert re.search(r"穗应急许准〔2026〕××号", shown)
    assert everything() == before
    shown = text_in(previewed(desks, "deputy", number, "refuse", grounds="未设置专职安全生产管理人员"))
    assert "不予行政许可决定书" in shown
    assert "未设置专职安全生产管理人员" in shown
    assert everything() == before


def test_whoever_issues_chooses_between_the_documents(desks: Desks, number: str):
    desks.do("chief", number, "grant")
    before = everything()
    answer = previewed(desks, "clerk", number, "issue", method="window")
    page = answer.content.decode()
    assert "许可证副本" in text_of(page)
    assert '<input type="hidden" name="method" value="window">' in page
    for nth in ("0", "1"):
        shown = text_in(previewed(desks, "clerk", number, "issue", method="window", nth=nth))
        assert "许可证" in shown
        assert "〔2026〕××号" in shown
        assert not re.search(r"〔2026〕\d+号", shown.replace("许准〔2026〕1号", ""))
    assert previewed(desks, "clerk", number, "issue", method="window", nth="2").status_code == 422
    assert everything() == before


def test_what_bars_the_act_bars_its_preview_and_is_not_noted(desks: Desks, number: str):
    before = everything()
    assert previewed(desks, "clerk", number, "grant").status_code == 403
    assert previewed(desks, "chief", number, "refuse").status_code == 422
    assert "请勾选或者写明理由" in text_of(previewed(desks, "chief", number, "refuse").content.decode())
    stale = desks.client("chief").post(f"/cases/{number}/preview/grant/", {"version": 1})
    assert stale.status_code == 409
    assert everything() == before


def test_what_cannot_be_printed_is_told_before_the_decision(desks: Desks, number: str):
    answer = previewed(desks, "deputy", number, "refuse", grounds="名称中的\ue000字")
    shown = text_of(answer.content.decode())
    assert answer.status_code == 422
    assert "文书含有无法印出的字符" in shown
    assert "U+E000" in shown


@pytest.mark.parametrize("act", ["rate", "claim", "burn", "record_opinion"])
def test_an_act_without_documents_has_no_preview(desks: Desks, number: str, act: str):
    assert previewed(desks, "chief", number, act).status_code == 422


def test_only_officials_of_the_office_preview(desks: Desks, number: str):
    assert previewed(desks, "applicant", number, "grant").status_code == 403
    assert desks.visitor().post(f"/cases/{number}/preview/grant/").status_code == 303
    assert desks.get("chief", f"/cases/{number}/preview/grant/").status_code == 405
