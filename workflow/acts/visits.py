"""核查: booked by the applicant from the times offered or by the office, changed, missed, recorded by two officials, and
what was to be put right looked at again.  行政许可法 34(3); 预约、改约与复查次数 are the bureau's own rule (catalogue)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import Visit, VisitSlot
from workflow.rows import table
from workflow.rules import visit_record
from workflow.rules.clock import legal_day
from workflow.timekeeping import meet, start
from workflow.visit_slots import begins_at, first_day

SLOTS = "workflow_visitslot"


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


def changes_used(case: Case) -> int:
    """How often the applicant has changed or missed the visit now awaited."""
    used = 0
    for visit in case.visits:
        used = used + visit.changes + (visit.result == Visit.MISSED)
        used = 0 if visit.result not in (Visit.BOOKED, Visit.MISSED) else used
    return used


def last_booking_day(case: Case) -> date:
    """The last day on which the applicant may book himself: some working days from the acceptance, or from the visit
    that was missed or came to nothing."""
    recorded = case.visit.recorded_at if case.visit is not None else None
    begin = legal_day(recorded) if recorded is not None else case.application.accepted_on or case.today
    return case.calendar.add(begin, case.item.rules.visit_book_within_days)


def _check_changes(case: Case, used: int) -> None:
    most = case.item.rules.visit_max_changes
    if used > most:
        raise refuse("visit_changes_used", f"{most}")


def _place(case: Case, slot: int) -> VisitSlot:
    """The slot with a place that is free; the write rests on its being so."""
    found = case.slots.get(slot)
    if found is None or found.office_id != case.application.office_id:
        raise BadInput("没有这个核查时段", field="slot")
    if found.taken >= found.capacity:
        raise refuse("slot_full")
    if begins_at(found) <= case.at or (case.by_party and found.day < first_day(case)):
        raise refuse("too_late")
    case.guard(SLOTS, found.pk, found.version)
    return found


def _appointment(
    case: Case, slot: int | None, for_at: datetime | None, officials: Any
) -> tuple[int | None, datetime, list[int]]:
    """The slot taken, when, and who goes: out of the slot, or as a reviewer fixes it."""
    if slot is not None:
        place = _place(case, slot)
        return place.pk, begins_at(place), two_officials(case, list(place.officials))
    if case.by_party:
        raise BadInput("请选择核查时段", field="slot")
    chosen = two_officials(case, officials)
    if for_at is None:
        raise BadInput("请填写核查时间", field="for_at")
    return None, for_at, chosen


def _mode(case: Case, mode: str) -> str:
    if mode not in ("site", "video"):
        raise BadInput("核查方式应为现场或者视频", field="mode")
    if mode == "video" and not case.item.video_allowed:
        raise refuse("item_not_eligible")
    return mode


@act
def book_visit(
    case: Case, *, for_at: datetime | None = None, officials: Any = (), mode: str = "site", slot: int | None = None
) -> None:
    """预约核查: when, which two officials, on site or (where the item allows it) by video.

    The applicant picks a slot, within some days and no earlier than the next working day; a reviewer any time."""
    if case.by_party:
        if slot is None and (officials or for_at is not None):  # naming officials and hours is the office's
            raise refuse("not_authorised")
        if not case.awaits_visit or case.visit_booked:
            raise refuse("not_in_order")
        _check_changes(case, changes_used(case))
        if case.today > last_booking_day(case):
            raise refuse("too_late")
        mode = "site"
    mode = _mode(case, mode)
    taken, when, chosen = _appointment(case, slot, for_at, officials)
    before = case.visit
    if before is not None and before.result == Visit.BOOKED:
        before.slot_id = None
    case.visits.append(table(Visit).new(booked_for=when, mode=mode, officials=chosen, slot_id=taken))
    _tell(case, when, mode, chosen, told=chosen)


def _tell(case: Case, when: datetime, mode: str, officials: list[int], *, told: list[int]) -> None:
    """现场核查通知: to the applicant in writing, and to the officials who go or no longer go."""
    case.draw("visit_notice", booked_for=when, mode=mode, kept={"visitors": officials})
    case.tell("visit_booked", to=told, booked_for=when, mode=mode)


@act
def change_visit(
    case: Case, *, slot: int | None = None, for_at: datetime | None = None, officials: Any = (), mode: str = ""
) -> None:
    """改约: the applicant some times at most and not on the day itself; a reviewer whenever there is need."""
    visit = case.visit
    if visit is None or visit.result != Visit.BOOKED:
        raise refuse("not_in_order")
    if case.by_party:
        _check_changes(case, changes_used(case) + 1)
        if legal_day(visit.booked_for) <= case.today:
            raise refuse("too_late")
    mode = _mode(case, visit.mode if case.by_party or not mode else mode)
    taken, when, chosen = _appointment(case, slot, for_at, officials)
    held = case.slots.get(visit.slot_id) if visit.slot_id is not None else None
    if held is not None:
        case.guard(SLOTS, held.pk, held.version)
    told = list(dict.fromkeys([*chosen, *visit.officials]))
    visit.slot_id, visit.booked_for, visit.mode, visit.officials = taken, when, mode, chosen
    visit.changes += case.by_party
    _tell(case, when, mode, chosen, told=told)


@act
def record_no_show(case: Case, *, remark: str = "") -> None:
    """申请人未到场: the appointment is used up like a change; the clocks run on; a new one is booked."""
    visit = case.visit
    if visit is None or visit.result != Visit.BOOKED or case.at < visit.booked_for:
        raise refuse("not_in_order")
    if not remark:
        raise refuse("grounds_missing")
    visit.result, visit.recorded_at, visit.record = Visit.MISSED, case.at, {"remark": remark}
    left = max(0, case.item.rules.visit_max_changes + 1 - changes_used(case))
    case.tell("visit_missed", booked_for=visit.booked_for, left=left)


@act
def record_visit(
    case: Case,
    *,
    result: str = "",
    officials: Any = (),
    rectify_days: int | None = None,
    record: Mapping[str, Any] | None = None,
) -> None:
    """核查记录; what is to be put right gets its days, as often as the item's rules allow."""
    visit = case.visit
    if visit is None or visit.result != Visit.BOOKED:
        raise refuse("not_in_order")
    if result not in (Visit.PASSED, Visit.FAILED, Visit.RECTIFY):
        raise BadInput("核查结论应为符合、不符合或者限期整改", field="result")
    rounds = sum(1 for row in case.visits if row.rectify_days is not None)
    if result == Visit.RECTIFY and rounds >= case.item.rules.visit_max_rounds:
        raise refuse("visit_rounds_used")
    visit.officials = two_officials(case, officials)
    if record is not None:
        _check_record(record, visit, result)
        visit.record = dict(record)
    visit.result, visit.recorded_at = result, case.at
    _draw_record(case, visit, result, record)
    if result == Visit.RECTIFY:
        visit.rectify_days = rectification_days(case, rectify_days)
        problems = str((record or {}).get("problems") or "")
        order_rectification(case, visit.rectify_days, problems=problems)


