"""The browser is real and the web answers it."""

from playwright.sync_api import Page

from tests.product import Product


def test_the_browser_draws_a_page(page: Page, tmp_path):
    page.set_content("<h1>行政许可</h1>")
    assert page.get_by_role("heading").inner_text() == "行政许可"
    assert page.screenshot(path=tmp_path / "page.png").startswith(b"\x89PNG")


def test_the_web_says_that_it_is_well(page: Page, product: Product):
    answer = page.goto(f"{product.address}/healthz")
    assert answer is not None
    assert answer.json() == {"database": "up"}
