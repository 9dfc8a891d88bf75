"""Real beat, real worker, real Redis: due cases are found, whatever Redis did meanwhile."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from config import moment
from config.integrity.run import check_rows
from config.tasks import ONE_AT_A_TIME, tick_task
from tests.databases import Database
from tests.product import Product
from tests.runtime.processes import eventually
from tests.supervision.conftest import Bureau
from workflow.models import Application, Clock, LedgerEntry

LONG_AGO = timedelta(days=30)


def due_case(bureau: Bureau) -> int:
    """Lodged weeks ago by the wall clock, and nobody has said anything."""
    return int(bureau.lodge(moment.now() - LONG_AGO).pk)


def flagged(key: int) -> bool:
    """Accepted by silence, and every clock that is past its day has been looked at."""
    late = Clock.objects.filter(application_id=key, met_on=None, wake_on__lte=moment.now())
    return Application.objects.get(pk=key).status == "accepted" and not late.exists()


@pytest.mark.alone
def test_beat_and_worker_flag_what_is_due_and_catch_up_when_redis_is_back(
    product: Product, committed_database: Database
) -> None:
    bureau = Bureau()
    first = due_case(bureau)
    product.start_worker()
    product.start_beat()
    assert eventually(lambda: flagged(first))
    product.stop_redis()
    meanwhile = [due_case(bureau) for _ in range(5)]
    product.start_redis()
    assert eventually(lambda: all(flagged(key) for key in meanwhile))
    silences = LedgerEntry.objects.filter(act="deem_accepted").values_list("application_id", flat=True)
    assert sorted(silences) == [first, *meanwhile]
    product.kill("worker")
    product.kill("beat")
    assert [each for each in check_rows(at=moment.now()) if each.check != "delivery"] == []


def test_a_tick_leaves_the_work_to_the_one_that_is_under_way(committed_database: Database) -> None:
    key = due_case(Bureau())
    with psycopg.connect(committed_database.url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        tick_task()
        assert not flagged(key)
        other.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])  # else it goes a moment after the connection
    tick_task()
    assert flagged(key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [ONE_AT_A_TIME])
        assert cursor.fetchone() == (0,)
