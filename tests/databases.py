"""Databases for tests: one template a state of the code, one clone a worker, further clones on demand.

The template is migrated and holds what `manage.py prepare` loads; it is kept between runs.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from psycopg import sql

from config.throwaway import pointed_at

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "licensing_template_"
CLONE = "licensing_test_"
SHAPING = (
    *("*/migrations/*.py", "portal/*/migrations/*.py", "workflow/**/*.yaml"),
    *("workflow/**/*calendar*.py", "workflow/**/*catalogue*/*.py"),
)
LOCK = 7_305_119
NUMBERS = count(1)


@dataclass(frozen=True)
class Database:
    """A database of one's own; `environment` is what a child process needs to use it."""

    name: str
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.url}


def manage(database: Database, *arguments: str) -> str:
    """What a command prints; it must end well."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=database.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


class NoMigrations:
    """`--no-migrations`: tables straight from the models."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def address(name: str) -> str:
    """The URL of another database on the suite's server."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def administration() -> Iterator[psycopg.Connection]:
    """A connection that may create and drop; one process of all suites at a time."""
    with psycopg.connect(address("postgres"), autocommit=True) as administrator:
        administrator.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield administrator


def clone(*, migrations: bool, like: Database | None = None) -> Database:
    """A new database like the template, or like another one that nobody uses now."""
    name = f"{CLONE}{os.getpid()}_{next(NUMBERS)}"
    with administration() as administrator:
        template = like.name if like else _template(administrator, migrations=migrations)
        _drop(administrator, name)
        _create(administrator, name, template)
    return Database(name=name, url=address(name))


def drop(database: Database) -> None:
    """Drop it, whoever is still connected."""
    with administration() as administrator:
        _drop(administrator, database.name)


def _template(administrator: psycopg.Connection, *, migrations: bool) -> str:
    """The template's name; made where it is not there, with what earlier states and killed runs left behind removed."""
    name = TEMPLATE + (_fingerprint() if migrations else f"{os.getpid()}")
    names = {row[0] for row in administrator.execute("SELECT datname FROM pg_database").fetchall()}
    if name not in names:
        for old in sorted(names):
            if old.startswith(TEMPLATE) or (old.startswith(CLONE) and not _runs(int(old[len(CLONE) :].split("_")[0]))):
                _drop(administrator, old)
        draft = f"{CLONE}{os.getpid()}_0"
        _create(administrator, draft, "template0")
        _fill(draft, migrations=migrations)
        administrator.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
        )
    return name


def _fill(name: str, *, migrations: bool) -> None:
    """Migrate and load what is shipped."""
    if not migrations:
        settings.MIGRATION_MODULES = NoMigrations()
    with pointed_at(name):
        call_command("prepare", verbosity=0)


def _fingerprint() -> str:
    """Changes whenever the template's content may."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted({path for pattern in SHAPING for path in ROOT.glob(pattern) if ".venv" not in path.parts}):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _runs(pid: int) -> bool:
    """Whether a process of this number lives."""
    return Path(f"/proc/{pid}").exists()


def _create(administrator: psycopg.Connection, name: str, template: str) -> None:
    administrator.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    )


def _drop(administrator: psycopg.Connection, name: str) -> None:
    administrator.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
