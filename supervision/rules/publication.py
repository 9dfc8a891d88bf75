"""双公示: the fields of a published decision, what is hidden in them, and what their words are.

Sources: 行政许可法 40; 政府信息公开条例 15 (secrets and personal data); 个人信息保护法 28; the list of fields is data
(schemes/publication.yaml).  Pure: everything is handed in.

>>> redacted("联系人陈某 13800138000，身份证 440106199001010013；传真020-83332222")
'联系人陈某 ****，身份证 ****；传真****'
>>> category_of({"default": "普通", "EM09": "认可"}, "EM09"), category_of({"default": "普通"}, "EM06")
('认可', '普通')
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from supervision.rules.profile import ProfileError

HIDDEN = "****"
IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:\d[ -]?){17}[\dXx](?![0-9A-Za-z])|(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9A-Za-z])1(?:[ -]?\d){10}(?!\d)")
FIXED = re.compile(r"(?<!\d)[（(]?0\d{2,3}[）)]?[ -]?\d{7,8}(?!\d)")
SELF_EMPLOYED, ORGANISATION = "个体工商户", "法人及非法人组织"
SELF_EMPLOYED_PREFIX = "92"  # GB 32100: registered by market supervision, as a self-employed household
WITHDRAWN = "withdrawn"
ORDINARY = str.maketrans("０１２３４５６７８９－Ｘ", "0123456789-X")
KEYS = {
    *("name", "version", "legal_basis", "update_days", "update_basis", "page_rows"),
    *("categories", "states", "fields", "withheld"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the record: code, names; `free`: numbers of persons and telephones are hidden in its text."""

    code: str
    zh: str
    en: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """A field of the standard that this bureau does not publish, and why."""

    code: str
    zh: str
    en: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The profile: `update_days` in working days from the day on which what was published changed; `page_rows`: rows of one
    page of the open data."""

    version: int
    legal_basis: str
    update_days: int
    page_rows: int
    categories: Mapping[str, str]
    states: Mapping[str, Mapping[str, str]]
    fields: tuple[Field, ...]
    withheld: tuple[Withheld, ...]


def rules_of(content: Mapping[str, Any]) -> Rules:
    """The rules from the content of their file.  Raises ProfileError with the key that is wrong."""
    if set(content) != KEYS:
        raise ProfileError("、".join(sorted(set(content) ^ KEYS)))
    for key in ("update_days", "page_rows", "version"):
        if type(content[key]) is not int or content[key] < 1:
            raise ProfileError(key)
    if not content["legal_basis"] or not content["update_basis"]:
        raise ProfileError("legal_basis")
    fields = tuple(Field(**each) for each in content["fields"])
    if len({each.code for each in fields}) != len(fields) or "default" not in content["categories"]:
        raise ProfileError("fields")
    return Rules(
        version=content["version"],
        legal_basis=content["legal_basis"],
        update_days=content["update_days"],
        page_rows=content["page_rows"],
        categories=content["categories"],
        states=content["states"],
        fields=fields,
        withheld=tuple(Withheld(**each) for each in content["withheld"]),
    )


def redacted(text: str) -> str:
    """The text without numbers of identity documents and telephones; full-width digits become ordinary ones."""
    text = text.translate(ORDINARY)
    for pattern in (IDENTITY, MOBILE, FIXED):
        text = pattern.sub(HIDDEN, text)
    return text


def category_of(categories: Mapping[str, str], item_code: str) -> str:
    """The category of licence (行政许可法 12) of an item, as the profile has it."""
    return categories.get(item_code, categories["default"])


def holder_kind(uscc: str) -> str:
    """Whether the code is that of a self-employed household or of an organisation."""
    return SELF_EMPLOYED if uscc.startswith(SELF_EMPLOYED_PREFIX) else ORGANISATION


def organisation_code(uscc: str) -> str:
    """The organisation code inside a unified social credit code (GB 11714).

    >>> organisation_code("91440101MA9ABCD124")
    'MA9ABCD1-2'
    """
    return f"{uscc[8:16]}-{uscc[16]}" if len(uscc) == 18 else ""


def record(rules: Rules, facts: Mapping[str, str]) -> dict[str, str]:
    """The record: every field of the list in its order and nothing else, free texts redacted.

    Raises ProfileError where facts and list do not agree."""
    wrong = set(facts) ^ {field.code for field in rules.fields}
    if wrong:
        raise ProfileError("、".join(sorted(wrong)))
    return {each.code: redacted(facts[each.code]) if each.free else facts[each.code] for each in rules.fields}


def digest(content: Mapping[str, str]) -> str:
    """SHA-256 of a record: keys sorted, no blanks, UTF-8."""
    text = json.dumps(dict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def cell(text: str) -> str:
    """A cell of a table that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell("宏达")
    ("'=1+1", '宏达')
    """
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} else text
