"""A hand on the keyboard and none on the mouse: Tab, arrows, space, Enter, and what is typed."""

from playwright.sync_api import expect

from tests.browser.answering import TYPED
from tests.browser.visitor import Visitor

FARTHEST = 250  # presses of the Tab key
HAS_FOCUS = "selector => document.activeElement.matches(selector)"
# what a reader of a form sees of the field he is in
FIELD = """() => { const field = document.activeElement, row = field.closest('[data-answer]');
  return {name: field.name || '', value: field.value || '', kind: row?.dataset.kind || '', tag: field.tagName,
    open: Boolean(row) && 'required' in row.dataset && (field.type === 'radio' ?
      ![...row.querySelectorAll('input')].some(box => box.checked) : !field.value)}; }"""


class Keys:
    """Somebody's keyboard."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.keys = visitor, visitor.page, visitor.page.keyboard

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys.press(key)

    def at(self, selector: str) -> bool:
        return bool(self.page.evaluate(HAS_FOCUS, selector))

    def reach(self, selector: str) -> None:
        """Tab until this has the focus."""
        for _ in range(FARTHEST):
            self.press("Tab")
            if self.at(selector):
                return
        raise AssertionError(f"{selector} cannot be reached by keyboard on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        """Into this field, in place of what is there."""
        self.reach(selector)
        self.press("Control+a")
        self.keys.type(text)

    def choose(self, name: str, value: str) -> None:
        """One of the choices of this name."""
        self.reach(f"input[name='{name}']")
        for _ in range(9):
            if self.at(f"[value='{value}']"):
                break
            self.press("ArrowDown")
        if not self.at(":checked"):
            self.press("Space")
        assert self.at(f"[name='{name}'][value='{value}']:checked"), name

    def push(self, selector: str) -> None:
        """A button or a link, once it has been reached."""
        self.reach(selector)
        self.press("Enter")

    def fill_in(self, until: str) -> None:
        """Answers every question that is required on the way to this button, and presses it."""
        for _ in range(FARTHEST):
            self.press("Tab")
            if self.at(until):
                self.press("Enter")
                return
            field = self.page.evaluate(FIELD)
            if field["name"].startswith("m-"):  # a material: the first answer is that it is handed in
                self.press("Space")
            elif field["open"]:
                self._answer(field)
        raise AssertionError(f"{until} cannot be reached by keyboard on {self.page.url}")

    def _answer(self, field: dict[str, str]) -> None:
        if field["kind"] == "yes_no" or field["tag"] == "SELECT":
            self.press("ArrowDown")
        elif field["kind"] == "date":
            self.press(*["ArrowUp", "ArrowRight"] * 3)  # some day; in which order its parts stand, the browser decides
        else:
            for text in TYPED.get(field["kind"], TYPED["text"]):
                self.press("Control+a")
                self.keys.type(text)
                if self.page.evaluate("document.activeElement.checkValidity()"):
                    return

    def to_case(self, number: str) -> None:
        """From the queue, by the search and the keys of the list."""
        self.visitor.open("/queue/")
        self.press("/")
        self.keys.type(number)
        self.press("Enter")
        self.page.wait_for_url("**q=**")
        self.page.wait_for_load_state()
        self.press("j", "Enter")
        expect(self.page.locator(".case-head")).to_contain_text(number)

    def act(self, act: str) -> None:
        """Opens the form of an act and sends it as it is."""
        if self.page.locator(f"#act-{act}").get_attribute("open") is None:
            self.push(f"#act-{act} > summary")
        self.push(f"#act-{act} form button")
        if self.page.locator("dialog#confirm[open]").count():
            self.press("Enter")
        expect(self.page.get_by_role("status").filter(has_text="已办理")).to_be_visible()
