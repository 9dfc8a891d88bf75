"""Statements of the store: placeholders by name, values as text, one cursor a connection, and all that Django's own do."""

from datetime import UTC, date, datetime

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from workflow.sending import as_jsonb, first_row


def test_a_placeholder_may_stand_several_times_and_what_is_not_asked_is_not_sent(db):
    text = "SELECT %(a)s::int + %(a)s::int, %(b)s::text, 7 %% 4"
    assert first_row(text, {"b": "二", "c": object(), "a": 20}) == (40, "二", 3)


def test_values_go_as_text_and_the_statement_says_what_they_are(db):
    at = datetime(2026, 9, 24, 16, 30, tzinfo=UTC)
    text = "SELECT %(day)s::date, %(at)s::timestamptz = '2026-09-25 00:30+08', %(none)s::bigint, %(key)s::bigint"
    given = {"day": date(2026, 9, 24), "at": at, "none": None, "key": 2**40}
    assert first_row(text, given) == (date(2026, 9, 24), True, None, 2**40)


def test_json_comes_and_goes_as_python_has_it(db):
    given = {"day": date(2026, 9, 24), "pair": (1, 2), "one": {3}, "text": "容缺 \\ \" '", "none": None}
    row = first_row("SELECT %(given)s::jsonb", {"given": as_jsonb(given)})
    assert row == ({"day": "2026-09-24", "pair": [1, 2], "one": [3], "text": "容缺 \\ \" '", "none": None},)


def test_what_is_not_json_is_an_error(db):
    for value in (gettext_lazy("容缺"), iter([1]), object()):
        with pytest.raises(TypeError):
            first_row("SELECT %(given)s::jsonb", {"given": as_jsonb({"value": value})})


def test_no_row_is_none(db):
    assert first_row("SELECT 1 WHERE false", {}) is None


def test_errors_are_those_of_django(db):
    with pytest.raises(DataError):
        first_row("SELECT %(n)s::int / 0", {"n": 1})


def test_wrappers_and_the_log_see_the_statement(db):
    seen = []

    def watch(execute, sql, *given):
        seen.append(sql)
        return execute(sql, *given)

    text = "SELECT %(n)s::int"
    with connection.execute_wrapper(watch), CaptureQueriesContext(connection) as captured:
        first_row(text, {"n": 5})
    assert seen == [text]
    assert [query["sql"] for query in captured.captured_queries] == ["SELECT 5::int"]


def test_a_new_connection_has_a_new_cursor(committed_database):
    first = first_row("SELECT pg_backend_pid()", {})
    connection.close()
    assert first_row("SELECT pg_backend_pid()", {}) != first
