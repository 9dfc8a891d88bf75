"""A person's inbox: his messages in his language, newest first, paged by key; and the channels he chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from notifications.composition import compose
from notifications.errors import TextError
from notifications.kinds import Text
from notifications.models import Channel, ChannelChoice, Message

COUNTED_AT_MOST = 200
INCOMPLETE_SUBJECT = _("一条消息正在核对")
INCOMPLETE_BODY = _("这条消息的内容不完整，工作人员正在核对，并将以其他方式告知您。")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an inbox. `link` is a path of this site, or empty."""

    message_id: int
    kind: str
    subject: str
    body: str
    link: str
    created_at: datetime
    is_read: bool


def inbox(*, user_id: int, before_id: int | None = None, limit: int = 20, language: str | None = None) -> list[Entry]:
    """The messages older than `before_id`, newest first, in `language` (that now active where none is given)."""
    messages = Message.objects.filter(recipient_id=user_id).order_by("-id")
    if before_id is not None:
        messages = messages.filter(id__lt=before_id)
    chosen = language or translation.get_language() or "zh-hans"
    return [_entry(message, chosen) for message in messages[:limit]]


def unread_count(*, user_id: int) -> int:
    """How many of the newest two hundred messages are unread."""
    newest = Message.objects.filter(recipient_id=user_id).order_by("-id").values_list("read_at", flat=True)
    return sum(read_at is None for read_at in newest[:COUNTED_AT_MOST])


def mark_read(*, user_id: int, message_id: int, at: datetime) -> bool:
    """Note the first reading; False when there is no such unread message of this person."""
    mine = Message.objects.filter(id=message_id, recipient_id=user_id, read_at__isnull=True)
    return bool(mine.update(read_at=at))


def mark_all_read(*, user_id: int, up_to_id: int, at: datetime) -> int:
    """Note the reading of everything up to the newest message the person has seen; returns how many."""
    return Message.objects.filter(recipient_id=user_id, id__lte=up_to_id, read_at__isnull=True).update(read_at=at)


def choose(*, user_id: int, channel: Channel, enabled: bool) -> None:
    """Switch a channel on or off for a person; the inbox cannot be switched off (ValueError)."""
    if channel == Channel.IN_APP:
        raise ValueError("the inbox cannot be switched off")
    ChannelChoice.objects.update_or_create(user_id=user_id, channel=channel, defaults={"enabled": enabled})


def choices_of(*, user_id: int) -> Mapping[str, bool]:
    """What the person chose, by channel; a channel without a choice follows the kind of message."""
    return dict(ChannelChoice.objects.filter(user_id=user_id).values_list("channel", "enabled"))


def _entry(message: Message, language: str) -> Entry:
    text, link = _text(message, language)
    return Entry(
        message_id=message.pk,
        kind=message.kind,
        subject=text.subject,
        body=text.body,
        link=link,
        created_at=message.created_at,
        is_read=message.read_at is not None,
    )


def _text(message: Message, language: str) -> tuple[Text, str]:
    try:
        return compose(message, language=language), message.link
    except TextError:
        with translation.override(language):
            return Text(str(INCOMPLETE_SUBJECT), str(INCOMPLETE_BODY)), ""
