"""The form of an application: for whom, on which licence, which way; each material in, promised or still to come."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.people import Applicant
from approvals.rules.agency import SIGN
from portal import item_form
from portal.act_fields import dressed
from portal.case_words import REMEDIES, WAYS, in_language, said
from portal.catalogue_lines import RuleLine, condition_lines
from portal.uploads.asks import FileAsk, Keys
from workflow.errors import LicensingError
from workflow.reading import Lodger, Way, needs_licence, ways
from workflow.rules.catalogue import Material, SubItem

IN, PROMISED, OUT = "in", "promised", "out"
ROUTES = ("ordinary", "commitment")
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1, which are misread
CODE_LENGTH = 8
FIELD_OF_CODE = {
    "item_not_eligible": "route",
    "banned_from_commitment": "route",
    "outside_renewal_window": "licence",
    "renewal_open": "licence",
    "not_yours": "licence",
    "not_in_order": "licence",
}
CIRCUMSTANCES = (
    ("third_party_interest", _("申请事项直接关系他人的重大利益")),
    ("joint_handling", _("申请并联（联合）办理")),
)


def query_code() -> str:
    """What asks for the progress of an application without an account, together with its number."""
    return "".join(secrets.choice(CODE_LETTERS) for _each in range(CODE_LENGTH))


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way as the page shows it: open, or closed with the reason and what to do instead."""

    way: Way
    name: str
    text: str
    todo: str


@dataclass(frozen=True, slots=True)
class MaterialQuestion:
    """A material of the list with the field that asks about it."""

    material: Material
    name: str
    promisable: bool
    bound: forms.BoundField
    files: FileAsk | None


