"""特别程序 that stop the clock, and 延长期限.  行政许可法 42 (extension), 45 (what is not counted), 82."""

from datetime import date
from typing import Any

from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.models import Extension, Pause
from workflow.timekeeping import deadlines, project_all

ALWAYS = frozenset(
    {"expert_review", "hearing", "inspection", "testing", "quarantine", "appraisal", "tender", "auction"}
)
LISTED = frozenset({"site_visit", "rectification"})
ARTICLE_45 = "行政许可法第45条"


def running_procedure(case: Case, procedure: str) -> Pause | None:
    """The latest row of a procedure that has not been closed."""
    return next((p for p in reversed(case.pauses) if p.procedure == procedure and p.closed_on is None), None)


def legal_basis(case: Case, procedure: str) -> str:
    """The eight of article 45 always; a visit or a rectification only where the item's own rule stops the clock."""
    listed = case.item.procedures.get(procedure)
    if procedure in ALWAYS:
        return (listed.basis if listed is not None else None) or ARTICLE_45
    if procedure not in LISTED:
        raise BadInput(f"没有名为 {procedure} 的特别程序", field="procedure")
    if listed is None or not listed.stops_clock or not listed.basis:
        raise refuse("no_legal_basis_for_pause", procedure)
    return listed.basis


def check_limit(case: Case, procedure: str, more: int) -> None:
    """The days of a procedure add up over its pauses; what ended early counts as long as it took."""
    listed = case.item.procedures.get(procedure)
    if listed is None or listed.max_days is None:
        return
    used = _used(case, procedure)
    if used + more > listed.max_days:
        raise refuse("limit_exceeded", f"{used} + {more} > {listed.max_days}")


def _used(case: Case, procedure: str) -> int:
    """The working days that the procedure has taken or is planned to take; those of two rows count once."""
    days, reached = 0, date.min
    for row in sorted((p for p in case.pauses if p.procedure == procedure), key=lambda p: p.opened_on):
        end = min(row.ended_on or row.planned_end, row.planned_end)
        days += case.calendar.count(max(row.opened_on, reached), end)
        reached = max(reached, end)
    return days


@act
def pause(case: Case, *, procedure: str = "", planned_days: int | None = None, notice: bool = True) -> None:
    """特别程序: opened, and with its notice served the clocks stand still; again while it runs, it is told to take longer.

    What is planned longer but not told is a row of its own, which holds nothing until its notice is served."""
    basis = legal_basis(case, procedure)
    if planned_days is None or planned_days < 1:
        raise BadInput("请填写特别程序所需的工作日", field="planned_days")
    check_limit(case, procedure, planned_days)
    running = running_procedure(case, procedure)
    begins = max(case.today, running.planned_end) if running is not None else case.today
    end = case.calendar.add(begins, planned_days)
    if running is not None and case.today <= running.planned_end and (notice or running.noticed_on is None):
        running.planned_days, running.planned_end = running.planned_days + planned_days, end
        running.noticed_on = running.noticed_on or (case.today if notice else None)
    else:
        open_procedure(case, procedure, basis, end, case.calendar.count(case.today, end), notice)
    project_all(case)
    kept = {"begins_on": begins, "planned_end": end, "further": running is not None, **(deadlines(case) if notice else {})}
    told: dict[str, Any] = {"procedure": procedure, "planned_days": planned_days, "basis": basis}
    case.draw("special_procedure_notice", served=notice, kept=kept, **told)


def open_procedure(case: Case, procedure: str, basis: str, end: date, days: int, notice: bool) -> Pause:
    """A row of a procedure that begins today."""
    row = Pause(
        procedure=procedure,
        holds="both",
        legal_basis=basis,
        opened_on=case.today,
        planned_days=days,
        planned_end=end,
        noticed_on=case.today if notice else None,
    )
    case.pauses.append(row)
    return row


def close_procedure(case: Case, procedure: str) -> None:
    """It is over: the clock runs again from tomorrow, or has since the planned end."""
    for row in case.pauses:
        if row.procedure == procedure and row.closed_on is None:
            row.closed_on, row.ended_on = case.today, min(case.today, row.planned_end)


@act
def resume(case: Case, *, procedure: str = "", experts: str = "", conclusion: str = "", dissent: str = "") -> None:
    """The procedure has ended; an expert review with the opinion of the experts.

    experts: a line each, name and qualification; conclusion: what they think; dissent: what single experts think otherwise."""
    asked = any(h.held_on is None and h.requested_by_id for h in case.hearings)
    if running_procedure(case, procedure) is None or (procedure == "hearing" and asked):
        raise refuse("not_in_order", procedure)
    if conclusion and procedure == "expert_review":
        if not experts.strip():
            raise BadInput("请填写评审专家的姓名和专业资格，一行一人", field="experts")
        lines = [line.strip() for line in experts.splitlines() if line.strip()]
        case.draw("expert_opinion", kept={"experts": lines, "conclusion": conclusion, "dissent": dissent})
    close_procedure(case, procedure)


@act
def extend(case: Case, *, days: int | None = None, reason: str = "", notice: bool = True) -> None:
    """延长 (42): once, ten days at most (joint handling fifteen), before the due day passes, the reason told to the applicant."""
    statutory = case.running("statutory")
    if case.extensions:
        raise refuse("one_extension_only")
    if statutory is None or case.today > statutory.due_on:
        raise refuse("deadline_passed")
    if not reason:
        raise refuse("grounds_missing")
    rules = case.item.rules
    most = rules.joint_extension_max_days if case.application.joint_handling else rules.extension_max_days
    if days is None or days < 1:
        raise BadInput("请填写延长的工作日", field="days")
    if days > most:
        raise refuse("limit_exceeded", f"{days} > {most}")
    statutory.extension = days
    case.extensions.append(
        Extension(
            days=days,
            reason=reason,
            approved_on=case.today,
            approved_by_id=case.official,
            notified_on=case.today if notice else None,
        )
    )
    before = statutory.due_on
    project_all(case)
    case.draw("extension_notice", served=notice, days=days, reason=reason, before=before, due_on=statutory.due_on)


@act
def serve_notice(case: Case, *, document: str = "") -> None:
    """A notice that was drawn up is served: from today it counts."""
    drawn = [d for d in case.documents if d.kind == document and d.served_on is None]
    if not drawn:
        raise refuse("not_in_order", document)
    for each in drawn:
        each.served_on = case.today
    if document == "special_procedure_notice":
        for row in case.pauses:
            if row.noticed_on is None and row.closed_on is None:
                row.noticed_on = case.today
    if document == "extension_notice":
        for extension in case.extensions:
            extension.notified_on = extension.notified_on or case.today
    case.tell(document, **drawn[-1].facts)
