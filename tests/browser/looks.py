"""What must hold of every page that is open in the browser, whoever looks and however wide the window is."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visitor import PHONE, WIDE, Visitor

HEAVIEST = 300 * 1024
AXE = Axe()
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
# what bears letters, one of each look: all that a style sheet can tell it by, from the letters up to the page, as a number;
# of other attributes than these their names, and whether they are as a rule's selector asks.  Rows are told apart by their
# number only where they are striped.
LOOKS = """() => {
  const said = new Set(['class', 'style', 'type', 'aria-disabled', 'aria-hidden']);
  const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).map(rule => rule.cssText).join(' ');
  const asked = [...new Set(rules.match(/\\[[a-z][^\\]]*\\]/g) ?? [])];
  const marks = element => [...element.attributes].map(each => said.has(each.name) ? `${each.name}=${each.value}` : each.name)
    .sort().concat(asked.filter(each => element.matches(each))).join(' ');
  const place = element => {
    const inside = [...(element.parentElement?.children ?? [element])], at = inside.indexOf(element);
    return `${at === 0} ${at === inside.length - 1} ${element.closest('[class*=striped]') ? at % 2 : ''}`;
  };
  const number = text => {
    let [high, low] = [0xdeadbeef, 0x41c6ce57];
    for (const letter of text) {
      high = Math.imul(high ^ letter.codePointAt(), 2654435761);
      low = Math.imul(low ^ letter.codePointAt(), 1597334677);
    }
    return 4294967296 * (2097151 & (high ^ high >>> 16)) + ((low ^ low >>> 13) >>> 0);
  };
  const numbers = new Map(), sign = element => {
    if (!element) return number([...document.styleSheets].map(each => each.href).join(' '));
    if (!numbers.has(element))
      numbers.set(element, number(`${sign(element.parentElement)} ${element.localName} ${marks(element)} ${place(element)}`));
    return numbers.get(element);
  };
  const lettered = element => element.matches('input:not([type=hidden]), select, textarea, button')
    || [...element.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
  window.looks = new Map([...document.body.querySelectorAll('*')].filter(lettered).map(each => [sign(each), each]));
  return [...window.looks.keys()];
}"""
CONTRAST, ONCE = "color-contrast", "typeof axe === 'undefined'"
# resultTypes: what is kept is told at length, which takes half of the time; preload: of what is read beforehand rules ask for
# sound and films only.  A rule's selector says which elements it is asked of.
ASK = f"""async ([looks, whole]) => {{
  const asked = looks.map(each => window.looks.get(each)), name = 'data-asked';
  axe.configure({{rules: [{{id: '{CONTRAST}', selector: `[${{name}}]`}}]}});
  asked.forEach(each => each.setAttribute(name, ''));
  const rules = whole ? {{rules: {{'{CONTRAST}': {{enabled: asked.length > 0}}}}}} : {{runOnly: ['{CONTRAST}']}};
  const brief = {{resultTypes: ['violations'], preload: {{assets: ['media']}}}};
  const found = await axe.run(whole ? document : {{include: asked}}, {{...rules, ...brief}});
  asked.forEach(each => each.removeAttribute(name));
  return found.violations;
}}"""
FAULTLESS: set[tuple[str, int]] = set()
LEGIBLE: set[tuple[str, int]] = set()
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
    """What axe finds.  A structure in which it found nothing at this width is not asked about again, and no look (the
    contrast of letters, which takes most of its time) that was legible."""
    known = page.evaluate(STRUCTURE), width
    looks = {(each, width) for each in page.evaluate(LOOKS)} - LEGIBLE
    if known in FAULTLESS and not looks:
        return []
    if page.evaluate(ONCE):
        page.evaluate(AXE.axe_script)
    broken = page.evaluate(ASK, [[look for look, _width in looks], known not in FAULTLESS])
    pale = [rule for rule in broken if rule["id"] == CONTRAST]
    if not pale:
        LEGIBLE.update(looks)
    if len(broken) == len(pale):
        FAULTLESS.add(known)
    return [f"{rule['id']}: {'; '.join(' '.join(node['target']) for node in rule['nodes'][:3])}" for rule in broken]
