"""Two questions Django has no field for: materials with a reason each, and a party by its number."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc

from approvals.fields import blind_index
from approvals.people import Applicant

Row = tuple[str, str, str, Sequence[str]]  # code, name, the reason to begin with, reasons offered


class ReasonsWidget(forms.Widget):
    """Every material of the list with a box to tick and a line for the reason."""

    template_name = "portal/case/reasons.html"
    use_fieldset = True

    def __init__(self, rows: Sequence[Row] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.rows = rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = value or {}
        context["rows"] = [
            {
                "code": code,
                "name": shown,
                "ticked": code in given,
                "reason": given.get(code, initial),
                "known": known,
                "id": f"{(attrs or {}).get('id', name)}_{code}",
            }
            for code, shown, initial, known in self.rows
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {code: data.get(f"{name}-{code}", "").replace("\0", "").strip() for code in data.getlist(name)}

    def id_for_label(self, id_: str) -> str:
        return ""


class ReasonsField(forms.Field):
    """Materials with the reason for each: {code: reason}."""

    def __init__(self, *, rows: Sequence[Row], **options: Any) -> None:
        super().__init__(widget=ReasonsWidget(rows), **options)
        self.codes = frozenset(row[0] for row in rows)

    def clean(self, value: Any) -> dict[str, str]:
        given: dict[str, str] = super().clean(value)
        if unknown := sorted(set(given) - self.codes):
            raise ValidationError(_("材料清单中没有 %(code)s"), params={"code": unknown[0]})
        if bare := [code for code, reason in given.items() if not reason]:
            raise ValidationError(_("请写明 %(code)s 需要补正的原因"), params={"code": "、".join(bare)})
        if any(len(reason) > 400 for reason in given.values()):
            raise ValidationError(_("每项原因不超过 400 字"))
        return given


class PartyField(forms.CharField):
    """A person or an enterprise by number: the key of the applicant that has it."""

    def clean(self, value: Any) -> int | None:
        number = super().clean(value).replace(" ", "").upper()
        if not number:
            return None
        if not (uscc.is_valid(number) or ric.is_valid(number)):
            raise ValidationError(_("统一社会信用代码或者身份证号有误（校验位不符）"))
        kept = {"uscc": number} if uscc.is_valid(number) else {"resident_id_index": blind_index(number)}
        found = Applicant.objects.filter(**kept).values_list("pk", flat=True).first()
        if found is None:
            raise ValidationError(_("系统中没有登记此单位或者个人，请先登记"))
        return int(found)
