"""Rows as they travel: model instances out of JSON arrays, and back into JSON objects.  No law, no SQL of its own."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import models

type_codec = Callable[[Any], Any]


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _codec(field: models.Field) -> type_codec | None:
    if isinstance(field, models.DateTimeField):
        return _instant
    return _date if isinstance(field, models.DateField) else None


class Table:
    """How one model's rows are read from JSON arrays and written as JSON objects."""

    def __init__(self, model: type[models.Model], names: Sequence[str] = ()) -> None:
        fields = [f for f in model._meta.concrete_fields if not names or f.attname in names]
        self.model, self.name = model, model._meta.db_table
        self.attributes = [f.attname for f in fields]
        self.columns = [str(f.column) for f in fields]
        self._codecs = [_codec(f) for f in fields]
        self.without_id = [name for name in self.attributes if name != "id"]

    def read(self, values: Sequence[Any]) -> Any:
        """The instance that these JSON values describe."""
        plain = [value if codec is None else codec(value) for codec, value in zip(self._codecs, values, strict=True)]
        return self.model.from_db("default", self.attributes, plain)

    def select(self, alias: str) -> str:
        """SQL of a JSON array of one row's columns."""
        return f"json_build_array({','.join(f'{alias}.{column}' for column in self.columns)})"

    def snapshot(self, instance: models.Model) -> tuple[Any, ...]:
        """What the row holds now, to be compared later."""
        held = instance.__dict__
        return tuple(list(v) if isinstance(v, list) else v for v in map(held.get, self.attributes))

    def plain(self, instance: models.Model) -> dict[str, Any]:
        """The row as a JSON object, dates as text."""
        held = instance.__dict__
        return {name: jsonable(held.get(name)) for name in self.attributes}


def jsonable(value: Any) -> Any:
    """Dates and instants as ISO text, tuples and sets as lists; anything else as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return [jsonable(each) for each in value]
    return value


@cache
def table(model: type[models.Model]) -> Table:
    return Table(model)


def changed(rows: Iterable[tuple[models.Model, tuple[Any, ...]]]) -> dict[type[models.Model], list[dict[str, Any]]]:
    """Of rows with their earlier snapshots, those that differ now, by model."""
    found: dict[type[models.Model], list[dict[str, Any]]] = {}
    for instance, before in rows:
        shape = table(type(instance))
        if shape.snapshot(instance) != before:
            found.setdefault(type(instance), []).append(shape.plain(instance))
    return found
