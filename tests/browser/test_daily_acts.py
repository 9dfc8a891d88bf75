"""The daily act of each desk, in Chinese and in English: one case over the counter until its holder rates it."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser import walks
from tests.browser.looks import faults
from tests.browser.visitor import PHONE, WIDE, Visitor
from tests.product import Product

LANGUAGES = ("zh-Hans", "en")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff030000060005"
    "57bfabd40000000049454e44ae426082"
)


class Bureau:
    """Everybody's browser in one language."""

    def __init__(self, desks: ExitStack, browser: Browser, product: Product, language: str) -> None:
        self.desks, self.browser, self.product, self.language = desks, browser, product, language

    def at(self, handle: str, size: ViewportSize = WIDE) -> Visitor:
        """This person, who gets the language back that he had."""
        visitor = self.desks.enter_context(Visitor(self.browser, self.product.address, handle, size=size))
        if not handle:
            visitor.open("/")
        if self.language == "en":
            visitor.speak_english()
            self.desks.callback(visitor.speak_chinese)
        return visitor

    def check(self, visitor: Visitor) -> None:
        expect(visitor.page.locator("html")).to_have_attribute("lang", self.language)
        if self.language == "en":
            walks.speaks_english(visitor)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_desk_does_its_daily_act_at_its_own_page(browser: Browser, busy_bureau: Product, language: str):
    with ExitStack() as desks:
        office = Bureau(desks, browser, busy_bureau, language)
        clerk, reviewer, verifier = office.at("clerk"), office.at("reviewer"), office.at("verifier_a")
        number, code = walks.take_in(clerk)
        office.check(clerk)
        reviewer.case(number)
        reviewer.act("book_visit", tick=("陈立", "何俊"), mode="site", fill={"for_at": walks.todays("00:00")})
        walks.review(reviewer, number)
        office.check(reviewer)
        walks.to_record(verifier, number)
        office.check(verifier)
        walks.find_all_conform(verifier)
        walks.sign(verifier)
        chief = office.at("chief")
        walks.decide(chief, number)
        office.check(chief)
        clerk.case(number)
        clerk.act("issue", method="window")
        walks.serve(clerk, number, method="window")
        office.check(clerk)
        applicant = office.at("applicant")
        applicant.case(number)
        applicant.act("rate", stars="5")
        office.check(applicant)
        applicant.await_some("/inbox/", applicant.page.locator("article").filter(has_text=number))
        visitor = office.at("")
        walks.ask_how_far(visitor, number, code)
        office.check(visitor)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("handle", "page", "figure"), [("head", "/head/", "svg a"), ("monitor", "/dues/", "a.kpi")])
def test_who_watches_follows_a_figure_to_its_cases(
    browser: Browser, bureau: Product, language: str, handle: str, page: str, figure: str
):
    with ExitStack() as desks:
        office = Bureau(desks, browser, bureau, language)
        watcher = office.at(handle)
        watcher.open(page)
        office.check(watcher)
        watcher.page.locator(figure).first.click()
        watcher.page.locator("tr[data-row] a.open").first.click()
        expect(watcher.page.locator(".case-head")).to_be_visible()
        office.check(watcher)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_applicant_and_the_verifier_do_theirs_on_phones(browser: Browser, bureau: Product, language: str):
    with ExitStack() as desks:
        office = Bureau(desks, browser, bureau, language)
        applicant, verifier = office.at("applicant", PHONE), office.at("verifier_a", PHONE)
        number = applicant.lodge(walks.ITEM)
        office.check(applicant)
        assert faults(applicant) == []
        clerk, reviewer = office.at("clerk"), office.at("reviewer")
        clerk.case(number)
        clerk.act("accept")
        reviewer.case(number)
        reviewer.act("book_visit", tick=("陈立", "何俊"), mode="site", fill={"for_at": walks.todays("00:00")})
        walks.to_record(verifier, number)
        walks.find_all_conform(verifier)
        walks.photograph(verifier.page.locator("fieldset.check").first, "大门.png", PIXEL)
        office.check(verifier)
        walks.sign(verifier)
        expect(verifier.page.locator(".m-files a")).to_have_count(1)
        assert faults(verifier) == []
