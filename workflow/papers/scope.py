"""许可范围: what a licence allows and what a change changes, out of the applicant's answers and the bureau's own table.

Which answers stand on a licence is data (`[licences.…]` in bureau.toml, by sub-item or item); where nothing is said, the item's
own name is the scope."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from approvals.documents.rendering import licence_words
from approvals.licence_editions import LicenceEdition
from workflow import catalogue_versions
from workflow.editions import said
from workflow.models import Application
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
    """The bureau's words about licences of this sub-item; a change or a renewal speaks of the same licence."""
    held, item = dossier.licence(), dossier.item
    granted_by = (held.sub_item_code, held.sub_item_code.partition("-")[0]) if held is not None else ()
    return licence_words(*granted_by, item.code, item.item_code)


def answers_of(dossier: Dossier) -> dict[str, str]:
    """What the licence has taken over from the forms so far, and over it the answers of this application."""
    held = dossier.licence()
    edition = LicenceEdition.objects.filter(licence=held).order_by("-edition").first() if held is not None else None
    return {**(said(edition).answers if edition is not None else {}), **dossier.answers()}


def first_answer(answers: Mapping[str, str], fields: Sequence[str]) -> tuple[str, str]:
    """The first of these fields that was answered, and its answer; several lines become one."""
    code = next((each for each in fields if answers.get(each)), "")
    return code, "；".join(line.strip() for line in answers.get(code, "").splitlines() if line.strip())


def scope_of(dossier: Dossier, answers: Mapping[str, str]) -> str:
    """What is allowed: the answer that the bureau's table names, else the name of the matter."""
    return _worded(dossier, answers, table_of(dossier).get("scope", ())) or dossier.item.item_name


def lines_of(dossier: Dossier, answers: Mapping[str, str]) -> list[dict[str, str]]:
    """What stands on the licence beside holder, scope and term: label and value."""
    rows = table_of(dossier).get("rows", ())
    found = [(row["label"], row.get("text") or _worded(dossier, answers, row.get("field", ()))) for row in rows]
    return [{"label": label, "value": value} for label, value in found if value]


def _worded(dossier: Dossier, answers: Mapping[str, str], fields: Sequence[str]) -> str:
    """The answer; where it was chosen from a list, in the words of the list."""
    code, stated = first_answer(answers, fields)
    for field in _forms(dossier):
        if field.code == code and field.choices:
            return next((choice.label for choice in field.choices if choice.code == stated), stated)
    return stated


def _forms(dossier: Dossier) -> tuple[FormField, ...]:
    """The fields of this application's form, and of the one that won the licence."""
    held = dossier.licence()
    first = held.application_id if held is not None else None
    if first is None or first == dossier.application.pk:
        return dossier.item.form
    version, code = Application.objects.values_list("item_version_id", "sub_item_code").get(pk=first)
    return (*dossier.item.form, *catalogue_versions.sub_item(version, code).form)


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
