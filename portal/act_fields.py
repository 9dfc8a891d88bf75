"""The kinds of questions the forms of the acts are made of; each knows how to draw its choices from the case."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.act_widgets import PartyField, ReasonsField
from portal.case_words import in_language
from workflow.case import Case
from workflow.models import Material
from workflow.rules.catalogue_values import Use
from workflow.rules.clock import LEGAL_ZONE

Text = Any  # a text, or one that is translated when it is shown
Choices = Sequence[tuple[str, Text]]
MOST_DAYS = 3650
LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the questions draw on: the case, and the colleagues who may be named in an act."""

    case: Case
    verifiers: tuple[tuple[int, str], ...] = ()
    chairs: tuple[tuple[int, str], ...] = ()
    slots: tuple[tuple[int, str], ...] = ()


Make = Callable[[Sheet], forms.Field | None]  # None: not asked of this person
Hint = Text | Callable[[Sheet], Text]


def told(hint: Hint, sheet: Sheet) -> Text:
    """A hint that may name a number of the item."""
    return hint(sheet) if callable(hint) else hint


def dressed(made: forms.Field) -> forms.Field:
    """The field with the look of the pages."""
    made.template_name = "portal/case/field.html"  # type: ignore[attr-defined]
    widget = made.widget
    if isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    if isinstance(widget, forms.TextInput | forms.Textarea | forms.NumberInput):
        widget.attrs.setdefault("class", "form-control")
    if isinstance(widget, forms.CheckboxInput):
        widget.attrs["class"] = "form-check-input"
    return made


def line(label: Text, *, most: int = 200, required: bool = True, hint: Text = "") -> Make:
    """One line of text."""
    return lambda sheet: forms.CharField(label=label, max_length=most, required=required, help_text=hint)


def wished_address(label: Text, *, hint: Text = "") -> Make:
    """An address, to begin with the one the applicant has given."""
    return lambda sheet: forms.CharField(
        label=label,
        max_length=200,
        required=False,
        help_text=hint,
        initial=sheet.case.application.delivery_address,
    )


def lines(label: Text, *, most: int = 400, required: bool = True, hint: Text = "") -> Make:
    """A few lines of text."""
    box = {"rows": 3}
    return lambda sheet: forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=forms.Textarea(attrs=box)
    )


def days(label: Text, *, required: bool = True, hint: Text = "") -> Make:
    """A number of working days."""
    return lambda sheet: forms.IntegerField(
        label=label, min_value=1, max_value=MOST_DAYS, required=required, help_text=hint
    )


def tick(label: Text, *, initial: bool = False, hint: Hint = "") -> Make:
    """Yes or no."""
    return lambda sheet: forms.BooleanField(label=label, required=False, initial=initial, help_text=told(hint, sheet))


def one_of(label: Text, choices: Choices | Callable[[Sheet], Choices]) -> Make:
    """One of a few, shown side by side."""

    def make(sheet: Sheet) -> forms.Field:
        given = choices(sheet) if callable(choices) else choices
        return forms.ChoiceField(label=label, choices=given, widget=forms.RadioSelect)

    return make


def picked(label: Text, choices: Choices | Callable[[Sheet], Choices]) -> Make:
    """One of a list."""

    def make(sheet: Sheet) -> forms.Field:
        given = choices(sheet) if callable(choices) else choices
        return forms.ChoiceField(label=label, choices=[("", _("请选择")), *given])

    return make


def materials(label: Text, states: Iterable[str], *, required: bool = True, tolerable: bool = False) -> Make:
    """Some of the case's materials in these states; with `tolerable`, of those a letter may promise."""
    wanted = frozenset(states)

    def make(sheet: Sheet) -> forms.Field:
        item = sheet.case.item
        rows = [m.code for m in sheet.case.materials if m.state in wanted]
        if tolerable:
            rows = [code for code in rows if item.tolerance and code in item.tolerable]
        return forms.MultipleChoiceField(
            label=label,
            choices=[(code, material_name(sheet.case, code)) for code in rows],
            required=required,
            widget=forms.CheckboxSelectMultiple,
        )

    return make


