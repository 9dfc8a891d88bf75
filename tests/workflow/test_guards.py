"""What the database forbids whoever asks: a status without its ledger entry, and any change to what only grows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.moments import SUITE_DAY, moment
from tests.supervision.conftest import Bureau
from workflow.acts import delegate
from workflow.errors import Refusal
from workflow.models import Application

Forbidden = Callable[..., str]


@pytest.fixture
def accepted(db: None) -> int:
    """A case with two ledger entries, an entry in a register and a refused attempt."""
    bureau = Bureau()
    key = bureau.accepted(SUITE_DAY)
    with pytest.raises(Refusal):
        bureau.do("grant", key, by="reviewer", at=moment(hour=11))
    delegate(
        by=bureau.account("deputy"),
        at=moment(hour=12),
        matters="all",
        to=bureau.account("deputy2"),
        from_on=SUITE_DAY,
        until_on=SUITE_DAY,
        grade="deputy_director",
    )
    return key


def forbidden(sql: str, *given: Any) -> str:
    """What the database says to this statement."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)
    assert isinstance(error.value, IntegrityError)
    return str(error.value)


def test_a_bare_update_of_a_status_raises(accepted: int) -> None:
    said = forbidden("UPDATE workflow_application SET status = 'terminated' WHERE id = %s", accepted)
    assert "without a ledger entry" in said
    assert Application.objects.get(pk=accepted).status == "accepted"


def test_a_status_with_a_raised_version_and_no_entry_raises(accepted: int) -> None:
    assert "without a ledger entry" in forbidden(
        "UPDATE workflow_application SET status = 'terminated', version = version + 1 WHERE id = %s", accepted
    )


def test_a_status_whose_entry_says_otherwise_raises(accepted: int) -> None:
    assert "without a ledger entry" in forbidden(
        """WITH entry AS (INSERT INTO workflow_ledgerentry (application_id, seq, act, authority, at, from_status, to_status,
         inputs, prev_hash, hash) SELECT id, version + 1, 'x', '', now(), status, 'granted', '{}', '', '' FROM
         workflow_application WHERE id = %s RETURNING application_id, seq)
        UPDATE workflow_application a SET status = 'terminated', version = e.seq FROM entry e WHERE a.id = e.application_id""",
        accepted,
    )


def test_an_application_that_nobody_lodged_cannot_be_written(accepted: int) -> None:
    columns = ",".join(
        str(f.column) for f in Application._meta.concrete_fields if f.name not in ("id", "number", "process")
    )
    assert "without a ledger entry" in forbidden(
        f"INSERT INTO workflow_application (id, number, {columns}) SELECT 999999, 'X', {columns} "
        "FROM workflow_application WHERE id = %s",
        accepted,
    )


@pytest.mark.parametrize("day", ["accepted_on", "decided_on"])
def test_a_status_has_its_day(day: str, accepted: int) -> None:
    status = "accepted" if day == "accepted_on" else "granted"
    said = forbidden(
        f"""WITH entry AS (INSERT INTO workflow_ledgerentry (application_id, seq, act, authority, at, from_status, to_status,
         inputs, prev_hash, hash) SELECT id, version + 1, 'x', '', now(), status, '{status}', '{{}}', '', '' FROM
         workflow_application WHERE id = %s RETURNING application_id, seq)
        UPDATE workflow_application a SET status = '{status}', version = e.seq, {day} = NULL FROM entry e
         WHERE a.id = e.application_id""",
        accepted,
    )
    assert f"is {status} on no day" in said


def test_the_day_of_a_status_cannot_be_taken_away(accepted: int) -> None:
    assert "on no day" in forbidden("UPDATE workflow_application SET accepted_on = NULL WHERE id = %s", accepted)


def test_an_application_cannot_go(accepted: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "workflow_ledgerentry" in forbidden("DELETE FROM workflow_application WHERE id = %s", accepted)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'set_aside'",
        "state = 'sealed'",
        "state = 'sealed', sealed_at = now(), content = '{}', key = gen_random_uuid(), code = 'c', sha256 = 'x', size = 0",
        "state = 'sealed', sealed_at = now(), content = '{}', key = NULL, code = 'c', sha256 = 'x', size = 1, pages = 1",
    ],
)
def test_a_file_says_what_it_is_or_why_it_is_set_aside(change: str, accepted: int) -> None:
    one = "(SELECT min(document_id) FROM approvals_documentfile WHERE application_id = %s)"
    said = forbidden(f"UPDATE approvals_documentfile SET {change} WHERE document_id = {one}", accepted)
    assert "does not say what or why" in said


@pytest.mark.parametrize("change", ["DELETE FROM approvals_document", "TRUNCATE approvals_document CASCADE"])
def test_no_document_goes(change: str, accepted: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "it only grows" in forbidden(change)


def test_what_is_no_status_may_be_written_by_the_guarded_statement_alone(accepted: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workflow_application SET status = status WHERE id = %s", [accepted])
        assert cursor.rowcount == 1


@pytest.mark.parametrize("table", ["workflow_ledgerentry", "workflow_registerentry", "workflow_refusedattempt"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET act = 'x'", "DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET act = 'x' WHERE FALSE"]
)
def test_what_only_grows_is_neither_changed_nor_deleted(table: str, change: str, accepted: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what the fixture wrote forbids TRUNCATE first
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0
    assert "it only grows" in forbidden(change.format(table))


def test_a_version_of_the_catalogue_is_immutable(accepted: int) -> None:
    assert "is immutable" in forbidden("UPDATE workflow_itemversion SET content = '{}'")
    assert "is immutable" in forbidden("DELETE FROM workflow_itemversion WHERE NOT is_current OR is_current")
