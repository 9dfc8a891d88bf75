"""A real browser for each test: a fresh context, and an error where the page logged one."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from config.demo import SEALS, module
from tests.browser.find import FLAGS, environment_for, find
from tests.browser.visitor import SIGNED_IN
from tests.databases import Database, clone, drop
from tests.product import Product

PUT_OFF = """UPDATE approvals_documentfile SET next_attempt_at = now() + interval '1 day' WHERE document_id NOT IN
 (SELECT d.id FROM approvals_document d JOIN workflow_application a ON a.id = d.application_id
   WHERE d.kind = 'receipt' AND a.status = 'accepted')"""
WINDOW = ViewportSize(width=1440, height=900)


@dataclass(frozen=True)
class Opening:
    """A database with the demo in it that nobody uses, and the folder with its keys."""

    database: Database
    data: Path


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser a worker, gone when other tests have their turn: its loop runs in this thread, and sealing starts its own."""
    # Django takes that loop for asynchronous code.
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


@pytest.fixture(scope="session")
def opening(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Opening]:
    """The demo as it begins, its people and cases; made once a worker, since that takes long."""
    with django_db_blocker.unblock():
        made = Opening(clone(migrations=True), tmp_path_factory.mktemp("opening"))
    with Product(data=made.data, database=made.database) as running:
        running.troupe.run("stage", module("config.demo_stage"), own={SEALS: str(made.data / "seals")})
    yield made
    drop(made.database)


@pytest.fixture(scope="module")
def bureau(opening: Opening, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The running demo, for all tests of a module: its people and cases, web and mail sink; nothing comes after an act."""
    database = clone(migrations=True, like=opening.database)
    data = tmp_path_factory.mktemp("bureau") / "data"
    shutil.copytree(opening.data, data, ignore=shutil.ignore_patterns("log", "run"))
    with Product(data=data, database=database) as running:
        yield running
    SIGNED_IN.clear()  # the next bureau may be given the same port
    drop(database)


@pytest.fixture(scope="module")
def busy_bureau(bureau: Product) -> Product:
    """The same with worker, signer and beat: messages go out; documents are made and sealed, but of those of the opening
    only the receipts of what is under way, so that nobody waits for hundreds."""
    with psycopg.connect(bureau.troupe.environment["DATABASE_URL"]) as connection:
        connection.execute(PUT_OFF)
    bureau.start_worker()
    bureau.start_signer(bureau.data / "seals")
    bureau.start_beat()
    return bureau
