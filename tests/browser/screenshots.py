"""`make screenshots`: the pictures of the README, taken from a demo of its own in the real browser."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.browser.find import FLAGS, ROOT, environment_for, find
from tests.browser.links import checked_document, enterprise_file, review_list, visit_to_record
from tests.browser.visitor import PHONE, Visitor
from tests.browser.walks import at_counter

FOLDER = ROOT / "docs" / "screenshots"
MOST_BYTES = 300 * 1024
READY = re.compile(r"ready.*(http://127\.0\.0\.1:\d+)   ")


@contextmanager
def demo(*before: str) -> Iterator[str]:
    """The address of a demo with data of its own; `before`: a command of manage.py that makes them."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "config.demo", "--port", "0", "--die-with-parent"]
        environment = {**os.environ, "LICENSING_DATA_DIR": data}
        if before:
            subprocess.run([sys.executable, "manage.py", *before], cwd=ROOT, env=environment, check=True)
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield next(found[1] for line in process.stdout if (found := READY.search(line)))
            finally:
                process.terminate()
                process.communicate()


def at(path: str) -> Callable[[Visitor], None]:
    """The page of this address."""

    def show(visitor: Visitor) -> None:
        visitor.open(path)

    return show


def queue(visitor: Visitor) -> None:
    """The open work."""
    visitor.open("/queue/")


def case(visitor: Visitor) -> None:
    """A case that waits for the decision, with one date explained."""
    visitor.open("/queue/")
    visitor.page.locator("tr[data-row]").filter(has_text="有储存设施").first.locator("a.open").click()
    visitor.page.locator("details.why summary").first.click()


def record(visitor: Visitor) -> None:
    """The record of a visit on a phone."""
    visit_to_record(visitor)
    visitor.page.set_viewport_size(PHONE)


def inbox(visitor: Visitor) -> None:
    """The messages, once the worker has delivered them."""
    visitor.await_some("/inbox/", visitor.page.locator("article"))


PICTURES: dict[str, tuple[str, Callable[[Visitor], None]]] = {
    "window_counter": ("clerk2", at_counter),
    "window_queue": ("clerk", queue),
    "review_list": ("reviewer", review_list),
    "visit_calendar": ("verifier_a", at("/visits/")),
    "visit_record": ("verifier_a", record),
    "case_page": ("chief", case),
    "enterprise_file": ("reviewer", enterprise_file),
    "check_page": ("reviewer", checked_document),
    "approval_queue": ("chief", at("/approval/")),
    "head_figures": ("head", at("/head/")),
    "monitor_dues": ("monitor", at("/dues/")),
    "applicant_lodging": ("applicant", at("/lodge/EM07-01/")),
    "applicant_inbox": ("applicant", inbox),
    "public_guide": ("", at("/matters/EM07-01/")),
}


def whole_year(visitor: Visitor) -> None:
    """All pictures of a year, down to the calendar of what fell due."""
    visitor.page.set_viewport_size({"width": 1440, "height": 2400})
    visitor.open("/figures/pictures/?year=2022")


A_YEAR = ("simulate", "--profile", "guangzhou-2022", "--scale", "0.01")
OF_THE_YEAR: dict[str, tuple[str, Callable[[Visitor], None]]] = {
    "year_pictures": ("head", whole_year),
    "year_figures": ("head", at("/figures/?since=2022-01-01&until=2022-12-31&by=item")),
    "year_report": ("monitor", at("/figures/yearly/?year=2022")),
}


def take(browser: Browser, address: str, pictures: dict[str, tuple[str, Callable[[Visitor], None]]]) -> None:
    """One picture each."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (handle, show) in pictures.items():
        with Visitor(browser, address, handle) as visitor:
            show(visitor)
            path = FOLDER / f"{name}.png"
            visitor.page.screenshot(path=path)
            assert path.stat().st_size <= MOST_BYTES, path


def main() -> int:
    """Start, look, stop."""
    found = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS), env=environment_for(found))
        with demo() as address:
            take(browser, address, PICTURES)
        with demo(*A_YEAR) as address:
            take(browser, address, OF_THE_YEAR)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
