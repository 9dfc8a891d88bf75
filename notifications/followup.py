"""The human side: who was not reached, told by other means or sent to again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from notifications.errors import AlreadyClosed, GroundsMissing
from notifications.models import Delivery, DeliveryState, Message, Undelivered


def open_tasks() -> QuerySet[Undelivered]:
    """The tasks nobody has closed, oldest first."""
    tasks = Undelivered.objects.filter(closed_at__isnull=True).order_by("id")
    return tasks.select_related("message__recipient", "delivery")


def close(*, undelivered_id: int, by_id: int, note: str, at: datetime) -> None:
    """The person was told by other means; the note says how. Raises GroundsMissing, AlreadyClosed."""
    if not note.strip():
        raise GroundsMissing("note")
    still_open = Undelivered.objects.filter(id=undelivered_id, closed_at__isnull=True)
    if not still_open.update(closed_at=at, closed_by_id=by_id, note=note.strip()):
        raise AlreadyClosed(str(undelivered_id))


def send_again(*, undelivered_id: int, by_id: int, note: str, at: datetime) -> None:
    """The cause is gone: close the task and give the delivery, or the whole message, a new 72 hours."""
    with transaction.atomic():
        close(undelivered_id=undelivered_id, by_id=by_id, note=note, at=at)
        task = Undelivered.objects.get(id=undelivered_id)
        if task.delivery_id is None:
            Message.objects.filter(id=task.message_id).update(expanded_at=None, quarantine_reason="")
            return
        Delivery.objects.filter(id=task.delivery_id).exclude(state=DeliveryState.SENT).update(
            state=DeliveryState.PENDING, next_attempt_at=at, first_attempt_at=None, attempts=0, crashes=0, lease=None
        )
