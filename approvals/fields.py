"""Columns that hold personal numbers: encrypted at rest, found again by a keyed digest (blind index).

Law: 个人信息保护法 51; GB/T 22239 level 3 (data confidentiality)."""

import hashlib
import hmac
from functools import cache
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models


@cache
def _cipher() -> Fernet:
    return Fernet(settings.LICENSING_FIELD_KEY)


def blind_index(value: str) -> str:
    """The same value gives the same digest, and the digest tells nothing without the key; '' for no value."""
    if not value:
        return ""
    key = str(settings.LICENSING_FIELD_KEY).encode()
    return hmac.new(key, value.upper().encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that stands in the table only as a Fernet token; '' stays ''."""

    def get_prep_value(self, value: Any) -> Any:
        return _cipher().encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        return _cipher().decrypt(value.encode()).decode() if value else ""
