"""What a review found: of each check of the list and of each material, beside what was looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.act_fields import material_name
from portal.case_words import Words, said
from portal.catalogue_lines import RuleLine, check_lines
from workflow.case import Case
from workflow.models import Opinion
from workflow.rules.visit_record import CONFORM, NOT_APPLICABLE, NOT_CONFORM

FOUND: Words = {CONFORM: _("符合"), NOT_CONFORM: _("不符合"), NOT_APPLICABLE: _("不适用")}


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding; `word` empty: nothing was recorded."""

    rule: RuleLine
    finding: str
    word: str
    remark: str


def checks_found(case: Case, findings: Sequence[Mapping[str, str]]) -> list[FoundLine]:
    """The checklist of the review, each check with its finding."""
    given = {row["check"]: row for row in findings if "check" in row}
    return [_line(rule, given.get(rule.code, {})) for rule in check_lines(case.item, "review")]


def materials_found(case: Case, findings: Sequence[Mapping[str, str]]) -> list[FoundLine]:
    """The materials that something was found of."""
    rows = [row for row in findings if "code" in row]
    return [_line(RuleLine(row["code"], material_name(case, row["code"]), "", illustrative=False), row) for row in rows]


def wrong_found(case: Case, findings: Sequence[Mapping[str, str]]) -> list[FoundLine]:
    """Only what does not conform."""
    rows = [*materials_found(case, findings), *checks_found(case, findings)]
    return [row for row in rows if row.finding == NOT_CONFORM]


def _line(rule: RuleLine, row: Mapping[str, str]) -> FoundLine:
    finding = row.get("finding", "")
    return FoundLine(rule, finding, said(FOUND, finding) if finding else "", row.get("remark", ""))


def current_opinion(case: Case) -> Opinion | None:
    """The opinion that the decision rests on."""
    return next((row for row in case.opinions if row.current), None)
