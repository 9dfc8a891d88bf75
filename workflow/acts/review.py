"""审查与核查: the opinion, the visit of two officials, rectification.  行政许可法 34."""

from datetime import date, datetime
from typing import Any

from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import Opinion, Recusal, Visit
from workflow.timekeeping import meet, start


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


def two_officials(case: Case, officials: Any) -> list[int]:
    """Two different verifiers, neither recused (34(3), 公务员法 76).  An official is an account with its roles."""
    if not isinstance(officials, list | tuple) or len(officials) != 2 or officials[0] == officials[1]:
        raise refuse("two_officials_required")
    for official in officials:
        if case.recused(official):
            raise refuse("recused")
        if official not in case.holders:
            raise refuse("not_authorised")
    return list(officials)


@act
def book_visit(case: Case, *, for_at: datetime | None = None, officials: Any = (), mode: str = "site") -> None:
    """预约核查: when, which two officials, on site or (where the item allows it) by video."""
    if mode not in ("site", "video"):
        raise BadInput("核查方式应为现场或者视频", field="mode")
    if mode == "video" and not case.item.video_allowed:
        raise refuse("item_not_eligible")
    chosen = two_officials(case, officials)
    if for_at is None:
        raise BadInput("请填写核查时间", field="for_at")
    case.visits.append(Visit(booked_for=for_at, mode=mode, officials=chosen))
    case.tell("visit_notice", booked_for=for_at, mode=mode)
    case.tell("visit_booked", to=chosen, booked_for=for_at, mode=mode)


@act
def record_visit(case: Case, *, result: str = "", officials: Any = (), rectify_days: int | None = None) -> None:
    """核查记录; what is to be put right gets its days."""
    visit = case.visit
    if visit is None or visit.result != Visit.BOOKED:
        raise refuse("not_in_order")
    if result not in (Visit.PASSED, Visit.FAILED, Visit.RECTIFY):
        raise BadInput("核查结论应为符合、不符合或者限期整改", field="result")
    visit.officials = two_officials(case, officials)
    visit.result, visit.recorded_at = result, case.at
    case.draw("visit_record", result=result)
    if result == Visit.RECTIFY:
        visit.rectify_days = rectification_days(case, rectify_days)
        order_rectification(case, visit.rectify_days)


def rectification_days(case: Case, days: int | None) -> int:
    """The days given; no more than the item's rule on rectification allows."""
    if days is None or days < 1:
        raise BadInput("请填写整改期限（工作日）", field="rectify_days")
    procedure = case.item.procedures.get("rectification")
    if procedure is not None and procedure.max_days is not None and days > procedure.max_days:
        raise refuse("limit_exceeded", f"{days} > {procedure.max_days}")
    return days


def order_rectification(case: Case, days: int, *, basis: str = "") -> date:
    """限期整改: the order and its clock."""
    meet(case, "rectification")
    clock = start(case, "rectification", trigger=case.today, length=days, basis=basis)
    case.draw("rectification_order", days=days, due_on=clock.due_on)
    return clock.due_on


@act
def confirm_rectification(case: Case, *, result: str = "passed") -> None:
    """复查: by any verifier."""
    visit = case.visit
    if visit is None or visit.result != Visit.RECTIFY:
        raise refuse("not_in_order")
    if result not in (Visit.PASSED, Visit.FAILED):
        raise BadInput("复查结论应为符合或者不符合", field="result")
    visit.result = Visit.CONFIRMED if result == Visit.PASSED else Visit.FAILED
    meet(case, "rectification")


@act
def recuse(case: Case, *, who: int | None = None, reason: str = "") -> None:
    """回避: any official, for himself, at once."""
    if who not in (None, case.actor.id):
        raise refuse("not_authorised")
    if not reason:
        raise refuse("grounds_missing")
    if not case.recused(case.actor.id):
        case.recusals.append(Recusal(official_id=case.official, reason=reason, recused_at=case.at))
