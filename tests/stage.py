"""Gives the suite its own servers and sets Django up. Imported before any module that imports a model.

The embedded servers stand under `.local/test`, never under the demo's folder; DATABASE_URL and REDIS_URL put the suite
on real ones. pytest-xdist's workers inherit the addresses from the process that started them.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import django

from config.services import ensure_services

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".local" / "test"

SERVERS = ExitStack()


def set_the_stage() -> None:
    """Start or join the servers, say so in the environment, set Django up."""
    os.environ.update(SERVERS.enter_context(ensure_services(DATA)))
    os.environ["LICENSING_DATA_DIR"] = str(DATA)
    # a child process starts in half the time with its modules compiled, whatever this environment says of keeping them
    os.environ["PYTHONPYCACHEPREFIX"] = str(DATA / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    # A worker of pytest-xdist would import it before it has the project on its path.
    del os.environ["DJANGO_SETTINGS_MODULE"]


set_the_stage()
