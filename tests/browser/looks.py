"""What must hold of every page that is open in the browser, whoever looks and however wide the window is."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visitor import PHONE, WIDE, Visitor

HEAVIEST = 300 * 1024
AXE = Axe()
BROKEN_RULES_ONLY = {"resultTypes": ["violations"]}  # what is kept is told at length; this halves the time
UNFOLD = "document.querySelectorAll('details').forEach(box => { box.removeAttribute('name'); box.open = true; })"
WEIGHT = """performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
# the page without its words: which elements stand in which, with which attributes; alike neighbours count once
STRUCTURE = """() => {
  const said = new Set(['class', 'role', 'type', 'lang', 'scope', 'aria-hidden', 'aria-current', 'aria-disabled', 'tabindex']);
  const marks = element => [...element.attributes]
    .map(each => said.has(each.name) ? `${each.name}=${each.value}` : each.name + (each.value.trim() ? '' : '='))
    .sort().join(' ');
  const words = node => node.nodeType === Node.TEXT_NODE ? (node.data.trim() ? ['#'] : [])
    : node.nodeType === Node.ELEMENT_NODE ? [sign(node)] : [];
  const sign = element => {
    const inside = [...element.childNodes].flatMap(words);
    return `<${element.localName} ${marks(element)}>${inside.filter((each, n) => each !== inside[n - 1]).join('')}</>`;
  };
  return sign(document.documentElement);
}"""
FAULTLESS: set[tuple[str, int]] = set()
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
        found += [f"{where} at {size['width']} px: {fault}" for fault in (*_layout(page), *_access(page, size['width']))]
    page.set_viewport_size(WIDE)
    return found


def _layout(page: Page) -> list[str]:
    over = page.evaluate(TOO_WIDE)
    return [f"{over} px too wide"] if over > 0 else []


def _access(page: Page, width: int) -> list[str]:
    """What axe finds; a structure in which it found nothing at this width is not asked about again."""
    known = page.evaluate(STRUCTURE), width
    if known in FAULTLESS:
        return []
    broken = AXE.run(page, options=BROKEN_RULES_ONLY).response["violations"]
    if not broken:
        FAULTLESS.add(known)
    return [f"{rule['id']}: {'; '.join(' '.join(node['target']) for node in rule['nodes'][:3])}" for rule in broken]
