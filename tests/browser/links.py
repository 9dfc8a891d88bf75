"""Pages that only a link or a form leads to: who opens each, and by which clicks."""

import re
from collections.abc import Callable
from functools import partial

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor
from tests.browser.walks import at_counter

Open = Callable[[Visitor], None]
ITEM = "EM07-01"


def first_case(visitor: Visitor, *, stage: str = "") -> None:
    """The first case of the queue, at this stage."""
    visitor.open(f"/queue/?stage={stage}" if stage else "/queue/")
    visitor.page.locator("tr[data-row] a.open").first.click()
    expect(visitor.page.locator(".case-head")).to_be_visible()


def in_new_tab(visitor: Visitor, click: Callable[[Page], None]) -> None:
    """What opens beside the page takes its place."""
    with visitor.page.expect_popup() as opened:
        click(visitor.page)
    visitor.page = opened.value
    visitor.page.wait_for_load_state()


def first_card(visitor: Visitor) -> None:
    visitor.open("/cards/")
    visitor.page.locator("tr[data-row] a.open").first.click()
    visitor.page.wait_for_url("**/cards/*/")


def first_letter(visitor: Visitor) -> None:
    letters = visitor.page.locator("main table a")
    visitor.await_some("/demo/mail", letters)
    letters.first.click()


def first_to_decide(visitor: Visitor) -> None:
    visitor.open("/approval/?all=1")
    visitor.page.locator("tr[data-row] a.open").first.click()
    expect(visitor.page.locator(".approval-case")).to_be_visible()


def days_counted(visitor: Visitor) -> None:
    first_to_decide(visitor)
    visitor.open(visitor.page.url.removeprefix(visitor.address).partition("?")[0] + "days/")


def bulk_list(visitor: Visitor, *, ticked: int = 0) -> None:
    """One of the cases to be decided is ticked."""
    visitor.open("/approval/?all=1")
    visitor.page.locator("input[name=case]").nth(ticked).check()
    visitor.page.locator("form[data-bulk]").evaluate("form => form.requestSubmit()")
    expect(visitor.page.get_by_role("heading", name="批量准予：请逐件核对")).to_be_visible()


def bulk_result(visitor: Visitor) -> None:
    going, ticked = visitor.page.get_by_role("button", name="确认准予"), 0
    bulk_list(visitor)
    while not going.count():  # something bars this one
        ticked += 1
        bulk_list(visitor, ticked=ticked)
    going.click()
    expect(visitor.page.get_by_role("heading", name="批量准予结果")).to_be_visible()


def code_asked_for(visitor: Visitor) -> None:
    visitor.open("/password/")
    visitor.page.get_by_label("用户名").fill("clerk")
    visitor.page.locator("main form button").click()
    expect(visitor.page.get_by_label("验证码")).to_be_visible()


def letter_to_sign(visitor: Visitor) -> None:
    """At the counter: one material promised, the letter in a tab of its own."""
    page = visitor.page
    at_counter(visitor)
    page.locator("input[value=promised]").first.check()
    in_new_tab(visitor, lambda counter: counter.get_by_role("button", name="打印承诺书").click())


def printed_paper(visitor: Visitor) -> None:
    """What a document says, before it is sealed and after."""
    first_case(visitor)
    visitor.page.get_by_role("link", name="在窗口打印文书").click()
    address = visitor.page.locator(".papers a[href*='/documents/']").first.get_attribute("href") or ""
    visitor.open(address.replace("/cases/", "/window/print/").replace("/documents/", "/"))


def review_list(visitor: Visitor) -> None:
    first_case(visitor, stage="review")
    visitor.page.get_by_role("link", name="对照清单审查").click()
    expect(visitor.page.locator(".review-form")).to_be_visible()


def visit_to_record(visitor: Visitor) -> None:
    first_case(visitor, stage="verification")
    visitor.page.locator("a[href$='/record/']").first.click()
    expect(visitor.page.locator(".visit-form")).to_be_visible()


def pre_check_asked(visitor: Visitor) -> None:
    visitor.open(f"/pre-checks/new/{ITEM}/")
    visitor.page.locator("input[name=materials]").first.check()
    visitor.page.locator("[name=question]").fill("OK?")
    visitor.page.locator("main form button").last.click()
    expect(visitor.page.get_by_role("status").filter(has_text="不产生法律效力")).to_be_visible()


def pre_check_to_answer(visitor: Visitor) -> None:
    visitor.open("/pre-checks/")
    visitor.page.locator(".plain-rows a").first.click()
    expect(visitor.page.get_by_role("button", name="答复申请人")).to_be_visible()


def pre_check_answered(visitor: Visitor) -> None:
    pre_check_to_answer(visitor)
    for verdict in visitor.page.locator("main form input[value=fits]").all():
        verdict.check()
    visitor.page.locator("[name=answer]").fill("OK")
    visitor.page.get_by_role("button", name="答复申请人").click()
    expect(visitor.page.get_by_role("status").filter(has_text="预审答复已经发出")).to_be_visible()


def checked_document(visitor: Visitor) -> None:
    """The check page of a document, from a case with one that is sealed."""
    first_case(visitor)
    checked = visitor.page.locator("ul.documents a[href^='/verify/']")
    visitor.await_some(visitor.page.url.removeprefix(visitor.address), checked)
    checked.first.click()
    expect(visitor.page.locator(".verify")).to_be_visible()


