"""What the database itself must forbid: triggers, their functions, constraints and indexes, as the code declares them.

The declared constraints are made once more on empty temporary tables of the same columns, so that both sides are read
as PostgreSQL writes them; the tables go with the transaction that is taken back."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from approvals.guards import (
    ACCOUNTS_STAY,
    BANS_STAY,
    DOCUMENTS_STAY,
    EDITIONS_STAY,
    FILE_IS_KNOWN,
    FORMS_STAY,
    SEALED_STAYS,
    SERVICE_STAYS,
)
from approvals.guards import SOUND_ROWS as SOUND_APPROVALS
from config.integrity.findings import Finding, Scope
from supervision.after_guards import AFTERCARE_STAYS
from supervision.guards import (
    CARDS_STAY,
    ORDERS_STAY,
    PUBLICATIONS_STAY,
    RULED_BY_ANOTHER,
    STATEMENTS_STAY,
    TICKETS_STAY,
)
from workflow.guards import APPEND_ONLY, OVERTAKEN, SOUND_ROWS, STATUS_NEEDS_LEDGER
from workflow.models.catalogue import IMMUTABLE_SQL
from workflow.rare_rows import RARE_ROWS
from workflow.steps import IDS

APPS = ("notifications", "approvals", "workflow", "supervision")
DECLARED = (
    *(STATUS_NEEDS_LEDGER, APPEND_ONLY, IMMUTABLE_SQL, CARDS_STAY, FORMS_STAY, SEALED_STAYS, SERVICE_STAYS),
    *(EDITIONS_STAY, BANS_STAY, RULED_BY_ANOTHER, ORDERS_STAY, STATEMENTS_STAY, PUBLICATIONS_STAY, TICKETS_STAY),
    *(AFTERCARE_STAYS, RARE_ROWS, DOCUMENTS_STAY, FILE_IS_KNOWN, OVERTAKEN),
    *(SOUND_ROWS, SOUND_APPROVALS, ACCOUNTS_STAY),
)
FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\([^)]*\) RETURNS .*?AS \$\$(.*?)\$\$", re.S)
TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) (?P<when>BEFORE|AFTER) (?P<events>.+?) ON (?:\w+\.)?(?P<table>\w+)"
    r" FOR EACH (?P<level>ROW|STATEMENT)(?P<only> WHEN \(.+?\))? EXECUTE FUNCTION (?P<function>\w+)\(\)"
)
CONDITION = re.compile(r"old\.\w+|'\w+'|<>|=")  # what PostgreSQL leaves of a WHEN as it was written
Guard = tuple[str, str, frozenset[str], str, str, str]
TRIGGERS = """SELECT pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"""
FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
CONSTRAINTS = """SELECT conname, pg_get_constraintdef(oid) || CASE WHEN convalidated THEN '' ELSE ' not valid' END
 FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'u')"""
INDEXES = """SELECT c.relname, regexp_replace(pg_get_indexdef(c.oid), ' ON \\S+ USING', ' USING')
 || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = %s::regclass AND i.indisunique"""
UNIQUE_COLUMNS = """SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
 WHERE i.indrelid = %s::regclass AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL"""
STEP = "SELECT seqincrement FROM pg_sequence WHERE seqrelid = 'workflow_task_id_seq'::regclass"


def check_guards(scope: Scope) -> Iterator[Finding]:
    """Nothing that the code declares is missing, switched off or worded otherwise."""
    if not scope.everything:
        return
    yield from _triggers()
    yield from _functions()
    for model in (model for label in APPS for model in apps.get_app_config(label).get_models()):
        yield from _constraints(model)
        yield from _unique_columns(model)
    ((step,),) = _rows(STEP)
    if step != IDS:
        yield Finding("guard", "workflow_task", "workflow_task_id_seq", None, f"increment {step}, declared {IDS}")


def _rows(sql: str, parameters: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _parsed(text: str) -> dict[tuple[str, str], Guard]:
    found = {}
    for match in TRIGGER.finditer(" ".join(text.split())):
        events = frozenset(event.strip() for event in match["events"].split(" OR "))
        only = " ".join(CONDITION.findall((match["only"] or "").lower()))
        guard = (match["name"], match["when"], events, match["level"], match["function"], only)
        found[match["table"], match["name"]] = guard
    return found


def declared_triggers() -> dict[tuple[str, str], Guard]:
    """The triggers that the code puts into the database, by table and name."""
    return {key: guard for sql in DECLARED for key, guard in _parsed(sql).items()}


def _triggers() -> Iterator[Finding]:
    there: dict[tuple[str, str], Guard] = {}
    for definition, enabled in _rows(TRIGGERS):
        if enabled in ("O", "A"):
            there |= _parsed(definition)
    for (table, name), guard in declared_triggers().items():
        if there.get((table, name)) != guard:
            differs = "missing, switched off or otherwise declared"
            yield Finding("guard", table, name, None, f"trigger {name}: {differs}")


def _functions() -> Iterator[Finding]:
    there = dict(_rows(FUNCTIONS))
    for sql in DECLARED:
        for name, body in FUNCTION.findall(sql):
            if there.get(name) != body:
                yield Finding("guard", "pg_proc", name, None, f"function {name}(): missing or otherwise worded")


def _constraints(model: type[models.Model]) -> Iterator[Finding]:
    table = model._meta.db_table
    if not model._meta.constraints:
        return
    there = _defined(table)
    try:
        declared = _declared(model)
    except DatabaseError as error:
        yield Finding("guard", table, None, None, f"cannot be compared: {error}")
        return
    for constraint in model._meta.constraints:
        if there.get(constraint.name) != declared[constraint.name]:
            differs = f"{there.get(constraint.name, 'missing')}, declared {declared[constraint.name]}"
            yield Finding("guard", table, constraint.name, None, f"constraint {constraint.name}: {differs}")


def _defined(table: str) -> dict[str, str]:
    return dict(_rows(INDEXES, [table])) | dict(_rows(CONSTRAINTS, [table]))


def _declared(model: type[models.Model]) -> dict[str, str]:
    """The definitions on an empty table that hides the real one until it is taken back."""
    table = model._meta.db_table
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMPORARY TABLE "{table}" (LIKE "{table}") ON COMMIT DROP')
            with connection.schema_editor(atomic=False, collect_sql=True) as editor:
                statements = [constraint.create_sql(model, editor) for constraint in model._meta.constraints]
            for statement in statements:
                cursor.execute(str(statement))
        found = _defined(f"pg_temp.{table}")
        transaction.set_rollback(True)
    return found


def _unique_columns(model: type[models.Model]) -> Iterator[Finding]:
    table = model._meta.db_table
    there = {column for (column,) in _rows(UNIQUE_COLUMNS, [table])}
    for field in model._meta.local_concrete_fields:
        if field.unique and field.column not in there:
            yield Finding("guard", table, field.column, None, f"column {field.column} is not unique")
