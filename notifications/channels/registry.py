"""The channels that the settings name. A channel that they do not name is not used, and its deliveries say so.

NOTIFICATION_CHANNELS = {"email": {"class": "notifications.channels.mail.MailChannel", "options": {"domain": …}}}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.channels.protocol import Channel
from notifications.errors import ChannelMisconfigured
from notifications.models import Channel as Name

OUTSIDE = frozenset({Name.EMAIL, Name.SMS, Name.WEBHOOK})


def channels_from_settings() -> dict[str, Channel]:
    """A new instance of every configured channel. Raises ChannelMisconfigured."""
    return {name: channel_from_settings(name) for name in settings.NOTIFICATION_CHANNELS}


def channel_from_settings(name: str) -> Channel:
    """A new instance of one configured channel. Raises ChannelMisconfigured."""
    configured: Mapping[str, Mapping[str, object]] = settings.NOTIFICATION_CHANNELS
    return _built(name, configured[name])


def _built(name: str, entry: Mapping[str, object]) -> Channel:
    if name not in OUTSIDE:
        raise ChannelMisconfigured(f"NOTIFICATION_CHANNELS: unknown channel {name!r}")
    try:
        factory = import_string(cast(str, entry["class"]))
        return cast(Channel, factory(**cast(dict[str, object], entry.get("options", {}))))
    except (ImportError, KeyError, TypeError) as error:
        raise ChannelMisconfigured(f"NOTIFICATION_CHANNELS[{name!r}]: {error}") from error
