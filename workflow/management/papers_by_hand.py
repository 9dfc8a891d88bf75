"""What the commands about one document have in common: its case, the account that acts, and the answer to a refusal."""

from django.core.management.base import CommandError

from approvals.documents.models import Document
from approvals.people import User


def document_of(number: str) -> Document:
    """The document with this number.  Raises CommandError."""
    found = Document.objects.filter(number=number).first()
    if found is None:
        raise CommandError(f"没有这个文号 / no document has this number: {number}")
    return found


def account_of(name: str) -> int:
    """The key of the account with this user name.  Raises CommandError."""
    key = User.objects.filter(username=name).values_list("pk", flat=True).first()
    if key is None:
        raise CommandError(f"没有这个账户 / no such account: {name}")
    return key
