"""What a worker does each minute."""

from celery import shared_task
from django.db import connection

from config import moment
from config.clockwork import tick

ONE_AT_A_TIME = 7_305_121
SOFT_LIMIT, LIMIT = 90, 100  # seconds, below the broker's visibility timeout


@shared_task(name="config.tick", soft_time_limit=SOFT_LIMIT, time_limit=LIMIT)
def tick_task() -> None:
    """Do what is due now.  Interrupted, it has done a part, and the next tick does the rest.

    The lock only spares a second worker the same search: two ticks at once find and write what one would."""
    if not _ask("pg_try_advisory_lock"):
        return
    try:
        tick(at=moment.now())
    finally:
        _ask("pg_advisory_unlock")


def _ask(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])
