"""PostgreSQL and Valkey for everybody who has no servers: the command line, the demo, the tests, the benchmarks.

    with ensure_services() as environment:      # {"DATABASE_URL": …, "REDIS_URL": …}
        os.environ.update(environment)

A variable that is set already is taken as it is and its server is not started. Any number of processes may be in such
a block over the same data folder: the first starts, the others join, the last one out stops (see services_keeper.py).
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.services_errors import DiskFullError, ForeignFolderError, ServiceError, StartError
from config.services_keeper import Order
from config.services_place import place_for
from config.services_postgres import ROOM_MIB, Postgres
from config.services_valkey import Valkey

__all__ = ["Postgres", "ServiceError", "Valkey", "ensure_services", "joined", "place_for"]

Server = Postgres | Valkey
ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
LEAVE_SECONDS = 30.0
LOOK_SECONDS = 0.02


@contextmanager
def ensure_services(data: Path | None = None) -> Iterator[dict[str, str]]:
    """DATABASE_URL and REDIS_URL of servers that answer, for as long as the block lasts.

    `data` is the folder of the embedded servers, by default LICENSING_DATA_DIR or `.local`. Raises ServiceError.
    """
    folder = data or Path(os.environ.get("LICENSING_DATA_DIR", ROOT / ".local"))
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    with ExitStack() as stack:
        for kind in (Valkey, Postgres):
            if kind.needed_variable not in given:
                given[kind.needed_variable] = stack.enter_context(joined(kind(place_for(folder))))
        yield given


@contextmanager
def joined(server: Server) -> Iterator[str]:
    """Be a user of one server, started where need be; yields its address. Raises ServiceError."""
    users = _open(server, "users")
    try:
        with _starting(server):
            _await(server, lambda: _lock(users, fcntl.LOCK_SH))
            _start_unless_kept(server)
            _await(server, server.ready)
        yield server.url()
    finally:
        os.close(users)
        _see_off(server)


def _open(server: Server, role: str) -> int:
    """A lock file of the server: `start` (one starter at a time), `users` (shared), `keeper` (held by the keeper)."""
    path = server.place.lock(f"{server.name}.{role}")
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise ForeignFolderError(path) from error


def _lock(handle: int, kind: int) -> bool:
    """Take the lock if it is free."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _starting(server: Server) -> Iterator[None]:
    """One starter at a time; the lock goes with the file."""
    handle = _open(server, "start")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _start_unless_kept(server: Server) -> None:
    """Start a keeper unless one lives; it inherits the lock that tells so, and no output that somebody waits on."""
    handle = _open(server, "keeper")
    try:
        if _lock(handle, fcntl.LOCK_EX):
            server.prepare()
            command = [sys.executable, "-m", "config.services_keeper", _order(server).text()]
            with server.place.log(server.name).open("wb") as log:
                subprocess.run(
                    command, check=True, cwd=ROOT, pass_fds=(handle,), stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )
    finally:
        os.close(handle)


def _order(server: Server) -> Order:
    """What the keeper has to know."""
    place = server.place
    return Order(
        command=server.command(),
        users=str(place.lock(f"{server.name}.users")),
        log=str(place.log(server.name)),
        sockets=str(place.sockets(server.name)),
        stop_signal=int(server.stop_signal),
        uid=place.uid,
    )


def _kept(server: Server) -> bool:
    """Whether a keeper lives."""
    handle = _open(server, "keeper")
    try:
        return not _lock(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def _await(server: Server, condition: Callable[[], bool]) -> None:
    """Wait until it holds; an error where the server has ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        if not _kept(server) or time.monotonic() > deadline:
            raise _why_not(server)
        time.sleep(LOOK_SECONDS)


def _why_not(server: Server) -> ServiceError:
    """The error that the server's log speaks of."""
    log = server.place.log(server.name)
    text = log.read_text("utf-8", errors="replace") if log.exists() else ""
    if "No space left on device" in text:
        return DiskFullError(server.place.data, ROOM_MIB)
    return StartError(server.name, log, (text.strip() or "?").splitlines()[-1])


def _see_off(server: Server) -> None:
    """Whoever leaves last waits until the server has stopped."""
    deadline = time.monotonic() + LEAVE_SECONDS
    while _kept(server) and time.monotonic() < deadline:
        handle = _open(server, "users")
        try:
            if _lock(handle, fcntl.LOCK_SH) and not _lock(handle, fcntl.LOCK_EX):
                return
        finally:
            os.close(handle)
        time.sleep(LOOK_SECONDS)
