"""The people of the scenarios with passwords, the suite's day at the web edge, and a browser without a screen for each."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from approvals.people import User
from portal import moment as edge
from tests.moments import moment
from tests.portal.desks import Desks


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    monkeypatch.setattr(edge, "now", moment)
    yield
    translation.deactivate()  # the language of the last page asked for stays else with the thread


@pytest.fixture
def visit(people: dict[str, User]) -> Callable[[str], Client]:
    """A client in which this person is signed in."""

    def signed_in(handle: str, **options: Any) -> Client:
        client = Client(**options)
        client.force_login(people[handle])
        return client

    return signed_in


@pytest.fixture
def now() -> datetime:
    return moment()


@pytest.fixture
def desks(db: None, monkeypatch: pytest.MonkeyPatch) -> Desks:
    """A bureau at work; the web edge's clock is `desks.at`."""
    made = Desks(moment())
    monkeypatch.setattr(edge, "now", lambda: made.at)
    return made
