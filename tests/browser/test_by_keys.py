"""The daily act of each desk by keyboard alone (thirty decisions by keyboard: test_approval.py)."""

from playwright.sync_api import Browser, expect

from config.demo_account import PASSWORD
from tests.browser import walks
from tests.browser.by_keys import Keys
from tests.browser.visitor import Visitor
from tests.product import Product

EASY = "EM13-01"


def test_the_applicant_lodges_and_the_window_accepts_by_keys_alone(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "applicant") as applicant:
        keys = Keys(applicant)
        applicant.open("/lodge/")
        keys.write("[type=search]", EASY)
        keys.press("Enter")
        applicant.page.wait_for_url("**q=**")
        keys.push(".matters a")
        applicant.page.wait_for_url(f"**/lodge/{EASY}/")
        applicant.page.wait_for_load_state()
        keys.fill_in(until="form.lodge-form .btn-primary")
        said = applicant.page.get_by_role("status").filter(has_text="已收件").inner_text()
        found = applicant.words.number.search(said)
        assert found is not None
    with Visitor(browser, bureau.address, "clerk2") as clerk:
        keys = Keys(clerk)
        keys.to_case(found[1])
        keys.act("accept")


def test_the_counter_the_review_and_the_visit_go_by_keys_alone(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "clerk") as clerk:
        number = at_the_counter(Keys(clerk))
    with Visitor(browser, bureau.address, "reviewer") as reviewer:
        reviewer.case(number)
        reviewer.act("book_visit", tick=("陈立", "何俊"), mode="site", fill={"for_at": walks.todays("00:00")})
        review(Keys(reviewer), number)
    with Visitor(browser, bureau.address, "verifier_a") as verifier:
        record(Keys(verifier), number)


def test_who_watches_and_who_asks_find_their_way_by_keys_alone(browser: Browser, bureau: Product):
    for handle, page, figure in (("monitor", "/dues/", "a.kpi"), ("head", "/head/", "svg a")):
        with Visitor(browser, bureau.address, handle) as watcher:
            keys = Keys(watcher)
            watcher.open(page)
            keys.push(figure)
            watcher.page.wait_for_url("**/dues/list/**")
            watcher.page.wait_for_load_state()
            keys.press("j", "Enter")
            expect(watcher.page.locator(".case-head")).to_be_visible()
    with Visitor(browser, bureau.address) as visitor:
        keys = Keys(visitor)
        visitor.open("/matters/")
        keys.write("[type=search]", "有储存")
        keys.press("Enter")
        visitor.page.wait_for_url("**q=**")
        keys.push(".matters li a")
        expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("有储存")


def at_the_counter(keys: Keys) -> str:
    """Who, what, everything is there, accepted; the number."""
    page = keys.page
    keys.visitor.open("/window/")
    for field, words, seen in walks.COUNTER:
        assert keys.at(field), "the field that comes next has the focus"
        keys.keys.type(words)
        expect(page.locator(".found button")).to_have_count(1)
        keys.press("Enter")
        page.locator(seen).first.wait_for()
    keys.push("button[value=all]")
    expect(page.locator("button[name=do][value=accept]")).to_be_enabled()
    keys.push("button[name=do][value=accept]")
    expect(page.locator(".result .papers li").first).to_be_visible()
    return page.locator(".result h2 a").inner_text()


def review(keys: Keys, number: str) -> None:
    """Line by line, then the opinion."""
    page = keys.page
    keys.to_case(number)
    keys.push(f"a[href='/review/{number}/']")
    page.wait_for_url("**/review/**")
    for name in names(keys, "fieldset.check"):
        keys.choose(name, "conform")
    keys.choose("opinion", "grant")
    keys.push(".review-opinion button")
    expect(page.get_by_role("status").filter(has_text="已办理")).to_be_visible()


def record(keys: Keys, number: str) -> None:
    """The record of the visit; the colleague types his password."""
    page = keys.page
    keys.visitor.open("/visits/")
    keys.push(f"a[href='/visits/{number}/record/']")
    expect(page.locator("[data-locate]")).to_be_visible()
    for name in names(keys, "fieldset.check"):
        keys.choose(name, "conform")
    keys.reach("[name=ended_at]")
    keys.press(*["ArrowRight"] * 3, "ArrowUp")  # the fourth part is the hour, in every order of a day's parts
    keys.write("[name=place]", "番禺区大石街 1 号")
    keys.write("[name=accompanying_name]", "梁伟")
    keys.choose("party_signature", "signed")
    keys.choose("opinion", "passed")
    keys.write("[name=password]", PASSWORD)
    keys.push("button[name=do][value=submit]")
    expect(page.get_by_role("status").filter(has_text="两名核查人员签名并提交")).to_be_visible()


def names(keys: Keys, within: str) -> list[str]:
    """The questions in there, in their order."""
    return keys.page.locator(f"{within} input[value=conform]").evaluate_all("boxes => boxes.map(box => box.name)")
