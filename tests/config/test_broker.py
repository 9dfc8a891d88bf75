"""Redis goes away while a task is under way: what then is asked of the old connection must not end the worker."""

import pytest

from config.celery import app


def test_an_answer_on_a_connection_given_up_is_an_error_that_workers_survive() -> None:
    with app.connection_for_read() as connection:
        channel = connection.channel()
        connection.collect()
        with pytest.raises(connection.connection_errors):
            channel.basic_ack("a task that was under way")
