"""The whole system from one command: `make demo`, that is `python -m config.demo [--port N]`.

PostgreSQL and Valkey (embedded unless DATABASE_URL, REDIS_URL name others), a mail sink, demo people and cases, then
web, worker, signer and beat as children that die with this process, however it ends.  What works behind the pages and ends
is started again, as a service manager would.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from config.children import die_with_parent, start_child, stop_child
from config.services import ROOT, ensure_services
from config.services_errors import PortTakenError, ServiceError, StartError

HOST = "127.0.0.1"
READY_SECONDS = 60.0
STOP_SECONDS = 8.0
LOOK_SECONDS = 0.1
AGAIN_SECONDS = 2.0  # until what has ended is started again, as the units of deploy/ do
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CELERY = (sys.executable, "-m", "celery", "-A", "config.celery")
WORK = (*CELERY, "worker", "--loglevel=INFO", "--without-gossip", "--without-mingle")
WORKER = (*WORK, "--concurrency=2", "--queues=fast,mail,documents")
SIGNER = (*WORK, "--concurrency=1", "--queues=seal")
SEALS = "LICENSING_SEAL_DIR"  # in the environment of the signer, and of the stage that makes the test seals; of nobody else
BEAT = (*CELERY, "beat", "--loglevel=INFO")


class Ended(Exception):
    """Somebody asked the demo to stop."""


def end(number: int, frame: object) -> None:
    """The signal handler: leave through the `finally` blocks, and let nothing interrupt those."""
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    raise Ended


@dataclass
class Troupe:
    """The children, by name; `environment` is common to all."""

    data: Path
    environment: dict[str, str]
    members: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def log(self, name: str) -> Path:
        """What the child prints."""
        return self.data / "log" / f"{name}.log"

    def add(
        self, name: str, command: Sequence[str], hand_down: Sequence[int] = (), own: dict[str, str] | None = None
    ) -> None:
        """Start one; `own`: what it alone has in its environment."""
        if name not in self.members:  # who is started again goes on with his log
            self.log(name).write_bytes(b"")
        environment = self.environment | (own or {})
        self.members[name] = start_child(
            command, log=self.log(name), environment=environment, folder=ROOT, hand_down=hand_down
        )

    def ended(self) -> list[str]:
        """Who has ended."""
        return [name for name, child in self.members.items() if child.poll() is not None]

    def require_alive(self) -> None:
        """An error naming the first child that has ended."""
        for name in self.ended():
            raise self.failure(name)

    def failure(self, name: str) -> StartError:
        """The error for a child, with the last line it printed."""
        lines = self.log(name).read_text("utf-8", errors="replace").strip().splitlines()
        return StartError(name, self.log(name), lines[-1] if lines else "?")

    def run(self, name: str, command: Sequence[str], own: dict[str, str] | None = None) -> str:
        """Run one to its end and give back what it printed."""
        self.add(name, command, own=own)
        child = self.members.pop(name)
        try:
            if child.wait():
                raise self.failure(name)
        finally:
            stop_child(child, end=signal.SIGTERM, patience=STOP_SECONDS)
        return self.log(name).read_text("utf-8")

    def dismiss(self) -> None:
        """Ask all to end, then see to it."""
        for child in self.members.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in reversed(self.members.values()):
            stop_child(child, end=signal.SIGTERM, patience=max(0.1, deadline - time.monotonic()))


def listen(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes any. Raises PortTakenError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortTakenError(port) from error
    return listener


def module(name: str, *words: str) -> list[str]:
    """A module's command line."""
    return [sys.executable, "-m", name, *words]


def await_web(troupe: Troupe, address: str) -> None:
    """Wait until the web answers."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        troupe.require_alive()
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except (URLError, TimeoutError, ConnectionError) as error:
            if time.monotonic() > deadline:
                raise troupe.failure("web") from error
        time.sleep(LOOK_SECONDS)


def play(port: int, stack: ExitStack) -> None:
    """Everything up, the address and the accounts printed, then wait; returns only by an exception."""
    began = time.monotonic()
    web, mail = stack.enter_context(listen(port)), stack.enter_context(listen(0))
    address = f"http://{HOST}:{web.getsockname()[1]}"
    data = Path(os.environ.get("LICENSING_DATA_DIR", ROOT / ".local")).resolve()
    servers = stack.enter_context(ensure_services(data))
    seals = {SEALS: os.environ.get(SEALS) or str(data / "seals")}
    troupe = Troupe(data, without_seals({**os.environ, **servers, **settings(data, address, mail)}))
    stack.callback(troupe.dismiss)
    troupe.add("mail", module("config.mail_sink", str(mail.fileno()), str(data / "mail")), [mail.fileno()])
    troupe.add("web", module("config.demo_web", str(web.fileno())), [web.fileno()])
    accounts = troupe.run("stage", module("config.demo_stage"), own=seals)
    at_work = {"worker": (WORKER, {}), "signer": (SIGNER, seals), "beat": (BEAT, {})}
    for name, (command, own) in at_work.items():
        troupe.add(name, command, own=own)
    await_web(troupe, address)
    print(accounts.rstrip())
    print(f"\n就绪 / ready ({time.monotonic() - began:.0f} s): {address}   邮件 / mail: {address}/demo/mail")
    print("按 Ctrl-C 结束 / press Ctrl-C to stop", flush=True)
    while True:
        for name in troupe.ended():
            if name not in at_work:
                raise troupe.failure(name)
            print(f"{name} 已退出，重新启动 / has ended and is started again: {troupe.log(name)}", file=sys.stderr, flush=True)
            time.sleep(AGAIN_SECONDS)
            command, own = at_work[name]
            troupe.add(name, command, own=own)
        time.sleep(LOOK_SECONDS * 5)


def without_seals(environment: dict[str, str]) -> dict[str, str]:
    """The same, but knowing of no key of a seal."""
    return {name: value for name, value in environment.items() if name not in (SEALS, "LICENSING_SEAL_PASSWORD")}


def settings(data: Path, address: str, mail: socket.socket) -> dict[str, str]:
    """What the children's settings are made of, beside the servers."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LICENSING_DATA_DIR": str(data),
        "LICENSING_DEMO": "1",
        "SITE_URL": address,
        "EMAIL_URL": "smtp://{}:{}".format(*mail.getsockname()),
        "PYTHONUNBUFFERED": "1",
    }


def main() -> int:
    """Run until somebody asks to stop (0) or something fails (a sentence and its exit code)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--die-with-parent", action="store_true", help="end when the caller ends")
    options = parser.parse_args()
    if options.die_with_parent:
        die_with_parent()
    for number in ENDINGS:
        signal.signal(number, end)
    try:
        with ExitStack() as stack:
            play(options.port, stack)
    except Ended:
        print("\n已停止 / stopped")
    except ServiceError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
