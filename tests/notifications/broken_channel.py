"""A channel whose code is wrong."""

from __future__ import annotations

from notifications.channels.protocol import Envelope, Person
from notifications.kinds import Text


class BrokenChannel:
    def address_of(self, person: Person) -> str:
        return person.email

    def masked(self, address: str) -> str:
        return address

    def send(self, envelope: Envelope, text: Text) -> str:
        return str(1 // 0)

    def close(self) -> None:
        """Nothing is kept open."""
