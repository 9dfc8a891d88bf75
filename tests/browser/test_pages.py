"""Every page of every role at both widths: readable for all, nothing cut off, nothing from outside, not too heavy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from config.demo import await_web, listen, module
from config.throwaway import pointed_at
from tests.browser.links import LINKS
from tests.browser.looks import faults
from tests.browser.marked_web import OPEN
from tests.browser.marking import data_of_the_bureau, unmarked
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


@pytest.mark.parametrize("name", LINKS)
def test_every_page_behind_a_link_or_a_form_is_as_it_should_be(browser: Browser, busy_bureau: Product, name: str):
    for handle, show in LINKS[name]:
        with Visitor(browser, busy_bureau.address, handle) as visitor:
            show(visitor)
            assert faults(visitor) == []


@pytest.fixture
def marked(busy_bureau: Product, django_db_blocker: Any) -> Iterator[tuple[str, list[str]]]:
    """The address of the same bureau in a language that marks every text, and what is data there and no text."""
    with listen(0) as door:
        busy_bureau.troupe.add("marked", module("tests.browser.marked_web", str(door.fileno())), [door.fileno()])
        address = "http://{}:{}".format(*door.getsockname())
        await_web(busy_bureau.troupe, address)
        with django_db_blocker.unblock(), pointed_at(busy_bureau.database.name):
            yield address, data_of_the_bureau()
        busy_bureau.kill("marked")


def test_no_page_shows_a_text_that_a_translator_was_not_shown(browser: Browser, marked: tuple[str, list[str]]):
    address, data = marked
    found: list[str] = []
    seen = {"/demo/mail"}  # what was sent speaks the language of its reader
    for handle, paths in PAGES.items():
        with Visitor(browser, address, handle) as visitor:
            for path in (path for path in paths if path not in seen - {"/queue/"}):
                visitor.open(path)
                found += left_unmarked(visitor, data)
        seen |= set(paths)
    for handle, show in (each for name, behind in LINKS.items() if name != "demo_message" for each in behind):
        with Visitor(browser, address, handle) as visitor:
            show(visitor)
            found += left_unmarked(visitor, data)
    assert found == []


def left_unmarked(visitor: Visitor, data: list[str]) -> list[str]:
    """What the page now open shows without a mark."""
    page = visitor.page.content()
    assert OPEN in page, visitor.page.url
    where = f"{visitor.handle or 'visitor'} {visitor.page.url.removeprefix(visitor.address)}"
    return [f"{where}: {text}" for text in unmarked(page, data)]


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