def supplied(sheet: Sheet) -> Choices:
    """What came in and can be found not to conform."""
    return [(m.code, material_name(sheet.case, m.code)) for m in sheet.case.rejectable]


def material_name(case: Case, code: str) -> str:
    """The material as the catalogue calls it."""
    known = case.item.materials.get(code)
    return in_language(known.name, known.name_en) if known is not None else code


def reasons(label: Text) -> Make:
    """Materials to be supplemented, with reasons offered from the catalogue."""

    def make(sheet: Sheet) -> forms.Field:
        case = sheet.case
        offered = case.item.grounds_for("supplement")
        missing = next((in_language(g.text, g.text_en) for g in offered if g.code == "NOT-HANDED-IN"), "")
        rows = []
        for material in case.materials:
            known = [in_language(g.text, g.text_en) for g in offered if g.material in (None, material.code)]
            initial = "" if material.state == Material.HANDED_IN else missing
            rows.append((material.code, material_name(case, material.code), initial, known))
        absent = {m.code: missing for m in case.materials if m.state == Material.ABSENT}
        return ReasonsField(label=label, rows=rows, initial=absent)

    return make


def catalogued(label: Text, use: Use) -> Make:
    """Reasons out of the catalogue, to be ticked; they go into the grounds in Chinese, the language of the document."""

    def make(sheet: Sheet) -> forms.Field:
        found = sheet.case.item.grounds_for(use)
        return forms.MultipleChoiceField(
            label=label,
            choices=[(g.code, in_language(g.text, g.text_en)) for g in found],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    return make


def two_verifiers(label: Text) -> Make:
    """Two officials who verify; those booked are ticked already."""

    def make(sheet: Sheet) -> forms.Field:
        visit = sheet.case.visit
        return forms.TypedMultipleChoiceField(
            label=label,
            choices=[(str(key), name) for key, name in sheet.verifiers],
            coerce=int,
            initial=[str(key) for key in visit.officials] if visit is not None else [],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("选择 %(n)s 名") % {"n": sheet.case.item.rules.visit_min_officials},
        )

    return make


def chair(label: Text) -> Make:
    """Who presides over the hearing."""

    def make(sheet: Sheet) -> forms.Field:
        given = [("", _("请选择")), *((str(key), name) for key, name in sheet.chairs)]
        hearing = next((h for h in sheet.case.hearings if h.held_on is None), None)
        initial = str(hearing.chair_id) if hearing is not None and hearing.chair_id else ""
        return forms.TypedChoiceField(label=label, choices=given, coerce=int, initial=initial)

    return make


def day(label: Text, *, hint: Hint = "") -> Make:
    """A day from today on."""

    def make(sheet: Sheet) -> forms.Field:
        first, last = sheet.case.today, sheet.case.today + LONGEST
        box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": first, "max": last})
        return _bounded(forms.DateField, first, last, label=label, widget=box, help_text=told(hint, sheet))

    return make


def moment(label: Text) -> Make:
    """A day and hour from today on, by the clock in the office."""

    def make(sheet: Sheet) -> forms.Field:
        first = datetime.combine(sheet.case.today, datetime.min.time(), tzinfo=LEGAL_ZONE)
        box = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "min": f"{sheet.case.today}T00:00"}
        )
        return _bounded(forms.DateTimeField, first, first + LONGEST, label=label, widget=box)

    return make


def _bounded(kind: type[forms.Field], first: Any, last: Any, **options: Any) -> forms.Field:
    """A field of days or instants that lie between the two."""

    def between(value: Any) -> None:
        if not first <= value <= last:
            raise ValidationError(_("请填写今天以后两年以内的日期"))

    return kind(validators=[between], **options)


def past_day(label: Text) -> Make:
    """A day up to today, not before the case began."""

    def make(sheet: Sheet) -> forms.Field:
        box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": sheet.case.today})
        return forms.DateField(label=label, widget=box)

    return make


def party(label: Text, *, required: bool = True, hint: Text = "") -> Make:
    """Somebody else whom the application concerns."""
    told_number = _("统一社会信用代码或者身份证号")
    return lambda sheet: PartyField(label=label, max_length=40, required=required, help_text=hint or told_number)
