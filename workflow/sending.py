"""How the store's statements go to PostgreSQL: few texts, often, so each is read once and kept prepared.  No law.

Outside transactions they go straight through libpq, as psycopg wraps it: each is prepared once a connection.  In a
transaction, or where somebody watches (Django's log, its wrappers), one cursor a connection serves them all under Django's
own wrapper.  psycopg's way of a statement, and Django's around it, cost Python a sixth of an act."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg import Connection, OperationalError, RawCursor, errors, pq
from psycopg import Error as PsycopgError
from psycopg.adapt import Transformer
from psycopg.types.json import set_json_loads

from workflow.rows import jsonable, taking

MOST = 100  # statements that a connection keeps prepared, as many as psycopg does: each is a plan in the server's memory
_NAMED = re.compile(r"%\((\w+)\)s")
_IDLE, _ROWS, _DONE = pq.TransactionStatus.IDLE, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK
_GONE = b"26000"  # invalid_sql_statement_name
_own = threading.local()


def as_jsonb(value: Any) -> bytes:
    """A value to be sent as jsonb: dates and instants as ISO text, tuples and sets as lists."""
    return orjson.dumps(value, jsonable)


@lru_cache(maxsize=1024)
def _numbered(text: str) -> tuple[bytes, Callable[[Mapping[str, Any]], Sequence[Any]]]:
    """The text with numbers for its placeholders, as PostgreSQL wants it, and what takes their values in that order."""
    names = tuple(dict.fromkeys(_NAMED.findall(text)))
    numbered = _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", text).replace("%%", "%")
    return numbered.encode(), taking(names)


class _Cursor(RawCursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Cursor":
        text, values = _numbered(query)
        sent = [v if v is None else v.decode() if isinstance(v, bytes) else str(v) for v in values(params)]
        return super().execute(text, sent, **options)


class _Line:
    """A connection as the store uses it: a cursor, and the statements prepared on it."""

    def __init__(self, connection: Connection[Any]) -> None:
        self.connection, self.pg = connection, connection.pgconn
        self.cursor = _Cursor(connection)
        set_json_loads(orjson.loads, self.cursor)
        self.loading = Transformer(self.cursor)
        self.names: dict[bytes, bytes] = {}
        self.prepared = 0

    def first_row(self, text: str, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
        numbered, values = _numbered(text)
        sent: list[Any] = [v if v is None or v.__class__ is bytes else str(v).encode() for v in values(given)]
        result = self.pg.exec_prepared(self._name(numbered), sent)
        if result.status != _ROWS and result.error_field(pq.DiagnosticField.SQLSTATE) == _GONE:
            self.names.clear()  # psycopg lets all prepared statements go after a rollback
            result = self.pg.exec_prepared(self._name(numbered), sent)
        if result.status != _ROWS:
            raise self._error(result)
        if not result.ntuples:
            return None
        self.loading.set_pgresult(result)
        row: tuple[Any, ...] = self.loading.load_row(0, tuple)
        return row

    def _name(self, numbered: bytes) -> bytes:
        name = self.names.get(numbered)
        if name is None:
            if len(self.names) == MOST:
                self.pg.close_prepared(self.names.pop(next(iter(self.names))))
            self.prepared += 1
            name = b"store_%d" % self.prepared
            result = self.pg.prepare(name, numbered)
            if result.status != _DONE:
                raise self._error(result)
            self.names[numbered] = name
        return name

    def _error(self, result: pq.abc.PGresult) -> Exception:
        if self.pg.status == pq.ConnStatus.BAD:
            return OperationalError(result.get_error_message())
        return errors.error_from_result(result)


def first_row(text: str, given: Mapping[str, Any], *, savepoint: bool = False) -> tuple[Any, ...] | None:
    """The first row that the statement returns.  What it is given goes as text; the statement says what it is.

    savepoint: an error takes back what this statement did, and the transaction in which it stands goes on."""
    database: Any = connections[DEFAULT_DB_ALIAS]  # once: the proxy `connection` asks for it with every attribute
    if database.connection is None:
        database.ensure_connection()
    line = getattr(_own, "line", None)
    if line is None or line.connection is not database.connection:
        line = _own.line = _Line(database.connection)
    # autocommit, too: psycopg begins a transaction with its first statement, and that may be this one
    alone = database.autocommit and line.pg.transaction_status == _IDLE
    if not alone or database.queries_logged or database.execute_wrappers:
        with transaction.atomic() if savepoint and database.in_atomic_block else nullcontext():
            wrapped = (database.make_debug_cursor if database.queries_logged else database.make_cursor)(line.cursor)
            wrapped.execute(text, given)
            return line.cursor.fetchone()
    try:
        return line.first_row(text, given)
    except PsycopgError:
        with database.wrap_database_errors:  # as Django's own
            raise
