"""The questions about ratings: stars, what is rated apart by the way the service was asked for, and the steps after a bad one.

The codes of what is rated apart are supervision's data (schemes/ratings.yaml)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.act_fields import Make, Sheet, lines, one_of
from portal.case_words import in_language
from supervision.ratings.figures import rules
from supervision.rules.ratings import Named

PREFIX = "dim_"
CALL_BACKS = {"satisfied": _("满意"), "not_satisfied": _("仍不满意"), "not_reached": _("未联系上")}


def _stars(sheet: Sheet) -> list[tuple[str, Any]]:
    return [(str(n), "★" * n) for n in range(sheet.case.item.rules.rating_scale, 0, -1)]


def _dimension_fields() -> dict[str, Make]:
    """A field for each dimension; of those of the other way none is made."""
    return {
        f"{PREFIX}{each.code}": _field(way, each) for way, rows in rules().dimensions.items() for each in rows
    }


def _field(way: str, dimension: Named) -> Make:
    def make(sheet: Sheet) -> forms.Field | None:
        if sheet.case.application.channel != way:
            return None
        choices = [("", _("不评价")), *_stars(sheet)]
        return forms.ChoiceField(label=in_language(dimension.zh, dimension.en), choices=choices, required=False)

    return make


def gathered(given: dict[str, Any]) -> dict[str, Any]:
    """What was answered apart, under the one name by which the act asks for it."""
    apart = {name.removeprefix(PREFIX): int(value) for name, value in given.items() if name.startswith(PREFIX) and value}
    rest = {name: value for name, value in given.items() if not name.startswith(PREFIX)}
    return rest | {"dimensions": apart} if apart else rest


RATING_FORMS: Mapping[str, Mapping[str, Make]] = {
    "rate": {
        "stars": one_of(_("评价"), _stars),
        **_dimension_fields(),
        "text": lines(_("意见"), most=1000, required=False),
    },
    "contact_rater": {"text": lines(_("联系的情况"), most=1000)},
    "answer_rating": {"text": lines(_("核实和整改的情况"), most=2000, hint=_("内容将告知评价人"))},
    "call_back_rater": {
        "outcome": one_of(_("回访结果"), list(CALL_BACKS.items())),
        "text": lines(_("评价人的意见"), most=1000, required=False),
    },
}
