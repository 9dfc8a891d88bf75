"""Real beat, real workers, real Redis: what goes through the queues arrives, whatever is killed meanwhile."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from config.celery import QUEUES
from tests.databases import Database
from tests.product import Product
from tests.runtime.processes import eventually

pytestmark = pytest.mark.alone


def beating(database: Database) -> Callable[[], bool]:
    """Whether every queue's workers have beaten since this was made."""
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    since = row[0]

    def beaten() -> bool:
        with psycopg.connect(database.url) as connection:
            rows = connection.execute("SELECT name FROM notifications_heartbeat WHERE beaten_at > %s", [since])
            return {name for (name,) in rows} == set(QUEUES)

    return beaten


def test_every_queue_is_worked_off_though_redis_worker_and_signer_are_killed(
    product: Product, cloned_database: Database, seal_folder: Path
):
    def start() -> None:
        product.start_worker()
        product.start_signer(seal_folder)

    start()
    product.start_beat()
    assert eventually(beating(cloned_database))
    product.stop_redis()
    product.start_redis()
    assert eventually(beating(cloned_database))
    product.kill("worker")
    product.kill("signer")
    start()
    assert eventually(beating(cloned_database))
