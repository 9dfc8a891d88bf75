"""The questions about the time of a visit: the applicant picks one of those offered, an official fixes any."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _

from portal.act_fields import Make, Sheet, Text
from workflow.models import VisitSlot


def of_official(make: Make) -> Make:
    """Asked of officials only."""
    return lambda sheet: None if sheet.case.by_party else make(sheet)


def free_slot(label: Text) -> Make:
    """One of the times that are free; asked of the applicant only."""

    def make(sheet: Sheet) -> forms.Field | None:
        if not sheet.case.by_party:
            return None
        visit = sheet.case.visit
        given = [(str(key), text) for key, text in sheet.slots if visit is None or visit.slot_id != key]
        hint = "" if given else _("现在没有可以预约的时段，本机关会与您联系确定时间。")
        return forms.TypedChoiceField(label=label, choices=given, coerce=int, widget=forms.RadioSelect, help_text=hint)

    return make


def slot_words(slot: VisitSlot) -> str:
    """A time offered, in words: the day, its weekday, from when to when."""
    return f"{slot.day} {weekday(slot.day.weekday())} {slot.begins:%H:%M}–{slot.ends:%H:%M}"


def slot_choices(slots: Iterable[VisitSlot], names: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    """The times with who would come."""
    return tuple(
        (slot.pk, f"{slot_words(slot)} · " + "、".join(names.get(key, f"#{key}") for key in slot.officials))
        for slot in slots
    )


def weekday(number: int) -> str:
    """The name of a weekday; Monday is 0."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[number]
