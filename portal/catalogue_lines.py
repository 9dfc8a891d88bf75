"""Conditions and checks of a sub-item in the language of the page, as the guide, the letter and the desks list them."""

from dataclasses import dataclass

from portal.case_words import in_language
from workflow.rules.catalogue import SubItem
from workflow.rules.catalogue_pages import Check, ChecklistDesk, Condition


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A sentence of the catalogue with its law; `illustrative`: only an example."""

    code: str
    text: str
    basis: str
    illustrative: bool


def _line(row: Condition | Check) -> RuleLine:
    return RuleLine(row.code, in_language(row.text, row.text_en), row.legal_basis or "", row.illustrative)


def condition_lines(item: SubItem) -> list[RuleLine]:
    """许可条件 in the catalogue's order."""
    return [_line(row) for row in item.conditions]


def check_lines(item: SubItem, desk: ChecklistDesk) -> list[RuleLine]:
    """What the officials look at on this desk, in the catalogue's order."""
    return [_line(row) for row in item.checks_at(desk)]
