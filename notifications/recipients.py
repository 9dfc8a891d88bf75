"""A user as the channels know him."""

from __future__ import annotations

from typing import Any

from notifications.channels.protocol import Person


def person_of(user: Any) -> Person:
    """The few facts about a user that a channel may see; the user model is the project's own."""
    return Person(
        username=user.get_username(),
        display_name=user.display_name,
        email=user.email,
        phone=user.phone,
        language=user.language,
    )
