"""Readers of environment variables; a value that cannot be read is an error that names the variable."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FLAGS = {**dict.fromkeys(("1", "true", "yes", "on"), True), **dict.fromkeys(("0", "false", "no", "off", ""), False)}


def flag(variable: str) -> bool:
    """A yes or no, `no` where it is not set."""
    value = os.environ.get(variable, "").strip().lower()
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{variable}={value!r}: 请填 1 或 0 / use 1 or 0")
    return FLAGS[value]


def words(variable: str, default: str = "") -> list[str]:
    """A comma-separated list without empty words."""
    return [word.strip() for word in os.environ.get(variable, default).split(",") if word.strip()]


def email_settings() -> dict[str, object]:
    """Django's EMAIL_ settings from EMAIL_URL, or from EMAIL_HOST and EMAIL_PORT."""
    url = os.environ.get("EMAIL_URL", "")
    if not url:
        return {
            "EMAIL_HOST": os.environ.get("EMAIL_HOST", "localhost"),
            "EMAIL_PORT": int(os.environ.get("EMAIL_PORT", "25")),
            "EMAIL_TIMEOUT": 10,
        }
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL: 形如 smtp://user:password@host:port?tls=1 / must look like that")
    options = parse_qs(parts.query)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": options.get("tls") == ["1"],
        "EMAIL_USE_SSL": options.get("ssl") == ["1"],
        "EMAIL_TIMEOUT": 10,
    }


def notification_channels(*, site_url: str, data: Path) -> dict[str, dict[str, object]]:
    """The channels that leave the house: e-mail and SMS always, the work group where WEBHOOK_URL says so."""
    mail = {"domain": urlsplit(site_url).hostname or "localhost"}
    sms: dict[str, object] = {"signature": os.environ.get("SMS_SIGNATURE", "行政许可")}
    if not os.environ.get("SMS_CHANNEL"):
        sms["path"] = str(data / "sms.jsonl")
    channels: dict[str, dict[str, object]] = {
        "email": {"class": "notifications.channels.mail.MailChannel", "options": mail},
        "sms": {"class": os.environ.get("SMS_CHANNEL") or "notifications.channels.sms.FileSms", "options": sms},
    }
    if url := os.environ.get("WEBHOOK_URL"):
        name = "WeComChannel" if flag("WECOM") else "WebhookChannel"
        options = {"url": url, "site_url": site_url, "secret": os.environ.get("WEBHOOK_SECRET", "")}
        channels["webhook"] = {"class": f"notifications.channels.webhook.{name}", "options": options}
    return channels
