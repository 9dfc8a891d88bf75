"""Every error of this app: a class with a code, so that rows and logs can name it."""

from __future__ import annotations


class NotificationError(Exception):
    """Something about telling a person could not be done."""

    code = "notification_error"


class TextError(NotificationError):
    """A text cannot be made whole; the message is set aside and never sent half-filled."""

    code = "text"


class UnknownKind(TextError):
    """The outbox row names a kind of message that does not exist."""

    code = "unknown_kind"


class MissingParameter(TextError):
    """A text needs a value that the outbox row does not carry."""

    code = "missing_parameter"


class BadParameter(TextError):
    """A value of the outbox row is not of the sort its name promises (date, instant, known word, path)."""

    code = "bad_parameter"


class ChannelError(NotificationError):
    """A channel did not take the message."""

    code = "channel"


class Transient(ChannelError):
    """This recipient was put off; another attempt later may succeed (greylisting, a full mailbox)."""

    code = "transient"


class Unreachable(Transient):
    """The channel could not even be opened; every message on it waits for its return."""

    code = "unreachable"


class Overran(Transient):
    """The send took longer than its time and was left to itself; what it holds must not be used again."""

    code = "overran"


class Permanent(ChannelError):
    """The channel will never take this message; a human tells the person by other means."""

    code = "permanent"


class ChannelMisconfigured(NotificationError):
    """The settings of a channel cannot be used."""

    code = "channel_misconfigured"


class InsideTransaction(NotificationError):
    """The outbox was drained inside a transaction that could still take back what had been sent."""

    code = "inside_transaction"


class AlreadyClosed(NotificationError):
    """The task of telling somebody by other means was closed by somebody else."""

    code = "already_closed"


class GroundsMissing(NotificationError):
    """A task of telling somebody by other means is closed only with a note of what was done."""

    code = "grounds_missing"
