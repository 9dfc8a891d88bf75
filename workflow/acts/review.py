"""审查: the opinion, and recusal.  行政许可法 34, 公务员法 76."""

from collections.abc import Mapping, Sequence

from workflow.acts.materials import known_codes
from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import Opinion, Recusal
from workflow.rows import table
from workflow.rules.visit_record import NOT_CONFORM


@act
def record_opinion(
    case: Case, *, opinion: str = "", grounds: str = "", findings: Sequence[Mapping[str, str]] = ()
) -> None:
    """审查意见; not awaited on the commitment route, where the form check at acceptance is the review.

    findings: of each material looked at its `code`, or of each check of the review list its `check`, what was found
    (rules/visit_record.py has the words) and a remark."""
    if not case.awaits_opinion:
        raise refuse("not_in_order")
    if opinion not in ("grant", "refuse"):
        raise BadInput("审查意见应为拟准予或者拟不予", field="opinion")
    if opinion == "refuse" and not grounds:
        raise refuse("grounds_missing")
    _check_findings(case, findings, opinion)
    kept = [dict(row) for row in findings]
    case.opinions.append(
        table(Opinion).new(by_id=case.official, opinion=opinion, grounds=grounds, recorded_at=case.at, findings=kept)
    )
    reviewed(case)


def _check_findings(case: Case, findings: Sequence[Mapping[str, str]], opinion: str) -> None:
    checks, materials = [r for r in findings if "check" in r], [r for r in findings if "check" not in r]
    known_codes(case.item, [row["code"] for row in materials])
    listed = {check.code for check in case.item.checks_at("review")}
    if any(row["check"] not in listed for row in checks):
        raise BadInput("审查清单中没有这一项", field="findings")
    _follows(materials, opinion, "不符合的材料，请写明情况", "有不符合的材料，意见不能为拟准予")
    _follows(checks, opinion, "不符合的核对项，请写明情况", "有不符合的核对项，意见不能为拟准予")


def _follows(findings: Sequence[Mapping[str, str]], opinion: str, bare: str, against: str) -> None:
    wrong = [row for row in findings if row["finding"] == NOT_CONFORM]
    if any(not row["remark"] for row in wrong):
        raise BadInput(bare, field="findings")
    if wrong and opinion == "grant":
        raise BadInput(against, field="opinion")


def reviewed(case: Case) -> None:
    """Who has reviewed does not decide, though his opinion be returned."""
    actor = case.actor.id
    if actor is not None and actor not in case.application.reviewed_by:
        case.application.reviewed_by = [*case.application.reviewed_by, actor]


@act
def recuse(case: Case, *, who: int | None = None, reason: str = "") -> None:
    """回避: any official, for himself, at once."""
    if who not in (None, case.actor.id):
        raise refuse("not_authorised")
    if not reason:
        raise refuse("grounds_missing")
    if not case.recused(case.actor.id):
        case.recusals.append(Recusal(official_id=case.official, reason=reason, recused_at=case.at))
