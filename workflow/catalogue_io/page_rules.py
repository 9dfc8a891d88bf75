"""What the blocks for the pages must be to themselves and to each other."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import Node

YES_NO = ("yes", "no")


def has_a_basis(value: Any, node: Node, key: str, problems: Problems) -> None:
    """What we made up ourselves says so."""
    if value["legal_basis"] is None and value["illustrative"] is False:
        problems.add(node.line, key, _("应当写明依据（legal_basis），自拟的注明 illustrative: true"))


def choices_fit_the_kind(value: Any, node: Node, key: str, problems: Problems) -> None:
    """A choice offers answers, and nothing else does."""
    if isinstance(value["kind"], str) and (value["kind"] == "choice") is not ("choices" in node.value):
        problems.add(node.line, f"{key}.choices", _("选项（choices）应当并且只能用于 choice"))


def pattern_is_for_text(value: Any, node: Node, key: str, problems: Problems) -> None:
    """The other kinds have their own form; and whoever does not fit a pattern is told what is wanted."""
    if value["pattern"] is None:
        given = [word for word in ("message", "message_en") if value[word] is not None]
        if given:
            problems.add(node.line, f"{key}.{given[0]}", _("没有 pattern 的字段不需要说明格式"))
        return
    if isinstance(value["kind"], str) and value["kind"] != "text":
        problems.add(node.value["pattern"].line, f"{key}.pattern", _("只有 text 可以另定格式（pattern）"))
    if value["message"] is None or value["message_en"] is None:
        problems.add(node.value["pattern"].line, f"{key}.pattern", _("应当用 message、message_en 说明要求的格式"))


def help_in_both_languages(value: Any, node: Node, key: str, problems: Problems) -> None:
    """A help that only half of the readers understand is none."""
    if (value["help"] is None) is not (value["help_en"] is None):
        problems.add(node.line, f"{key}.help", _("填写说明应当有中文和英文（help、help_en）"))


OF_A_FIELD = (choices_fit_the_kind, pattern_is_for_text, help_in_both_languages)


def forms_hold(value: Any, node: Node, key: str, problems: Problems) -> None:
    """Field codes differ, and `show_if` names an earlier field and an answer that it can have.

    The item's fields come first, then those of the sub-item, which may also replace one of the item's by its code.
    """
    common = list(_fields(node, f"{key}." if key else ""))
    _differ(common, problems)
    _refer(common, problems)
    for entry in node.value["sub_items"].value if isinstance(value["sub_items"], list) else ():
        own = list(_fields(entry, f"{key}.sub_items[{_said(entry, 'code')}].".lstrip(".")))
        _differ(own, problems)
        _refer(_replaced(common, own), problems)


Placed = tuple[Node, str]


def _fields(node: Node, key: str) -> Iterator[Placed]:
    """The fields of the form in `node` that are mappings, each with its key; what is no form was noted by its reader."""
    form = node.value.get("form") if isinstance(node.value, dict) else None
    for at, section in enumerate(form.value if form and isinstance(form.value, list) else ()):
        fields = section.value.get("fields") if isinstance(section.value, dict) else None
        for field in fields.value if fields and isinstance(fields.value, list) else ():
            if isinstance(field.value, dict):
                yield field, f"{key}form[{at}].fields[{_said(field, 'code')}]"


def _said(node: Node, word: str) -> Any:
    given = node.value.get(word) if isinstance(node.value, dict) else None
    return given.value if given else None


def _differ(fields: list[Placed], problems: Problems) -> None:
    seen: dict[str, int] = {}
    for field, key in fields:
        code = field.value.get("code")
        if code is None:
            continue
        if code.value in seen:
            told = {"code": code.value, "line": seen[code.value]}
            problems.add(code.line, f"{key}.code", _("%(code)s 重复，第 %(line)s 行已有") % told)
        seen.setdefault(code.value, code.line)


def _replaced(common: list[Placed], own: list[Placed]) -> list[Placed]:
    merged = {_said(field, "code"): (field, key) for field, key in common}
    merged.update({_said(field, "code"): (field, key) for field, key in own})
    return list(merged.values())


def _refer(fields: list[Placed], problems: Problems) -> None:
    earlier: dict[Any, Node] = {}
    for field, key in fields:
        show_if = field.value.get("show_if")
        for word, answer in show_if.value.items() if show_if and isinstance(show_if.value, dict) else ():
            wrong = _no_answer(word, answer.value, earlier, fields)
            if wrong:
                problems.add(answer.line, f"{key}.show_if.{word}", wrong)
        earlier[_said(field, "code")] = field


def _no_answer(word: str, answer: Any, earlier: dict[Any, Node], fields: list[Placed]) -> str | None:
    if word not in earlier:
        later = any(_said(field, "code") == word for field, _key in fields)
        return _("%s 不在此字段之前") % word if later else _("表单中没有字段 %s") % word
    kind = _said(earlier[word], "kind")
    if kind not in ("choice", "yes_no"):
        return _("只能以 choice 或者 yes_no 的字段为条件，%s 不是") % word
    known = YES_NO if kind == "yes_no" else [_said(one, "code") for one in _said(earlier[word], "choices") or ()]
    return None if answer in known else _("%(answer)s 不是 %(word)s 的选项") % {"answer": answer, "word": word}


def checklist_fits_the_visit(value: Any, node: Node, key: str, problems: Problems) -> None:
    """What is verified at a visit stands in the list where there is a visit, and only there."""
    visit, checks = value["visit"], value["checklist"]
    if not isinstance(visit, dict) or not isinstance(checks, list) or not checks:
        return
    visited = any(isinstance(check, dict) and check["desk"] == "verification" for check in checks)
    if visited and visit["requirement"] == "none":
        problems.add(node.value["checklist"].line, f"{key}.checklist", _("不核查的事项没有核查清单"))
    if not visited and visit["requirement"] in ("required", "conditional"):
        problems.add(node.value["checklist"].line, f"{key}.checklist", _("需要核查的事项应当有核查清单"))
