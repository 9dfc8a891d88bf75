"""A case from its lodging to its licence, by clicking and typing only, on the running demo with a real worker and beat."""

import re
from contextlib import ExitStack
from datetime import datetime

from playwright.sync_api import Browser, expect

from tests.browser import walks
from tests.browser.visitor import Visitor
from tests.moments import SHANGHAI
from tests.product import Product

# kinds of notices the applicant gets on this way, by the words of their subjects
NOTICES = (
    *("申请材料已收到", "承诺书已存入您的申请", "申请已受理", "申请已容缺受理", "现场核查安排"),
    *("准予许可", "许可证已制发", "送达回证"),
)


def test_an_applicant_promises_a_material_is_visited_and_gets_a_licence(browser: Browser, busy_bureau: Product):
    with ExitStack() as desks:

        def at(handle: str) -> Visitor:
            return desks.enter_context(Visitor(browser, busy_bureau.address, handle))

        applicant = at("applicant")
        number = applicant.lodge("EM07-01", promised=("PLANREG",))
        assert applicant.status() == "已收件"

        clerk = at("clerk")
        accept_on_commitment(clerk, number)

        reviewer, verifier, chief = at("reviewer"), at("verifier_a"), at("chief")
        assert reviewer.sees_work(number)
        book(reviewer, number)
        assert not chief.sees_work(number)
        # now three at once: the reviewer writes, the verifier has been there, the applicant supplies
        reviewer.act("record_opinion", opinion="grant", fill={"grounds": "材料齐全，符合条件"})
        assert verifier.sees_work(number)
        verifier.case(number)
        verifier.act("record_visit", result="passed")
        applicant.case(number)
        applicant.act("supply", tick=("生产安全事故应急预案备案登记表",))

        assert chief.sees_work(number)
        chief.case(number)
        chief.act("grant")
        assert chief.status() == "准予许可"

        clerk.case(number)
        clerk.act("issue", method="electronic")
        walks.serve(clerk, number, method="electronic")
        assert clerk.status() == "已发证"

        has_a_valid_licence(applicant, number)
        was_told(applicant, number)
        find_in_the_mail(at(""), number)


def accept_on_commitment(clerk: Visitor, number: str) -> None:
    """From the queue into the case, 受理 with one material promised."""
    assert clerk.sees_work(number)
    clerk.page.get_by_role("link", name=number).click()
    clerk.act("accept")
    assert clerk.status() == "已受理"
    expect(clerk.page.locator(".facts").first).to_contain_text("容缺受理")
    expect(clerk.page.locator(".clock-name").filter(has_text="容缺补齐期限")).to_be_visible()


def book(reviewer: Visitor, number: str) -> None:
    """A visit of two officials later today."""
    reviewer.case(number)
    reviewer.act(
        "book_visit", tick=("陈立", "何俊"), mode="site", fill={"for_at": f"{datetime.now(SHANGHAI):%Y-%m-%d}T23:30"}
    )


def has_a_valid_licence(applicant: Visitor, number: str) -> None:
    applicant.case(number)
    licence = applicant.page.locator("section", has=applicant.page.locator("#licence-heading"))
    expect(licence).to_contain_text("有效")
    expect(licence).to_contain_text(re.compile(r"粤穗危化经字〔\d{4}〕\d{6}号"))


def was_told(applicant: Visitor, number: str) -> None:
    """Every notice stands in the inbox, once."""
    letters = applicant.page.locator("article").filter(has_text=number)
    for subject in NOTICES:
        applicant.await_one("/inbox/", letters.filter(has_text=f"{subject}："))


def find_in_the_mail(visitor: Visitor, number: str) -> None:
    """And each went out as an e-mail, once."""
    letters = visitor.page.get_by_role("link").filter(has_text=number)
    for subject in NOTICES:
        visitor.await_one("/demo/mail?to=applicant@demo.invalid", letters.filter(has_text=f"{subject}："))
    letters.first.click()
    expect(visitor.page.get_by_role("main")).to_contain_text(number)
