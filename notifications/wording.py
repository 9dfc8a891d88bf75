"""Templates with named places, and the rules by which the params of a message fill them.

The name of a place says its sort: `…_on`, `…_by` and those in DAYS a date; `…_at` and `booked_for` an instant, shown in
the official time zone; those in `words.BY_PARAMETER` a code; anything else text, a whole number or a list of texts. A
reason may be a catalogued code or free text. A text may come as a map from language to text. A place without a value is
an error, never a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.errors import BadParameter, MissingParameter
from notifications.words import BY_PARAMETER, REASONS

CHINESE = "zh-hans"
DAYS = frozenset({"day", "before", "until", "valid_from", "valid_until", "grace_until"})
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

DATE_PATTERN = _("{year}年{month}月{day}日")
INSTANT_PATTERN = _("{date} {clock}")
LIST_SEPARATOR = pgettext_lazy("list separator", "、")
MONTHS = (
    _("1月"), _("2月"), _("3月"), _("4月"), _("5月"), _("6月"),
    _("7月"), _("8月"), _("9月"), _("10月"), _("11月"), _("12月"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and body of a message; each of `more` is a sentence said only when all it needs is known."""

    subject: Promise
    body: Promise
    more: tuple[Promise, ...] = ()

    def required(self) -> frozenset[str]:
        return places(self.subject) | places(self.body)

    def optional(self) -> frozenset[str]:
        return frozenset().union(*(places(sentence) for sentence in self.more)) - self.required()


def places(template: Promise | str) -> frozenset[str]:
    """Names of the places of a template."""
    return frozenset(name for _literal, name, _spec, _conversion in Formatter().parse(str(template)) if name)


def is_given(params: Mapping[str, Any], name: str) -> bool:
    """Whether a value was handed in that can stand in a sentence."""
    return params.get(name) not in (None, "", [], {}, ())


def missing(names: Iterable[str], params: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in names if not is_given(params, name))


def fill(template: Promise | str, params: Mapping[str, Any]) -> str:
    """The template in the language now active. Raises MissingParameter or BadParameter."""
    text = str(template)
    names = places(text)
    absent = missing(names, params)
    if absent:
        raise MissingParameter(", ".join(absent))
    return text.format_map({name: shown(name, params[name]) for name in names})


def shown(name: str, value: Any) -> str:
    """A value of the params as people read it in the language now active. Raises BadParameter."""
    if name in BY_PARAMETER:
        return _word(name, value)
    if name == "reason" and isinstance(value, str) and value in REASONS:
        return str(REASONS[value])
    if name.endswith(("_on", "_by")) or name in DAYS:
        return _day(_parsed_day(name, value))
    if name.endswith("_at") or name == "booked_for":
        return _instant(_parsed_instant(name, value))
    return _text(name, value)


def _word(name: str, value: Any) -> str:
    try:
        return str(BY_PARAMETER[name][value])
    except (KeyError, TypeError) as error:
        raise BadParameter(f"{name}: {value!r}") from error


def _parsed_day(name: str, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadParameter(f"{name}: {value!r}") from error


def _parsed_instant(name: str, value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadParameter(f"{name}: {value!r}") from error
    if instant.tzinfo is None:
        raise BadParameter(f"{name}: {value!r}")
    return instant


def _day(day: date) -> str:
    month = str(day.month) if _chinese() else str(MONTHS[day.month - 1])
    return str(DATE_PATTERN).format(year=day.year, month=month, day=day.day)


def _instant(instant: datetime) -> str:
    local = instant.astimezone(timezone.get_default_timezone())
    return str(INSTANT_PATTERN).format(date=_day(local.date()), clock=f"{local:%H:%M}")


def _text(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return _text(name, _in_language(name, value))
    if isinstance(value, list | tuple):
        return str(LIST_SEPARATOR).join(_text(name, part) for part in value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadParameter(f"{name}: {value!r}")
    text = UNPRINTABLE.sub(" ", str(value)).strip()
    if not text:
        raise MissingParameter(name)
    return text


def _in_language(name: str, by_language: Mapping[str, Any]) -> Any:
    for language in (translation.get_language() or CHINESE, CHINESE, *by_language):
        if by_language.get(language):
            return by_language[language]
    raise MissingParameter(name)


def _chinese() -> bool:
    return (translation.get_language() or CHINESE).startswith("zh")


def one_line(text: str) -> str:
    """The text without line breaks: what a subject or a short message may be."""
    return " ".join(text.split())
