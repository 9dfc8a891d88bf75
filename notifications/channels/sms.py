"""Short messages. A provider's SDK is an adapter of the same form, named in the settings; these need none."""

from __future__ import annotations

import json
import logging
import re
from abc import ABC, abstractmethod
from pathlib import Path

from notifications.channels.protocol import Envelope, Person
from notifications.errors import Permanent, Unreachable
from notifications.kinds import Text

logger = logging.getLogger(__name__)

MOBILE = re.compile(r"\+?\d{6,15}")
SHOWN_HEAD, SHOWN_TAIL = 3, 4


def masked_number(number: str) -> str:
    """A telephone number with its middle hidden."""
    hidden = max(len(number) - SHOWN_HEAD - SHOWN_TAIL, 0)
    if not hidden:
        return "*" * len(number)
    return number[:SHOWN_HEAD] + "*" * hidden + number[-SHOWN_TAIL:]


class SmsChannel(ABC):
    """What all adapters share: the address, its mask, and that only the subject goes out, which names nobody.

    An adapter hands `envelope.key` to the provider as its idempotency key.
    """

    def __init__(self, *, signature: str) -> None:
        self.signature = signature

    def address_of(self, person: Person) -> str:
        return re.sub(r"[\s-]", "", person.phone)

    def masked(self, address: str) -> str:
        return masked_number(address)

    def send(self, envelope: Envelope, text: Text) -> str:
        if not MOBILE.fullmatch(envelope.address):
            raise Permanent("not a telephone number")
        return self.hand_over(key=envelope.key, number=envelope.address, content=f"【{self.signature}】{text.subject}")

    @abstractmethod
    def hand_over(self, *, key: str, number: str, content: str) -> str:
        """Hand it over; returns the provider's id. Raises Transient, Unreachable or Permanent."""

    def close(self) -> None:  # noqa: B027  an adapter may leave it so
        """Nothing is kept open."""


class LogSms(SmsChannel):
    """Writes to the log, with the number masked."""

    def hand_over(self, *, key: str, number: str, content: str) -> str:
        logger.info("sms %s to %s: %s", key, masked_number(number), content)
        return key


class FileSms(SmsChannel):
    """Appends one JSON line a message to a file that one can look at; the number stays masked."""

    def __init__(self, *, signature: str, path: str) -> None:
        super().__init__(signature=signature)
        self.path = Path(path)

    def hand_over(self, *, key: str, number: str, content: str) -> str:
        line = json.dumps({"key": key, "to": masked_number(number), "content": content}, ensure_ascii=False)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
        except OSError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        return key
