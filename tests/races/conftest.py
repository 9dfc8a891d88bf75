"""Rivals in processes of their own, and cases brought by acts to where they meet."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from approvals.people import User
from config.play.cast import assemble
from tests.databases import ROOT, Database
from tests.moments import moment
from workflow import acts
from workflow.models import Application

PROGRAM = "import django; django.setup(); from tests.races.rival import main; main()"
VISITED, PROMISED = "EM16-01", "QMS"  # a visit is required, and this material may be promised
PLAIN = "EM13-01"  # neither
Order = dict[str, Any]


class Rival:
    """One child process."""

    def __init__(self, database: Database) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={**database.environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def order(self, given: Order) -> None:
        """Tells it what to do; it comes back when it stands before its write."""
        self._write(json.dumps(given, default=lambda value: value.isoformat()))

    def hear(self) -> dict[str, Any]:
        """The next line it says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "a rival has died"
        return json.loads(line)

    def go(self) -> None:
        """Lets it write."""
        self._write("go")

    def dismiss(self) -> None:
        """Its orders end, and so does it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=90)
        self.process.stdout.close()

    def _write(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


class Arena:
    """A bureau in a database of its own, and rivals that meet there."""

    def __init__(self, rivals: list[Rival]) -> None:
        self.rivals = rivals
        self.people: dict[str, User] = assemble()
        self.round = 0

    def account(self, handle: str) -> int:
        return int(self.people[handle].pk)

    def perform(self, act: str, case: int, by: str, at: datetime | None = None, **arguments: Any) -> Order:
        """The order to do an act."""
        given = {"act": act, "application_id": case, "by": self.account(by), "at": at or moment(hour=15)}
        return {"door": "perform", "given": given | arguments}

    def race(self, *orders: Order, head_start: bool = True) -> list[dict[str, Any]]:
        """All have read and decided before the first writes.  Who is let go first changes from round to round; in every
        second round (unless that rival holds a lock the others need) he has written before the others are let go."""
        met = list(zip(self.rivals, orders, strict=False))
        for rival, order in met:
            rival.order(order)
        told = {id(rival): rival.hear() for rival, _ in met}
        first = self.round // 2 % len(met)
        standing = [rival for rival, _ in met[first:] + met[:first] if "stands" in told[id(rival)]]
        for number, rival in enumerate(standing):
            rival.go()
            if number == 0 and head_start and self.round % 2:
                told[id(rival)] = rival.hear()
        told |= {id(rival): rival.hear() for rival in standing if "stands" in told[id(rival)]}
        self.round += 1
        return [told[id(rival)] for rival, _ in met]

    def lodge(self, at: datetime | None = None, **given: Any) -> Application:
        arguments: dict[str, Any] = {"by": self.account("applicant"), "item": PLAIN, **given}
        return acts.lodge(at=at or moment(hour=9), **arguments)

    def do(self, act: str, case: int, by: str, at: datetime | None = None, **arguments: Any) -> None:
        acts.perform(act, case, by=self.account(by), at=at or moment(), **arguments)

    def accepted(self, **given: Any) -> int:
        case = int(self.lodge(**given).pk)
        self.do("accept", case, "clerk")
        return case

    def decidable(self, **given: Any) -> int:
        case = self.accepted(**given)
        self.do("record_opinion", case, "reviewer", opinion="grant")
        return case

    @property
    def verifiers(self) -> list[int]:
        return [self.account("verifier_a"), self.account("verifier_b")]


def deadlocks() -> int:
    """How often PostgreSQL had to end a deadlock in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@pytest.fixture
def arena(committed_database: Database) -> Iterator[Callable[[int], Arena]]:
    """Makes an arena with so many rivals; at the end they have gone, and there was no deadlock."""
    with ExitStack() as stack:

        def made(count: int) -> Arena:
            rivals = [Rival(committed_database) for _ in range(count)]
            for rival in rivals:
                stack.callback(rival.dismiss)
            return Arena(rivals)

        yield made
    assert deadlocks() == 0
