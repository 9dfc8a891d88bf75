"""Every page of every role at both widths: readable for all, nothing cut off, nothing from outside, not too heavy."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import faults
from tests.browser.rooms import PAGES
from tests.browser.visitor import Visitor
from tests.product import Product

STATUSES = (
    *("received", "supplement_requested", "accepted", "not_accepted", "granted", "refused", "issued"),
    *("withdrawn", "terminated"),
)


@pytest.mark.parametrize("handle", PAGES, ids=lambda handle: handle or "visitor")
def test_every_page_of_a_role_is_as_it_should_be(browser: Browser, bureau: Product, handle: str):
    found = []
    with Visitor(browser, bureau.address, handle) as visitor:
        for path in PAGES[handle]:
            status = visitor.open(path)
            found += [f"{handle} {path}: {status}"] if status != (404 if path == "/nowhere/" else 200) else []
            found += faults(visitor)
        found += case_at_hand(visitor)
    assert found == []


def case_at_hand(visitor: Visitor) -> list[str]:
    """The first case that waits for this person, with all its forms."""
    if not visitor.handle:
        return []
    visitor.open("/queue/")
    link = visitor.page.locator("tr[data-row] a.open").first
    if not link.count():
        return []
    link.click()
    return faults(visitor)


@pytest.mark.parametrize("handle", ["clerk", "applicant"])
def test_a_case_in_every_state_is_as_it_should_be(browser: Browser, bureau: Product, handle: str):
    found, seen = [], set()
    with Visitor(browser, bureau.address, handle) as visitor:
        for status in STATUSES:
            visitor.open("/applications/")
            visitor.page.locator("select#status").select_option(status)
            visitor.page.wait_for_url(f"**status={status}**")
            link = visitor.page.locator("tr[data-row] a.open").first
            if link.count():
                link.click()
                seen.add(status)
                found += faults(visitor)
    assert found == []
    assert seen == set(STATUSES) or handle != "clerk"


def test_the_pages_are_in_english_for_who_asks(browser: Browser, bureau: Product):
    found = []
    with Visitor(browser, bureau.address, "applicant") as visitor:
        visitor.page.get_by_role("button", name="English").click()
        for path in ("/applications/", "/lodge/EM07-01/", "/inbox/", "/queue/"):
            visitor.open(path)
            assert visitor.page.locator("html").get_attribute("lang") == "en"
            found += faults(visitor)
        visitor.page.get_by_role("button", name="中文").click()
    assert found == []
