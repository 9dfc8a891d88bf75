"""Statements of the store: placeholders by name, values as text, one cursor a connection, and all that Django's own do."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from workflow import sending
from workflow.sending import as_jsonb, first_row


@pytest.fixture(params=["in a transaction", "straight"])
def database(request):
    """The two ways a statement goes: the fixture `db` is a transaction."""
    request.getfixturevalue("db" if request.param == "in a transaction" else "committed_database")


def test_a_placeholder_may_stand_several_times_and_what_is_not_asked_is_not_sent(database):
    text = "SELECT %(a)s::int + %(a)s::int, %(b)s::text, 7 %% 4"
    assert first_row(text, {"b": "二", "c": object(), "a": 20}) == (40, "二", 3)


def test_values_go_as_text_and_the_statement_says_what_they_are(database):
    at = datetime(2026, 9, 24, 16, 30, tzinfo=UTC)
    text = "SELECT %(day)s::date, %(at)s::timestamptz = '2026-09-25 00:30+08', %(none)s::bigint, %(key)s::bigint"
    given = {"day": date(2026, 9, 24), "at": at, "none": None, "key": 2**40}
    assert first_row(text, given) == (date(2026, 9, 24), True, None, 2**40)


def test_json_comes_and_goes_as_python_has_it(database):
    given = {"day": date(2026, 9, 24), "pair": (1, 2), "one": {3}, "text": "容缺 \\ \" '", "none": None}
    row = first_row("SELECT %(given)s::jsonb", {"given": as_jsonb(given)})
    assert row == ({"day": "2026-09-24", "pair": [1, 2], "one": [3], "text": "容缺 \\ \" '", "none": None},)


def test_what_is_not_json_is_an_error(database):
    for value in (gettext_lazy("容缺"), iter([1]), object()):
        with pytest.raises(TypeError):
            first_row("SELECT %(given)s::jsonb", {"given": as_jsonb({"value": value})})


def test_no_row_is_none(database):
    assert first_row("SELECT 1 WHERE false", {}) is None


def test_errors_are_those_of_django(database):
    with pytest.raises(DataError):
        first_row("SELECT %(n)s::int / 0", {"n": 1})


def test_wrappers_and_the_log_see_the_statement(database):
    seen = []

    def watch(execute, sql, *given):
        seen.append(sql)
        return execute(sql, *given)

    text = "SELECT %(n)s::int"
    with connection.execute_wrapper(watch), CaptureQueriesContext(connection) as captured:
        first_row(text, {"n": 5})
    assert seen == [text]
    assert [query["sql"] for query in captured.captured_queries] == ["SELECT 5::int"]


def test_the_first_statement_of_a_transaction_is_part_of_it(committed_database):
    with transaction.atomic():
        first = first_row("SELECT pg_current_xact_id()::text", {})
        assert first_row("SELECT pg_current_xact_id()::text", {}) == first
    assert first_row("SELECT pg_current_xact_id()::text", {}) != first


def test_a_new_connection_has_a_new_cursor(committed_database):
    first = first_row("SELECT pg_backend_pid()", {})
    connection.close()
    assert first_row("SELECT pg_backend_pid()", {}) != first


def test_after_a_rollback_statements_are_prepared_anew(committed_database):
    text = "SELECT %(n)s::int + 41"
    assert first_row(text, {"n": 1}) == (42,)
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(3):  # psycopg clears the server only if it had prepared something itself
            cursor.execute("SELECT 1")
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'store%%'")
        assert cursor.fetchone() == (0,)
    assert first_row(text, {"n": 1}) == (42,)


def test_no_more_statements_are_kept_than_so_many(committed_database, monkeypatch):
    monkeypatch.setattr(sending, "MOST", 3)
    for n in (*range(5), 0):
        assert first_row(f"SELECT %(n)s::int + {n}", {"n": 1}) == (n + 1,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'store%%'")
        assert cursor.fetchone() == (3,)


def test_a_connection_that_is_lost_is_an_error_of_django_and_the_next_one_works(committed_database):
    backend = first_row("SELECT pg_backend_pid()", {})
    with psycopg.connect(committed_database.url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", backend)
    with pytest.raises(OperationalError):
        first_row("SELECT pg_backend_pid()", {})
    connection.close_if_unusable_or_obsolete()
    assert first_row("SELECT pg_backend_pid()", {}) != backend
