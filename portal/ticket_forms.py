"""Forms about tickets and answers: what was typed is read here; whether it may be done, the acts decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.case_words import in_language
from portal.people_forms import PhoneField, dressed
from supervision.models import Ticket
from supervision.tickets.acts import OF_TEXT, WEB, Asked, rules
from workflow import catalogue_versions

ROWS = 5


def kinds() -> list[tuple[str, str]]:
    """The kinds of tickets in the language of the page."""
    return [(each.code, in_language(each.zh, each.en)) for each in rules().kinds.values()]


def sources() -> list[tuple[str, str]]:
    """Where tickets come from."""
    return [(each.code, in_language(each.zh, each.en)) for each in rules().sources.values()]


def matters() -> list[tuple[str, str]]:
    """The sub-items of the catalogue in force."""
    return [
        (item.code, f"{in_language(item.item_name, item.item_name_en)} · {in_language(item.name, item.name_en)}")
        for item in catalogue_versions.all_current()
    ]


def _lines(label: Any, most: int, *, required: bool = True, hint: Any = "", rows: int = ROWS) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


class AskForm(forms.Form):
    """What somebody asks or says; who he is may stay unsaid."""

    kind = forms.ChoiceField(label=_("种类"), widget=forms.RadioSelect)
    subject = forms.CharField(label=_("标题"), max_length=OF_TEXT["subject"])
    content = _lines(_("内容"), OF_TEXT["content"], hint=_("请不要填写身份证件号码等与事项无关的个人信息"))
    sub_item_code = forms.ChoiceField(label=_("有关的事项"), required=False)
    application = forms.CharField(label=_("有关的申请编号"), max_length=40, required=False)
    name = forms.CharField(label=_("称呼"), max_length=OF_TEXT["name"], required=False)
    phone = PhoneField(required=False, help_text=_("需要回访的填写；只有办理人员可以看到"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choices("kind").choices = kinds()
        self._choices("sub_item_code").choices = [("", _("不限事项")), *matters()]
        dressed(self)

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def asked(self) -> Asked:
        """What was read."""
        return Asked(**{"source": WEB, **self.cleaned_data})


class EnterForm(AskForm):
    """The same, entered by an official for somebody who came, called or wrote, or from line 12345."""

    source = forms.ChoiceField(label=_("来源"))
    external_number = forms.CharField(label=_("来源编号"), max_length=OF_TEXT["external_number"], required=False)
    field_order = ("source", "external_number", "kind", "subject", "content")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choices("source").choices = [each for each in sources() if each[0] != WEB]
        dressed(self)


class JudgeForm(forms.Form):
    """Whether the answer satisfies."""

    satisfaction = forms.ChoiceField(
        label=_("对答复是否满意"), choices=Ticket._meta.get_field("satisfaction").flatchoices, widget=forms.RadioSelect
    )
    text = _lines(_("意见"), 400, required=False, rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dressed(self)


class AssignForm(forms.Form):
    """To whom."""

    to = forms.TypedChoiceField(label=_("承办人"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people
        dressed(self)


class AnswerForm(forms.Form):
    """The answer."""

    text = _lines(_("答复"), 4000, hint=_("提问人凭编号和查询码可以看到"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dressed(self)


class CallForm(forms.Form):
    """What came of the call-back."""

    outcome = forms.ChoiceField(
        label=_("回访结果"), choices=Ticket._meta.get_field("called").flatchoices, widget=forms.RadioSelect
    )
    text = _lines(_("意见"), 400, required=False, rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dressed(self)


class EntryForm(forms.Form):
    """An answer to a question that is often asked."""

    question = forms.CharField(label=_("问题"), max_length=200)
    answer = _lines(_("解答"), 4000, rows=6)
    question_en = forms.CharField(label=_("问题（英文）"), max_length=300, required=False)
    answer_en = _lines(_("解答（英文）"), 6000, required=False, rows=6)
    keywords = forms.CharField(label=_("搜索用词"), max_length=200, required=False, help_text=_("别名、简称，用空格分开"))
    matters = forms.MultipleChoiceField(
        label=_("有关的事项"), required=False, help_text=_("不选的，各事项都适用"), widget=forms.SelectMultiple(attrs={"size": 6})
    )
    shown = forms.BooleanField(label=_("向公众显示"), required=False, initial=True)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["matters"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = matters()
        dressed(self)
