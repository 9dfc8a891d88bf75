"""审查: the opinion, and recusal.  行政许可法 34, 公务员法 76."""

from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import Opinion, Recusal


@act
def record_opinion(case: Case, *, opinion: str = "", grounds: str = "") -> None:
    """审查意见; not awaited on the commitment route, where the form check at acceptance is the review."""
    if not case.awaits_opinion:
        raise refuse("not_in_order")
    if opinion not in ("grant", "refuse"):
        raise BadInput("审查意见应为拟准予或者拟不予", field="opinion")
    if opinion == "refuse" and not grounds:
        raise refuse("grounds_missing")
    case.opinions.append(Opinion(by_id=case.official, opinion=opinion, grounds=grounds, recorded_at=case.at))
    reviewed(case)


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
