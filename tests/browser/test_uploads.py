"""Large files over a bad line, driven by the page itself: nothing is lost, nothing is sent twice, nothing arrives changed."""

import hashlib
import random
from pathlib import Path
from time import monotonic

from playwright.sync_api import Browser, Page, expect

from tests.browser.answering import fill_in
from tests.browser.bad_line import BadLine
from tests.browser.looks import faults
from tests.browser.visitor import PHONE, Visitor
from tests.product import Product

MIB = 1024 * 1024
ITEM = "EM06-01"
BROKEN_LINE = "net::ERR_"
PATIENCE = 300_000  # milliseconds; the machine may be busy
SHOWN = "document.querySelector('.upload-now progress')?.value"


def document(folder: Path, name: str, *, size: int) -> Path:
    """A file that says it is a PDF, of bytes that no two places share."""
    path = folder / name
    path.write_bytes(b"%PDF-1.7\n" + random.Random(size).randbytes(size - 9))
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def opened(visitor: Visitor) -> Page:
    """The lodging form."""
    visitor.open(f"/lodge/{ITEM}/")
    return visitor.page


def choose(page: Page, code: str, *paths: Path) -> None:
    page.locator(f"[data-upload={code}] input[type=file][multiple]").set_input_files(list(paths))


def arrived(page: Page, name: str) -> None:
    expect(page.locator("label", has=page.locator("input[type=checkbox]:checked"), has_text=name)).to_be_visible(
        timeout=PATIENCE
    )


def lodged(visitor: Visitor) -> str:
    """All else is answered and the application sent; its number."""
    page = visitor.page
    for box in page.locator("fieldset.ask input[value=in]").all():
        box.check()
    fill_in(page)
    expect(page.locator("[data-draft-state]")).to_contain_text("已保存")
    page.get_by_role("button", name="提交申请").click()
    found = visitor.words.number.search(page.get_by_role("status").filter(has_text="已收件").inner_text())
    assert found
    return found[1]


def sent_over(visitor: Visitor) -> None:
    """What the console said of the line is what the test did to it."""
    visitor.complaints[:] = [text for text in visitor.complaints if BROKEN_LINE not in text]


def test_forty_megabytes_over_a_line_that_breaks_five_times_arrive_as_they_were(
    browser: Browser, bureau: Product, tmp_path: Path
):
    big = document(tmp_path, "安全评价报告.pdf", size=40 * MIB)
    cuts = tuple(n * MIB for n in (3, 11, 19, 28, 37))
    with BadLine(bureau.address, cuts=cuts) as line, Visitor(browser, line.address, "applicant") as visitor:
        page = opened(visitor)
        choose(page, "APP", big)
        arrived(page, big.name)
        assert line.cuts == []
        assert line.sent < (40 + 5 * 2 + 2) * MIB, "each break costs one part at most"
        expect(page.locator("input[name=m-APP][value=in]")).to_be_checked()
        number = lodged(visitor)
        sent_over(visitor)
        with Visitor(browser, bureau.address, "clerk") as clerk:
            clerk.case(number)
            with clerk.page.expect_download() as download:
                clerk.page.get_by_role("link", name=f"下载 {big.name}").click()
            assert download.value.suggested_filename == big.name
            assert digest(download.value.path()) == digest(big)
            assert faults(clerk) == []


def test_an_upload_goes_on_after_a_pause_a_reload_and_a_server_that_starts_anew(
    browser: Browser, bureau: Product, tmp_path: Path
):
    first, second = document(tmp_path, "平面图.pdf", size=24 * MIB), document(tmp_path, "照片.pdf", size=MIB)
    with (
        BadLine(bureau.address, bytes_a_second=4 * MIB) as line,
        Visitor(browser, line.address, "applicant", size=PHONE) as visitor,
    ):
        page = opened(visitor)
        choose(page, "SITE", first, second)
        at_least(page, 5 * MIB)
        page.get_by_role("button", name="暂停").first.click()
        expect(page.locator(".upload-now small").first).to_have_text("已暂停")
        arrived(page, second.name)
        expect(page.locator("[data-draft-state]")).to_contain_text("已保存")

        page.reload()
        expect(page.locator(".upload-now")).to_contain_text("上次没有传完")
        assert faults(visitor) == []
        page.set_viewport_size(PHONE)
        offsets: list[int] = []
        page.on(
            "request",
            lambda asked: offsets.append(int(asked.headers["upload-offset"])) if asked.method == "PATCH" else None,
        )
        choose(page, "SITE", first)
        at_least(page, 12 * MIB)
        assert offsets[0] >= 4 * MIB, "it goes on where it stopped"
        expect(page.locator(".upload-now small")).to_contain_text("剩余")

        with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok, timeout=PATIENCE):
            bureau.kill("web")
            bureau.start_web()
            arrived(page, first.name)
        page.reload()
        arrived(page, first.name)
        arrived(page, second.name)
        assert faults(visitor) == []
        visitor.open("/applications/")
        page.get_by_role("button", name="删除草稿").first.scroll_into_view_if_needed()
        assert faults(visitor) == []
        sent_over(visitor)
    assert digest(first) in {
        digest(path) for path in (bureau.data / "files" / "materials").rglob("*") if path.is_file()
    }


def at_least(page: Page, count: int) -> None:
    """The bar of the first upload has come so far."""
    deadline = monotonic() + PATIENCE / 1000
    while (page.evaluate(SHOWN) or 0) < count:
        assert monotonic() < deadline
        page.wait_for_timeout(50)
