"""What workers do with documents.  The rows are in the database; no task has an argument."""

from celery import shared_task
from django.utils import timezone

from notifications.poke import Poker
from workflow.papers.making import make_due
from workflow.papers.sealing import seal_due

BUDGET_SECONDS = 6.0
WORTHLESS_AFTER_SECONDS = 60


@shared_task(name="workflow.make_documents", ignore_result=True)
def make_documents_task() -> None:
    """Render what waits, and wake the signer; stops well before the worker's time limit, the next tick goes on."""
    worked = make_due(at=timezone.now(), budget_seconds=BUDGET_SECONDS)
    if worked.done:
        signer.poke()
    if worked.more:
        makers.poke()


@shared_task(name="workflow.seal_documents", ignore_result=True)
def seal_documents_task() -> None:
    """Seal what is rendered.  On a queue of its own: only the signer has the keys."""
    if seal_due(at=timezone.now(), budget_seconds=BUDGET_SECONDS).more:
        signer.poke()


def _wake_makers() -> None:
    make_documents_task.apply_async(retry=False, ignore_result=True, expires=WORTHLESS_AFTER_SECONDS)


def _wake_signer() -> None:
    seal_documents_task.apply_async(retry=False, ignore_result=True, expires=WORTHLESS_AFTER_SECONDS)


makers, signer = Poker(_wake_makers), Poker(_wake_signer)
