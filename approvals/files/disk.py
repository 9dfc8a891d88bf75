"""Where the bytes are: a folder of the settings, one file an upload, named by the row's random key and by nothing else.

Nothing counts as written before it is on the disk (fsync); what lies behind the acknowledged length is cut off."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from approvals.files.errors import NoRoom

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
RESERVE_BYTES = 256 * 1024 * 1024  # left for everybody else on this disk


def path_of(key: UUID) -> Path:
    """The place of a file; 256 folders keep each of them small."""
    return Path(settings.MEDIA_ROOT) / "materials" / key.hex[:2] / key.hex


def create(key: UUID, *, size: int) -> None:
    """An empty file for so many bytes.  Raises NoRoom."""
    path = path_of(key)
    with room():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(path.parent).free < size + RESERVE_BYTES:
            raise NoRoom
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        for folder in (path.parent, path.parent.parent):
            sync_folder(folder)


def length(key: UUID) -> int:
    """How many bytes are there; 0 where there is no file."""
    try:
        return path_of(key).stat().st_size
    except FileNotFoundError:
        return 0


def append(key: UUID, data: bytes, *, at_byte: int) -> None:
    """Writes the part behind the acknowledged bytes, whatever lay there.  Raises NoRoom: nothing of it remains then."""
    handle = os.open(path_of(key), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as stream:
        stream.truncate(at_byte)
        try:
            with room():
                stream.seek(at_byte)
                write(stream, data)
                os.fsync(stream.fileno())
        except NoRoom:
            stream.truncate(at_byte)
            raise


def write(stream: BinaryIO, data: bytes) -> None:
    """All of it, in as many portions as the system takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def read(key: UUID) -> BufferedReader:
    """The file, open for reading.  Raises FileNotFoundError."""
    return path_of(key).open("rb")


def digest(key: UUID) -> str:
    """SHA-256 of the whole file, hexadecimal."""
    with read(key) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove(key: UUID) -> None:
    """Removes the file; it may be gone already."""
    path_of(key).unlink(missing_ok=True)


@contextmanager
def room() -> Iterator[None]:
    """A full disk inside is NoRoom."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise


def sync_folder(folder: Path) -> None:
    """The names in the folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
