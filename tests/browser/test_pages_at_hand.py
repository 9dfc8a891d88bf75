"""Every page that needs a case, a card, an order … at hand, at both widths; and of all pages, that every text is marked for
translators."""

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
