"""利害关系人与听证.  行政许可法 36 (tell them), 45 (not counted), 46–48 (who may ask, when, how it is held)."""

from datetime import date

from workflow.acts.procedures import ARTICLE_45, close_procedure, open_procedure, running_procedure
from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.lifecycle import ACCEPTED
from workflow.models import Hearing, ThirdPartyNotice
from workflow.timekeeping import meet, start

REVOCATION = "revocation"


@act
def notify_third_party(case: Case, *, party: int | None = None, interest: str = "") -> None:
    """告知利害关系人: he and the applicant may ask for a hearing within five days."""
    if party is None or party == case.application.applicant_id:
        raise BadInput("请填写利害关系人", field="party")
    if not interest:
        raise refuse("grounds_missing")
    case.application.third_party_interest = True
    case.third_parties.append(ThirdPartyNotice(party_id=party, interest=interest, notified_on=case.today))
    meet(case, "hearing_request", subject=str(party))
    clock = open_window(case, subject=str(party))
    case.draw("third_party_notice", parties={party}, interest=interest, due_on=clock, kept={"party": party})
    case.draw("hearing_rights_notice", interest=interest, due_on=clock)


def open_window(case: Case, *, subject: str) -> date:
    """The five days for asking."""
    rules = case.item.rules
    clock = start(
        case,
        "hearing_request",
        trigger=case.today,
        length=rules.hearing_request_days,
        subject=subject,
        basis=rules.basis["hearing"],
    )
    return clock.due_on


def window_open(case: Case) -> bool:
    """May somebody still ask for a hearing?"""
    return any(c.kind == "hearing_request" and c.met_on is None and case.today <= c.due_on for c in case.clocks)


def hearing_pending(case: Case) -> Hearing | None:
    """A hearing asked for (or called) and not yet held; one about a decision that silence has taken comes to nothing."""
    open_ones = (h for h in case.hearings if h.held_on is None)
    return next((h for h in open_ones if h.about == REVOCATION or case.status == ACCEPTED), None)


@act
def request_hearing(case: Case, *, reason: str = "") -> None:
    """申请听证: within five days of being told; the authority then has twenty to hold it, which do not count."""
    asking = next(iter(sorted(case.actor.parties & _parties(case))))
    pending = hearing_pending(case)
    joins = pending is not None and pending.requested_by_id not in (None, asking)  # one hearing hears all who ask for one
    told = [c for c in case.clocks if c.kind == "hearing_request" and _concerns(case, c.subject)]
    mine = [c for c in told if joins or c.met_on is None]
    if not mine:
        raise refuse("not_in_order")
    if all(case.today > c.due_on for c in mine):
        raise refuse("too_late")
    for clock in mine:
        meet(case, "hearing_request", subject=clock.subject)
    if not joins:
        _open_hearing(case, asking, "revocation" if mine[0].subject == REVOCATION else "decision", reason)
    last = case.running("hearing")
    organisers = [*case.application.reviewed_by, *sorted(case.holders)]  # who reviewed, and who organises hearings
    case.tell("hearing_requested", to=organisers, due_on=last.due_on if last is not None else None)


def _open_hearing(case: Case, asking: int, about: str, reason: str) -> None:
    """A hearing to be held; one called of the authority's own motion becomes the one asked for."""
    hearing = hearing_pending(case)
    if hearing is None:
        hearing = Hearing(about=about)
        case.hearings.append(hearing)
    hearing.requested_by_id, hearing.requested_on, hearing.reason = asking, case.today, reason
    rules = case.item.rules
    meet(case, "hearing")
    clock = start(
        case, "hearing", trigger=case.today, length=rules.hearing_hold_days, basis=rules.basis["hearing"]
    )
    if about == "decision":
        open_procedure(case, "hearing", ARTICLE_45, clock.due_on, rules.hearing_hold_days, True)


def _parties(case: Case) -> set[int]:
    return {case.application.applicant_id, *(n.party_id for n in case.third_parties)}


def _concerns(case: Case, subject: str) -> bool:
    if case.application.applicant_id in case.actor.parties:
        return True
    return subject.isdigit() and int(subject) in case.actor.parties


