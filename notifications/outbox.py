"""The outbox: acts write messages in their own statement, and a drain tells the people.

Any number of workers may drain at once and any of them may die at any point: a message is expanded once, a delivery is
claimed by one worker at a time, and what was claimed and not answered for is claimed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection

from notifications.channels.protocol import Channel as Sender
from notifications.channels.registry import channel_from_settings, channels_from_settings
from notifications.dispatch import attempt, claim
from notifications.errors import InsideTransaction
from notifications.expansion import Expanded, expand
from notifications.models import DeliveryState

EXPAND_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did. `put_off` were tried and wait for another attempt; `more` says that work is left."""

    expanded: int = 0
    quarantined: int = 0
    sent: int = 0
    put_off: int = 0
    failed: int = 0
    given_up: int = 0
    more: bool = False


@dataclass(slots=True)
class _Running:
    """The drain's own time: `at` and what has passed since, so that leases are right however long it takes."""

    at: datetime
    started: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds())

    def seconds(self) -> float:
        return monotonic() - self.started


def drain(
    *, at: datetime, limit: int = 500, budget_seconds: float | None = None, inside_transaction: bool = False
) -> Drained:
    """Expand up to `limit` new messages and make up to `limit` attempts, for `budget_seconds` at most.

    `inside_transaction=True` is for rehearsals that are taken back and whose channels reach nobody; otherwise a
    surrounding transaction is an error, because it could take back the record of what was sent.
    Raises InsideTransaction, ChannelMisconfigured.
    """
    if connection.in_atomic_block and not inside_transaction:
        raise InsideTransaction("a drain is not for a transaction that may be taken back")
    running = _Running(at)
    senders = channels_from_settings()
    try:
        expanded, unexpanded = _expand_all(running, limit, senders)
        outcomes, unsent = _send_due(running, limit, senders, budget_seconds)
    finally:
        for sender in senders.values():
            sender.close()
    return Drained(
        expanded=expanded.messages,
        quarantined=expanded.quarantined + outcomes[DeliveryState.QUARANTINED],
        sent=outcomes[DeliveryState.SENT],
        put_off=outcomes[DeliveryState.PENDING],
        failed=outcomes[DeliveryState.FAILED],
        given_up=outcomes[DeliveryState.GIVEN_UP],
        more=unexpanded or unsent,
    )


def _expand_all(running: _Running, limit: int, senders: Mapping[str, Sender]) -> tuple[Expanded, bool]:
    """Expand in portions; the second value says that the limit came before the end."""
    messages = quarantined = 0
    while messages < limit:
        asked = min(EXPAND_AT_ONCE, limit - messages)
        portion = expand(at=running.at, limit=asked, senders=senders)
        messages += portion.messages
        quarantined += portion.quarantined
        if portion.messages < asked:
            return Expanded(messages, quarantined), False
    return Expanded(messages, quarantined), True


def _send_due(
    running: _Running, limit: int, senders: dict[str, Sender], budget_seconds: float | None
) -> tuple[Counter[DeliveryState], bool]:
    """Attempt what is due; a channel found unreachable is not asked again in this drain."""
    outcomes: Counter[DeliveryState] = Counter()
    down: dict[str, str] = {}
    while outcomes.total() < limit and (budget_seconds is None or running.seconds() < budget_seconds):
        delivery = claim(now=running.now())
        if delivery is None:
            return outcomes, False
        name = delivery.channel
        ended = attempt(delivery=delivery, sender=senders.get(name), down=down.get(name, ""), now=running.now())
        outcomes[ended.state] += 1
        if ended.unreachable:
            down[name] = ended.unreachable
        if ended.overran:
            senders[name] = channel_from_settings(name)
    return outcomes, True
