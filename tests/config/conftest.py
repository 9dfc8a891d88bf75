"""A bureau after a few stories, in a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from config.play.cast import assemble
from config.play.player import play
from config.play.reader import read
from config.throwaway import pointed_at
from tests.databases import clone, drop

STORIES = Path(__file__).parent.parent / "law"
TOWN = ("34-cards", "22-tolerance-kept", "17-extension")


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_use_migrations: bool, django_db_blocker: Any) -> Iterator[None]:
    """An open case with cards, one carried out on a commitment, one extended; registers of licences and of cards."""
    with django_db_blocker.unblock():
        database = clone(migrations=django_db_use_migrations)
        with pointed_at(database.name):
            assemble()
            for name in TOWN:
                assert play(read(STORIES / f"{name}.yaml")) is None
            yield
        drop(database)


@pytest.fixture
def tampering(town: None, django_db_blocker: Any) -> Iterator[Any]:
    """Runs SQL as somebody who has switched triggers and foreign keys off; all of it is taken back after the test."""

    def run(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
            cursor.execute("SET LOCAL session_replication_role = origin")
            return rows

    with django_db_blocker.unblock(), _taken_back():
        yield run


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
