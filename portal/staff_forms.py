"""Forms of staff administration; whether it may be done, acts/staff.py decides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from approvals.people import ALL_MATTERS, Role
from approvals.rules.authority import DECIDE
from portal.case_words import in_language
from portal.people_forms import DAY, PhoneField, dressed
from workflow import catalogue_versions

Choices = Sequence[tuple[int, str]]


class Dressed(forms.Form):
    """A form with the look of the pages; ids carry the form's name, for several stand on one page."""

    name = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.name}-%s", **options})
        dressed(self)


class OfficialForm(Dressed):
    """A new account of an official."""

    name = "official"
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    email = forms.EmailField(label=_("电子邮箱"), help_text=_("首个密码的验证码发往此处"))
    phone = PhoneField(required=False)
    office = forms.TypedChoiceField(label=_("单位"), coerce=int)

    def __init__(self, *args: Any, offices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]


class PostForm(Dressed):
    """A post; deciding roles name what they are in charge of."""

    name = "post"
    role = forms.ChoiceField(label=_("岗位"), choices=Role.choices)
    office = forms.TypedChoiceField(label=_("单位"), coerce=int)
    from_on = forms.DateField(label=_("起始日"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=_("截止日（含）"), required=False, widget=forms.DateInput(attrs=DAY))
    matters = forms.MultipleChoiceField(
        label=_("分管事项（首席代表、分管局领导填写）"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
        items = {each.item_code: in_language(each.item_name, each.item_name_en) for each in catalogue_versions.all_current()}
        named = [(code, f"{code} {name}") for code, name in items.items()]
        self.fields["matters"].choices = [(ALL_MATTERS, _("全部事项")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = given.get("matters") or []
        if given.get("role") in DECIDE and not chosen:
            self.add_error("matters", _("请选择全部事项，或者至少一个事项"))
        given["matters"] = "all" if ALL_MATTERS in chosen else chosen
        return given


class AbsenceForm(Dressed):
    """The first and the last day away, and who stands in."""

    name = "absence"
    from_on = forms.DateField(label=_("起始日"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=_("截止日（含）"), widget=forms.DateInput(attrs=DAY))
    substitute = forms.TypedChoiceField(
        label=_("代理人员（A/B 角）"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("同级以上、同样岗位的在岗人员；决定权须另行授权。与案件有利害关系或者办过其他环节的案件不由其代理。"),
    )

    def __init__(self, *args: Any, colleagues: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["substitute"].choices = [("", _("不指定（由本岗位其他人员办理）")), *colleagues]  # type: ignore[attr-defined]


class LeavingForm(Dressed):
    """To whom the work goes that he has taken; nobody: back to the desks."""

    name = "leave"
    to = forms.TypedChoiceField(label=_("其领取的待办转给"), coerce=int, empty_value=None, required=False)
    confirmed = forms.BooleanField(label=_("我已核对，确认停用账户"), error_messages={"required": _("请勾选确认")})

    def __init__(self, *args: Any, colleagues: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [("", _("退还各自岗位")), *colleagues]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given.pop("confirmed", None)
        return given
