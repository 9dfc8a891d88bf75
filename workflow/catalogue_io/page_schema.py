"""The keys of the blocks that the pages are made from: conditions, form, checklist and guide."""

import re
from typing import Any, get_args

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from workflow.catalogue_io import page_rules
from workflow.catalogue_io.fields import (
    INVALID,
    Field,
    Read,
    Table,
    checked,
    choice,
    flag,
    listed,
    mapping,
    maybe,
    text,
    unique,
)
from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import Node
from workflow.rules.catalogue_pages import ChecklistDesk, FieldKind

WORD_CODE = r"[A-Z][A-Z0-9_-]{0,39}"
ANSWER = r"[a-z0-9][a-z0-9_-]{0,39}"
KINDS = get_args(FieldKind)
DESKS = get_args(ChecklistDesk)
LONGEST_PATTERN = 100
MOST_REPEATS = 3  # with more of them, or with repeated groups, a short answer could keep the matcher busy for minutes

words = Field(text())
perhaps = Field(maybe(text()), None)


def expression(node: Node, key: str, problems: Problems) -> Any:
    """A regular expression that compiles and cannot run away: few repeats, none of them over a group."""
    value = text()(node, key, problems)
    if value is INVALID:
        return value
    try:
        re.compile(value)
    except (re.error, OverflowError) as error:
        problems.add(node.line, key, _("不是有效的正则表达式：%s") % error)
        return INVALID
    plain = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]", "x", value)
    refers_back = re.search(r"(?<!\\)(?:\\\\)*\\[1-9]", value)
    if len(value) > LONGEST_PATTERN or refers_back or re.search(r"\)[*+?{]|\(\?", plain) or _repeats(plain):
        problems.add(node.line, key, _("正则表达式过于复杂：不得重复括号组，可变重复不超过 %s 处") % MOST_REPEATS)
        return INVALID
    return value


def _repeats(plain: str) -> bool:
    return len(re.findall(r"[*+?]|\{[0-9]*,[0-9]*\}", plain)) > MOST_REPEATS


def answers(node: Node, key: str, problems: Problems) -> Any:
    """`show_if`: codes of fields with the answer that each must have."""
    if not isinstance(node.value, dict) or not node.value:
        problems.add(node.line, key, _("此处应为“字段: 答案”的键值对"))
        return INVALID
    read: Read = text(pattern=ANSWER)
    given = {word: read(inner, f"{key}.{word}", problems) for word, inner in node.value.items()}
    return INVALID if INVALID in given.values() else given


CONDITION: Table = {
    "code": Field(text(pattern=WORD_CODE)),
    "text": words,
    "text_en": words,
    "legal_basis": perhaps,
    "illustrative": Field(flag, False),
}
OPTION: Table = {"code": Field(text(pattern=ANSWER)), "label": words, "label_en": words}
FORM_FIELD: Table = {
    "code": Field(text(pattern=WORD_CODE)),
    "kind": Field(choice(*KINDS, what=gettext_noop("填写方式"))),
    "label": words,
    "label_en": words,
    "required": Field(flag, False),
    "pattern": Field(maybe(expression), None),
    "message": perhaps,
    "message_en": perhaps,
    "help": perhaps,
    "help_en": perhaps,
    "choices": Field(unique("code", mapping(OPTION), least=2), ()),
    "show_if": Field(answers, {}),
    "sets": Field(maybe(choice("holder", "legal_representative", "address")), None),
}
SECTION: Table = {
    "section": words,
    "section_en": words,
    "fields": Field(listed(checked(mapping(FORM_FIELD), *page_rules.OF_A_FIELD), least=1)),
}
CHECK: Table = {
    "code": Field(text(pattern=WORD_CODE)),
    "desk": Field(choice(*DESKS, what=gettext_noop("办理环节"))),
    "text": words,
    "text_en": words,
    "legal_basis": perhaps,
    "photo": Field(flag, False),
    "illustrative": Field(flag, False),
}
QUESTION: Table = {"question": words, "question_en": words, "answer": words, "answer_en": words}
GUIDE: Table = {
    **{f"{word}{tail}": words for word in ("place", "hours", "contact", "complaint") for tail in ("", "_en")},
    "faq": Field(listed(mapping(QUESTION)), ()),
    "illustrative": Field(flag, False),
}

of_an_item: Table = {
    "conditions": Field(unique("code", checked(mapping(CONDITION), page_rules.has_a_basis)), None),
    "form": Field(listed(mapping(SECTION)), None),
    "guide": Field(mapping(GUIDE, partial=True), None),
}
of_a_sub_item: Table = {
    **of_an_item,
    "checklist": Field(unique("code", checked(mapping(CHECK), page_rules.has_a_basis)), None),
}
