"""From one message to one delivery a channel: what the kind asks for, what the person chose, what is configured."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from notifications.channels.protocol import Channel as Sender
from notifications.composition import compose
from notifications.errors import TextError
from notifications.kinds import Kind, kind_of
from notifications.models import (
    Channel,
    ChannelChoice,
    Delivery,
    DeliveryState,
    Message,
    Undelivered,
    UndeliveredReason,
)
from notifications.recipients import person_of

logger = logging.getLogger(__name__)

SWITCHED_OFF, NO_ADDRESS, NOT_CONFIGURED = "switched_off", "no_address", "not_configured"

Choices = Mapping[tuple[int, str], bool]


@dataclass(frozen=True, slots=True)
class Expanded:
    """How many messages were looked at, and how many of them were set aside because their text cannot be made."""

    messages: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class _Plan:
    choices: Choices
    senders: Mapping[str, Sender]
    at: datetime

    def choice(self, message: Message, name: Channel, *, default: bool) -> bool:
        return self.choices.get((message.recipient_id, name), default)


def expand(*, at: datetime, limit: int, senders: Mapping[str, Sender]) -> Expanded:
    """Turn up to `limit` new messages into deliveries, all or none; what another worker holds is passed over."""
    with transaction.atomic():
        messages = list(
            Message.objects.filter(expanded_at__isnull=True)
            .select_related("recipient")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("id")[:limit]
        )
        if not messages:
            return Expanded(0, 0)
        plan = _Plan(choices=_choices(messages), senders=senders, at=at)
        broken = [message for message in messages if not _is_sound(message)]
        sound = [message for message in messages if not message.quarantine_reason]
        Delivery.objects.bulk_create(
            [row for message in sound for row in deliveries_of(message, plan)], ignore_conflicts=True
        )
        _set_aside(broken, at)
        Message.objects.filter(id__in=[message.id for message in messages]).update(expanded_at=at)
    return Expanded(len(messages), len(broken))


def deliveries_of(message: Message, plan: _Plan) -> list[Delivery]:
    """One row for every channel that the kind goes out on or the person asked for."""
    kind = kind_of(message.kind)
    return [
        _delivery(message, kind, name, plan)
        for name in Channel
        if name in kind.channels or plan.choice(message, name, default=False)
    ]


def _delivery(message: Message, kind: Kind, name: Channel, plan: _Plan) -> Delivery:
    if name == Channel.IN_APP:
        return Delivery(message=message, channel=name, state=DeliveryState.SENT, sent_at=plan.at)
    if not kind.compulsory(name) and not plan.choice(message, name, default=True):
        return _skipped(message, name, SWITCHED_OFF)
    if name not in plan.senders:
        return _skipped(message, name, NOT_CONFIGURED)
    sender = plan.senders[name]
    address = sender.address_of(person_of(message.recipient))
    if not address:
        return _skipped(message, name, NO_ADDRESS)
    return Delivery(message=message, channel=name, address=sender.masked(address)[:254], next_attempt_at=plan.at)


def _skipped(message: Message, name: Channel, reason: str) -> Delivery:
    return Delivery(message=message, channel=name, state=DeliveryState.SKIPPED, reason=reason)


def _choices(messages: Iterable[Message]) -> dict[tuple[int, str], bool]:
    recipients = {message.recipient_id for message in messages}
    rows = ChannelChoice.objects.filter(user_id__in=recipients).values_list("user_id", "channel", "enabled")
    return {(user_id, channel): enabled for user_id, channel, enabled in rows}


def _is_sound(message: Message) -> bool:
    """Whether the text can be made whole; the reason why not is put on the message."""
    try:
        compose(message, language=message.recipient.language)
    except TextError as error:
        message.quarantine_reason = f"{error.code}: {error}"
        logger.error("message %s is set aside: %s", message.pk, error.code)
        return False
    return True


def _set_aside(broken: list[Message], at: datetime) -> None:
    Message.objects.bulk_update(broken, ["quarantine_reason"])
    Undelivered.objects.bulk_create(
        [Undelivered(message=message, reason=UndeliveredReason.TEXT, created_at=at) for message in broken],
        ignore_conflicts=True,
    )
