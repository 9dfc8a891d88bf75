"""Keeps one server alive while anybody uses it: a process of its own, so that no user's end takes it from the others.

A user holds a shared lock on the `users` file; the kernel lets go of it when the user is gone, killed or not. The
keeper holds the lock on its own file (handed down by the starter) and asks for the users' lock alone: once it has that,
nobody is left, and it stops the server. Should the keeper itself be killed, the kernel stops the server.

Run by services.py: python -m config.services_keeper ORDER, a JSON object with the fields of `Order`.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import Popen

from config.children import start_child, stop_child

LOOK_SECONDS = 0.1
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Order:
    """What the starter asks of the keeper."""

    command: list[str]
    users: str
    log: str
    sockets: str
    stop_signal: int
    uid: int | None

    def text(self) -> str:
        """The order as one argument."""
        return json.dumps(asdict(self))


class Asked:
    """Remembers that somebody asked the keeper to stop."""

    def __init__(self) -> None:
        self.to_stop = False
        signal.signal(signal.SIGTERM, self.remember)

    def remember(self, number: int, frame: object) -> None:
        self.to_stop = True


def nobody_left(users: int) -> bool:
    """Whether we could take the users' lock alone; it is then held to the end, so that nobody joins a dying server."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def watch(server: "Popen[bytes]", users: int) -> None:
    """Return when nobody is left, the server has ended, or somebody asked to stop."""
    asked = Asked()
    while server.poll() is None and not asked.to_stop and not nobody_left(users):
        time.sleep(LOOK_SECONDS)


def keep(order: Order) -> None:
    """Start the server, wait, stop it, remove its sockets."""
    end = signal.Signals(order.stop_signal)
    users = os.open(order.users, os.O_RDWR)
    server = start_child(order.command, log=Path(order.log), end=end, uid=order.uid, folder=Path("/"))
    try:
        watch(server, users)
    finally:
        stop_child(server, end=end, patience=STOP_SECONDS)
        shutil.rmtree(order.sockets, ignore_errors=True)
        with contextlib.suppress(OSError):
            Path(order.sockets).parent.rmdir()


def main() -> None:
    """Leave the starter's family first: the keeper is nobody's child and in nobody's terminal."""
    if os.fork():
        os._exit(0)
    os.setsid()
    keep(Order(**json.loads(sys.argv[1])))


if __name__ == "__main__":
    main()
