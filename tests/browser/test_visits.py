"""Visits in the browser: booked by the applicant, changed, missed; and the record on a phone, in Chinese."""

import re
from datetime import datetime

from playwright.sync_api import Browser, expect

from config.demo_account import PASSWORD
from tests.browser.looks import faults
from tests.browser.visitor import PHONE, Visitor
from tests.moments import SHANGHAI
from tests.product import Product

ITEM = "EM07-01"


def accepted(browser: Browser, bureau: Product) -> str:
    with Visitor(browser, bureau.address, "applicant") as applicant:
        number = applicant.lodge(ITEM)
    with Visitor(browser, bureau.address, "clerk") as clerk:
        clerk.case(number)
        clerk.act("accept")
    return number


def offer_times(reviewer: Visitor) -> None:
    """Mornings and afternoons of the next fortnight, with two officials."""
    reviewer.page.get_by_role("link", name="核查日历").click()
    box = reviewer.page.locator("section", has=reviewer.page.locator("#slots-heading"))
    box.locator("summary").click()
    for name in ("陈立", "何俊"):
        box.get_by_label(name, exact=True).check()
    box.get_by_role("button", name="开放").click()
    expect(reviewer.page.get_by_role("status").filter(has_text="个核查时段")).to_be_visible()


def pick(applicant: Visitor, act: str) -> None:
    """The first time that is free."""
    box = applicant.page.locator(f"#act-{act}")
    if box.get_attribute("open") is None:
        box.locator("summary").first.click()
    box.locator("input[name=slot]").first.check()
    applicant.send(act)
    expect(applicant.page.get_by_role("status").filter(has_text="已办理")).to_be_visible()


def test_booking_a_third_change_refused_and_a_no_show(browser: Browser, bureau: Product):
    number, today = accepted(browser, bureau), f"{datetime.now(SHANGHAI):%Y-%m-%d}"
    with Visitor(browser, bureau.address, "reviewer") as reviewer:
        offer_times(reviewer)
        assert faults(reviewer) == []
    with Visitor(browser, bureau.address, "applicant") as applicant:
        applicant.case(number)
        for act in ("book_visit", "change_visit", "change_visit"):
            pick(applicant, act)
        barred = applicant.page.locator(".barred li", has=applicant.page.get_by_role("button", name="改约核查"))
        expect(barred).to_contain_text("预约核查的时间已经改满次数，不能再改")
        expect(barred).to_contain_text("由本机关确定核查时间")
    with Visitor(browser, bureau.address, "reviewer") as reviewer:
        reviewer.case(number)
        reviewer.act("change_visit", mode="site", fill={"for_at": f"{today}T00:00"})
    with Visitor(browser, bureau.address, "verifier_a") as verifier:
        verifier.case(number)
        verifier.act("record_no_show", fill={"remark": "大门紧闭，电话无人接听"})
    with Visitor(browser, bureau.address, "applicant") as applicant:
        applicant.case(number)
        expect(applicant.page.locator("section", has_text="申请人未到场").first).to_be_visible()


def test_the_verifier_writes_the_record_on_a_phone_and_nothing_is_lost_offline(browser: Browser, bureau: Product):
    number, today = accepted(browser, bureau), f"{datetime.now(SHANGHAI):%Y-%m-%d}"
    with Visitor(browser, bureau.address, "reviewer") as reviewer:
        reviewer.case(number)
        reviewer.act("book_visit", tick=("陈立", "何俊"), mode="site", fill={"for_at": f"{today}T00:00"})
    with Visitor(browser, bureau.address, "verifier_a", size=PHONE) as verifier:
        page = verifier.page
        page.get_by_role("link", name="核查日历").click()
        page.get_by_role("article").filter(has=page.locator(f"a[href='/cases/{number}/']")).get_by_role(
            "link", name="填写核查记录"
        ).click()
        expect(page.get_by_role("button", name="同意并记录当前位置")).to_be_visible()  # the script is there
        verifier.context.set_offline(True)
        for line in page.locator("fieldset.check").all():
            line.locator("input[value=conform]").check()
        page.get_by_label("陪同人员姓名").fill("梁伟")
        page.get_by_label("核查地点").fill("番禺区大石街 1 号")
        expect(page.locator("[data-draft-line]")).to_contain_text("网络不通")
        verifier.context.set_offline(False)
        expect(page.locator("[data-draft-line]")).to_contain_text("已保存")
        page.reload()
        expect(page.get_by_label("陪同人员姓名")).to_have_value("梁伟")
        whole_record(verifier, today)
        page.get_by_role("button", name="两人签名并提交").click()
        expect(page.get_by_role("status").filter(has_text="两名核查人员签名并提交")).to_be_visible()
        expect(page.locator(".case-head .status")).to_have_text("符合")
        assert faults(verifier) == []


def whole_record(verifier: Visitor, today: str) -> None:
    """Where (by the phone, which is asked), until when, who signs; the colleague signs on this phone."""
    page = verifier.page
    verifier.context.grant_permissions(["geolocation"], origin=verifier.address)
    verifier.context.set_geolocation({"latitude": 22.99612, "longitude": 113.33021, "accuracy": 8})
    page.get_by_role("button", name="同意并记录当前位置").click()
    expect(page.get_by_label("位置（经纬度）")).to_have_value(re.compile(r"^22\.99612, 113\.33021 \(±8 m\)$"))
    page.get_by_label("结束时间").fill(f"{today}T01:30")
    page.locator("input[name=party_signature][value=signed]").check()
    page.locator("input[name=opinion][value=passed]").check()
    page.get_by_label("第二名在本机签名").fill(PASSWORD)
