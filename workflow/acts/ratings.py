"""差评整改: who handles cases and is not rated contacts the party and answers; another calls back.

Source: 国办发〔2019〕51号（政务服务“好差评”）; the days are those of the catalogue (contact, feedback).  Each step is an act on
the case, so that the ledger has the whole work order; nothing of it is written anywhere else."""

from approvals.rules.authority import DECIDE
from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.timekeeping import meet

SATISFIED, NOT_SATISFIED, NOT_REACHED = "satisfied", "not_satisfied", "not_reached"
OUTCOMES = (SATISFIED, NOT_SATISFIED, NOT_REACHED)


@act
def contact_rater(case: Case, *, text: str = "") -> None:
    """首次联系: what the party said; meets the clock `contact`.  Raises not_in_order, separation_of_duties, grounds_missing."""
    _not_of_deciders(case)
    if case.running("contact") is None:
        raise refuse("not_in_order")
    _told(text)
    meet(case, "contact")


@act
def answer_rating(case: Case, *, text: str = "") -> None:
    """整改反馈: what was found and mended, told to the applicant; after the contact; meets the clock `feedback`."""
    _not_of_deciders(case)
    if case.running("feedback") is None or case.running("contact") is not None:
        raise refuse("not_in_order")
    _told(text)
    meet(case, "feedback")
    case.tell("rating_answered", answer=text)


@act
def call_back_rater(case: Case, *, outcome: str = "", text: str = "") -> None:
    """回访 of a bad rating once it is answered: satisfied, not satisfied, or not reached (then it is tried again)."""
    answered = any(clock.kind == "feedback" for clock in case.clocks) and case.running("feedback") is None
    if not answered:
        raise refuse("not_in_order")
    if outcome not in OUTCOMES:
        raise BadInput("请选择回访结果", field="outcome")


def _told(text: str) -> None:
    if not text.strip():
        raise refuse("grounds_missing")


def _not_of_deciders(case: Case) -> None:
    """Who decides cases answers no rating of them, whatever other post he has."""
    if case.actor.roles(case.today) & DECIDE:
        raise refuse("separation_of_duties")
