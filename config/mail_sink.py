"""The demo's mail server: takes every message on a socket handed down and keeps it as a file, delivering nothing.

python -m config.mail_sink SOCKET_FD FOLDER
"""

import asyncio
import socket
import sys
import time
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keep:
    """An aiosmtpd handler: one `.eml` file a message, named so that the newest sorts last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Write under another name and rename, so that a reader never sees half a message."""
        content = envelope.original_content or b""
        path = self.folder / f"{time.time_ns():020d}-{next(self.numbers):06d}.eml"
        draft = path.with_suffix(".part")
        draft.write_bytes(f"X-Rcpt-To: {', '.join(envelope.rcpt_tos)}\r\n".encode() + content)
        draft.rename(path)
        return "250 kept"


async def serve(listener: socket.socket, folder: Path) -> None:
    """Take mail until the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = Keep(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True, loop=loop), sock=listener)
    async with server:
        await server.serve_forever()


def main() -> None:
    """Serve on the inherited socket."""
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])))


if __name__ == "__main__":
    main()
