"""The digest that binds a signed letter to one application, to everything it says, and to one moment.

A letter cannot be used twice, and no condition, material or consequence can be changed behind it.
Sources: 电子签名法 13 (changes to content must be detectable); 国办发〔2020〕42号 (the conditions are told and promised)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from workflow.rules.catalogue import SubItem

NOTIFICATION = "notification"


def terms_of(item: SubItem, kind: str, materials: Sequence[str]) -> list[list[str | int]]:
    """What the letter says beside who signs it: the conditions one by one, or the materials owed; and what follows if it is
    not kept."""
    rules = item.rules
    if kind == NOTIFICATION:
        conditions: list[list[str | int]] = [[c.code, c.text, c.legal_basis or ""] for c in item.conditions]
        return [*conditions, [str(item.follow_up), rules.commitment_rectify_max_days, rules.commitment_ban_months]]
    listed = [(code, item.materials.get(code)) for code in sorted(materials)]
    owed: list[list[str | int]] = [[code, m.name, m.tolerance_days] if m is not None else [code] for code, m in listed]
    return [*owed, [rules.tolerance_ban_months]]


def letter_digest(
    *, number: str, applicant: int, item: SubItem, kind: str, materials: Sequence[str], signed_at: datetime
) -> str:
    """SHA-256 over what the letter says and belongs to; `item` is the version the application is pinned to."""
    moment = signed_at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [number, applicant, item.code, kind, sorted(materials), terms_of(item, kind, materials), moment]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
