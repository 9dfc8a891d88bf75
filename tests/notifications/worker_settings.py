"""The product's settings with e-mail to the server on loopback that the test names; for processes of their own."""

from __future__ import annotations

from config.settings import *  # noqa: F403

SITE_URL = "http://bureau.test"
SITE_NAME = {"zh-hans": "市应急管理局", "en": "Emergency Management Bureau"}
NOTIFICATION_CHANNELS = {
    "email": {"class": "notifications.channels.mail.MailChannel", "options": {"domain": "example.test"}},
}