def code_of_nothing(visitor: Visitor) -> None:
    visitor.open("/verify/")
    visitor.page.locator("main [name=asked]").first.fill("0123456789ABCDEFGHJKMNPQRS")
    visitor.page.locator("main [name=asked]").first.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/verify/[A-Z0-9]{26}/$"))


def enterprise_file(visitor: Visitor, *, name: str = "宏达化工") -> None:
    """一企一档, as an official finds it."""
    visitor.open("/enterprises/")
    visitor.page.get_by_role("searchbox").fill(name)
    visitor.page.get_by_role("searchbox").press("Enter")
    visitor.page.wait_for_url("**q=**")
    visitor.page.locator("tr[data-row] a.open").first.click()
    expect(visitor.page.locator(".enterprise-file")).to_be_visible()


def all_of_a_part(visitor: Visitor) -> None:
    """The rows of one part of the file, where there are more than its first page shows."""
    enterprise_file(visitor)
    visitor.page.locator(".enterprise-file section > p a[href^='/enterprises/']").first.click()
    expect(visitor.page.locator(".crumb")).to_be_visible()


def licence_on_file(visitor: Visitor) -> None:
    enterprise_file(visitor)
    visitor.page.locator("main a[href^='/licences/']").first.click()
    expect(visitor.page.locator(".crumb")).to_be_visible()


def address_label(visitor: Visitor) -> None:
    """What is stuck on the envelope of a result that goes by post."""
    enterprise_file(visitor, name="白鹭气体")
    label = visitor.page.get_by_role("link", name="打印邮寄地址签")
    for address in visitor.page.locator("main a[href^='/cases/']").evaluate_all("found => found.map(a => a.pathname)"):
        visitor.open(address)
        if label.count():
            break
    in_new_tab(visitor, lambda case: label.click())


def first_order(visitor: Visitor) -> None:
    """An order about a case, with the form of who may answer or close it."""
    visitor.open("/orders/")
    visitor.page.locator("tr[data-row] a.open").first.click()
    visitor.page.wait_for_url("**/orders/*/")


def order_to_give(visitor: Visitor) -> None:
    """The form about the first case of today's dues."""
    visitor.open("/dues/list/")
    visitor.page.locator("tr[data-row] a.open").first.click()
    visitor.page.get_by_role("link", name="发出督办单").click()
    expect(visitor.page.get_by_label("督办对象")).to_be_visible()


def published_record(visitor: Visitor) -> None:
    visitor.open("/published/")
    visitor.page.locator("td a[href^='/published/']").first.click()
    expect(visitor.page.locator(".crumb")).to_be_visible()


def first_row(visitor: Visitor, path: str) -> None:
    """The first row of a list."""
    visitor.open(path)
    visitor.page.locator("main table a.open").first.click()
    expect(visitor.page.locator("main h1")).to_be_visible()


def rows_of(path: str) -> Open:
    return lambda visitor: first_row(visitor, path)


# name of the address → who opens it, and how
LINKS: dict[str, tuple[tuple[str, Open], ...]] = {
    "case": (("reviewer", first_case),),
    "card": (("reviewer", first_card), ("monitor", first_card), ("head", first_card)),
    "order": (("monitor", first_order), ("reviewer", first_order), ("head", first_order)),
    "order-new": (("monitor", order_to_give),),
    "demo_message": (("", first_letter),),
    "approval-case": (("deputy", first_to_decide),),
    "approval-days": (("chief", days_counted),),
    "approval-bulk-confirm": (("chief", bulk_list),),
    "approval-bulk": (("chief", bulk_result),),
    "password-new": (("", code_asked_for),),
    "window-letter": (("clerk", letter_to_sign),),
    "window-print": (("clerk2", printed_paper),),
    "review": (("reviewer", review_list),),
    "visit-record": (("verifier_a", visit_to_record),),
    "verify-code": (("reviewer", checked_document), ("", code_of_nothing)),
    "enterprise": (("reviewer", enterprise_file),),
    "enterprise-part": (("clerk", all_of_a_part),),
    "licence": (("chief", licence_on_file),),
    "published-record": (("", published_record),),
    "publication": (("monitor", partial(first_row, path="/publications/")), ("legal", partial(first_row, path="/publications/"))),
    "ticket": (
        ("clerk", partial(first_row, path="/tickets/")),
        ("monitor", partial(first_row, path="/tickets/?state=answered")),
        ("legal", partial(first_row, path="/tickets/")),
    ),
    "entry": (("legal", partial(first_row, path="/entries/")),),
    "address-label": (("clerk", address_label),),
    "draw": (("", rows_of("/random-inspections/")), ("supervisor", rows_of("/random-inspections/"))),
    "inspection": (("supervisor", rows_of("/inspections/")),),
    "credit-entry": (("legal", rows_of("/credit/")),),
    "file-review": (("legal", rows_of("/file-reviews/")),),
    "pre-check": (("applicant", pre_check_asked), ("reviewer", pre_check_to_answer), ("reviewer", pre_check_answered)),
}
