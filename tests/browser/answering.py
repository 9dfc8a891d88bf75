"""Filling an application form in as somebody who reads it would: each question that is shown and required, by its kind."""

from playwright.sync_api import Locator, Page

OPEN = """rows => rows.filter(row => !row.hidden && ![...row.querySelectorAll('input, select, textarea')].some(
  box => box.type === 'radio' ? box.checked : box.value)).map(row => row.dataset.answer)"""
TYPED = {
    "number": ("12",),
    "date": ("2026-05-20",),
    "uscc": ("91360727MA38QC805G",),
    "phone": ("13800000000",),
    "email": ("office@example.cn",),
    "text": ("演示", "123456", "123456789012345", "https://example.cn/work"),
}


def fill_in(page: Page) -> None:
    """Answers until nothing that is required is open: an answer may call for further questions."""
    while codes := page.locator("[data-answer][data-required]").evaluate_all(OPEN):
        for code in codes:
            answer(page.locator(f"[data-answer='{code}']"))


def answer(row: Locator) -> None:
    """One question."""
    kind = row.get_attribute("data-kind") or ""
    if kind == "yes_no":
        row.locator("input[value=no]").check()
    elif kind == "choice":
        row.locator("select").select_option(index=1)
    else:
        box = row.locator("input, textarea")
        for text in TYPED.get(kind, TYPED["text"]):
            box.fill(text)
            if box.evaluate("box => box.checkValidity()"):
                break
