"""What the pages say and ask about a sub-item: licence conditions, the application form, checklists and the guide.

All of it is data of the catalogue. An item version that was stored before these blocks existed has none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

FieldKind = Literal[
    "text", "textarea", "number", "date", "choice", "yes_no", "uscc", "phone", "email", "address"
]  # fmt: skip
ChecklistDesk = Literal["review", "verification"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the licence (许可条件), as the 告知书 and the guide tell it."""

    code: str
    text: str
    text_en: str
    legal_basis: str | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a field of kind `choice` offers."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the application form; it is shown where all of `show_if` (code of a field → answer) holds.

    A `pattern` matches the whole answer; `message` says what is wanted when it does not.  `sets`: what of the licence the
    answer takes the place of, once a change is granted.
    """

    code: str
    section: str
    section_en: str
    kind: FieldKind
    label: str
    label_en: str
    required: bool
    pattern: str | None
    message: str | None
    message_en: str | None
    help: str | None
    help_en: str | None
    choices: tuple[Option, ...]
    show_if: Mapping[str, str]
    sets: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the officials verify at a desk: on the file (review) or at the visit (verification)."""

    code: str
    desk: ChecklistDesk
    text: str
    text_en: str
    legal_basis: str | None
    photo: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A frequently asked question with its answer."""

    question: str
    question_en: str
    answer: str
    answer_en: str


@dataclass(frozen=True, slots=True)
class Guide:
    """Where, when and with whom a matter is handled, and where to complain."""

    place: str
    place_en: str
    hours: str
    hours_en: str
    contact: str
    contact_en: str
    complaint: str
    complaint_en: str
    faq: tuple[Question, ...]
    illustrative: bool


def pages_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The four blocks of a stored sub-item; empty where the version is older than they are."""
    return {
        "conditions": tuple(Condition(**given) for given in row.get("conditions", ())),
        "form": tuple(_field(given) for given in row.get("form", ())),
        "checklist": tuple(Check(**given) for given in row.get("checklist", ())),
        "guide": _guide(row.get("guide")),
    }


def _field(given: Mapping[str, Any]) -> FormField:
    choices = tuple(Option(**choice) for choice in given["choices"])
    return FormField(**{**given, "choices": choices, "show_if": MappingProxyType(dict(given["show_if"]))})


def _guide(given: Mapping[str, Any] | None) -> Guide | None:
    if given is None:
        return None
    return Guide(**{**given, "faq": tuple(Question(**entry) for entry in given["faq"])})
