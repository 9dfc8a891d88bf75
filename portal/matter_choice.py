"""Which matters something covers: all of them, or items' sub-items ticked one by one; shared by the forms that ask it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.people import ALL_MATTERS
from portal.case_words import in_language
from workflow import catalogue_versions

Ticked = list[tuple[str, list[tuple[str, str, bool]]]]


class MattersForm(forms.Form):
    """The two questions, and what they come to."""

    everything = forms.BooleanField(label=gettext_lazy("全部事项"), required=False)
    matters = forms.MultipleChoiceField(label=gettext_lazy("事项"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["matters"].choices = _offered()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("everything") and not cleaned.get("matters"):
            self.add_error("matters", _("请选择全部事项，或者至少一个事项"))
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("截止日不能早于起始日"))
        return cleaned

    @property
    def covered(self) -> str | list[str]:
        """What the acts are asked with."""
        return "all" if self.cleaned_data["everything"] else self.cleaned_data["matters"]

    def ticked(self) -> Ticked:
        """Sub-items under their items, with what is ticked."""
        known = set(self["matters"].value() or ())
        return [(heading, [(code, text, code in known) for code, text in rows]) for heading, rows in _offered()]


def _offered() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in catalogue_versions.all_current():
        heading = f"{each.item_code} {in_language(each.item_name, each.item_name_en)}"
        groups.setdefault(heading, []).append((each.code, f"{each.code} {in_language(each.name, each.name_en)}"))
    return list(groups.items())


def matter_words(codes: list[str]) -> str:
    """The matters in words."""
    return _("全部事项") if ALL_MATTERS in codes else "、".join(codes)
