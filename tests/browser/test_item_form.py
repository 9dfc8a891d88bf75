"""The item's own form in a browser: questions come and go with the answers, the draft keeps them, the case has them."""

from playwright.sync_api import Browser, expect

from tests.browser.answering import fill_in
from tests.browser.looks import faults
from tests.browser.visitor import Visitor
from tests.product import Product

ITEM = "EM01-01"


def test_a_question_is_asked_only_where_an_answer_calls_for_it(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "applicant") as visitor:
        visitor.open(f"/lodge/{ITEM}/")
        page = visitor.page
        which, name = page.locator("[name=f-PROCESS]"), page.locator("[name=f-PROCESS_NAME]")
        expect(name).to_be_hidden()
        which.select_option("other")
        expect(name).to_be_visible()
        expect(name).to_have_attribute("required", "")
        name.fill("光气化")
        expect(page.locator("[data-draft-state]")).to_contain_text("已保存")
        page.reload()
        expect(name).to_have_value("光气化")
        assert faults(visitor) == []
        which.select_option("none")
        expect(name).to_be_hidden()
        fill_in(page)
        for box in page.locator("fieldset.ask input[value=in]").all():
            box.check()
        page.get_by_role("button", name="提交申请").click()
        told = page.locator("[aria-labelledby=answers-heading]")
        expect(told).to_contain_text("不涉及")
        expect(told).not_to_contain_text("光气化")
        assert faults(visitor) == []
