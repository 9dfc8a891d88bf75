"""The digest that binds a signed letter to one application, one list and one moment, so that it cannot be used twice.

Source: 电子签名法 13 (changes to content must be detectable)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime


def letter_digest(
    number: str, applicant: int, item: str, kind: str, materials: Sequence[str], signed_at: datetime
) -> str:
    """SHA-256 over what the letter says and belongs to."""
    moment = signed_at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [number, applicant, item, kind, sorted(materials), moment]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
