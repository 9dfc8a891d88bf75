"""What a channel is: it takes one envelope and one text and says under which id the provider took it, or raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from notifications.kinds import Text


@dataclass(frozen=True, slots=True)
class Person:
    """What a channel may know of a recipient."""

    username: str
    display_name: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """One delivery on its way. `key` is the same at every attempt, so that a receiver can tell a repetition."""

    key: str
    address: str
    person: Person
    link: str


class Channel(Protocol):
    """A sender never touches the database: it runs beside it, under a deadline, and may be given up in mid-send."""

    def address_of(self, person: Person) -> str:
        """Where the person is reached on this channel; empty where he is not."""
        ...

    def masked(self, address: str) -> str:
        """The address as it may be stored beside the delivery."""
        ...

    def send(self, envelope: Envelope, text: Text) -> str:
        """Hand it over; returns the provider's id. Raises Transient, Unreachable or Permanent."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
