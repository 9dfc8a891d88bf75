"""Every page that needs a case, a card, an order … at hand, at both widths; and of all pages, that every text is marked for
translators."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from config.demo import await_web, listen, module
from config.throwaway import pointed_at
from tests.browser.links import LINKS, Open
from tests.browser.looks import faults
from tests.browser.marked_web import CLOSE, OPEN
from tests.browser.marking import data_of_the_bureau, unmarked
from tests.browser.rooms import PAGES
from tests.browser.visitor import Visitor
from tests.product import Product

OK = 200
OF_ITS_READER = {"/demo/mail", "demo_message"}  # what was sent speaks the language of its reader


@pytest.mark.parametrize("name", LINKS)
def test_every_page_behind_a_link_or_a_form_is_as_it_should_be(
    browser: Browser, busy_bureau: Product, marked: str, data: list[str], name: str
):
    for handle, show in LINKS[name]:
        with Visitor(browser, busy_bureau.address, handle) as visitor:
            show(visitor)
            assert faults(visitor) == []
            if name not in OF_ITS_READER:
                show_again(visitor, show, marked)
                assert left_unmarked(visitor, data) == []


def test_no_page_shows_a_text_that_a_translator_was_not_shown(browser: Browser, marked: str, data: list[str]):
    found: list[str] = []
    seen = OF_ITS_READER.copy()
    for handle, paths in PAGES.items():
        with Visitor(browser, marked, handle) as visitor:
            for path in (path for path in paths if path not in seen - {"/queue/"}):
                visitor.open(path)
                found += left_unmarked(visitor, data)
        seen |= set(paths)
    assert found == []


@pytest.fixture(scope="module")
def marked(busy_bureau: Product) -> Iterator[str]:
    """The address of the same bureau in a language that marks every text."""
    with listen(0) as door:
        busy_bureau.troupe.add("marked", module("tests.browser.marked_web", str(door.fileno())), [door.fileno()])
        address = "http://{}:{}".format(*door.getsockname())
        await_web(busy_bureau.troupe, address)
        yield address
        busy_bureau.kill("marked")


@pytest.fixture
def data(busy_bureau: Product, django_db_blocker: Any) -> list[str]:
    """What is data at the bureau by now, and no text."""
    with django_db_blocker.unblock(), pointed_at(busy_bureau.database.name):
        return data_of_the_bureau()


def show_again(visitor: Visitor, show: Open, marked: str) -> None:
    """The page now open with every text marked: at its address, or where that shows another page, by the same clicks."""
    path, heading = visitor.page.url.removeprefix(visitor.address), heading_of(visitor)
    visitor.go_over_to(marked)
    if visitor.open(path) != OK or heading_of(visitor) != heading:
        show(visitor)


def heading_of(visitor: Visitor) -> str:
    """What the page is called, with marks or without."""
    return "".join(visitor.page.locator("h1").all_inner_texts()).replace(OPEN, "").replace(CLOSE, "")


def left_unmarked(visitor: Visitor, data: list[str]) -> list[str]:
    """What the page now open shows without a mark."""
    page = visitor.page.content()
    assert OPEN in page, visitor.page.url
    where = f"{visitor.handle or 'visitor'} {visitor.page.url.removeprefix(visitor.address)}"
    return [f"{where}: {text}" for text in unmarked(page, data)]
