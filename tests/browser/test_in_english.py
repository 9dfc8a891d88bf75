"""The daily act of each desk, in English: the same clicks, other words."""

import re
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.visitor import Visitor
from tests.product import Product

ITEM = "EM13-01"
COURSE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("clerk", "accept", {}),
    ("reviewer", "record_opinion", {"opinion": "grant"}),
    ("chief", "grant", {}),
    ("clerk", "issue", {"method": "electronic"}),
    ("clerk", "serve", {"method": "electronic"}),
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_a_case_goes_through_all_desks_in_english(browser: Browser, busy_bureau: Product):
    with Visitor(browser, busy_bureau.address, "applicant") as applicant:
        applicant.speak_english()
        number = applicant.lodge(ITEM)
        applicant.page.get_by_role("button", name="中文").click()
    for handle, act, picked in COURSE:
        with Visitor(browser, busy_bureau.address, handle) as official:
            official.speak_english()
            official.case(number)
            if act == "serve":
                official.await_sealed(number)
            official.act(act, **picked)
            assert not CHINESE.search(official.page.locator(".case-head .status").inner_text())
            official.page.get_by_role("button", name="中文").click()
    with Visitor(browser, busy_bureau.address, "applicant") as applicant:
        applicant.speak_english()
        applicant.case(number)
        expect(applicant.page.locator(".case-head .status")).to_contain_text("Issued")
        applicant.await_some("/inbox/", applicant.page.locator("article").filter(has_text="licence"))
