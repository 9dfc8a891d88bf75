"""A case over the counter, counted: keys or clicks, typing in a field once, in the running demo with a real browser."""

from playwright.sync_api import Browser, Locator, expect

from config.demo_account import PASSWORD
from tests.browser.looks import faults
from tests.browser.visitor import Visitor
from tests.product import Product

MOST_INPUTS = 25


class Hand:
    """The clerk's hand: every click, key and field typed into counts one."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.inputs = visitor, 0

    def click(self, found: Locator) -> None:
        self.inputs += 1
        found.click()

    def type(self, found: Locator, text: str) -> None:
        self.inputs += 1
        found.press_sequentially(text, delay=20)

    def key(self, found: Locator, key: str) -> None:
        self.inputs += 1
        found.press(key)


def test_a_promised_material_and_acceptance_take_few_inputs(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address) as customer:
        customer.open("/kiosk/")
        customer.page.get_by_role("button", name="取一个号").click()
        expect(customer.page.locator(".big")).to_have_text("001")
    with Visitor(browser, bureau.address, "clerk") as clerk:
        clerk.open("/window/")
        hand, page = Hand(clerk), clerk.page
        hand.click(page.get_by_role("button", name="叫下一位"))
        expect(page.locator(".ticket")).to_have_text("001")
        choose(hand)
        hand.type(page.get_by_label("来办人"), "张三")
        for code in ("APP", "SAFEVAL", "FIRE", "STAFF", "PLANREG"):  # what need not be handed in is ticked already
            hand.click(page.locator(f"input[name=m-{code}][value=in]"))
        hand.click(page.locator("input[name=m-RULES][value=promised]"))
        expect(page.get_by_role("button", name="收件并容缺受理")).to_be_disabled()
        expect(page.locator(".letter")).to_contain_text("最迟")
        hand.click(page.get_by_label("纸质签字或者盖章"))
        hand.click(page.get_by_role("button", name="收件并容缺受理"))
        result = page.locator(".result")
        expect(result).to_contain_text("已受理")
        for paper in ("申请材料收件凭证", "承诺书", "受理通知书", "容缺受理通知书"):
            expect(result).to_contain_text(paper)
        assert hand.inputs <= MOST_INPUTS
        assert faults(clerk) == []
        clerk.open(str(result.get_by_role("link", name="受理通知书").first.get_attribute("href")))
        assert faults(clerk) == []


def choose(hand: Hand) -> None:
    """The applicant by a part of the name, the matter by words: the only one found is taken with Enter."""
    page = hand.visitor.page
    hand.type(page.locator("#q"), "宏达化工")
    expect(page.locator(".found button")).to_have_count(1)
    hand.key(page.locator("#q"), "Enter")
    expect(page.locator(".known")).to_contain_text("持有证照")
    hand.type(page.locator("#mq"), "有储存 首次")
    expect(page.locator(".found button")).to_have_count(1)
    hand.key(page.locator("#mq"), "Enter")
    expect(page.locator(".counted li")).to_have_count(9)


def test_what_is_typed_survives_a_reload_and_a_lost_session(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "clerk2") as clerk:
        clerk.open("/window/")
        page, hand = clerk.page, Hand(clerk)
        choose(hand)
        with page.expect_response("**/window/"):
            hand.click(page.locator("input[name=m-APP][value=bad]"))
        with page.expect_response("**/window/"):
            page.locator("#w-APP").fill("缺页")
        page.reload()
        expect(page.locator("input[name=m-APP][value=bad]")).to_be_checked()
        expect(page.locator("#w-APP")).to_have_value("缺页")
        assert faults(clerk) == []
        clerk.context.clear_cookies(name="sessionid")
        page.locator("#w-APP").fill("缺第三页")
        expect(page.locator("[data-saved]")).to_contain_text("登录已过期")
        page.get_by_role("button", name="只收件").click()
        page.get_by_label("用户名").fill("clerk2")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="登录").click()
        expect(page.locator("input[name=m-APP][value=bad]")).to_be_checked()
        expect(page.locator("#w-APP")).to_have_value("缺第三页")
