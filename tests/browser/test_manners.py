"""What holds at every desk: nothing typed is lost with the session, and two people on one case are told."""

from playwright.sync_api import Browser, expect

from config.demo_account import PASSWORD
from tests.browser.visitor import Visitor
from tests.product import Product

ITEM = "EM13-01"


def lodged(browser: Browser, bureau: Product) -> str:
    with Visitor(browser, bureau.address, "applicant") as applicant:
        return applicant.lodge(ITEM)


def test_what_was_typed_comes_back_after_a_lost_session(browser: Browser, bureau: Product):
    number = lodged(browser, bureau)
    with Visitor(browser, bureau.address, "clerk") as clerk:
        clerk.case(number)
        clerk.act("accept")
    with Visitor(browser, bureau.address, "reviewer") as reviewer:
        page = reviewer.page
        reviewer.case(number)
        box = page.locator("#act-record_opinion")
        if box.get_attribute("open") is None:
            box.locator("summary").first.click()
        box.locator("input[name=opinion][value=grant]").check()
        box.locator("[name=grounds]").fill("材料齐全，写了很久的意见")
        reviewer.context.clear_cookies(name="sessionid")
        reviewer.send("record_opinion")
        page.get_by_label("用户名").fill("reviewer")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="登录").click()
        expect(page.locator("#act-record_opinion [name=grounds]")).to_have_value("材料齐全，写了很久的意见")
        reviewer.send("record_opinion")
        expect(page.get_by_role("status").filter(has_text="已办理")).to_be_visible()


def test_who_comes_second_to_a_case_is_told_who_came_first(browser: Browser, bureau: Product):
    number = lodged(browser, bureau)
    with Visitor(browser, bureau.address, "clerk") as first, Visitor(browser, bureau.address, "clerk2") as second:
        first.case(number)
        second.case(number)
        first.act("accept")
        if second.page.locator("#act-accept").get_attribute("open") is None:
            second.page.locator("#act-accept > summary").click()
        second.send("accept")
        expect(second.page.get_by_role("main")).to_contain_text("王敏")
        expect(second.page.get_by_role("main")).to_contain_text("受理")
        assert second.page.locator(".refused, [role=alert]").count()
