"""Processes that a test starts and looks for."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from config.services import place_for
from tests.databases import ROOT

PATIENCE = 60.0


def eventually(condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def of(data: Path) -> dict[int, str]:
    """Living processes whose command line or environment names this data folder or its private one: by id, the command."""
    names = (bytes(data), bytes(place_for(data).private))
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            text = command + (folder / "environ").read_bytes()
            if any(name in text for name in names) and int(folder.name) != os.getpid():
                found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        except OSError:
            continue
    return {pid: command for pid, command in found.items() if command}


def without_servers() -> dict[str, str]:
    """Our environment without the suite's own servers."""
    return {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}


def start(command: list[str], **environment: str) -> "subprocess.Popen[str]":
    """A process in a session of its own, with its output on a pipe."""
    return subprocess.Popen(
        [sys.executable, *command],
        env=without_servers() | {"PYTHONUNBUFFERED": "1"} | environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def kill(pid: int) -> None:
    """`kill -9`."""
    os.kill(pid, signal.SIGKILL)
