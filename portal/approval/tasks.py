"""A worker goes on with the bulk grants that somebody left; beat asks each minute, the page at once."""

from celery import shared_task

from notifications.poke import Poker
from portal import moment
from portal.approval.bulk import carry_on_all

BUDGET_SECONDS = 10.0
WORTHLESS_AFTER_SECONDS = 60


@shared_task(name="portal.bulk", ignore_result=True)
def bulk_task() -> None:
    """Stops well before the worker's time limit; the next tick goes on."""
    carry_on_all(at=moment.now(), budget_seconds=BUDGET_SECONDS)


def _publish() -> None:
    bulk_task.apply_async(retry=False, ignore_result=True, expires=WORTHLESS_AFTER_SECONDS)


bulk_poker = Poker(_publish)
