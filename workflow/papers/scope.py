"""许可范围: what a licence allows and what a change changes, out of the applicant's answers and the bureau's own table.

Which answers stand on a licence is data (`[licences.…]` in bureau.toml, by sub-item or item); where nothing is said, the item's
own name is the scope."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from approvals import application_forms
from approvals.documents.rendering import licence_words
from workflow.papers.dossier import Dossier, named_day
from workflow.rules.catalogue_pages import FormField

NEW = {
    "NEW_NAME": "名称",
    "NEW_PRINCIPAL": "主要负责人",
    "NEW_REPRESENTATIVE": "法定代表人",
    "NEW_ADDRESS": "地址",
    "NEW_PERSON": "法定代表人",
}
AS_LICENSED = "以原许可证载明的内容为准"
AS_PROVED = "以申请书和变更事项证明材料载明并经审查核准的内容为准"


def table_of(dossier: Dossier) -> Mapping[str, Any]:
    """The bureau's words about licences of this sub-item."""
    item = dossier.item
    return licence_words(_granting_code(dossier), item.code, item.item_code)


def _granting_code(dossier: Dossier) -> str:
    """The sub-item that granted the licence: a change or a renewal speaks of the same licence."""
    held = dossier.licence()
    return held.sub_item_code if held is not None else dossier.item.code


def all_answers(dossier: Dossier) -> dict[str, str]:
    """The answers of the application that won the licence, and over them those of this one."""
    held = dossier.licence()
    first = held.application_id if held is not None and held.application_id != dossier.application.pk else None
    return {**(application_forms.of_application(first) if first else {}), **dossier.answers()}


def first_answer(answers: Mapping[str, str], fields: str | Sequence[str]) -> str:
    """The first of these fields that was answered; several lines become one."""
    codes = [fields] if isinstance(fields, str) else fields
    found = next((answers[code] for code in codes if answers.get(code)), "")
    return "；".join(line.strip() for line in found.splitlines() if line.strip())


def scope_of(dossier: Dossier) -> str:
    """What is allowed: the answer that the bureau's table names, else the name of the matter."""
    fields = table_of(dossier).get("scope", ())
    stated = first_answer(all_answers(dossier), fields) if fields else ""
    return _in_words(dossier, fields, stated) or dossier.item.item_name


def _in_words(dossier: Dossier, fields: str | Sequence[str], stated: str) -> str:
    """An answer that chose from a list, in the words of the list."""
    codes = {fields} if isinstance(fields, str) else set(fields)
    for field in dossier.item.form:
        if field.code in codes:
            return next((choice.label for choice in field.choices if choice.code == stated), stated)
    return stated


def lines_of(dossier: Dossier) -> list[dict[str, str]]:
    """What stands on the licence beside holder, scope and term: label and value."""
    answers = all_answers(dossier)
    found = []
    for row in table_of(dossier).get("rows", ()):
        fields = row.get("field", ())
        value = row.get("text") or _in_words(dossier, fields, first_answer(answers, fields))
        if value:
            found.append({"label": row["label"], "value": value})
    return found


def changes_of(dossier: Dossier) -> list[dict[str, str]]:
    """What was and what is: of a renewal the term, of a change what the applicant stated."""
    facts = dossier.facts
    if dossier.item.kind == "renewal":
        before, after = (term(facts.get(f"{p}valid_from"), facts.get(f"{p}valid_until")) for p in ("old_", ""))
        return [{"name": "有效期", "old": before, "new": after}]
    answers = dossier.answers()
    stated = [_change(dossier, field, answers[field.code]) for field in dossier.item.form if _is_new(field, answers)]
    return stated or [{"name": dossier.item.name, "old": AS_LICENSED, "new": AS_PROVED}]


def _is_new(field: FormField, answers: Mapping[str, str]) -> bool:
    return field.code.startswith("NEW_") and bool(answers.get(field.code))


def _change(dossier: Dossier, field: FormField, answer: str) -> dict[str, str]:
    name = NEW.get(field.code) or field.label.removeprefix("变更后的").removeprefix("增加的")
    label = next((choice.label for choice in field.choices if choice.code == answer), answer)
    who = dossier.applicant
    was = {"名称": who.name, "主要负责人": who.legal_representative, "法定代表人": who.legal_representative, "地址": who.address}
    return {"name": name, "old": was.get(name) or AS_LICENSED, "new": label}


def term(first: str | date | None, last: str | date | None) -> str:
    """A term in words; without an end where the item sets none."""
    if not first:
        return "以许可证载明的有效期为准"
    return f"{named_day(first)}至{named_day(last)}" if last else f"自{named_day(first)}起长期有效"
