"""The virus scanner: clamd, spoken to where `CLAMD_ADDRESS` says it listens (`/path`, `unix:/path` or `host:port`).

Protocol: zINSTREAM, then parts of four bytes of length and the bytes, a part of length 0; the answer ends with OK, FOUND
or ERROR (clamd(8))."""

import socket
import struct
from typing import BinaryIO

from django.conf import settings

PART = 64 * 1024
TIMEOUT_SECONDS = 20
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner does not answer, or not as it should; the file waits."""


def configured() -> bool:
    """Is there a scanner at all?"""
    return bool(settings.CLAMD_ADDRESS)


def is_clean(stream: BinaryIO) -> bool:
    """Does the scanner find nothing?  Raises ScannerAway."""
    try:
        with _connection() as line:
            line.sendall(b"zINSTREAM\0")
            while part := stream.read(PART):
                line.sendall(struct.pack("!I", len(part)) + part)
            line.sendall(struct.pack("!I", 0))
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from error
    if answer.endswith(b" OK"):
        return True
    if answer.endswith(b" FOUND"):
        return False
    raise ScannerAway(answer.decode("utf-8", "replace"))


def _connection() -> socket.socket:
    address: str = settings.CLAMD_ADDRESS
    if address.startswith(("/", "unix:")):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT_SECONDS)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)


def _answer(line: socket.socket) -> bytes:
    found = b""
    while b"\0" not in found and len(found) < LONGEST_ANSWER:
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        found += more
    return found.partition(b"\0")[0].strip()