def _check_record(record: Mapping[str, Any], visit: Visit, result: str) -> None:
    """Raises BadInput for what the record lacks, two_officials_required where not both have signed."""
    for fault in visit_record.faults(record, result=result, video=visit.mode == "video"):
        raise BadInput(fault.text, field=fault.field)
    if sorted(visit_record.signers(record)) != sorted(visit.officials):
        raise refuse("two_officials_required")


def _draw_record(case: Case, visit: Visit, result: str, record: Mapping[str, Any] | None, *, again: bool = False) -> None:
    """The document carries the whole record; the message that goes with it does not."""
    kept: dict[str, Any] = {"visitors": visit.officials, "mode": visit.mode, "booked_for": visit.booked_for}
    if record is not None:
        kept["record"] = dict(record)
    case.draw("visit_record", result=result, kept={**kept, "again": again})


def rectification_days(case: Case, days: int | None) -> int:
    """The days given; no more than the item's rule on rectification allows."""
    if days is None or days < 1:
        raise BadInput("请填写整改期限（工作日）", field="rectify_days")
    procedure = case.item.procedures.get("rectification")
    if procedure is not None and procedure.max_days is not None and days > procedure.max_days:
        raise refuse("limit_exceeded", f"{days} > {procedure.max_days}")
    return days


def order_rectification(case: Case, days: int, *, basis: str = "", problems: str = "") -> date:
    """限期整改: the order and its clock."""
    meet(case, "rectification")
    clock = start(case, "rectification", trigger=case.today, length=days, basis=basis)
    case.draw("rectification_order", days=days, due_on=clock.due_on, kept={"problems": problems})
    return clock.due_on


@act
def confirm_rectification(case: Case, *, result: str = "passed", record: Mapping[str, Any] | None = None) -> None:
    """复查: by any verifier; with a record, by two."""
    visit = case.visit
    if visit is None or visit.result != Visit.RECTIFY:
        raise refuse("not_in_order")
    if result not in (Visit.PASSED, Visit.FAILED):
        raise BadInput("复查结论应为符合或者不符合", field="result")
    if record is not None:
        again = table(Visit).new(mode="site", officials=two_officials(case, visit_record.signers(record)))
        _check_record(record, again, result)
        visit.record = {**(visit.record or {}), "again": dict(record)}
        again.booked_for = case.at
        _draw_record(case, again, result, record, again=True)
    visit.result = Visit.CONFIRMED if result == Visit.PASSED else Visit.FAILED
    meet(case, "rectification")
