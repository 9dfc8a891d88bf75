"""The approval desk without a mouse: thirty cases decided one after the other, and none without its confirmation."""

import re

import pytest
from playwright.sync_api import Browser, expect

from config.demo import module
from tests.browser.looks import faults
from tests.browser.thirty import GRAVE, ITEM, MANY
from tests.browser.visitor import Visitor
from tests.product import Product

PLACE = re.compile(r"第 (\d+) 件，共 (\d+) 件")


@pytest.fixture(scope="module")
def waiting(bureau: Product) -> Product:
    """The demo with thirty more cases for the chief representative, and two for the deputy director."""
    bureau.troupe.run("thirty", module("tests.browser.thirty"))
    return bureau


def number_of(visitor: Visitor) -> str:
    number = visitor.page.locator(".case-head .number").inner_text()
    visitor.page.wait_for_load_state()  # a person is never so fast that the page's script has not come yet
    return number


def total_of(visitor: Visitor) -> int:
    found = PLACE.search(visitor.page.locator(".walk").inner_text())
    assert found
    return int(found[2])


def told(visitor: Visitor, text: str) -> None:
    expect(visitor.page.get_by_role("status").filter(has_text=text)).to_be_visible(timeout=20_000)


def test_no_bulk_grant_without_its_list_and_each_case_is_told(browser: Browser, waiting: Product):
    with Visitor(browser, waiting.address, "deputy") as visitor:
        visitor.open(f"/approval/?item={GRAVE}")
        keys = visitor.page.keyboard
        keys.press("j")
        keys.press("a")
        expect(visitor.page.locator("[data-ticked]")).to_contain_text("已勾选")
        keys.press("b")
        expect(visitor.page.get_by_role("heading", name="批量准予：请逐件核对")).to_be_visible()
        assert faults(visitor) == []
        visitor.open("/approval/?all=1")


def test_thirty_cases_are_decided_by_keyboard_alone(browser: Browser, waiting: Product):
    with Visitor(browser, waiting.address, "chief") as visitor:
        page, keys = visitor.page, visitor.page.keyboard
        visitor.open(f"/approval/?item={ITEM}")
        keys.press("d")
        keys.press("j")
        keys.press("d")
        expect(page.locator("dialog#days[open]")).to_contain_text("计入，第")
        keys.press("Escape")
        keys.press("j")
        keys.press("k")
        keys.press("Enter")
        expect(page.locator(".approval-case")).to_be_visible()
        before = total_of(visitor)
        assert before >= MANY
        decided = [grant(visitor) for _ in range(MANY)]
        assert len(set(decided)) == MANY
        visitor.open(f"/applications/?q={decided[-1]}")
        expect(page.get_by_role("main")).to_contain_text("准予许可")
        visitor.open(f"/approval/?item={ITEM}")
        assert page.locator("tr[data-row]").count() == before - MANY


def grant(visitor: Visitor) -> str:
    """One case: the key opens the question that names it, Enter answers, and the next case stands there."""
    page, number = visitor.page, number_of(visitor)
    applicant = page.locator(".case-head h1").inner_text().split()[0]
    page.keyboard.press("g")
    dialog = page.locator("dialog#confirm[open]")
    expect(dialog).to_contain_text(number)
    expect(dialog).to_contain_text(applicant)
    expect(dialog.get_by_role("button", name="确认办理")).to_be_focused()
    page.keyboard.press("Enter")
    told(visitor, f"已办理：准予许可 · {number}")
    return number


def test_a_key_alone_decides_nothing_and_walks_on(browser: Browser, waiting: Product):
    with Visitor(browser, waiting.address, "deputy") as visitor:
        page, keys = visitor.page, visitor.page.keyboard
        visitor.open("/approval/?all=1")
        keys.press("j")
        keys.press("Enter")
        first = number_of(visitor)
        keys.press("g")
        expect(page.locator("dialog#confirm[open]")).to_be_visible()
        keys.press("Escape")
        expect(page.locator("dialog#confirm[open]")).to_have_count(0)
        keys.press("j")
        page.wait_for_url(lambda url: first not in url)
        keys.press("k")
        page.wait_for_url(f"**/approval/{first}/**")
        expect(page.locator(".case-head .status")).to_contain_text("已受理")
        assert faults(visitor) == []


def test_a_case_is_refused_by_keyboard_with_a_catalogued_reason(browser: Browser, waiting: Product):
    with Visitor(browser, waiting.address, "deputy") as visitor:
        page, keys = visitor.page, visitor.page.keyboard
        visitor.open(f"/approval/?item={GRAVE}")
        keys.press("j")
        keys.press("Enter")
        expect(page.locator(".approval-case")).to_be_visible()
        number = number_of(visitor)
        keys.press("r")
        keys.press("Space")
        reason = page.locator("#act-refuse input[name=reasons]:checked").locator("xpath=..").inner_text().strip()
        keys.press("Control+Enter")
        dialog = page.locator("dialog#confirm[open]")
        expect(dialog).to_contain_text(number)
        expect(dialog).to_contain_text(reason)
        expect(dialog).to_contain_text("不予许可")
        keys.press("Enter")
        told(visitor, f"已办理：不予许可 · {number}")
