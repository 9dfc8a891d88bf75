"""Answers to any application form: what is asked for gets something that fits its kind."""

from collections.abc import Mapping, Sequence

from workflow.rules.catalogue_pages import FormField
from workflow.rules.forms import fault_of, shown

SAMPLES = {
    "number": ("12",),
    "date": ("2026-05-20",),
    "yes_no": ("no",),
    "uscc": ("91360727MA38QC805G",),
    "phone": ("13800000000",),
    "email": ("office@example.cn",),
    "text": ("演示", "123456", "123456789012345", "https://example.cn/work"),
}


def sample(asked: FormField) -> str:
    """The first that the field takes."""
    tried = tuple(each.code for each in asked.choices) or SAMPLES.get(asked.kind, SAMPLES["text"])
    return next(each for each in tried if fault_of(asked, each) is None)


def filled(form: Sequence[FormField], given: Mapping[str, str]) -> dict[str, str]:
    """These answers, and one to each required question that they leave open; a question given as empty stays so."""
    answers = dict(given)
    while wanted := [each for each in shown(form, answers) if each.required and each.code not in answers]:
        answers |= {each.code: sample(each) for each in wanted}
    return answers
