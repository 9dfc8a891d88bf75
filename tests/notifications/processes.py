"""Real worker processes, each in a process group of its own, killed by its number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import ROOT, Database
from tests.notifications.sink import Sink

BY_HAND = ("manage.py", "run_outbox", "--loop", "--every", "0.05")
CELERY = ("-m", "celery", "-A", "config.celery", "worker", "-Q", "mail", "-c", "1", "--loglevel", "WARNING")


@contextmanager
def running(arguments: tuple[str, ...], database: Database, sink: Sink) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **database.environment,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
