"""A real browser for each test: a fresh context, and an error where the page logged one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.find import FLAGS, environment_for, find
from tests.databases import Database
from tests.product import Product

WINDOW = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a worker."""
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = find()
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(FLAGS), env=environment_for(path))


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a visitor nobody knows yet; what its console calls an error fails the test."""
    if "product" in request.fixturenames:
        request.getfixturevalue("product")  # so that the page closes before the web does
    complaints: list[str] = []
    with browser.new_context(viewport=WINDOW, locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert complaints == []


@pytest.fixture
def product(tmp_path: Path, cloned_database: Database) -> Iterator[Product]:
    """The running system on a database of this test alone."""
    with Product(data=tmp_path, database=cloned_database) as running:
        yield running