def check_chair(case: Case, chair: int | None) -> int:
    """主持人 is somebody else than who reviews this application (48(3))."""
    if chair is None:
        raise BadInput("请填写听证主持人", field="chair")
    if chair in case.application.reviewed_by:
        raise refuse("chair_is_reviewer")
    if case.recused(chair):
        raise refuse("recused")
    return chair


@act
def call_hearing(
    case: Case, *, chair: int | None = None, day: date | None = None, hour: str = "", place: str = ""
) -> None:
    """听证通知 to the applicant and the interested parties: seven days ahead, within twenty of the request, or as soon as the
    seven days allow where that is too late; of the authority's own motion it is announced, too (46, 47, 48(1)).

    hour, place: where they are not the ones the bureau always uses."""
    hearing = hearing_pending(case)
    if hearing is None and running_procedure(case, "hearing") is None:
        raise refuse("not_in_order")
    chosen = check_chair(case, chair)
    if day is None:
        raise BadInput("请填写听证日期", field="day")
    rules, clock = case.item.rules, case.running("hearing")
    first = case.calendar.add(case.today, rules.hearing_notice_days)
    if clock is not None and day > max(clock.due_on, first):
        raise refuse("limit_exceeded", f"{day} > {clock.due_on}")
    if day < first:
        raise refuse("too_late")
    if hearing is None:
        hearing = Hearing(about="decision", requested_on=case.today)
        case.hearings.append(hearing)
    hearing.chair_id, hearing.day = chosen, day
    kept = {"chair": chosen, "hour": hour, "place": place, "about": hearing.about, "asked_by": hearing.requested_by_id}
    parties = {n.party_id for n in case.third_parties if hearing.about == "decision"}
    case.draw("hearing_notice", parties=parties, day=day, kept=kept)
    if hearing.requested_by_id is None:
        case.draw("hearing_announcement", day=day, kept=kept)


@act
def hold_hearing(case: Case, *, chair: int | None = None, statements: str = "") -> None:
    """听证笔录 is signed: the clock runs again, and the decision follows the record (48(2)).

    statements: what the parties stated and how they answered each other; where it is not given, it was written on paper."""
    hearing = hearing_pending(case)
    if hearing is None:
        raise refuse("not_in_order")
    if hearing.day is None or case.today < hearing.day:
        raise refuse("notice_missing")
    hearing.chair_id, hearing.held_on = check_chair(case, chair or hearing.chair_id), case.today
    if hearing.about == "decision":
        case.application.hearing_held = True
    meet(case, "hearing")
    close_procedure(case, "hearing")
    kept = {"chair": hearing.chair_id, "asked_by": hearing.requested_by_id, "about": hearing.about}
    case.draw("hearing_record", held_on=case.today, kept={**kept, "statements": statements})


@act
def decline_hearing(case: Case, *, party: int | None = None, asked_on: date | None = None, grounds: str = "") -> None:
    """不予听证: who asks without being told of the right, or after his days are over, is told so in writing (47)."""
    if party is None or asked_on is None:
        raise BadInput("请填写要求听证的人和提出的日期", field="party")
    if not grounds:
        raise refuse("grounds_missing")
    told = str(party) if party != case.application.applicant_id else None
    mine = [c for c in case.clocks if c.kind == "hearing_request" and told in (None, c.subject)]
    if any(asked_on <= c.due_on for c in mine) or asked_on > case.today:
        raise refuse("not_in_order")
    case.draw("hearing_declined", kept={"party": party, "asked_on": asked_on, "grounds": grounds})


@act
def record_statement(case: Case, *, party: int | None = None, statement: str = "", treatment: str = "") -> None:
    """陈述申辩笔录: what the applicant or an interested party states, and whether it is followed and why (36)."""
    if not any(c.kind == "hearing_request" for c in case.clocks):
        raise refuse("not_in_order")
    if not statement or not treatment:
        raise refuse("grounds_missing")
    heard = party if party is not None else case.application.applicant_id
    if heard not in _parties(case):
        raise BadInput("不是申请人，也不是已经告知的利害关系人", field="party")
    case.draw("statement_record", kept={"party": heard, "statement": statement, "treatment": treatment})
