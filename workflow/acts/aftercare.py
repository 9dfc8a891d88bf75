"""After the decision: the check of a promise, revocation with its hearing right, cancellation, rescission, rating.

Sources: 行政许可法 8, 36, 46–47, 69–70, 79; 国办发〔2020〕42号; 好差评."""

from collections.abc import Mapping

from django_fsm import can_proceed

from approvals.licences import Licence
from workflow.acts.decision import bar_reapplication, impose
from workflow.acts.hearings import REVOCATION, hearing_pending, open_window, window_open
from workflow.acts.licensing import term_kept
from workflow.acts.registry import act
from workflow.acts.visits import order_rectification
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import FollowUp, Rating
from workflow.timekeeping import meet, start

LONGEST_CODE, MOST_DIMENSIONS = 24, 12


@act
def record_follow_up(case: Case, *, result: str = "", rectify_days: int | None = None, findings: str = "") -> None:
    """事后核查: kept; curable, within thirty days; or false, which bars the way from the finding.

    findings: what was seen, for the record of the inspection (61)."""
    if not case.awaits_follow_up:
        raise refuse("not_in_order")
    if result not in ("kept", "curable", "false"):
        raise BadInput("核查结论应为履行承诺、限期整改或者承诺不实", field="result")
    rules = case.item.rules
    promise_missed(case)
    if result == "curable":
        if rectify_days is None or rectify_days < 1:
            raise BadInput("请填写整改期限（工作日）", field="rectify_days")
        if rectify_days > rules.commitment_rectify_max_days:
            raise refuse("limit_exceeded", f"{rectify_days} > {rules.commitment_rectify_max_days}")
        order_rectification(case, rectify_days, basis=rules.basis["commitment"], problems=findings)
        meet(case, "follow_up")
    else:
        meet(case, "follow_up", "rectification")
    case.follow_ups.append(
        FollowUp(result=result, by_id=case.official, recorded_on=case.today, rectify_days=rectify_days)
    )
    case.draw("inspection_record", kept={"result": result, "findings": findings, "rectify_days": rectify_days})
    if result == "false":
        basis = rules.basis["commitment"]
        impose(case, "commitment", until_months=rules.commitment_ban_months, basis=basis)


def promise_missed(case: Case) -> None:
    """逾期未整改 after 告知承诺: the way is closed from the missed day on, once, whether a sweep or an act finds it first."""
    clock = case.running("rectification")
    if clock is None or clock.wake_on is None or case.today <= clock.due_on:
        return
    rules = case.item.rules
    basis, months = rules.basis["commitment"], rules.commitment_ban_months
    impose(case, "commitment", until_months=months, basis=basis, since=clock.due_on)
    clock.wake_on = None


def the_licence(case: Case) -> Licence:
    """The licence this application granted, changed or renewed; not_in_order where there is none (filings)."""
    if case.licence is None:
        raise refuse("not_in_order")
    return case.licence


@act
def notify_revocation(case: Case, *, grounds: str = "") -> None:
    """拟撤销告知: facts, reasons and the right to state, defend and ask for a hearing."""
    licence = the_licence(case)
    if not can_proceed(licence.revoke):
        raise refuse("not_in_order", str(licence.get_status_display()))
    if not grounds:
        raise refuse("grounds_missing")
    meet(case, "hearing_request", subject=REVOCATION)
    due_on = open_window(case, subject=REVOCATION)
    case.draw("revocation_notice", grounds=grounds, due_on=due_on, kept=term_kept(licence))


@act
def revoke_licence(case: Case, *, grounds: str = "", fraud: bool = False) -> None:
    """撤销 (69): after the notice and the time to be heard; won by fraud, the item is closed for three years (79)."""
    licence = the_licence(case)
    if not can_proceed(licence.revoke):
        raise refuse("not_in_order", str(licence.get_status_display()))
    if not any(c.kind == "hearing_request" and c.subject == REVOCATION for c in case.clocks):
        raise refuse("notice_missing")
    if window_open(case) or hearing_pending(case):
        raise refuse("procedure_open")
    end_licence(case, "revoke", "revocation_decision", grounds)
    if fraud:
        bar_reapplication(case, case.item.rules.bar_fraud_years, "行政许可法第79条")


def end_licence(case: Case, how: str, document: str, grounds: str) -> None:
    """The licence leaves its validity by this transition, with a decision of its own and its reasons."""
    licence = the_licence(case)
    transition = getattr(licence, how)
    if not can_proceed(transition):
        raise refuse("not_in_order", str(licence.get_status_display()))
    if not grounds:
        raise refuse("grounds_missing")
    case.guard("approvals_licence", licence.pk, licence.version)
    licence.version += 1
    transition()
    meet(case, "hearing_request", "hearing", "follow_up", "rectification", "publication")
    case.draw(document, grounds=grounds, kept=term_kept(licence))


@act
def cancel_licence(case: Case, *, grounds: str = "") -> None:
    """注销 (70)."""
    end_licence(case, "cancel", "cancellation_decision", grounds)


@act
def rescind_licence(case: Case, *, grounds: str = "") -> None:
    """撤回 (8): the law or the facts have changed."""
    end_licence(case, "rescind", "rescission_decision", grounds)


@act
def rate(case: Case, *, stars: int | None = None, text: str = "", dimensions: Mapping[str, int] | None = None) -> None:
    """好差评: one a service and one revision; a bad one is answered within a day and settled within fifteen.

    dimensions: stars by code of what was rated apart (the codes are supervision's data); kept in the ledger."""
    rules = case.item.rules
    if len(case.ratings) > 1:
        raise refuse("not_in_order")
    if stars is None or not 1 <= stars <= rules.rating_scale:
        raise BadInput(f"评价应为 1 至 {rules.rating_scale} 星", field="stars")
    _check_dimensions(dimensions or {}, rules.rating_scale)
    case.ratings.append(Rating(round=len(case.ratings) + 1, stars=stars, text=text, rated_on=case.today))
    meet(case, "contact", "feedback")
    if stars in rules.rating_bad_stars:
        basis = rules.basis["rating"]
        start(case, "contact", trigger=case.today, length=rules.rating_contact_days, basis=basis)
        start(case, "feedback", trigger=case.today, length=rules.rating_feedback_days, basis=basis)
        case.tell("bad_rating", to=[case.application.accepted_by_id] if case.application.accepted_by_id else [])


def _check_dimensions(dimensions: Mapping[str, int], scale: int) -> None:
    """A few codes, each with its stars."""
    known = all(code.isidentifier() and len(code) <= LONGEST_CODE for code in dimensions)
    if not known or len(dimensions) > MOST_DIMENSIONS or not all(1 <= stars <= scale for stars in dimensions.values()):
        raise BadInput(f"分项评价应为 1 至 {scale} 星", field="dimensions")
