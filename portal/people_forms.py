"""Forms about accounts and people: what was typed is read here; whether it may be done, the acts decide."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from approvals.people import ApplicantKind, User
from workflow.errors import BadInput, LicensingError
from workflow.identity import enterprise_code, plain, resident_id

PHONE = re.compile(r"(1\d{10}|0\d{9,11})")
DAY = {"type": "date", "class": "form-control"}


def dressed(form: forms.Form) -> None:
    """The look of the pages for each field."""
    for field in form.fields.values():
        field.template_name = "portal/case/field.html"  # type: ignore[attr-defined]
        if isinstance(field.widget, forms.Select):
            field.widget.attrs.setdefault("class", "form-select")
        elif isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs.setdefault("class", "form-check-input")
        elif not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            field.widget.attrs.setdefault("class", "form-control")


def blame(form: forms.Form, error: LicensingError) -> None:
    """Puts a refusal at the field it names, else at the head of the form."""
    name = getattr(error, "field", "")
    text = translated(error.detail) if error.detail else translated(error.text)
    form.add_error(name if name in form.fields else None, text)


class PhoneField(forms.CharField):
    """A mobile or fixed number of mainland China, half-width."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
        super().__init__(max_length=20, label=_("手机号或者电话"), widget=widget, **options)

    def clean(self, value: Any) -> str:
        number = plain(super().clean(value)).replace("-", "")
        if number and not PHONE.fullmatch(number):
            raise ValidationError(_("请填写 11 位手机号，或者带区号的电话号码"))
        return number


def new_password(label: Any, *, again: bool = False) -> forms.CharField:
    """A password not seen; the browser may suggest one."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    hint = "" if again else _("至少 8 个字符，不要用常见密码，也不要与用户名、姓名相近")
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, help_text=hint)


class PasswordTwice(forms.Form):
    """A new password and the same again, by the rules of the house."""

    password = new_password(_("密码"))
    again = new_password(_("再次输入密码"), again=True)

    def judged(self, given: dict[str, Any], user: User | None) -> None:
        """Adds what is wrong with the password."""
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("两次输入的密码不一致"))
        if given.get("password"):
            try:
                validate_password(given["password"], user)
            except ValidationError as error:
                self.add_error("password", error)


class RegistrationForm(PasswordTwice):
    """注册: who applies, by which number, and his first account."""

    kind = forms.ChoiceField(
        label=_("申请人类型"),
        choices=ApplicantKind.choices,
        initial=ApplicantKind.ENTERPRISE,
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=_("统一社会信用代码（企业）或者公民身份号码（个人）"),
        max_length=60,
        help_text=_("18 位；全角数字、空格、小写 x 会自动更正"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("企业名称或者姓名"),
        max_length=60,
        help_text=_("与营业执照或者身份证一致"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    representative = forms.CharField(label=_("法定代表人（企业填写）"), max_length=60, required=False)
    phone = PhoneField()
    email = forms.EmailField(
        label=_("电子邮箱"), required=False, help_text=_("文书和验证码发往此处；可以以后再填")
    )
    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ("kind", "number", "name", "representative", "phone", "email", "username", "password", "again")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dressed(self)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("number") and given.get("kind"):
            read = enterprise_code if given["kind"] == ApplicantKind.ENTERPRISE else resident_id
            try:
                given["number"] = read(given["number"])
            except BadInput as error:
                blame(self, error)
        if given.get("kind") == ApplicantKind.ENTERPRISE and not given.get("representative"):
            self.add_error("representative", _("企业请填写法定代表人"))
        self.judged(given, User(username=given.get("username", ""), display_name=given.get("name", "")))
        return given
