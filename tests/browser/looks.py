"""What must hold of every page that is open in the browser, whoever looks and however wide the window is."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visitor import PHONE, WIDE, Visitor

HEAVIEST = 300 * 1024
AXE = Axe()
UNFOLD = "document.querySelectorAll('details').forEach(box => { box.removeAttribute('name'); box.open = true; })"
WEIGHT = """performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(visitor: Visitor) -> list[str]:
    """What is wrong with the page now open, at both widths; its folded parts are unfolded."""
    page = visitor.page
    where = f"{visitor.handle or 'visitor'} {page.url.removeprefix(visitor.address)}"
    found = [f"{where}: {page.evaluate(WEIGHT) // 1024} KiB"] if page.evaluate(WEIGHT) > HEAVIEST else []
    page.evaluate(UNFOLD)
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.evaluate(DRAWN)
        found += [f"{where} at {size['width']} px: {fault}" for fault in (*_layout(page), *_access(page))]
    page.set_viewport_size(WIDE)
    return found


def _layout(page: Page) -> list[str]:
    over = page.evaluate(TOO_WIDE)
    return [f"{over} px too wide"] if over > 0 else []


def _access(page: Page) -> list[str]:
    broken = AXE.run(page).response["violations"]
    return [f"{rule['id']}: {'; '.join(' '.join(node['target']) for node in rule['nodes'][:3])}" for rule in broken]
