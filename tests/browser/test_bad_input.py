"""What cannot be read is told at its field or in a sentence; nothing is half saved, and the server never breaks."""

import re

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.visitor import Visitor
from tests.product import Product

NONSENSE = "'; DROP TABLE x; -- <script>alert(1)</script> \u202e" + "长" * 3000
ADDRESSES = (
    *(
        "/lodge/ZZ99-99/",
        "/lodge/EM06-99/",
        "/cases/440100YJ20990101000001/",
        "/cases/x/grant/",
        "/cards/999999999999999999/",
    ),
    *("/queue/?after=%00%ff", "/queue/?state=soon&item=%27&stage=zz", "/queue/?due=2026-13-99", "/inbox/?before=-1"),
    *("/applications/?status=nonsense", "/applications/?before=1e9&q=%00", "/sign-in/?next=//evil.example/"),
    *("/delegations/new/", "/delegations/revoke/", "/inbox/read/", "/cards/1/rule/", "/sign-out/"),
    *("/demo/mail/..%2f..%2fkeys", "/demo/mail/00000000000000000000-000000", "/cards/?card=blue", "/dues/list/?due=x"),
    *("/approval/bulk/", "/approval/bulk/9/", "/approval/x/", "/head/cases/?week=x", "/dues/list/?holder=-1"),
)
# who, what lies before him, the acts whose forms are broken
FORMS = (
    ("clerk", "收件审核", ("accept", "request_supplement", "decline", "correct")),
    ("reviewer", "审查", ("record_opinion", "book_visit", "pause", "notify_third_party")),
    ("verifier_a", "核查", ("record_visit", "confirm_rectification")),
    ("deputy", "作出决定", ("refuse", "return_to_review")),
    ("supervisor", "事后核查", ("record_follow_up", "notify_revocation")),
    ("applicant", "补齐承诺的材料", ("supply",)),
)
# every bound of the page is taken away, every field gets nonsense
BREAK = """(form, nonsense) => {
  form.noValidate = true;
  form.removeAttribute('data-grave');
  for (const field of form.querySelectorAll('input, select, textarea')) {
    if (field.name === 'csrfmiddlewaretoken') continue;
    for (const bound of ['required', 'maxlength', 'min', 'max', 'pattern']) field.removeAttribute(bound);
    if (field.type === 'radio' || field.type === 'checkbox') { field.value = 'nonsense'; field.checked = true; }
    else if (field.tagName === 'SELECT') { field.add(new Option('nonsense', 'nonsense', true, true)); }
    else { if (field.tagName === 'INPUT') field.type = 'text'; field.value = nonsense; }
  }
}"""


def test_an_address_that_leads_nowhere_is_told_so(browser: Browser, bureau: Product):
    for handle in ("applicant", "clerk", "head", ""):
        with Visitor(browser, bureau.address, handle) as visitor:
            broken = {path: status for path in ADDRESSES if (status := visitor.open(path)) >= 500}
            assert broken == {}, handle


def test_a_case_of_somebody_else_is_not_to_be_found(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "clerk") as clerk:
        clerk.open("/applications/")
        clerk.page.get_by_role("searchbox").fill("云岭化工")
        clerk.page.get_by_role("searchbox").press("Enter")
        clerk.page.wait_for_url("**q=**")
        address = clerk.page.locator("tr[data-row] a.open").first.get_attribute("href")
        assert address
    with Visitor(browser, bureau.address, "person") as stranger:
        assert stranger.open(address) in (403, 404)
        expect(stranger.page.get_by_text("云岭化工")).to_have_count(0)


@pytest.mark.parametrize(("handle", "stage", "acts"), FORMS, ids=[handle for handle, *_ in FORMS])
def test_broken_fields_are_told_and_nothing_is_saved(
    browser: Browser, bureau: Product, handle: str, stage: str, acts: tuple[str, ...]
):
    with Visitor(browser, bureau.address, handle) as visitor:
        visitor.open("/queue/")
        row = visitor.page.locator("tr[data-row]").filter(has=visitor.page.get_by_text(stage, exact=True)).first
        row.locator("a.open").click()
        address = visitor.page.url
        before = history(visitor)
        tried = [act for act in acts if visitor.page.locator(f"#act-{act}").count()]
        assert tried
        for act in tried:
            answer = broken(visitor, f"#act-{act} form")
            assert 400 <= answer.status < 500, (act, answer.status)
            expect(visitor.page.locator(".refused, .wrong, [role=alert]").first).to_be_visible()
            visitor.page.goto(address)
        assert history(visitor) == before


def history(visitor: Visitor) -> list[str]:
    """What was done on the case so far, once the page is there as a whole."""
    expect(visitor.page.locator("#history-heading")).to_be_visible()
    visitor.page.wait_for_load_state()
    lines = visitor.page.locator("#history-heading ~ *").all_text_contents()
    return ["".join(line.split()) for line in lines]


def broken(visitor: Visitor, form: str) -> Response:
    """Send the form with nonsense in every field; the server's answer."""
    visitor.page.locator(form).evaluate(BREAK, NONSENSE)
    with visitor.page.expect_navigation() as landed:
        visitor.page.locator(form).evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    return landed.value


def test_a_broken_application_is_not_received(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "applicant") as applicant:
        for item in ("EM06-01", "EM06-03"):
            applicant.open(f"/lodge/{item}/")
            answer = broken(applicant, "form.lodge-form")
            assert 400 <= answer.status < 500
            expect(applicant.page.locator("[role=alert]").first).to_be_visible()


def test_an_application_without_answers_is_told_material_by_material(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "applicant") as applicant:
        applicant.open("/lodge/EM07-01/")
        form = applicant.page.locator("form.lodge-form")
        form.evaluate(
            "form => { form.noValidate = true;"
            " for (const box of form.querySelectorAll('input[type=radio]')) box.checked = false; }"
        )
        form.get_by_role("button", name="提交申请").click()
        expect(applicant.page.locator(".wrong").filter(has_text=re.compile("请选择|必填")).first).to_be_visible()
        expect(applicant.page.locator(".wrong").filter(has_text="请填写此项").first).to_be_visible()


def test_a_wrong_check_digit_is_told_at_its_field(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "reviewer") as reviewer:
        reviewer.open("/queue/")
        reviewer.page.locator("tr[data-row] a.open").first.click()
        box = reviewer.page.locator("#act-notify_third_party")
        box.locator("summary").click()
        for number in ("91440101MA9ABCD125", "440106199001010014", "1234"):
            box.locator("[name=party]").fill(number)
            box.locator("[name=interest]").fill("相邻关系")
            reviewer.send("notify_third_party")
            expect(box.locator(".wrong")).to_contain_text("校验位不符")


def test_a_delegation_that_cannot_be_read_is_told_at_its_fields(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address, "deputy") as deputy:
        deputy.open("/delegations/")
        form = "form[action='/delegations/new/']"
        if not deputy.page.locator(form).count():
            deputy.open("/delegations/new/")
        answer = broken(deputy, form)
        assert 400 <= answer.status < 500


def test_a_wrong_password_says_so_and_no_more(browser: Browser, bureau: Product):
    with Visitor(browser, bureau.address) as visitor:
        for name in ("clerk", "nobody", NONSENSE[:150]):
            visitor.open("/sign-in/")
            visitor.page.get_by_label("用户名").fill(name)
            visitor.page.get_by_label("密码").fill("wrong" * 30)
            visitor.page.get_by_role("main").get_by_role("button", name="登录").click()
            expect(visitor.page.get_by_role("alert")).to_have_text("用户名或者密码不正确。")
