"""决定: 准予, 不予, and back to review.  行政许可法 34, 36–38, 50, 78; grades and separation are asked before (perform)."""

from datetime import date

from approvals.decisions import Decision
from approvals.licences import CANCELLED, GONE, Licence
from approvals.people import ApplicantKind, Ban
from workflow.acts.hearings import hearing_pending, window_open
from workflow.acts.licensing import carry_into_licence, term_kept
from workflow.acts.materials import OUTSTANDING_MATERIAL
from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import refuse as refusal
from workflow.models import Pause
from workflow.rows import table
from workflow.rules.clock import add_months
from workflow.timekeeping import meet, start, start_period


def check_decidable(case: Case, *, refusing: bool) -> None:
    """What bars a decision.  A refusal waits for no visit, no material and no notice to a third party."""
    if not refusing and (gone := _licence_gone(case)) is not None:
        raise refusal("not_in_order", str(gone.get_status_display()))
    if renewal_is_granted_by_silence(case):
        raise refusal("deadline_passed")
    if not refusing and case.outstanding:
        raise refusal("promised_material_outstanding", "、".join(m.code for m in case.outstanding))
    if not refusing and case.awaits_visit:
        raise refusal("verification_outstanding")
    if case.awaits_opinion:
        raise refusal("opinion_outstanding")
    if any(_runs(case, p) for p in case.pauses) or hearing_pending(case) or window_open(case):
        raise refusal("procedure_open")
    if not refusing and case.application.third_party_interest and not case.third_parties:
        raise refusal("notice_missing")


def _runs(case: Case, pause: Pause) -> bool:
    """A procedure ends by itself with its planned end; the standstill of the bureau's own promise is none."""
    return pause.closed_on is None and case.today <= pause.planned_end and pause.procedure != OUTSTANDING_MATERIAL


def _end_periods(case: Case, day: date) -> None:
    """With the decision nothing runs any more: no clock, and no procedure, whether it had ended by itself or silence has
    overtaken it."""
    for pause in case.pauses:
        if pause.closed_on is None:
            pause.closed_on = max(pause.opened_on, day)
            pause.ended_on = pause.planned_end if pause.planned_end < pause.closed_on else None
    meet(case, *({c.kind for c in case.clocks}), on=day)


def _licence_gone(case: Case) -> Licence | None:
    """The licence applied on, if it was taken away meanwhile: nothing is left to change or renew (69, 70); what was revoked
    or rescinded is still to be cancelled."""
    gone = {CANCELLED} if case.item.kind == "cancel" else GONE
    return case.licence if case.licence is not None and case.licence.status in gone else None


def renewal_is_granted_by_silence(case: Case) -> bool:
    """Asked for in time and not decided by the expiry (50(2))."""
    licence = case.licence
    if case.application.kind != "renewal" or not case.application.in_time or licence is None or licence.status in GONE:
        return False
    return licence.valid_until is not None and case.today > licence.valid_until


@act
def grant(case: Case, *, grounds: str = "") -> None:
    """准予 (34, 38(1))."""
    check_decidable(case, refusing=False)
    decided(case, "grant", grounds=grounds)


@act
def refuse(case: Case, *, grounds: str = "", concealment: bool = False) -> None:
    """不予 (38(2)) with reasons; false papers bar the same item for a year (78)."""
    if not grounds:
        raise refusal("grounds_missing")
    check_decidable(case, refusing=True)
    decided(case, "refuse", grounds=grounds)
    if concealment:
        bar_reapplication(case, case.item.rules.bar_concealment_years, "行政许可法第78条")


def bar_reapplication(case: Case, years: int, basis: str) -> None:
    """Natural years from the decision; the corresponding day is the last.  The same item is closed, no other."""
    impose(case, "reapplication", until_months=12 * years, basis=basis, item_code=case.item.item_code)


def impose(case: Case, kind: str, *, until_months: int, basis: str, item_code: str = "", since: date | None = None) -> None:
    """A ban on the applicant from a day (today if not given) to the corresponding day."""
    from_on = since or case.today
    until = add_months(from_on, until_months)
    case.bans.append(
        Ban(
            applicant_id=case.applicant.pk,
            kind=kind,
            item_code=item_code,
            from_on=from_on,
            until=until,
            legal_basis=basis,
            application_id=case.application.pk,
        )
    )
    case.tell("ban_imposed", ban=kind, until=until, basis=basis)


@act
def return_to_review(case: Case, *, grounds: str = "") -> None:
    """退回审查: a new opinion is awaited; who gave the old one has still reviewed."""
    if not grounds:
        raise refusal("grounds_missing")
    if renewal_is_granted_by_silence(case):
        raise refusal("deadline_passed")
    if not case.on_commitment_route and case.opinion is None:
        raise refusal("opinion_outstanding")
    case.application.returned = True
    for opinion in case.opinions:
        opinion.current = False
    case.tell("returned_to_review", to=case.application.reviewed_by, grounds=grounds)


def decided(case: Case, kind: str, *, grounds: str = "", deemed: bool = False, on: date | None = None) -> None:
    """The decision stands: its clocks, its document, and what it does to the licence."""
    application, rules = case.application, case.item.rules
    day = application.decided_on = on or case.today
    _end_periods(case, day)
    case.decisions.append(
        table(Decision).new(
            application_id=application.pk,
            kind=kind,
            deemed=deemed,
            decided_by_id=case.actor.id,
            authority=case.authority or "视为决定",
            decided_on=day,
            grounds=grounds,
        )
    )
    start(case, "delivery", trigger=day, length=rules.delivery_days, basis=rules.basis["delivery"])
    if not deemed:
        case.draw("approval_form", kept={"decision": kind, "grounds": grounds})
    if kind == "refuse":
        case.draw("refusal_decision", grounds=grounds)
        return
    if case.item.publish and case.applicant.kind != ApplicantKind.PERSON:
        start(case, "publication", trigger=day, length=rules.publication_days, basis=rules.basis["publication"])
    if case.on_commitment_route:
        start_period(case, "follow_up", trigger=day, period=case.item.follow_up, basis=case.item.follow_up_basis or "")
    before = term_kept(case.licence, "old_")
    carry_into_licence(case, day, deemed=deemed)
    drawn = "filing_record" if case.item.is_filing and deemed else "grant_decision"
    case.draw(drawn, deemed=deemed, grounds=grounds, kept={**before, **term_kept(case.licence)})

