"""Somebody without an account asks how far an application is, and somebody else tries to guess."""

import re

from playwright.sync_api import Browser, expect

from portal.public.attempts import PROGRESS
from tests.browser.looks import faults
from tests.browser.visitor import Visitor
from tests.product import Product


def test_number_and_code_show_the_progress_and_guessing_is_stopped(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "applicant") as applicant:
        number = applicant.lodge("EM06-01")
        said = applicant.page.get_by_role("status").filter(has_text="已收件").inner_text()
    code = re.search(r"查询码 ([A-Z2-9]{8})", said)
    assert code is not None
    with Visitor(browser, bureau.address) as visitor:
        visitor.open("/")
        visitor.page.get_by_role("link", name="进度查询").click()
        ask(visitor, number, code[1].lower())
        expect(visitor.page.locator(".verdict")).to_have_text("已收件")
        expect(visitor.page.locator(".answer")).to_contain_text("收件、受理 窗口")
        expect(visitor.page.locator(".answer")).not_to_contain_text("宏达化工贸易")
        assert code[1] not in visitor.page.url
        assert faults(visitor) == []
        for _again in range(PROGRESS.by_number - 1):
            ask(visitor, number, "ZZZZZZZZ")
            expect(visitor.page.get_by_role("alert")).to_contain_text("没有与这个编号和查询码相符的申请")
        ask(visitor, number, code[1])
        expect(visitor.page.get_by_role("alert")).to_contain_text(re.compile(r"请在 \d\d:\d\d:\d\d 以后再查"))
        expect(visitor.page.locator(".verdict")).to_have_count(0)
        assert faults(visitor) == []


def ask(visitor: Visitor, number: str, code: str) -> None:
    """Types number and code and sends them."""
    visitor.page.get_by_label("申请编号").fill(number)
    visitor.page.get_by_label("查询码").fill(code)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("main").get_by_role("button", name="查询").click()
