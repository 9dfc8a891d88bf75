"""A real SMTP server on loopback that can put off, refuse, dawdle, drop the connection or be away."""

from __future__ import annotations

import asyncio
import email
import socket
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from threading import Event, Thread
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 taken"
Answer = Callable[[EmailMessage], str]


class Sink:
    """Runs on a thread of its own. `answer` decides about each message, `seconds` is how long that takes."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer: Answer = lambda letter: TAKEN
        self.recipient_answer = "250 ok"
        self.seconds = 0.0
        self.drop_after_data = 0
        self.arrived = Event()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = Thread(target=self._serve, daemon=True)
        self._ready = Event()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def ids(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(letter["Message-ID"]) for letter in self.letters)

    def _serve(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(
            self._loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True, loop=self._loop), sock=listener)
        )
        self._ready.set()
        self._loop.run_forever()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        letter = email.message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(letter, EmailMessage)
        self.arrived.set()
        answer = self.answer(letter)
        if answer.startswith("250"):
            self.letters.append(letter)
        if self.drop_after_data:
            self.drop_after_data -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        if self.seconds:
            await asyncio.sleep(self.seconds)
        return answer
