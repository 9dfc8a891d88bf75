"""Does the outbox live? Each finding is a sentence with the row it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from notifications.models import Delivery, DeliveryState, Heartbeat, Message, Undelivered

TWO_SWEEPS = timedelta(minutes=2)
HEARTBEAT_STALE_AFTER = timedelta(seconds=90)
QUARANTINE_SEEN_WITHIN = timedelta(days=3)
SHOWN_AT_MOST = 20


def findings(*, at: datetime) -> list[str]:
    """What is not as a living outbox has it at that instant; empty when all is well."""
    return [*_unexpanded(at), *_waiting(at), *_unattended(at), *_without_rows()]


def beat(*, name: str, at: datetime) -> None:
    """Note that a worker ran something that had come through the queue; an older beat never replaces a newer one."""
    Heartbeat.objects.get_or_create(name=name, defaults={"beaten_at": at})
    Heartbeat.objects.filter(name=name, beaten_at__lt=at).update(beaten_at=at)


def stale_heartbeats(*, at: datetime) -> list[str]:
    """Names of queues whose workers have not beaten for ninety seconds."""
    stale = Heartbeat.objects.filter(beaten_at__lt=at - HEARTBEAT_STALE_AFTER).order_by("name")
    return list(stale.values_list("name", flat=True))


def _unexpanded(at: datetime) -> Iterator[str]:
    late = Message.objects.filter(expanded_at__isnull=True, created_at__lt=at - TWO_SWEEPS).order_by("id")
    for key in late.values_list("id", flat=True)[:SHOWN_AT_MOST]:
        yield f"message {key}: not expanded since {TWO_SWEEPS}"


def _waiting(at: datetime) -> Iterator[str]:
    late = Delivery.objects.filter(state=DeliveryState.PENDING, next_attempt_at__lt=at - TWO_SWEEPS)
    for key, lease in late.order_by("id").values_list("id", "lease")[:SHOWN_AT_MOST]:
        yield f"delivery {key}: {'lease ended' if lease else 'due'} more than {TWO_SWEEPS} ago and not attempted"


def _unattended(at: datetime) -> Iterator[str]:
    late = Undelivered.objects.filter(closed_at__isnull=True, created_at__lt=at - QUARANTINE_SEEN_WITHIN)
    for key in late.order_by("id").values_list("id", flat=True)[:SHOWN_AT_MOST]:
        yield f"undelivered {key}: nobody has told the person by other means"


def _without_rows() -> Iterator[str]:
    for key in _expanded_to_nothing().values_list("id", flat=True)[:SHOWN_AT_MOST]:
        yield f"message {key}: expanded, but without any delivery"


def _expanded_to_nothing() -> QuerySet[Message]:
    expanded = Message.objects.filter(expanded_at__isnull=False, quarantine_reason="")
    return expanded.filter(deliveries__isnull=True).order_by("id")
