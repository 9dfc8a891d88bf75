"""What holds at every desk: nothing typed is lost with the session, two people on one case are told, keys are enough."""

from playwright.sync_api import Browser, expect

from config.demo_account import PASSWORD
from tests.browser.visitor import Visitor
from tests.product import Product

ITEM = "EM13-01"
FARTHEST = 150  # presses of the Tab key


def lodged(browser: Browser, bureau: Product) -> str:
    with Visitor(browser, bureau.address, "applicant") as applicant:
        return applicant.lodge(ITEM)


def reach(visitor: Visitor, selector: str) -> None:
    """Presses Tab until this has the focus, as somebody without a mouse does."""
    for _ in range(FARTHEST):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {visitor.page.url}")


def act_by_keys(visitor: Visitor, act: str, *choices: str) -> None:
    """Opens the form of an act, ticks what is named, sends it: by keys alone."""
    keys = visitor.page.keyboard
    if visitor.page.locator(f"#act-{act}").get_attribute("open") is None:
        reach(visitor, f"#act-{act} > summary")
        keys.press("Enter")
    for choice in choices:
        reach(visitor, f"#act-{act} input[name={choice.partition('=')[0]}]")
        while not visitor.page.evaluate("value => document.activeElement.value === value", choice.partition("=")[2]):
            keys.press("ArrowDown")
        keys.press("Space")
    reach(visitor, f"#act-{act} form button")
    keys.press("Enter")
    if visitor.page.locator("dialog#confirm[open]").count():
        keys.press("Enter")
    expect(visitor.page.get_by_role("status").filter(has_text="已办理")).to_be_visible()


def to_case_by_keys(visitor: Visitor, number: str) -> None:
    """From the queue, by the search and the keys of the list."""
    visitor.open("/queue/")
    keys = visitor.page.keyboard
    keys.press("/")
    keys.type(number)
    keys.press("Enter")
    visitor.page.wait_for_url("**q=**")
    visitor.page.wait_for_load_state()
    keys.press("j")
    keys.press("Enter")
    expect(visitor.page.locator(".case-head")).to_contain_text(number)


def test_the_window_and_the_reviewer_do_their_daily_act_by_keys_alone(browser: Browser, bureau: Product):
    number = lodged(browser, bureau)
    with Visitor(browser, bureau.address, "clerk") as clerk:
        to_case_by_keys(clerk, number)
        act_by_keys(clerk, "accept")
    with Visitor(browser, bureau.address, "reviewer") as reviewer:
        to_case_by_keys(reviewer, number)
        act_by_keys(reviewer, "record_opinion", "opinion=grant")


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
