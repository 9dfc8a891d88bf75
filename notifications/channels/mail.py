"""E-mail through Django's backend; the Message-ID stays the same at every attempt."""

from __future__ import annotations

import smtplib
from email.errors import MessageError
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from notifications.channels.protocol import Envelope, Person
from notifications.errors import Permanent, Transient, Unreachable
from notifications.kinds import Text

REFUSED_FOR_EVER = 500


class MailChannel:
    """One SMTP connection for a whole drain, opened at the first message and again after an error."""

    def __init__(self, *, domain: str, timeout_seconds: int = 8) -> None:
        self.domain = domain
        self.timeout_seconds = timeout_seconds
        self._connection: BaseEmailBackend | None = None

    def address_of(self, person: Person) -> str:
        return person.email

    def masked(self, address: str) -> str:
        return address

    def send(self, envelope: Envelope, text: Text) -> str:
        message_id = f"<{envelope.key}@{self.domain}>"
        self._check(envelope.address)
        try:
            self._hand_over(self._message(envelope, text, message_id))
        except smtplib.SMTPRecipientsRefused as error:
            raise self._judged(next(iter(error.recipients.values()))[0], error) from error
        except smtplib.SMTPDataError as error:
            raise self._judged(error.smtp_code, error) from error
        except (MessageError, ValueError) as error:
            raise Permanent(f"{type(error).__name__}: {error}") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Transient(f"{type(error).__name__}: {error}") from error
        return message_id

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _check(self, address: str) -> None:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Permanent(f"not an address: {address!r}") from error

    def _message(self, envelope: Envelope, text: Text, message_id: str) -> EmailMessage:
        return EmailMessage(
            subject=text.subject,
            body=text.body,
            to=[envelope.address],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
            connection=self._opened(),
        )

    def _hand_over(self, message: EmailMessage) -> None:
        if message.send(fail_silently=False) != 1:
            raise Transient("the mail backend took no message")

    def _opened(self) -> BaseEmailBackend:
        if self._connection is None:
            connection: Any = get_connection(fail_silently=False, timeout=self.timeout_seconds)
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(f"{type(error).__name__}: {error}") from error
            self._connection = connection
        return self._connection

    def _judged(self, code: int, error: smtplib.SMTPException) -> Transient | Permanent:
        """A 4xx answer means later, a 5xx answer means never."""
        self.close()
        sort = Permanent if code >= REFUSED_FOR_EVER else Transient
        return sort(f"{type(error).__name__} {code}: {error}")
