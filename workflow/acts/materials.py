"""Promised materials (容缺受理): which may be promised, by whom, until when.

Sources: 广东省优化营商环境条例 32 (main materials complete, only secondary ones missing, in writing); the bureau's
容缺受理管理办法."""

from collections.abc import Sequence
from datetime import date, timedelta

from approvals.people import Ban
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import Commitment, Material, Pause
from workflow.rows import table
from workflow.rules.catalogue import SubItem
from workflow.rules.letters import letter_digest
from workflow.timekeeping import deadlines, project_all, start

OUTSTANDING_MATERIAL = "outstanding_material"


def known_codes(item: SubItem, codes: object, *, field: str = "materials") -> list[str]:
    """The codes (a list, or a map of code → reason) as a list; raises material_unknown for one the item does not list."""
    if isinstance(codes, str):
        codes = [codes]
    if not isinstance(codes, list | tuple | dict):
        raise BadInput("应为材料编码的清单", field=field)
    for code in codes:
        if not isinstance(code, str) or code not in item.materials:
            raise refuse("material_unknown", str(code))
    return list(dict.fromkeys(codes))


def check_tolerance(item: SubItem, codes: Sequence[str], *, banned: bool) -> None:
    """May these materials be promised at all?  Raises the refusal that says why not."""
    if not item.tolerance:
        raise refuse("item_not_eligible", item.name)
    known_codes(item, codes, field="commit_missing")
    hard = [code for code in codes if code not in item.tolerable]
    if hard:
        raise refuse("essential_material_missing", "、".join(item.materials[c].name for c in hard))
    if len(codes) > item.rules.tolerance_max_missing:
        raise refuse("too_many_missing", f"{len(codes)} > {item.rules.tolerance_max_missing}")
    if banned:
        raise refuse("banned_from_tolerance")


def banned(bans: Sequence[Ban], kind: str, *, on: date, item_code: str = "") -> bool:
    """Is this way closed to the applicant on this day (the last day of the ban included)?"""
    return any(b.kind == kind and b.bars(on) and b.item_code in ("", item_code) for b in bans)


def promise(case: Case, codes: Sequence[str]) -> None:
    """The applicant signs a letter bound to this application and this list."""
    for code in codes:
        material = case.material(code)
        if material is None or material.state == Material.HANDED_IN:
            raise BadInput(f"{code} 已经提交，不需要承诺补齐", field="commit_missing")
        material.state, material.in_letter = Material.PROMISED, True
    application = case.application
    case.commitments.append(
        table(Commitment).new(
            kind="tolerance",
            materials=list(codes),
            signed_at=case.at,
            signed_by_id=case.actor.id,
            digest=letter_digest(
                number=application.number, applicant=case.applicant.pk, item=case.item, kind="tolerance", materials=codes,
                signed_at=case.at,
            ),
        )
    )
    case.draw("commitment_letter", materials=list(codes), kept={"digest": case.commitments[-1].digest})


def start_cure(case: Case, *, trigger: date) -> None:
    """The days of every promise run; one working day before the statutory date at the latest, unless the bureau's silence has
    let that day go by.  The promised clock stands still meanwhile, which is the bureau's own promise and needs neither basis
    nor notice."""
    if not case.outstanding:
        return
    rules, last, dues = case.item.rules, trigger, {}
    for material in case.outstanding:
        begin, days = _cure_days(case, material.code, trigger)
        cure = start(case, "cure", subject=material.code, trigger=begin, length=days, basis=rules.basis["tolerance"])
        dues[material.code], last = cure.due_on, max(last, cure.due_on)
    accepted_on = case.application.accepted_on or case.today
    case.pauses.append(
        table(Pause).new(
            procedure=OUTSTANDING_MATERIAL,
            holds="promised",
            legal_basis=rules.basis["tolerance"],
            opened_on=accepted_on,
            planned_days=0,
            planned_end=max(last, accepted_on),
            noticed_on=accepted_on,
        )
    )
    project_all(case)
    case.draw("tolerance_notice", materials=list(dues), due_on=last, kept={"dues": dues, **deadlines(case)})


def _cure_days(case: Case, code: str, trigger: date) -> tuple[date, int]:
    """From which day, how many working days."""
    days, statutory = case.item.materials[code].tolerance_days, case.running("statutory")
    if statutory is None:
        return trigger, days
    latest = statutory.length - case.item.rules.tolerance_lead_days
    if trigger <= case.calendar.add(statutory.trigger_on, latest) < case.calendar.add(trigger, days):
        return statutory.trigger_on, latest
    return trigger, days


def hold_standstill(case: Case) -> None:
    """A promised material came in or was rejected: the promised clock stands still until the last day of those outstanding,
    and runs again from tomorrow when there is none."""
    dues = [clock.due_on for clock in case.clocks if clock.kind == "cure" and clock.met_on is None]
    for pause in case.pauses:
        if pause.procedure == OUTSTANDING_MATERIAL:
            pause.ended_on = pause.closed_on = None if dues else case.today
            if dues:
                pause.planned_end = max(*dues, pause.opened_on)


def day_after(day: date) -> date:
    """The day on which a period that ended on `day` is over."""
    return day + timedelta(days=1)
