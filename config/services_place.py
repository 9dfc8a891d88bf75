"""Where the embedded servers keep data, programs and sockets, and as whom they run.

PostgreSQL refuses to run as root, so under root the servers run as uid 65534 (nobody). Where that user cannot reach
a folder of the checkout, a private folder under /var/tmp, named after the data folder, takes its place. Sockets always
stand there, because their paths may have 107 bytes at most.
"""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.services_errors import DiskFullError, ForeignFolderError

NOBODY = 65534
MIB = 1024 * 1024
OTHERS_READ = stat.S_IROTH | stat.S_IXOTH


@dataclass(frozen=True)
class Place:
    """One set of servers: a data folder, a private folder with a short path, and the user they run as."""

    data: Path
    private: Path
    uid: int | None

    def lock(self, name: str) -> Path:
        """A lock file in the data folder."""
        return self.data / "run" / name

    def log(self, name: str) -> Path:
        """The log of one server."""
        return self.data / "log" / f"{name}.log"

    def home(self, name: str) -> Path:
        """The folder for the data of one server, not yet made."""
        return (self.data if self.uid is None or reachable(self.data) else self.private) / name

    def sockets(self, name: str) -> Path:
        """The folder for the sockets of one server, not yet made."""
        return self.private / f"{name}-s"

    def give(self, folder: Path) -> Path:
        """Make `folder` if need be, for the servers' user alone."""
        _make_private(self.private)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.uid is not None and folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, self.uid)
        return folder

    def require_room(self, folder: Path, mebibytes: int) -> None:
        """An error unless so much is free where `folder` is or will be."""
        while not folder.exists():
            folder = folder.parent
        if shutil.disk_usage(folder).free < mebibytes * MIB:
            raise DiskFullError(folder, mebibytes)


def place_for(data: Path) -> Place:
    """The place that belongs to this data folder; makes the folders that everything else stands in."""
    data = data.resolve()
    try:
        for folder in (data / "run", data / "log"):
            folder.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise ForeignFolderError(data) from error
    if not os.access(data / "run", os.W_OK):
        raise ForeignFolderError(data)
    shared_tmp = Path("/var/tmp")
    base = shared_tmp if shared_tmp.is_dir() else Path(tempfile.gettempdir())
    key = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    private = base / f"licensing-{os.geteuid()}-{key}"
    _make_private(private)
    return Place(data=data, private=private, uid=NOBODY if os.geteuid() == 0 else None)


def _make_private(folder: Path) -> None:
    """A folder only we may write in; one that somebody else put there is an error, not followed."""
    try:
        folder.mkdir(mode=0o711)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise ForeignFolderError(folder) from None
    folder.chmod(0o711)


def reachable(path: Path) -> bool:
    """Whether a user who owns nothing may walk to `path` and, where it exists, read it."""
    path = path.resolve()
    if path.exists():
        need = OTHERS_READ if path.is_dir() or os.access(path, os.X_OK) else stat.S_IROTH
        if path.stat().st_mode & need != need:
            return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents if folder.exists())
