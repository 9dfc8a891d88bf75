"""The demo's web server in a language that marks what it was asked for, whatever the language.

python -m tests.browser.marked_web SOCKET_FD"""

import socket
import sys

from django.utils.translation import trans_real
from waitress import serve

OPEN, CLOSE, CONTEXT = "⟦", "⟧", "\x04"


def marked(_self: object, message: str) -> str:
    """The text itself between two marks."""
    return f"{OPEN}{message.rpartition(CONTEXT)[2]}{CLOSE}"


def counted(_self: object, one: str, many: str, number: int) -> str:
    """The same of a text with a number."""
    return marked(_self, one if number == 1 else many)


if __name__ == "__main__":
    from config.wsgi import application

    trans_real.DjangoTranslation.gettext = marked  # type: ignore[assignment]
    trans_real.DjangoTranslation.ngettext = counted  # type: ignore[assignment]
    serve(application, sockets=[socket.socket(fileno=int(sys.argv[1]))], threads=8, ident=None)
