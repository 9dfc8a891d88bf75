"""A process that dies at any statement, before or after it, or at a commit, leaves before or after, never between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import connection

from approvals.licences import Licence
from config import moment as clock
from config.integrity.run import check_rows
from tests.moments import SUITE_DAY, days_later, moment
from tests.supervision.conftest import Bureau
from workflow.acts import delegate, register_licence
from workflow.lifecycle import STATUSES
from workflow.sweep import sweep

MOST_POINTS = 60
COUNTED = (
    *("workflow_application", "workflow_ledgerentry", "workflow_registerentry", "workflow_clock", "workflow_pause"),
    *("workflow_material", "workflow_commitment", "workflow_opinion", "workflow_task", "workflow_process"),
    *("approvals_document", "approvals_decision", "approvals_licence", "approvals_ban", "approvals_delegation"),
    *("approvals_numberseries", "notifications_message"),
)
STATE = "SELECT " + ", ".join(
    [
        *(f"(SELECT count(*) FROM {name})" for name in COUNTED),
        *(f"(SELECT coalesce(sum(version), 0) FROM {name})" for name in ("workflow_application", "workflow_register")),
        "(SELECT coalesce(sum(version), 0) FROM approvals_licence)",
        "(SELECT coalesce(sum(last), 0) FROM approvals_numberseries)",
        *(f"(SELECT count(*) FROM workflow_application WHERE status = '{status}')" for status, _ in STATUSES),
        "(SELECT count(*) FROM approvals_licence WHERE status = 'valid')",
        "(SELECT count(*) FROM workflow_clock WHERE met_on IS NULL)",
        "(SELECT count(*) FROM workflow_task WHERE finished IS NULL)",
    ]
)


NOTHING: tuple[int, ...] = ()


class Killed(BaseException):
    """The process is gone: no `except Exception` holds it up."""


@dataclass
class Points:
    """The points a process passes, numbered; at number `fatal` it dies."""

    fatal: int = 0
    passed: list[str] = field(default_factory=list)

    def reach(self, what: str) -> None:
        self.passed.append(what)
        if len(self.passed) == self.fatal:
            connection.connection.close()  # as it goes with the process: PostgreSQL takes back what is not committed
            connection.closed_in_transaction = not connection.autocommit
            raise Killed(what)

    def statement(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        self.reach(f"before {sql[:40]}")
        result = execute(sql, *given)
        self.reach(f"after {sql[:40]}")
        return result


@contextmanager
def dying(points: Points, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every statement and every commit is a point."""
    real = connection._commit  # type: ignore[attr-defined]

    def commit() -> None:
        points.reach("before COMMIT")
        real()
        points.reach("after COMMIT")

    with monkeypatch.context() as patch, connection.execute_wrapper(points.statement):
        patch.setattr(connection, "_commit", commit)
        with suppress(Killed):
            yield
    if connection.connection is not None and connection.connection.closed:
        connection.connection, connection.closed_in_transaction = None, False
    connection.needs_rollback = False


def state() -> tuple[int, ...]:
    """How many rows there are of everything, and how many in which state."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return tuple(map(int, cursor.fetchone()))


def change(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(new - old for old, new in zip(before, after, strict=True))


def lodging(bureau: Bureau) -> Callable[[], object]:
    return lambda: bureau.lodge(moment(hour=9))


def accepting(bureau: Bureau) -> Callable[[], object]:
    key = bureau.lodge(moment(hour=9), "EM06-01", materials={"all-but": ["RULES"]}).pk
    return lambda: bureau.do("accept", key, by="clerk", at=moment(), commit_missing=["RULES"])


def granting(bureau: Bureau) -> Callable[[], object]:
    key = bureau.accepted(SUITE_DAY, "EM06-01")
    bureau.do("record_opinion", key, by="reviewer", at=moment(hour=11), opinion="grant")
    return lambda: bureau.do("grant", key, by="chief", at=moment(hour=12))


def silence(bureau: Bureau) -> Callable[[], object]:
    bureau.lodge(moment(hour=9))
    return lambda: sweep(at=days_later(30))


def expiry(bureau: Bureau) -> Callable[[], object]:
    holder = bureau.people["applicant"].applicant_id
    assert holder is not None
    until = date(2026, 9, 30)
    number = f"GZ-{Licence.objects.count()}"
    register_licence(
        at=moment(), number=number, item="EM06-01", holder=holder, valid_from=date(2023, 10, 1), valid_until=until
    )
    return lambda: sweep(at=days_later(30))


def delegating(bureau: Bureau) -> Callable[[], object]:
    given: dict[str, Any] = {"matters": "all", "grade": "deputy_director", "from_on": SUITE_DAY, "until_on": SUITE_DAY}
    to = bureau.account("deputy2")
    return lambda: delegate(by=bureau.account("deputy"), at=moment(), to=to, **given)


@pytest.mark.parametrize("prepare", [lodging, accepting, granting, silence, expiry, delegating])
def test_dying_at_any_point_leaves_before_or_after(
    prepare: Callable[[Bureau], Callable[[], object]], committed_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau, changes = Bureau(), set()
    for fatal in range(1, MOST_POINTS):
        service, before, points = prepare(bureau), state(), Points(fatal)
        with dying(points, monkeypatch):
            service()
        left = state()
        if left == before:
            service()  # whoever tries again succeeds
            assert state() != before
            changes.add(NOTHING)
        else:
            changes.add(change(before, left))
        if len(points.passed) < fatal:
            break
    assert len(points.passed) < MOST_POINTS - 1
    assert len(changes) == 2, "something between nothing and everything"
    assert NOTHING in changes
    undrained = {"delivery"}
    assert [each for each in check_rows(at=clock.now()) if each.check not in undrained] == []
