"""`/demo/mail`: the messages that the demo's mail sink took. Mounted in the demo only."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

NEWEST = 200
NAME = re.compile(r"\d{20}-\d{6}")


@dataclass(frozen=True)
class Mail:
    """One message: `name` in the address, the rest as a reader sees it."""

    name: str
    sender: str
    recipient: str
    subject: str
    sent: str
    text: str


@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest messages first, at most 200; `?to=` keeps those to one address."""
    recipient = request.GET.get("to", "")
    files = sorted(settings.DEMO_MAIL_DIR.glob("*.eml"), reverse=True)[:NEWEST]
    mails = [mail for mail in map(read, files) if recipient in mail.recipient]
    return render(request, "demo/mailbox.html", {"mails": mails, "recipient": recipient})


@never_cache
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message."""
    path = settings.DEMO_MAIL_DIR / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404(name)
    return render(request, "demo/message.html", {"mail": read(path)})


def read(path: Path) -> Mail:
    """A kept message; its HTML part is never shown."""
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Mail(
        name=path.stem,
        sender=parsed.get("From", ""),
        recipient=parsed.get("X-Rcpt-To", ""),
        subject=parsed.get("Subject", ""),
        sent=parsed.get("Date", ""),
        text=_text(parsed),
    )


def _text(parsed: EmailMessage) -> str:
    """The plain part."""
    body = parsed.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body else ""
