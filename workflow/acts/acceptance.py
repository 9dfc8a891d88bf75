"""At the door: 受理, 不予受理, 补正, 当场更正, 补齐, and the silence that is acceptance.  行政许可法 32, 33, 42."""

from datetime import date

from workflow.acts.materials import (
    banned,
    check_tolerance,
    day_after,
    hold_standstill,
    known_codes,
    promise,
    start_cure,
)
from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import Clock, Material
from workflow.rules.clock import LEGAL_ZONE
from workflow.timekeeping import deadlines, meet, next_wake, start


def notice_over(case: Case) -> Clock | None:
    """The clock of the five days, if they are over: then silence was acceptance (32(4))."""
    clock = case.running("notice")
    return clock if clock is not None and case.today > clock.due_on else None


@act
def correct(case: Case, *, field: str = "", before: str = "", after: str = "") -> None:
    """当场更正 (32(3)): what was and what is, in the ledger."""
    if notice_over(case):
        raise refuse("notice_period_passed")
    if not field or before == after:
        raise BadInput("更正的内容没有变化", field="after")


@act
def request_supplement(case: Case, *, materials: object = ()) -> None:
    """补正 (32(4)): everything that is missing, told once, within five days."""
    if notice_over(case):
        raise refuse("notice_period_passed")
    codes = known_codes(case.item, materials)
    if not codes:
        raise refuse("grounds_missing")
    reasons = materials if isinstance(materials, dict) else {}
    if case.application.supplement_used:
        late = [c for c in codes if (m := case.material(c)) is None or not m.in_supplement]
        if late:
            raise refuse("one_time_notice_used", "、".join(late))
    for material in case.materials:
        material.in_supplement = material.code in codes
        if material.in_supplement:
            material.state, material.handed_in_on, material.exempted = Material.REQUESTED, None, ""
            material.reason = str(reasons.get(material.code) or "")
    case.application.supplement_used = True
    meet(case, "notice")
    rules = case.item.rules
    clock = start(
        case, "supplement", trigger=case.today, length=rules.supplement_days, basis=rules.basis["supplement"]
    )
    case.draw("supplement_notice", materials=codes, due_on=clock.due_on)


@act
def supply(case: Case, *, materials: object = ()) -> str | None:
    """The applicant hands in what the supplement lists, or what he promised."""
    codes = known_codes(case.item, materials)
    if not codes:
        raise BadInput("没有选择材料", field="materials")
    if case.status == "accepted":
        _cure(case, codes)
        return None
    clock = case.running("supplement")
    if clock is not None and case.today > clock.due_on:
        raise refuse("too_late")
    _hand_in(case, codes)
    for material in case.materials:
        material.in_supplement |= material.code in codes
    if any(m.state == Material.REQUESTED for m in case.materials):
        return None
    receive_complete(case)
    return "complete_supplement"


def _hand_in(case: Case, codes: list[str]) -> None:
    for code in codes:
        material = case.material(code)
        if material is None:
            raise refuse("material_unknown", code)
        material.state, material.handed_in_on, material.reason = Material.HANDED_IN, case.today, ""
    case.tell("materials_supplied", to=case.handlers, materials=codes)


def receive_complete(case: Case) -> None:
    """A supplement that is complete is the day of receipt, and the five days begin anew."""
    meet(case, "supplement")
    case.application.received_on = case.today
    rules = case.item.rules
    start(case, "notice", trigger=case.today, length=rules.notice_days, basis=rules.basis["notice"])


def _cure(case: Case, codes: list[str]) -> None:
    promised = {m.code for m in case.outstanding}
    if not set(codes) <= promised:
        raise refuse("not_in_order", "、".join(c for c in codes if c not in promised))
    for code in codes:
        clock = case.running("cure", code)
        if clock is not None and case.today > clock.due_on:
            raise refuse("too_late", code)
    _hand_in(case, codes)
    for code in codes:
        meet(case, "cure", subject=code)
    hold_standstill(case)


@act
def reject_material(case: Case, *, material: str = "", reason: str = "") -> str | None:
    """What was supplied does not conform: it counts as not supplied, and its last day does not move."""
    known_codes(case.item, [material], field="material")
    accepted = case.status == "accepted"
    row = next((m for m in case.rejectable if m.code == material), None)
    if row is None:
        raise refuse("not_in_order", material)
    if notice_over(case):
        raise refuse("notice_period_passed")
    if not reason:
        raise refuse("grounds_missing")
    row.state, row.reason, row.handed_in_on = Material.PROMISED if accepted else Material.REQUESTED, reason, None
    _run_again(case, "cure" if accepted else "supplement", material if accepted else "")
    case.tell("material_rejected", material=case.item.materials[material].names, reason=reason)
    if accepted:
        hold_standstill(case)
        return None
    meet(case, "notice")
    case.application.received_on = _received_before(case)
    return "reject_supplement"


