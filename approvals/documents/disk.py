"""Where the files of documents are: a folder of the settings, one file under a random key that nothing writes to again.

A document's row says by its state what lies under its key: rendered, and then nobody is shown it; or sealed.  Makers and
signer may be two users of one group: nobody else may read here, and the umask says what the group may."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from approvals.files.disk import room, sync_folder, write


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"


def path_of(key: UUID) -> Path:
    """The place of a file; 256 folders keep each of them small."""
    return folder() / key.hex[:2] / key.hex


def keep(data: bytes) -> UUID:
    """A new file, on the disk when this returns; its key.  Raises NoRoom (approvals/files/errors.py)."""
    key = uuid4()
    path = path_of(key)
    with room():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o770)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
        with os.fdopen(handle, "wb", buffering=0) as stream:
            write(stream, data)
            os.fsync(stream.fileno())
        for each in (path.parent, path.parent.parent):
            sync_folder(each)
    return key


def read(key: UUID) -> bytes:
    """The whole file.  Raises FileNotFoundError."""
    return path_of(key).read_bytes()


def remove(key: UUID) -> None:
    """Removes the file; it may be gone already."""
    path_of(key).unlink(missing_ok=True)


def keys() -> Iterator[tuple[UUID, float]]:
    """Every file there is, with the instant of its writing (seconds since 1970)."""
    for path in folder().glob("??/*"):
        yield UUID(path.name), path.stat().st_mtime
