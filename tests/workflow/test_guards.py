"""What the database forbids whoever asks: a status without its ledger entry, and any change to what only grows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from approvals.decisions import Decision
from approvals.licence_editions import LicenceEdition
from tests.moments import SUITE_DAY, moment
from tests.supervision.conftest import Bureau
from workflow.acts import delegate
from workflow.errors import Refusal
from workflow.models import Application, Clock, Pause, Visit

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


@pytest.mark.parametrize("change", ["DELETE FROM approvals_user", "TRUNCATE approvals_user CASCADE"])
def test_no_account_goes(change: str, accepted: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "it only grows" in forbidden(change)


# rows as they may be written; the same with what may not be, and what the database says to it
DAYS = {"opened_on": SUITE_DAY, "planned_days": 5, "planned_end": SUITE_DAY + timedelta(days=7)}
IDENTIFIER = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S"
SOUND: dict[type[Model], dict[str, Any]] = {
    Clock: {"kind": "notice", "trigger_on": SUITE_DAY, "length": 0, "due_on": SUITE_DAY, "calendar_version": 1},
    Pause: {"procedure": "inspection", "holds": "both", "legal_basis": "行政许可法 第45条", **DAYS},
    Visit: {"booked_for": moment(hour=10), "mode": "site", "officials": [1, 2]},
    Decision: {"kind": "refuse", "deemed": True, "authority": "", "decided_on": SUITE_DAY, "grounds": "不符合条件"},
    LicenceEdition: {
        "edition": 999, "identifier": IDENTIFIER, "cause": "corrected", "number": "X", "valid_from": SUITE_DAY,
        "from_on": SUITE_DAY, "reason": "更正", "made_at": moment(hour=10),
    },
}  # fmt: skip
UNSOUND: list[tuple[type[Model], dict[str, Any], str]] = [
    (Clock, {"length": -1}, "runs backwards"),
    (Clock, {"extension": -1}, "runs backwards"),
    (Pause, {"legal_basis": ""}, "has no basis, or ends before it begins"),
    (Pause, {"ended_on": SUITE_DAY - timedelta(days=1)}, "has no basis, or ends before it begins"),
    (Pause, {"planned_end": SUITE_DAY - timedelta(days=1)}, "has no basis, or ends before it begins"),
    (Visit, {"officials": [1, 1]}, "is not by two officials"),
    (Visit, {"officials": [1]}, "is not by two officials"),
    (Visit, {"officials": []}, "is not by two officials"),
    (Visit, {"officials": [1, 2, 3]}, "is not by two officials"),
    (Decision, {"grounds": ""}, "has no grounds, or nobody took it"),
    (Decision, {"deemed": False}, "has no grounds, or nobody took it"),
    (LicenceEdition, {"edition": 0}, "is no edition"),
    (LicenceEdition, {"edition": 1000}, "is no edition"),
    (LicenceEdition, {"reason": ""}, "does not say why"),
    (LicenceEdition, {"identifier": IDENTIFIER.replace("W", "w")}, "has no identifier"),
]


@pytest.mark.parametrize(("model", "change", "said"), UNSOUND)
def test_no_row_is_unsound(model: type[Model], change: dict[str, Any], said: str, accepted: int) -> None:
    of = {"licence_id": accepted} if model is LicenceEdition else {"application_id": accepted}
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        model._default_manager.create(**of, **{**SOUND[model], **change})
    with transaction.atomic():
        written = model._default_manager.create(**of, **SOUND[model])
        if model is not LicenceEdition:  # editions are never changed at all
            with pytest.raises(IntegrityError, match=said), transaction.atomic():
                model._default_manager.filter(pk=written.pk).update(**change)
        transaction.set_rollback(True)


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
