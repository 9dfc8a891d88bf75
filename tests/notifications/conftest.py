"""English texts compiled, a mail server that plays a part, and people to be told."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import trans_real

from tests.notifications.sink import Sink


@pytest.fixture(scope="session", autouse=True)
def _english_texts() -> None:
    call_command("compile_texts", verbosity=0)
    gettext._translations.clear()  # type: ignore[attr-defined]
    trans_real._translations.clear()  # type: ignore[attr-defined]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as running:
        yield running


@pytest.fixture
def mail(sink: Sink, settings: Any) -> Sink:
    """E-mail as the only channel beside the inbox, going to the sink."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = sink.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    settings.DEFAULT_FROM_EMAIL = "bureau@example.test"
    settings.SITE_URL = "http://bureau.test"
    settings.SITE_NAME = {"zh-hans": "市应急管理局", "en": "Emergency Management Bureau"}
    settings.NOTIFICATION_CHANNELS = {
        "email": {"class": "notifications.channels.mail.MailChannel", "options": {"domain": "example.test"}},
    }
    return sink
