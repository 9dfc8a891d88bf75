"""Redis is stopped: the desks go on working.  It is started again: every notice is delivered, once, and the timers have run."""

from typing import Any

from playwright.sync_api import Browser, Locator, expect

from tests.browser.visitor import Visitor
from tests.product import Product

ITEM = "EM06-01"
NOTICES = ("申请材料已收到", "申请已受理", "准予许可")
MAIL = "/demo/mail?to=applicant@demo.invalid"


def test_with_redis_off_the_desks_work_and_when_it_is_back_every_notice_comes_once(browser: Browser, busy_bureau: Product):
    with Visitor(browser, busy_bureau.address, "applicant") as applicant, Visitor(browser, busy_bureau.address) as reader:
        busy_bureau.stop_redis()
        number = applicant.lodge(ITEM)
        accepted_reviewed_and_granted(browser, busy_bureau.address, number)
        applicant.case(number)
        assert applicant.status() == "准予许可"
        reader.open(MAIL)
        expect(letters(reader, number)).to_have_count(0)

        busy_bureau.start_redis()
        for subject in NOTICES:
            reader.await_one(MAIL, letters(reader, number).filter(has_text=f"{subject}："))
            article = applicant.page.locator("article").filter(has_text=number).filter(has_text=f"{subject}：")
            applicant.await_one("/inbox/", article)
        everything_came_once(reader, number)


def accepted_reviewed_and_granted(browser: Browser, address: str, number: str) -> None:
    """Three people at their desks."""
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("clerk", "accept", {}),
        ("reviewer", "record_opinion", {"opinion": "grant"}),
        ("chief", "grant", {}),
    )
    for handle, act, choice in steps:
        with Visitor(browser, address, handle) as official:
            assert official.sees_work(number)
            official.case(number)
            official.act(act, **choice)


def letters(reader: Visitor, number: str) -> Locator:
    """The e-mails about this case."""
    return reader.page.get_by_role("link").filter(has_text=number)


def everything_came_once(reader: Visitor, number: str) -> None:
    """Some ticks later there is still one of each."""
    reader.page.wait_for_timeout(5_000)
    reader.open(MAIL)
    subjects = letters(reader, number).all_inner_texts()
    assert len(subjects) == len(set(subjects)) >= len(NOTICES)
