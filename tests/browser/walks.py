"""The daily act of each desk at its own page, by what the pages are made of and not by their words: so in any language."""

import re
from datetime import datetime

from playwright.sync_api import Locator, expect

from config.demo_account import PASSWORD
from tests.browser.visitor import Visitor
from tests.moments import SHANGHAI

ITEM = "EM07-01"  # with storage: it is visited, and decided by the chief representative
COUNTER = (("#q", "宏达化工", ".known"), ("#mq", ITEM, ".counted li"))
WORDS = "main h2, main th, main dt, nav a, main legend > small, .stages b, .chip"  # no names of people or matters
OWN_WORDS = """found => found.map(each => { const text = each.cloneNode(true);
  text.querySelectorAll('[lang^=zh]').forEach(name => name.remove()); return text.textContent; })"""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def speaks_english(visitor: Visitor) -> None:
    """Headings, terms, chips and the navigation of the page now open are in English."""
    words = visitor.page.locator(WORDS).filter(visible=True).evaluate_all(OWN_WORDS)
    assert words
    left = [text for text in words if CHINESE.search(text)]
    assert left == [], visitor.page.url


def todays(hour: str) -> str:
    return f"{datetime.now(SHANGHAI):%Y-%m-%d}T{hour}"


def at_counter(clerk: Visitor) -> None:
    """An applicant and a matter on a clean sheet."""
    page = clerk.page
    clerk.open("/window/")
    if page.locator("button[name=do][value=clear]").count():  # somebody else's sheet lies on the counter
        page.locator("button[name=do][value=clear]").click()
    for field, words, seen in COUNTER:
        page.locator(field).press_sequentially(words)
        expect(page.locator(".found button")).to_have_count(1)
        page.locator(field).press("Enter")
        page.locator(seen).first.wait_for()


def take_in(clerk: Visitor) -> tuple[str, str]:
    """Over the counter: everything is there, and it is accepted on the spot; number and query code."""
    page = clerk.page
    at_counter(clerk)
    page.locator("button[name=do][value=all]").click()
    page.locator("button[name=do][value=accept]:enabled").click()
    result = page.locator(".result")
    expect(result.locator(".papers li").first).to_be_visible()
    return result.locator("h2 a").inner_text(), result.locator("b.number").first.inner_text()


def to_case(visitor: Visitor, number: str) -> None:
    """From the queue, by its search."""
    visitor.open("/queue/")
    box = visitor.page.get_by_role("searchbox").first
    box.fill(number)
    box.press("Enter")
    visitor.page.wait_for_url("**q=**")
    visitor.page.locator("tr[data-row] a.open").first.click()
    expect(visitor.page.locator(".case-head")).to_contain_text(number)


def review(reviewer: Visitor, number: str) -> None:
    """The list beside the materials, then the opinion."""
    page = reviewer.page
    to_case(reviewer, number)
    page.locator(f"a[href='/review/{number}/']").click()
    for line in page.locator("fieldset.check input[value=conform]").all():
        line.check()
    page.locator("input[name=opinion][value=grant]").check()
    page.locator(".review-opinion button").click()
    expect(page.get_by_role("status").filter(has_text=reviewer.words.done)).to_be_visible()


def to_record(verifier: Visitor, number: str) -> None:
    """From the calendar to the record of the visit; the page's script is there."""
    verifier.open("/visits/")
    verifier.page.locator(f"a[href='/visits/{number}/record/']").click()
    expect(verifier.page.locator("[data-locate]")).to_be_visible()


def find_all_conform(verifier: Visitor) -> None:
    """Line by line, where it was, until when, who was there."""
    page = verifier.page
    for line in page.locator("fieldset.check input[value=conform]").all():
        line.check()
    page.locator("[name=ended_at]").fill(todays("01:30"))
    page.locator("[name=place]").fill("番禺区大石街 1 号")
    page.locator("[name=accompanying_name]").fill("梁伟")
    page.locator("input[name=party_signature][value=signed]").check()
    page.locator("input[name=opinion][value=passed]").check()


def sign(verifier: Visitor) -> None:
    """The colleague signs on this device."""
    page = verifier.page
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[name=do][value=submit]").click()
    expect(page.locator("[data-done]")).to_be_attached()


def photograph(line: Locator, name: str, picture: bytes) -> None:
    """Taken with the camera of the phone; it has arrived when it is ticked."""
    line.locator("input[type=file][capture]").set_input_files({"name": name, "mimeType": "image/png", "buffer": picture})
    expect(line.locator(".upload-files input[type=checkbox]:checked")).to_have_count(1)


def decide(chief: Visitor, number: str) -> None:
    """On the approval desk: the file on one screen, granted and confirmed."""
    page = chief.page
    chief.open(f"/approval/?q={number}")
    page.locator("tr[data-row] a.open").first.click()
    expect(page.locator(".approval-case")).to_be_visible()
    page.wait_for_load_state()  # a person is never so fast that the page's script has not come yet
    page.locator("#act-grant form button").first.click()
    page.locator("dialog#confirm[open] button[value=go]").click()
    expect(page.get_by_role("status").filter(has_text=number)).to_be_visible()


def serve(clerk: Visitor, number: str, *, method: str) -> None:
    """Once the signer has sealed what there is to serve."""
    clerk.await_some(f"/cases/{number}/", clerk.page.locator("#act-serve:has(form)"))
    clerk.act("serve", method=method)


def ask_how_far(visitor: Visitor, number: str, code: str) -> None:
    """By number and query code, without an account."""
    page = visitor.page
    visitor.open("/progress/")
    page.locator("main form [name=number]").fill(number)
    page.locator("main form [name=code]").fill(code)
    page.locator("main form button").last.click()
    expect(page.locator(".verdict")).to_be_visible()
