"""The demo's mail sink takes a message and its page shows it."""

import smtplib
from email.message import EmailMessage

from playwright.sync_api import Page

from tests.product import Product


def test_a_message_can_be_looked_at_and_its_markup_does_nothing(page: Page, product: Product):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "window@example.org", "wang@example.org", "受理通知书"
    message.set_content("您的申请已受理。<script>document.title = 'broken'</script>")
    with smtplib.SMTP(*product.smtp) as client:
        client.send_message(message)
    page.goto(f"{product.address}/demo/mail")
    page.get_by_role("link", name="受理通知书").click()
    assert page.get_by_text("您的申请已受理。").is_visible()
    assert page.title() == "演示邮件"
    assert page.get_by_text("wang@example.org").is_visible()
