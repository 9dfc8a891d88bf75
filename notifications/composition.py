"""The text of one message, as the inbox and the channels show it."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from notifications.errors import BadParameter
from notifications.kinds import Text, render
from notifications.models import Channel, Message
from notifications.wording import fill, shown

GREETING = _("{name}：")
LOOK = _("请登录系统查看：{address}")
CLOSING = _("本邮件由系统自动发送，请勿直接回复。")


def compose(message: Message, *, language: str) -> Text:
    """Subject and body in that language. Raises UnknownKind, MissingParameter or BadParameter."""
    check_link(message.link)
    if not isinstance(message.params, dict):
        raise BadParameter("params")
    return render(code=message.kind, params=message.params, language=language)


def check_link(link: str) -> None:
    """A link is empty or a path of this site. Raises BadParameter."""
    if link and (not link.startswith("/") or link.startswith(("//", "/\\")) or not link.isprintable() or " " in link):
        raise BadParameter(f"link: {link!r}")


def compose_for(message: Message, channel: str) -> Text:
    """The text as that channel carries it, in the recipient's language; e-mail has greeting, link and sender."""
    language = message.recipient.language
    text = compose(message, language=language)
    if channel != Channel.EMAIL:
        return text
    with translation.override(language):
        parts = [text.body]
        if message.recipient.display_name:
            parts.insert(0, fill(GREETING, {"name": message.recipient.display_name}))
        if message.link:
            parts.append(fill(LOOK, {"address": settings.SITE_URL.rstrip("/") + message.link}))
        parts.append(f"{shown('site', settings.SITE_NAME)}\n{CLOSING}")
    return Text(subject=text.subject, body="\n\n".join(parts) + "\n")
