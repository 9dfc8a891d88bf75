"""Rows as they travel: what goes out as JSON comes into the column as it was, whatever the column's type."""

import re

import pytest
from django.db import connection, models

from approvals.documents.models import Document
from approvals.licences import Licence
from workflow.models import Application
from workflow.rows import table
from workflow.sending import as_jsonb, first_row
from workflow.store import PARTS

MODELS: list[type[models.Model]] = [Application, Licence, Document, *(model for model, _ in PARTS.values())]
SAMPLES = {
    "bigint": 2**40, "integer": 7, "smallint": 3, "boolean": True, "date": "2026-09-24", "text": "长\n", "varchar": "短 \"'\\",
    "timestamp with time zone": "2026-09-24T16:30:00+00:00", "jsonb": {"a": [1, None]}, "bigint[]": [6, 7],
    "varchar[]": ["A", 'B"C\\', "逗,号"],
}  # fmt: skip


def kind_of(column, model):
    (field,) = (field for field in model._meta.concrete_fields if field.column == column)
    return re.sub(r"\(\d+\)|\d+(?=\])", "", field.db_type(connection))


@pytest.mark.parametrize("model", MODELS)
def test_a_value_comes_back_as_it_went(db, model):
    columns = {column: SAMPLES[kind_of(column, model)] for column in table(model).columns}
    exprs = ",".join(f"to_jsonb({table(model).out_of('(%(row)s::jsonb)', column, n)})" for n, column in enumerate(columns))
    back = first_row(f"SELECT {exprs}", {"row": as_jsonb([*columns.values()])})
    assert back == tuple(columns.values())


@pytest.mark.parametrize("model", MODELS)
def test_nothing_comes_back_as_nothing(db, model):
    columns = [column for column in table(model).columns if "[]" not in kind_of(column, model)]  # an array is never null
    exprs = ",".join(table(model).out_of("(%(row)s::jsonb)", column, n) for n, column in enumerate(columns))
    back = first_row(f"SELECT {exprs}", {"row": as_jsonb([None for _ in columns])})
    assert back == tuple(None for _ in columns)


def test_no_array_may_be_null():
    arrays = [field for model in MODELS for field in model._meta.concrete_fields if field.get_internal_type() == "ArrayField"]
    assert arrays
    assert not any(field.null for field in arrays)
