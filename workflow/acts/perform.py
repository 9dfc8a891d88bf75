"""`perform`: the only door through which a case changes: load → decide in memory → one guarded write.

Who loses a race decides again.

Order of the questions: does the status admit it; whose application is it, and has the role ever the power; separation of
duties; recusal; and then what the act's own rules ask (acts/*.py)."""

from datetime import datetime
from typing import Any

from django_fsm import can_proceed

from approvals.rules import authority
from approvals.rules.agency import SCOPE_OF_ACT
from workflow import labelling, store, timekeeping, visit_slots
from workflow.acts.registry import ACTS, Act
from workflow.acts.rivals import named_on_case
from workflow.case import Case
from workflow.errors import BadInput, Busy, Conflict, Refusal, refuse
from workflow.models import Application, RefusedAttempt
from workflow.rules.clock import legal_day
from workflow.settling import settle
from workflow.store_write import save

RETRIES = 10


def perform(
    act: str,
    application_id: int,
    *,
    by: int | None,
    at: datetime,
    version: int | None = None,
    without_files: bool = False,
    **arguments: Any,
) -> Application:
    """Does one act on one application.

    by: the account that acts; at: an aware instant; version: the one the page was made from, if it was a page;
    without_files: a rehearsal, in which documents are drawn up but never made, so that nothing waits for their seal.
    Raises a Refusal with its code (and notes the attempt), BadInput, NotFound, Conflict or Busy."""
    known = ACTS.get(act)
    if known is None or known.timer or act == "lodge":
        raise BadInput(f"没有名为 {act} 的操作", field="act")
    try:
        return attempt(
            known, application_id, by=by, at=at, version=version, without_files=without_files, arguments=arguments
        )
    except Refusal as refusal:
        note_refusal(act, application_id, by=by, at=at, refusal=refusal)
        raise


def attempt(
    act: Act,
    application_id: int,
    *,
    by: int | None,
    at: datetime,
    version: int | None,
    without_files: bool,
    arguments: dict[str, Any],
) -> Application:
    """Load, decide, save; again on fresh facts if somebody was faster.  Who is then refused is told by whom."""
    read: int | None = None
    for _ in range(RETRIES):
        stored = store.load(application_id, by=by, at=at, today=legal_day(at), act=act.name)
        if version is not None and stored.version != version:
            raise named_on_case(Conflict(), application_id, since=version)
        stored.case.without_files = without_files
        visit_slots.read(stored.case, arguments.get("slot"))
        try:
            decide(stored.case, act, arguments)
        except Refusal as refusal:
            if read is not None and refusal.code != "slot_full":
                named_on_case(refusal, application_id, since=read)
            raise
        if save(stored, act=act.name, inputs=arguments):
            return stored.case.application
        read = stored.version
    raise Busy(str(application_id))


def decide(case: Case, act: Act, arguments: dict[str, Any]) -> None:
    """Everything between reading and writing; raises the refusal, or leaves the case changed in memory."""
    transition = getattr(case.application, act.name)
    if not can_proceed(transition):
        raise refuse("not_in_order", str(case.application.get_status_display()))
    if not act.timer:
        may(case, act.name)
    other = act.run(case, **arguments)
    (getattr(case.application, other) if other else transition)()
    conclude(case)


def conclude(case: Case) -> None:
    """The labour follows the law, and the clocks what was decided about them."""
    timekeeping.project_all(case)
    visit_slots.give_back(case)
    settle(case)
    labelling.label(case)


def may(case: Case, act: str) -> None:
    """Raises the refusal if this person may not do this act on this application now."""
    if act in authority.PARTY_ACTS or (act in authority.SHARED_ACTS and case.actor.is_party(case.today)):
        heard = [n.party_id for n in case.third_parties] if act == "request_hearing" else []
        case.act_for({case.application.applicant_id, *heard}, SCOPE_OF_ACT[act])
        return
    verdict = _verdict(case, act)
    if verdict.code:
        raise refuse(verdict.code)
    _separate(case, act)
    if act != "recuse" and case.recused(case.actor.id):
        raise refuse("recused")
    case.authority = verdict.basis
    case.rest_on(verdict.power, delegated=verdict.delegated)


def _verdict(case: Case, act: str) -> authority.Verdict:
    if act not in authority.DECISIONS:
        return authority.role_verdict(
            actor=case.actor, act=act, day=case.today, joint=case.application.joint_handling
        )
    grade = "deputy_director" if act == "refuse" else case.decision_grade
    codes = (case.item.code, case.item.item_code)
    return authority.decision_verdict(actor=case.actor, codes=codes, grade=grade, day=case.today)


def _separate(case: Case, act: str) -> None:
    barred = authority.separation(
        act=act,
        actor=case.official,
        accepted_by=case.application.accepted_by_id,
        reviewed_by=case.application.reviewed_by,
        chaired_by=case.chairs,
        instant=case.item.instant,
    )
    if barred:
        raise refuse("separation_of_duties")


def note_refusal(act: str, application_id: int | None, *, by: int | None, at: datetime, refusal: Refusal) -> None:
    """被拒绝的操作 leaves one row, and nothing else."""
    RefusedAttempt.objects.create(
        act=act, application_id=application_id, actor_id=by, at=at, code=refusal.code, detail=refusal.detail[:400]
    )
