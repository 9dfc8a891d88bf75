"""How the store's statements go to PostgreSQL: few texts, often, so each is read once and kept prepared.  No law.

One cursor a connection serves them all, under Django's own wrapper (its errors, its log).  Django's cursors are made anew
for each statement, and the driver reads the placeholders of a long text each time: a third of what an act costs in Python."""

import re
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import RawCursor
from psycopg.types.json import Jsonb, set_json_loads

from workflow.rows import jsonable

_NAMED = re.compile(r"%\((\w+)\)s")
_own = threading.local()


def as_jsonb(value: Any) -> Jsonb:
    """A value to be sent as jsonb: dates and instants as ISO text, tuples and sets as lists."""
    return Jsonb(value, _dumped)


def _dumped(value: Any) -> bytes:
    return orjson.dumps(value, jsonable)


@lru_cache(maxsize=1024)
def _numbered(text: str) -> tuple[bytes, tuple[str, ...]]:
    """The text with numbers for its placeholders, as PostgreSQL wants it, and their names in that order."""
    names = tuple(dict.fromkeys(_NAMED.findall(text)))
    numbered = _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", text).replace("%%", "%")
    return numbered.encode(), names


class _Cursor(RawCursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Cursor":
        text, names = _numbered(query)
        return super().execute(text, [_text(params[name]) for name in names], **options)


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, Jsonb) else str(value)


def first_row(text: str, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The first row that the statement returns.  What it is given goes as text; the statement says what it is."""
    database: Any = connections[DEFAULT_DB_ALIAS]  # once: the proxy `connection` asks for it with every attribute
    database.ensure_connection()
    cursor = getattr(_own, "cursor", None)
    if cursor is None or cursor.connection is not database.connection:
        cursor = _own.cursor = _Cursor(database.connection)
        set_json_loads(orjson.loads, cursor)
    wrapped = (database.make_debug_cursor if database.queries_logged else database.make_cursor)(cursor)
    wrapped.execute(text, given)
    row: tuple[Any, ...] | None = cursor.fetchone()
    return row
