"""A licence in the hands of whoever checks it: the link of its QR code, its file, and a file that somebody changed."""

import re
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import Browser, FilePayload, Locator, expect

from tests.browser import walks
from tests.browser.looks import faults
from tests.browser.visitor import Visitor
from tests.product import Product

ITEM = "EM13-01"
COURSE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("clerk", "accept", {}),
    ("reviewer", "record_opinion", {"opinion": "grant"}),
    ("chief", "grant", {}),
)


def test_a_licence_is_printed_scanned_and_its_file_is_checked(browser: Browser, busy_bureau: Product):
    with Visitor(browser, busy_bureau.address, "applicant") as applicant:
        number = applicant.lodge(ITEM)
        for handle, act, picked in COURSE:
            with Visitor(browser, busy_bureau.address, handle) as official:
                official.case(number)
                official.act(act, **picked)
        with Visitor(browser, busy_bureau.address, "clerk") as clerk:
            clerk.case(number)
            assert previewed(clerk, "issue", method="window") == ["许可证", "许可证副本"]
            clerk.act("issue", method="window")
            expect(clerk.page.get_by_text("已准予，证照制作中")).to_be_visible()
            walks.serve(clerk, number, method="window")
        saved = applicant.page.get_by_role("link", name=re.compile("^下载 许可证 "))
        applicant.await_some(f"/cases/{number}/", saved)
        found = faults(applicant)
        data = download(applicant, saved)
    with Visitor(browser, busy_bureau.address) as visitor:
        assert visitor.open(scanned(busy_bureau, number)) == 200
        verdict = visitor.page.locator(".verdict")
        expect(verdict.filter(has_text="测试章")).to_be_visible()
        expect(visitor.page.get_by_text("签名有效，是本机关的")).to_be_visible()
        found += faults(visitor)
        upload(visitor, data)
        expect(verdict.filter(has_text="与盖章的原文件完全一致")).to_be_visible()
        found += faults(visitor)
        upload(visitor, data[:-9] + b"\n%%EOF\n")
        expect(verdict.filter(has_text="不是本机关盖章的原文件")).to_be_visible()
        found += faults(visitor)
    assert found == []


def previewed(official: Visitor, act: str, **pick: str) -> list[str]:
    """The documents the act would draw up, by name; looking at them sends nothing."""
    box = official.page.locator(f"#act-{act}")
    for name, value in pick.items():
        box.locator(f"[name={name}]").select_option(value)
    with official.page.expect_popup() as opened:
        box.get_by_role("button", name="预览文书").click()
    names = opened.value.locator("button[name=nth]").all_inner_texts()
    opened.value.close()
    return names


def download(applicant: Visitor, link: Locator) -> bytes:
    """The file of the licence, saved from the case page."""
    with applicant.page.expect_download() as saving:
        link.click()
    assert saving.value.suggested_filename.startswith("许可证 ")
    return Path(saving.value.path()).read_bytes()


def scanned(bureau: Product, number: str) -> str:
    """What a scanner reads from the QR code on the licence."""
    asked = "SELECT content->>'link' FROM approvals_documentfile WHERE key IS NOT NULL AND content->>'kind' = %s"
    with psycopg.connect(bureau.troupe.environment["DATABASE_URL"]) as connection:
        found = connection.execute(f"{asked} AND content->>'case_number' = %s", ["licence", number]).fetchone()
    assert found is not None
    return str(found[0]).removeprefix(bureau.address)


def upload(visitor: Visitor, data: bytes) -> None:
    """Chooses a file and has it checked."""
    visitor.page.locator("#file").set_input_files(FilePayload(name="许可证.pdf", mimeType="application/pdf", buffer=data))
    visitor.page.get_by_role("button", name="核对文件").click()
