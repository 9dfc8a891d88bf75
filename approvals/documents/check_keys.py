"""The keys of the check links: one signs, all known ones are believed; not the seal's.

A folder of the settings holds `001.key` (PEM, readable by its owner only) and beside it `001.pub` (PEM, for anybody); the
highest number signs.  Who only checks needs the `.pub` files alone.  The identifier of a key is the beginning of the
SHA-256 of its public bytes."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

ID_BYTES = 4
PAIR = 4  # digits of a fingerprint shown together


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key by which links are checked; `number` tells the order they were made in."""

    number: int
    key: Ed25519PublicKey

    @property
    def raw(self) -> bytes:
        return self.key.public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.raw).digest()[:ID_BYTES]

    @property
    def pem(self) -> str:
        return self.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public bytes in groups, to be compared by eye."""
        digits = hashlib.sha256(self.raw).hexdigest()
        return " ".join(digits[n : n + PAIR] for n in range(0, len(digits), PAIR))


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.LICENSING_CHECK_KEYS)


def signing_key() -> tuple[PublicKey, Ed25519PrivateKey]:
    """The key that signs; the first process to ask makes it."""
    numbers = _numbers(".key")
    number = numbers[-1] if numbers else _make(1)
    private = load_pem_private_key(_path(number, ".key").read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{_path(number, '.key')} is no Ed25519 key")
    public = PublicKey(number, private.public_key())
    if not _path(number, ".pub").exists():
        _publish(public)
    return public, private


def rotate() -> PublicKey:
    """From now on another key signs; links of the earlier ones stay good."""
    numbers = _numbers(".key")
    _make(numbers[-1] + 1 if numbers else 1)
    return signing_key()[0]


def public_keys() -> list[PublicKey]:
    """All that are believed, the newest first."""
    return [_read_public(number) for number in reversed(_numbers(".pub"))]


def _read_public(number: int) -> PublicKey:
    path = _path(number, ".pub")
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{path} is no Ed25519 key")
    return PublicKey(number, key)


def _numbers(ending: str) -> list[int]:
    return sorted(int(path.stem) for path in folder().glob(f"*{ending}") if path.stem.isdecimal())


def _path(number: int, ending: str) -> Path:
    return folder() / f"{number:03d}{ending}"


def _make(number: int) -> int:
    """A new key under another name, then linked: of two processes at once the first wins."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = _write(pem, 0o600)
    try:
        os.link(draft, _path(number, ".key"))
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return number


def _publish(key: PublicKey) -> None:
    _write(key.pem.encode("ascii"), 0o644).replace(_path(key.number, ".pub"))


def _write(data: bytes, mode: int) -> Path:
    folder().mkdir(parents=True, exist_ok=True)
    draft = folder() / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return draft
