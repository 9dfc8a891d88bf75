"""Servers, databases and the day for all tests. See stage.py, databases.py and moments.py beside this file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from tests import stage

# isort: split
from approvals.documents.sealing.development import ROOT, make_test_seals
from approvals.people import User
from config.play.cast import assemble
from config.throwaway import pointed_at
from tests.databases import Database, clone, drop
from tests.moments import moment
from tests.product import Product
from tests.signing import NAME, OFFICE, Signer

# how fast the machine is today says nothing of the code
hypothesis.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("suite")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is begun first, so that no worker waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave the servers; who leaves last stops them."""
    stage.SERVERS.close()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_use_migrations: bool
) -> Iterator[None]:
    """This worker's own database, a clone of the template, behind pytest-django's `db`."""
    with django_db_blocker.unblock():
        database = clone(migrations=django_db_use_migrations)
        with pointed_at(database.name):
            yield
        drop(database)


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """The cast, by handle."""
    return assemble()


@pytest.fixture
def cloned_database(django_db_use_migrations: bool, django_db_blocker: Any) -> Iterator[Database]:
    """A database of this test alone, for child processes: rivals, workers, servers."""
    with django_db_blocker.unblock():
        database = clone(migrations=django_db_use_migrations)
    yield database
    drop(database)


@pytest.fixture
def committed_database(cloned_database: Database, django_db_blocker: Any) -> Iterator[Database]:
    """The same, and Django's connections of this process go there: what is written is committed and others see it."""
    with django_db_blocker.unblock(), pointed_at(cloned_database.name):
        yield cloned_database


@pytest.fixture
def product(tmp_path: Path, cloned_database: Database) -> Iterator[Product]:
    """The running system, in processes, on a database of this test alone."""
    with Product(data=tmp_path, database=cloned_database) as running:
        yield running


@pytest.fixture(scope="session")
def seal_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Test seals of the cast's office, made once."""
    folder = tmp_path_factory.mktemp("signer") / "seals"
    make_test_seals(folder, office_code=OFFICE, name=NAME, at=moment())
    return folder


@pytest.fixture
def signer(settings: Any, seal_folder: Path, tmp_path: Path) -> Signer:
    """This process may seal; its files are the test's alone."""
    settings.LICENSING_SEAL_DIR, settings.LICENSING_SEAL_ROOTS = str(seal_folder), seal_folder / ROOT
    settings.MEDIA_ROOT = tmp_path / "files"
    return Signer(seal_folder)


@pytest.fixture(scope="session")
def today_at_ten() -> datetime:
    """The suite's day, ten in the morning."""
    return moment()
