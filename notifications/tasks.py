"""What workers run. No argument ever holds personal data: the rows are in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from notifications.health import beat
from notifications.outbox import drain

BUDGET_SECONDS = 6.0


@shared_task(name="notifications.drain", ignore_result=True)
def drain_task() -> None:
    """Expand and send what is due now; stops well before the worker's time limit, the next tick goes on."""
    drain(at=timezone.now(), budget_seconds=BUDGET_SECONDS)


@shared_task(name="notifications.heartbeat", ignore_result=True)
def heartbeat_task(name: str) -> None:
    """Show that the workers of that queue live: it came through the queue and reached the database."""
    beat(name=name, at=timezone.now())
