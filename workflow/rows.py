"""Rows as they travel: model instances out of JSON objects, and back into them.  No law, no SQL of its own."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from itertools import compress, repeat
from operator import is_not, itemgetter, ne
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.base import ModelState

type_codec = Callable[[str], Any]
Pair = tuple[dict[str, Any], dict[str, Any]]  # what a row holds now, and what it held before


def _codec(field: models.Field) -> type_codec | None:
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat
    return date.fromisoformat if isinstance(field, models.DateField) else None


class _Stored(ModelState):
    adding, db = False, "default"


def taking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """What takes the values of these names out of a mapping, in this order."""
    if len(names) > 1:
        return itemgetter(*names)
    return (lambda given: (given[names[0]],)) if names else lambda given: ()


class Table:
    """How one model's rows are read from JSON objects and written as such.  `names`: only these columns."""

    def __init__(self, model: type[models.Model], names: Sequence[str] = ()) -> None:
        fields = [f for f in model._meta.concrete_fields if not names or f.attname in names]
        self.model, self.name, self.whole = model, model._meta.db_table, not names
        self.columns = [str(f.column) for f in fields]
        self._types = {str(f.column): str(f.db_type(connection)) for f in fields}
        self._make = partial(model.__new__, model)
        self.values = taking(self.columns)  # of a row's __dict__: its columns in their order
        defaults = {f.attname: f.default if f.has_default() else None for f in fields}
        self._fixed = {name: default for name, default in defaults.items() if not callable(default)}
        self._made = [(name, default) for name, default in defaults.items() if callable(default)]
        self._codecs = [(f.attname, codec) for f in fields if (codec := _codec(f)) is not None]
        self._coded = taking([name for name, _ in self._codecs])

    def read(self, row: dict[str, Any]) -> Any:
        """The instance that this JSON object describes: what `Model.from_db` makes, without asking every field again."""
        for name, codec in compress(self._codecs, self._coded(row)):
            row[name] = codec(row[name])
        row["_state"] = _Stored()
        instance = self._make()
        instance.__dict__ = row
        return instance

    def new(self, **values: Any) -> Any:
        """A row that is not stored yet: what `Model(**values)` makes, without asking every field."""
        instance = self._make()
        made = {name: default() for name, default in self._made}
        instance.__dict__ = {**self._fixed, **made, **values, "_state": ModelState()}
        return instance

    def select(self, alias: str) -> str:
        """SQL of one row as a JSON object."""
        if self.whole:
            return f"to_json({alias})"
        pairs = (f"'{column}', {alias}.{column}" for column in self.columns)
        return f"json_build_object({','.join(pairs)})"

    def out_of(self, row: str, name: str, place: int) -> str:
        """SQL of a column's value, out of this place of a row that is a JSON array.  Texts are not cast: a cast would cut what
        is too long."""
        kind = self._types[name]
        cast = "" if kind.startswith("varchar") else f"::{kind}"
        if kind == "jsonb":
            return f"nullif({row}->{place}, 'null')"
        if "[" in kind:
            return f"ARRAY(SELECT jsonb_array_elements_text({row}->{place})){cast}"
        return f"({row}->>{place}){cast}"

    def plain(self, instance: models.Model) -> dict[str, Any]:
        """The row's columns that hold something, by name; what JSON does not know is left to sending.py."""
        values = self.values(instance.__dict__)
        return {name: value for name, value in zip(self.columns, values, strict=True) if value is not None}

    def differing(self, *pairs: "Pair") -> tuple[str, ...]:
        """The columns in which what a row holds differs from what it held before, in any of these rows."""
        differ = [map(ne, self.values(now), self.values(before)) for now, before in pairs]
        return tuple(compress(self.columns, map(any, zip(*differ, strict=True))))


def jsonable(value: Any) -> Any:
    """Dates and instants as ISO text, tuples and sets as lists; anything else as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return [jsonable(each) for each in value]
    return value


canonical_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@cache
def table(model: type[models.Model]) -> Table:
    return Table(model)


class Part(NamedTuple):
    """Rows of one kind as they travel, each the values of these columns in their order; old rows by their ids."""

    columns: tuple[str, ...]
    rows: list[list[Any]] | dict[str, list[Any]]


def added(rows: Sequence[models.Model]) -> Part:
    """New rows of one model: the columns in which any of them holds something."""
    known = table(type(rows[0]))
    values = [known.values(row.__dict__) for row in rows]
    holds = [map(is_not, row, repeat(None)) for row in values]
    filled = [*map(any, zip(*holds, strict=True))]
    return Part(tuple(compress(known.columns, filled)), [[*compress(row, filled)] for row in values])


def changed(rows: Iterable[tuple[models.Model, dict[str, Any]]]) -> dict[type[models.Model], Part]:
    """Of rows with what they held before, those that differ now, by model: the columns that differ."""
    found: dict[type[models.Model], list[Pair]] = {}
    for instance, before in rows:
        if instance.__dict__ != before:
            found.setdefault(type(instance), []).append((instance.__dict__, before))
    return {model: _written(table(model).differing(*pairs), pairs) for model, pairs in found.items()}


def _written(names: tuple[str, ...], pairs: list[Pair]) -> Part:
    return Part(names, {str(now["id"]): [now[name] for name in names] for now, _ in pairs})