def _received_before(case: Case) -> date:
    """The day of receipt as it was when the last supplement was asked for."""
    asked = max(n for n, clock in enumerate(case.clocks) if clock.kind == "supplement")
    return next(clock.trigger_on for clock in reversed(case.clocks[:asked]) if clock.kind == "notice")


def _run_again(case: Case, kind: str, subject: str) -> None:
    """The clock that the supply had met runs on to the same day."""
    clock = next((c for c in reversed(case.clocks) if c.kind == kind and c.subject == subject), None)
    if clock is not None:
        clock.met_on = None
        clock.wake_on = next_wake(clock, case.calendar, case.item.rules.amber_days, case.today)


@act
def accept(case: Case, *, commit_missing: object = ()) -> None:
    """受理 (32(5)); after the five days it is acceptance by silence, dated back to receipt."""
    promised = known_codes(case.item, commit_missing, field="commit_missing")
    over = notice_over(case)
    if promised:
        bad_credit = case.applicant.bad_credit or case.application.bad_credit
        before = [m.code for m in case.outstanding if m.code not in promised]
        closed = bad_credit or banned(case.bans, "tolerance", on=case.today)
        check_tolerance(case.item, [*before, *promised], banned=closed)
        case.rest_on_no_ban()
        promise(case, promised)
    case.application.accepted_by_id = case.actor.id
    if over is not None:
        by_silence(case, cures_from=case.today if promised else day_after(over.due_on))
        return
    check_complete(case)
    kind = "on_commitment" if case.outstanding else "instant" if case.item.instant else "normal"
    take_in(case, kind, accepted_on=case.today, cures_from=case.today)


def check_complete(case: Case) -> None:
    """Key materials are in; of the others each is in or promised in a signed letter."""
    absent = [m.code for m in case.materials if m.state in (Material.ABSENT, Material.REQUESTED)]
    hard = [code for code in absent if code not in case.item.tolerable or not case.item.tolerance]
    if hard:
        raise refuse("essential_material_missing", "、".join(case.item.materials[c].name for c in hard))
    if absent:
        raise refuse("letter_missing", "、".join(case.item.materials[c].name for c in absent))


def by_silence(case: Case, *, cures_from: date) -> None:
    """Not told within five days: accepted as of the day of receipt of the complete material; promises run from when silence
    became acceptance, or from the letter where it is signed later."""
    take_in(case, "deemed", accepted_on=case.application.received_on, cures_from=cures_from)


def take_in(case: Case, acceptance: str, *, accepted_on: date, cures_from: date) -> None:
    """The application is accepted: the clocks of the decision run."""
    application, item, rules = case.application, case.item, case.item.rules
    application.acceptance, application.accepted_on = acceptance, accepted_on
    meet(case, "notice")
    joint = application.joint_handling
    start(
        case,
        "statutory",
        trigger=application.received_on if item.clock_start == "receipt" else accepted_on,
        length=rules.joint_statutory_days if joint else item.statutory_days,
        basis=rules.basis["joint_handling"] if joint else "；".join(item.legal_basis)[:200],
    )
    trigger, length = (promised_from(case), 0) if case.on_commitment_route else (accepted_on, item.promised_days)
    start(case, "promised", trigger=trigger, length=length, basis="本机关承诺")
    case.draw("acceptance_notice", accepted_on=accepted_on, acceptance=acceptance, kept=deadlines(case))
    start_cure(case, trigger=cures_from)


def promised_from(case: Case) -> date:
    """告知承诺 is decided on the day of lodging; what comes after the cut-off, on the next working day."""
    lodged = case.application.lodged_at.astimezone(LEGAL_ZONE)
    day = lodged.date()
    return case.calendar.add(day, 1) if lodged.time() >= case.item.rules.commitment_cut_off else day


@act
def decline(case: Case, *, reason: str = "", competent: str = "") -> None:
    """不予受理 (32(1), (2)): no licence is needed, or another authority is competent, which is named."""
    if notice_over(case):
        raise refuse("notice_period_passed")
    if reason not in ("no_licence_needed", "not_our_authority") or (reason == "not_our_authority" and not competent):
        raise refuse("grounds_missing")
    meet(case, "notice", "renewal")
    case.draw("non_acceptance_decision", reason=reason, competent=competent)


@act
def withdraw(case: Case, *, reason: str = "") -> None:
    """撤回申请: until the decision, without a stain."""
    meet(case, *{c.kind for c in case.clocks})
    case.draw("termination_notice", reason=reason or "申请人撤回申请")
    case.tell("withdrawn", to=case.handlers, reason=reason)
