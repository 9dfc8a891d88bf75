"""Which fields of an application form apply to some answers, and what is wrong with the answers.

Answers are text under the code of their field: dates as 2026-11-22, yes_no as `yes` or `no`, a choice by its code.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.rules.catalogue_pages import FormField

LONGEST = {"textarea": 2000}
LONGEST_LINE = 200
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
SHAPES = {
    "number": re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?"),
    "phone": re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[1-9][0-9]{6,7}(-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}"),
    "email": re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,4}"),
    "yes_no": re.compile(r"yes|no"),
}
TEXTS = {
    "required": "请填写此项",
    "too_long": "内容过长",
    "control_sign": "含有不可显示的字符",
    "number": "请填写数字，例如 12 或者 12.5",
    "phone": "请填写手机号码或者带区号的固定电话",
    "email": "请填写有效的电子邮箱",
    "yes_no": "请选择“是”或者“否”",
    "choice": "请从列出的选项中选择",
    "date": "请填写有效的日期，例如 2026-11-22",
    "uscc": "统一社会信用代码应为十八位，且校验位正确",
    "pattern": "格式不符合要求",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer: `code` for programs, `text` for people.

    `text_en` stands where the catalogue words the fault itself; otherwise `text` is translated at the edge.
    """

    code: str
    text: str
    text_en: str | None = None


def shown(form: Sequence[FormField], answers: Mapping[str, str]) -> tuple[FormField, ...]:
    """The fields that apply, in their order; what depends on a field that is hidden is hidden too."""
    given: dict[str, str] = {}
    for field in form:
        if all(given.get(code) == answer for code, answer in field.show_if.items()):
            given[field.code] = answers.get(field.code, "").strip()
    return tuple(field for field in form if field.code in given)


def kept(form: Sequence[FormField], answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to the fields that apply, trimmed, without the empty ones and without what no field asks for."""
    given = {field.code: answers.get(field.code, "").strip() for field in shown(form, answers)}
    return {code: answer for code, answer in given.items() if answer}


def faults(form: Sequence[FormField], answers: Mapping[str, str]) -> dict[str, Fault]:
    """The first fault of every answer under the code of its field; empty when the form can be handed in.

    Only the fields that apply are looked at: a required field that is hidden is not asked for.
    """
    given = kept(form, answers)
    found = {field.code: fault_of(field, given.get(field.code, "")) for field in shown(form, answers)}
    return {code: fault for code, fault in found.items() if fault is not None}


def fault_of(field: FormField, answer: str) -> Fault | None:
    """What is wrong with one trimmed answer; None when nothing is."""
    code = _wrong(field, answer)
    if code is None:
        return None
    if code == "pattern" and field.message:
        return Fault(code, field.message, field.message_en)
    return Fault(code, TEXTS[code])


def _wrong(field: FormField, answer: str) -> str | None:
    if not answer:
        return "required" if field.required else None
    if len(answer) > LONGEST.get(field.kind, LONGEST_LINE):
        return "too_long"
    lines = answer.splitlines() if field.kind == "textarea" else [answer]
    if not all(line.isprintable() for line in lines):
        return "control_sign"
    if not _has_its_kind(field, answer):
        return field.kind
    return "pattern" if field.pattern and not re.fullmatch(field.pattern, answer) else None


def _has_its_kind(field: FormField, answer: str) -> bool:
    if field.kind == "choice":
        return any(answer == choice.code for choice in field.choices)
    if field.kind == "date":
        return _is_a_date(answer)
    if field.kind == "uscc":
        return uscc_holds(answer)
    shape = SHAPES.get(field.kind)
    return shape is None or shape.fullmatch(answer) is not None


def _is_a_date(answer: str) -> bool:
    try:
        return date.fromisoformat(answer).isoformat() == answer
    except ValueError:
        return False


def uscc_holds(code: str) -> bool:
    """Whether a 统一社会信用代码 has eighteen of its signs and the right check sign (GB 32100-2015).

    >>> uscc_holds("91360727MA38QC805G"), uscc_holds("91360727MA38QC805H")
    (True, False)
    """
    if len(code) != len(USCC_WEIGHTS) + 1 or any(sign not in USCC_SIGNS for sign in code):
        return False
    total = sum(USCC_SIGNS.index(sign) * weight for sign, weight in zip(code, USCC_WEIGHTS, strict=False))
    return USCC_SIGNS[-total % len(USCC_SIGNS)] == code[-1]
