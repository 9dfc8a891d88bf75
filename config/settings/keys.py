"""Secrets: from the environment, else made once and kept in the data folder, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret(*, variable: str, file: Path, length: int = 32) -> str:
    """The secret in `variable`, else the one in `file`; the first process to ask for it makes the file.

    `length` is in bytes of randomness; the text is URL-safe base64 and padded, as Fernet keys are.
    """
    given = os.environ.get(variable)
    if given:
        return given
    if not file.exists():
        _make(file, length)
    return file.read_text("ascii").strip()


def _make(file: Path, length: int) -> None:
    """Write a new secret under another name and link it: of two processes at once the first wins."""
    text = secrets.token_urlsafe(length)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text + "=" * (-len(text) % 4) + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
