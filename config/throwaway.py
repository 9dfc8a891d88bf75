"""Databases that are thrown away: rehearsals happen there, never in the bureau's own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from itertools import count

from django.core.management import call_command
from django.db import connection

from config.play.cast import assemble

_numbers = count(1)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Django's connection goes to this database inside the block."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def _created(template: str) -> Iterator[str]:
    """A new database like the template, dropped at the end."""
    name = f"licensing_play_{os.getpid()}_{next(_numbers)}"
    home = str(connection.settings_dict["NAME"])
    with pointed_at(_administration(home)), connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        with pointed_at(_administration(home)), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administration(home: str) -> str:
    return "template1" if home == "postgres" else "postgres"


class Stage:
    """A prepared database from which each rehearsal gets its own copy."""

    def __init__(self, prepared: str) -> None:
        self.prepared = prepared

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Django's connection goes to a fresh copy inside the block."""
        with _created(self.prepared) as name, pointed_at(name):
            yield


@contextmanager
def stage(*, catalogue: list[str] | None = None) -> Iterator[Stage]:
    """A database with this version's tables, the shipped calendar and catalogue (or the files given), and the cast."""
    with _created("template0") as name:
        with pointed_at(name), redirect_stdout(StringIO()):
            call_command("prepare", verbosity=0)
            if catalogue:
                call_command("load_catalogue", *catalogue, verbosity=0)
            assemble()
        yield Stage(name)
