"""An agent whose power is taken back while he fills in a form, and a clerk who looks for a case, in real browsers."""

from playwright.sync_api import Browser, expect

from tests.browser.visitor import Visitor
from tests.product import Product

NAME, USCC = "宏达化工贸易有限公司", "91440101MA9ABCD124"


def test_a_case_is_found_from_any_page_by_number_name_and_code(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "applicant") as applicant:
        number = applicant.lodge("EM13-01")
    with Visitor(browser, bureau.address, "clerk") as clerk:
        for asked in (number, NAME, USCC):
            clerk.open("/account/")
            clerk.page.get_by_role("heading", name="我的账户").click()
            clerk.page.keyboard.press("/")
            clerk.page.wait_for_url("**/applications/#q")
            expect(clerk.page.get_by_role("searchbox")).to_be_focused()
            clerk.page.keyboard.type(asked)
            clerk.page.keyboard.press("Enter")
            clerk.page.wait_for_url("**q=**")
            expect(clerk.page.locator("tr[data-row]").first).to_contain_text(NAME)
            expect(clerk.page.locator("tr[data-row]").filter(has_text=number)).to_have_count(1)


def test_an_agent_revoked_in_mid_form_is_refused_in_words_and_lodges_nothing(browser: Browser, bureau: Product):
    with (
        Visitor(browser, bureau.address, "applicant") as principal,
        Visitor(browser, bureau.address, "agent") as agent,
    ):
        agent.open("/applications/")
        before = agent.page.locator("tr[data-row]").count()
        assert before > 0
        agent.open("/lodge/EM13-01/")
        principal.open("/agents/")
        principal.page.on("dialog", lambda dialog: dialog.accept())
        principal.page.locator("button[name=agent]").first.click()
        expect(principal.page.get_by_role("status").filter(has_text="即时生效")).to_be_visible()

        agent.page.locator("main form[method=post]").last.evaluate("form => form.submit()")
        expect(agent.page.get_by_role("alert")).to_contain_text("授权委托已经收回或者到期，没有提交任何内容")
        assert agent.open("/applications/") == 403

        principal.open("/agents/")
        principal.page.get_by_label("代理人的用户名或者手机号").fill("agent")
        principal.page.get_by_label("截止日（含）").fill("2027-12-31")
        principal.page.get_by_role("button", name="登记授权委托").click()
        expect(principal.page.get_by_role("status").filter(has_text="授权委托已经登记：孙丽")).to_be_visible()
        agent.open("/applications/")
        assert agent.page.locator("tr[data-row]").count() == before