class LodgeForm(forms.Form):
    """One sub-item's form for one applicant on one day."""

    def __init__(
        self,
        *,
        item: SubItem,
        lodger: Lodger,
        applicant: Applicant,
        on: date,
        data: Any = None,
        begun: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id="lodge-%s", initial={**(begun or {}), "applicant": applicant.pk})
        self.file_asks: Mapping[str, FileAsk] = {}
        self.item, self.lodger, self.applicant = item, lodger, applicant
        signs = lodger.refused(item, applicant.pk, SIGN) is None
        self.ways = ways(item, applicant=applicant, bans=lodger.bans, on=on, signs=signs)
        self.fields["applicant"] = forms.IntegerField(initial=applicant.pk, widget=forms.HiddenInput)
        if needs_licence(item):
            self.fields["licence"] = dressed(self._licence())
        self.fields["route"] = dressed(self._route())
        self.asked = item_form.asked_of(applicant, item.form)
        self.fields.update(item_form.fields(self.asked))
        for material in item.materials.values():
            self.fields[self.name_of(material.code)] = dressed(self._material(material))
        for name, label in CIRCUMSTANCES:
            self.fields[name] = dressed(forms.BooleanField(label=label, required=False))
        if item.conditions and self.is_open("commitment"):
            self.fields["conditions"] = self._conditions()
        self.fields["signed"] = dressed(forms.BooleanField(label=_("我已阅读并签署承诺书"), required=False))

    @staticmethod
    def name_of(code: str) -> str:
        """The field of a material."""
        return f"m-{code}"

    def is_open(self, name: str) -> bool:
        """Is this way open to the applicant?"""
        return any(way.name == name and way.open for way in self.ways)

    def _licence(self) -> forms.Field:
        held = self.lodger.licences_for(self.item, self.applicant.pk)
        words = _("%(number)s（至 %(until)s）")
        choices = [(x.number, words % {"number": x.number, "until": x.valid_until or "—"}) for x in held]
        return forms.ChoiceField(
            label=_("所依据的许可证"),
            choices=[("", _("请选择")), *choices],
            help_text="" if held else _("系统中没有您持有的该事项许可证"),
        )

    def _route(self) -> forms.Field:
        choices = [(name, said(WAYS, name)) for name in ROUTES if name == "ordinary" or self.is_open(name)]
        return forms.ChoiceField(label=_("办理方式"), choices=choices, initial="ordinary", widget=forms.RadioSelect)

    def _material(self, material: Material) -> forms.Field:
        choices = [(IN, _("现在提交")), (OUT, _("暂缺"))]
        if self._promisable(material):
            choices.insert(1, (PROMISED, _("承诺补齐")))
        return forms.ChoiceField(
            label=in_language(material.name, material.name_en),
            choices=choices,
            initial=IN if material.exempt else None,
            widget=forms.RadioSelect,
            error_messages={"required": _("请选择这份材料如何提交")},
        )

    def _conditions(self) -> forms.Field:
        """告知承诺: each condition is ticked by whoever says that it is met."""
        ticks = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})
        choices = [(line.code, line.text) for line in condition_lines(self.item)]
        return forms.MultipleChoiceField(label=_("许可条件"), choices=choices, required=False, widget=ticks)

    def condition_rows(self) -> Iterator[tuple[RuleLine, forms.boundfield.BoundWidget]]:
        """The conditions, each with its box."""
        return zip(condition_lines(self.item), self["conditions"], strict=True)

    def _promisable(self, material: Material) -> bool:
        return material.tolerable and self.is_open("tolerance")

    def material_questions(self) -> Iterator[MaterialQuestion]:
        """The materials in the order of the list."""
        for code, material in self.item.materials.items():
            name = in_language(material.name, material.name_en)
            bound, files = self[self.name_of(code)], self.file_asks.get(code)
            yield MaterialQuestion(material, name, self._promisable(material), bound, files)

    @property
    def licence_field(self) -> forms.BoundField | None:
        return self["licence"] if "licence" in self.fields else None

    @property
    def route_field(self) -> forms.BoundField:
        return self["route"]

    @property
    def interest_field(self) -> forms.BoundField:
        return self["third_party_interest"]

    @property
    def joint_field(self) -> forms.BoundField:
        return self["joint_handling"]

    @property
    def conditions_field(self) -> forms.BoundField | None:
        return self["conditions"] if "conditions" in self.fields else None

    @property
    def signed_field(self) -> forms.BoundField:
        return self["signed"]

    def way_lines(self) -> list[WayLine]:
        """All ways, with why one is closed."""
        return [
            WayLine(way, said(WAYS, way.name), str(_(way.text)) if way.text else "", said(REMEDIES, way.code or ""))
            for way in self.ways
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        bound = self._with(PROMISED) or given.get("route") == "commitment"
        if bound and not given.get("signed"):
            self.add_error("signed", _("承诺补齐材料或者选择告知承诺的，应当签署承诺书"))
        for name, text in item_form.faults(self.asked, self.answers(), self.applicant).items():
            self.add_error(name, text)
        unticked = {row.code for row in self.item.conditions} - set(given.get("conditions", ()))
        if given.get("route") == "commitment" and unticked:
            self.add_error("conditions", _("选择告知承诺的，应当逐项确认符合全部许可条件"))
        return given

    def answers(self) -> dict[str, str]:
        """What was answered in the item's own form, as typed."""
        return item_form.answers(self.asked, {name: self[name].data for name in self.fields})

    def sections(self) -> Iterator[item_form.Section]:
        """The questions of the item's own form."""
        return item_form.questions(self, self.asked)

    def kept(self) -> dict[str, Any]:
        """The answers so far, for a draft; a signature is given only when the application is sent."""
        names = [name for name in self.fields if name not in ("applicant", "conditions", "signed")]
        return {name: self[name].data for name in names if self[name].data not in (None, "", False)}

    def check_files(self, files: Keys) -> None:
        """A material with files is handed in now, or its files are taken out: nothing is dropped silently."""
        for code in files:
            if self.cleaned_data.get(self.name_of(code)) in (PROMISED, OUT):
                self.add_error(self.name_of(code), _("已选文件的材料请选择“现在提交”，或者取消勾选文件"))

    def _with(self, state: str) -> list[str]:
        return [code for code in self.item.materials if self.cleaned_data.get(self.name_of(code)) == state]

    def arguments(self) -> dict[str, Any]:
        """What `acts.lodge` is asked with."""
        given = self.cleaned_data
        facts = {name: True for name in ("third_party_interest", "joint_handling") if given.get(name)}
        return {
            "item": self.item.code,
            "materials": self._with(IN),
            "commit_missing": self._with(PROMISED),
            "route": given["route"],
            "licence": given.get("licence") or None,
            "facts": facts,
            "applicant_id": self.applicant.pk,
        }

    def show(self, error: LicensingError, sentence: str) -> None:
        """Puts a refusal at the field it speaks of, else at the head of the form."""
        name = getattr(error, "field", "") or FIELD_OF_CODE.get(error.code, "")
        self.add_error(name if name in self.fields else None, sentence)
