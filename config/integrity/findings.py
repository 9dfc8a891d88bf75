"""What a check answers with, and how it reads: in batches, by plain SQL, whatever the size of the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not so: which check, the row (table and key), the application's number, and what differs."""

    check: str
    table: str
    row: int | str | None
    application: str | None
    differs: str

    def __str__(self) -> str:
        return f"{self.check}: {self.table} {self.row} ({self.application or '-'}): {self.differs}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything, or one application."""

    application: int | None = None

    def of(self, column: str) -> str:
        """The SQL condition on this column, a key of applications."""
        return "TRUE" if self.application is None else f"{column} = {int(self.application)}"

    @property
    def everything(self) -> bool:
        return self.application is None


@dataclass(frozen=True, slots=True)
class Rule:
    """A check that one statement answers: rows (key, application number, what differs) of what is not so.

    `{scope}` in the statement stands for the condition on `a.id`."""

    check: str
    table: str
    sql: str

    def findings(self, scope: Scope) -> Iterator[Finding]:
        for row, number, differs in stream(self.sql.replace("{scope}", scope.of("a.id"))):
            yield Finding(self.check, self.table, row, number, differs)


def stream(sql: str, parameters: dict[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, fetched batch by batch through a server-side cursor."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(BATCH):
            yield from rows
