"""The form of a sub-item on the pages: its fields as questions, and what was answered as lines, by section."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from approvals.people import Applicant, ApplicantKind, User
from portal.case_words import in_language
from workflow.rules import forms as rules
from workflow.rules.catalogue_pages import FormField

PREFIX = "f-"
OWN_CODE = "USCC"  # by this name the forms of the catalogue ask for the applicant's own code
TYPES = {"date": "date", "phone": "tel", "email": "email"}
WIDE = ("textarea", "address")


class Answer(forms.Field):
    """One question.  It takes whatever was typed: what is wrong with it is told by the rules, which know what is shown."""

    def __init__(self, asked: FormField) -> None:
        super().__init__(
            required=asked.required and not asked.show_if,
            label=in_language(asked.label, asked.label_en),
            help_text=in_language(asked.help or "", asked.help_en or ""),
            widget=_widget(asked),
            template_name="portal/lodge/answer.html",
        )
        self.asked = asked
        self.wide = asked.kind in WIDE

    def clean(self, value: str | None) -> str:
        return value or ""

    @property
    def show_if(self) -> str:
        """On which answers to other questions it is asked, for the script of the page."""
        return json.dumps(dict(self.asked.show_if)) if self.asked.show_if else ""


def _widget(asked: FormField) -> forms.Widget:
    if asked.kind == "yes_no":
        return forms.RadioSelect(choices=list(_yes_no().items()))
    if asked.kind == "choice":
        offered = [(choice.code, in_language(choice.label, choice.label_en)) for choice in asked.choices]
        return forms.Select(attrs={"class": "form-select"}, choices=[("", _("请选择")), *offered])
    look = {"class": "form-control", "maxlength": str(rules.LONGEST.get(asked.kind, rules.LONGEST_LINE))}
    if asked.kind == "textarea":
        return forms.Textarea(attrs={**look, "rows": "3"})
    if asked.kind == "number":
        look["inputmode"] = "decimal"
    if asked.pattern:
        look |= {"pattern": asked.pattern, "title": in_language(asked.message or "", asked.message_en or "")}
    return forms.TextInput(attrs={**look, "type": TYPES.get(asked.kind, "text")})


def _yes_no() -> dict[str, str]:
    return {"yes": _("是"), "no": _("否")}


def asked_of(applicant: Applicant, form: Sequence[FormField]) -> tuple[FormField, ...]:
    """What this applicant is asked: a person has no unified social credit code."""
    return tuple(asked for asked in form if applicant.kind != ApplicantKind.PERSON or asked.kind != "uscc")


def fields(form: Sequence[FormField]) -> dict[str, Answer]:
    """The questions by the names they have on the page."""
    return {f"{PREFIX}{asked.code}": Answer(asked) for asked in form}


def answers(form: Sequence[FormField], sent: Mapping[str, str | None]) -> dict[str, str]:
    """What was sent under the names of the page, under the codes of the fields; lines end as they do here."""
    return {asked.code: (sent.get(f"{PREFIX}{asked.code}") or "").replace("\r\n", "\n") for asked in form}


def faults(form: Sequence[FormField], given: Mapping[str, str], applicant: Applicant) -> dict[str, str]:
    """What is wrong, in the language of the page, under the names of the page; the applicant's own code is the one he is
    registered by."""
    found = rules.faults(form, given)
    told = {code: in_language(x.text, x.text_en) if x.text_en else _(x.text) for code, x in found.items()}
    if applicant.uscc and given.get(OWN_CODE, applicant.uscc).strip() not in ("", applicant.uscc):
        told.setdefault(OWN_CODE, _("与申请人登记的统一社会信用代码 %(code)s 不一致，请核对") % {"code": applicant.uscc})
    return {f"{PREFIX}{code}": text for code, text in told.items()}


def known(applicant: Applicant, account: int) -> dict[str, str]:
    """What need not be typed, under the names of the page: the applicant as registered, and who is at the page."""
    person = User.objects.get(pk=account)
    told = {
        "NAME": applicant.name,
        "USCC": applicant.uscc or "",
        "REPRESENTATIVE": applicant.legal_representative,
        "ADDRESS": applicant.address,
        "CONTACT": person.display_name if person.display_name != applicant.name or not applicant.uscc else "",
        "PHONE": person.phone,
        "EMAIL": person.email,
    }
    return {f"{PREFIX}{code}": text for code, text in told.items() if text}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form under its heading: questions to be answered, or what was answered."""

    name: str
    rows: tuple[Any, ...]


def questions(form: forms.Form, asked: Sequence[FormField]) -> Iterator[Section]:
    """The questions of a form by section, in their order."""
    for name, group in _by_section(asked):
        yield Section(name, tuple(form[f"{PREFIX}{each.code}"] for each in group))


def told(form: Sequence[FormField], given: Mapping[str, str]) -> list[Section]:
    """What was answered: label and answer, by section."""
    answered = [asked for asked in form if asked.code in given]
    return [
        Section(name, tuple((in_language(x.label, x.label_en), _said(x, given[x.code])) for x in group))
        for name, group in _by_section(answered)
    ]


def _by_section(form: Sequence[FormField]) -> Iterator[tuple[str, Iterator[FormField]]]:
    return groupby(form, key=lambda asked: in_language(asked.section, asked.section_en))


def _said(asked: FormField, answer: str) -> str:
    if asked.kind == "yes_no":
        return _yes_no().get(answer, answer)
    return next((in_language(x.label, x.label_en) for x in asked.choices if x.code == answer), answer)
