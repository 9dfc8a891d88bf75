"""What is asked of every page is found where it is wrong, also on a page that was right a moment ago."""

from playwright.sync_api import Browser

from tests.browser.looks import faults
from tests.browser.visitor import Visitor
from tests.product import Product

SPOILT = (
    ("document.querySelector('h1').style.color = '#e8e8e8'", "color-contrast"),
    ("document.querySelector('footer').style.color = '#e8e8e8'", "color-contrast"),
    ("document.querySelector('main').append(new Image(9, 9))", "image-alt"),
    ("document.querySelector('main').style.minWidth = '2000px'", "px too wide"),
)


def test_a_page_that_is_spoilt_is_found_out(browser: Browser, product: Product):
    with Visitor(browser, product.address) as visitor:
        for spoilt, fault in SPOILT:
            visitor.open("/matters/")
            assert faults(visitor) == []
            visitor.page.evaluate(spoilt)
            found = faults(visitor)
            assert found, spoilt
            assert all(fault in each for each in found), found
