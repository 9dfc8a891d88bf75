"""Somebody at a browser: signs in, clicks and types.  Nothing here asks the system beside the browser."""

import re
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Request, ViewportSize, expect

from config.demo_account import PASSWORD
from tests.browser.answering import fill_in

WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
PATIENCE_SECONDS = 60
# (address, handle) → the cookies of whoever has signed in there: a browser keeps them until they are taken from it
SIGNED_IN: dict[tuple[str, str], Any] = {}
# What the server cannot help: a browser asks for nothing else by itself.
REFUSED_BY_THE_PAGE = re.compile(
    r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages call things in one language."""

    lodge: str
    sign: str
    submit: str
    received: str
    done: str
    number: re.Pattern[str]


CHINESE = Words("提出申请", "我已阅读并签署承诺书", "提交申请", "已收件", "已办理", re.compile(r"编号 (\S+?)，"))
ENGLISH = Words(
    "Apply", "I have read and sign the letter of commitment", "Lodge", "Received", "Done", re.compile(r"Number (\S+?),")
)


class Visitor:
    """One person's own browser window; use as a context.

    `complaints` are what its console called errors (an answer of 4xx to what was asked for is none),
    `outside` addresses that were asked for and are not the system's: the browser finds no host but this machine."""

    def __init__(self, browser: Browser, address: str, handle: str = "", *, size: ViewportSize = WIDE) -> None:
        self.address, self.handle, self.words = address, handle, CHINESE
        self.inside = {address}
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        self.context.set_default_timeout(20_000)
        self.context.on("request", self._asked)
        self.context.on("console", lambda message: self._heard(message.text) if message.type == "error" else None)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()
        if (address, handle) in SIGNED_IN:
            self.context.add_cookies(SIGNED_IN[address, handle])
            self.open("/")
        elif handle:
            self.sign_in(handle)
            SIGNED_IN[address, handle] = self.context.cookies()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()
        if kind is None:
            assert self.complaints == []
            assert self.outside == []

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("data:", *(f"{address}/" for address in self.inside))):
            self.outside.append(request.url)

    def _heard(self, text: str) -> None:
        if not REFUSED_BY_THE_PAGE.search(text):
            self.complaints.append(text)

    def open(self, path: str) -> int:
        """Type an address; the status of the answer."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        return answer.status

    def go_over_to(self, address: str) -> None:
        """The same person, still signed in, at another web server of the same bureau: a cookie does not ask for the port."""
        self.address = address
        self.inside.add(address)

    def sign_in(self, handle: str) -> None:
        """With the password of the demo."""
        self.open("/sign-in/")
        self.page.get_by_label("用户名").fill(handle)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()

    def speak_english(self) -> None:
        """Asks for the pages in English, from now on."""
        self.page.get_by_role("button", name="English").click()
        expect(self.page.locator("html")).to_have_attribute("lang", "en")
        self.words = ENGLISH

    def speak_chinese(self) -> None:
        """And in Chinese again."""
        self.page.get_by_role("button", name="中文").click()
        expect(self.page.locator("html")).to_have_attribute("lang", "zh-Hans")
        self.words = CHINESE

    def lodge(self, item: str, *, promised: tuple[str, ...] = (), route: str = "ordinary") -> str:
        """Find the item in the list, answer for each material, sign where asked, send; the number of the case."""
        page = self.page
        page.get_by_role("link", name=self.words.lodge).first.click()
        page.get_by_role("searchbox").fill(item)
        page.get_by_role("searchbox").press("Enter")
        page.locator(".matters a").click()
        page.locator(f"input[name=route][value={route}]").check()
        names = page.locator("fieldset.ask input[value=in]").evaluate_all("boxes => boxes.map(box => box.name)")
        for name in names:
            page.locator(f"input[name='{name}'][value={'promised' if name[2:] in promised else 'in'}]").check()
        fill_in(page)
        if route == "commitment":
            for box in page.locator("input[name=conditions]").all():
                box.check()
        if promised or route == "commitment":
            page.get_by_label(self.words.sign).check()
        page.get_by_role("button", name=self.words.submit).click()
        said = page.get_by_role("status").filter(has_text=self.words.received).inner_text()
        found = self.words.number.search(said)
        assert found, said
        return found[1]

    def case(self, number: str) -> None:
        """Look the case up among the applications and open it."""
        if f"/cases/{number}/" in self.page.url:
            self.page.reload()
            return
        self.open("/applications/")
        self.page.get_by_role("searchbox").fill(number)
        self.page.get_by_role("searchbox").press("Enter")
        self.page.get_by_role("main").get_by_role("link", name=number).click()
        expect(self.page.locator(".case-head")).to_contain_text(number)

    def act(self, act: str, *, tick: tuple[str, ...] = (), fill: dict[str, str] | None = None, **pick: str) -> None:
        """Open the form of an act, answer it, send it, confirm where asked; the page says that it is done.

        tick: labels of boxes; fill: field → text; the others: field → choice of radios or of a list."""
        box = self.page.locator(f"#act-{act}")
        if box.get_attribute("open") is None:
            box.locator("summary").first.click()
        for label in tick:
            box.get_by_role("checkbox", name=label).check()
        for name, value in pick.items():
            field = box.locator(f"[name={name}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                box.locator(f"input[name={name}][value='{value}']").check()
        for name, text in (fill or {}).items():
            box.locator(f"[name={name}]").fill(text)
        self.send(act)
        expect(self.page.get_by_role("status").filter(has_text=self.words.done)).to_be_visible()

    def send(self, act: str) -> None:
        """Send the form that is open, and say yes in the dialog of a grave act, which the page's script puts up."""
        self.page.wait_for_load_state("domcontentloaded")
        self.page.locator(f"#act-{act} form button:not([data-preview])").last.click()
        dialog = self.page.locator("dialog#confirm[open]")
        if dialog.count():
            dialog.locator("button[value=go]").click()

    def status(self) -> str:
        """What the case page says is legally so."""
        return self.page.locator(".case-head .status").inner_text().split("：")[-1].strip()

    def sees_work(self, number: str) -> bool:
        """Is the case among the open work of this person?"""
        self.open("/queue/")
        self.page.get_by_role("searchbox").first.fill(number)
        self.page.get_by_role("searchbox").first.press("Enter")
        self.page.wait_for_url("**q=**")
        return self.page.locator("tr[data-row]").filter(has_text=number).count() > 0

    def await_some(self, path: str, found: Locator) -> None:
        """Open the page again and again until it shows this: workers need a moment."""
        deadline = monotonic() + PATIENCE_SECONDS
        while True:
            self.open(path)
            if found.count() or monotonic() > deadline:
                break
            self.page.wait_for_timeout(500)
        expect(found.first).to_be_visible()

    def await_one(self, path: str, found: Locator) -> None:
        """The same, and there is one of it."""
        self.await_some(path, found)
        expect(found).to_have_count(1)

    def picture(self, path: Path) -> None:
        """The whole page as a file."""
        self.page.screenshot(path=path, full_page=True)
