"""What a queue shows of a work item: its desk, the day that presses, its step's own limit, and who may not do it."""

from datetime import date

from workflow.case import Case
from workflow.graph import Row
from workflow.rules.clock import due

REVIEWING, DECIDING = frozenset({"review"}), frozenset({"decide"})


def label(case: Case) -> None:
    """Writes the labels of every open work item anew."""
    ends: dict[str, date] = {}
    for clock in case.clocks:
        if clock.met_on is None:
            ends[clock.kind] = min(clock.due_on, ends.get(clock.kind, clock.due_on))
    for row in case.walk.open_humans():
        row.desk = row.step.desk(case)
        row.barred = sorted(barred(case, row.step.name))
        row.due_on = min((ends[kind] for kind in row.step.node.clocks if kind in ends), default=None)
        if row.new and row.node_due_on is None:
            _limit(case, row)


def _limit(case: Case, row: Row) -> None:
    """The node clock: the step's limit in working days, from the day the item came to the desk."""
    step = case.item.step(row.step.node.step) if row.step.node.step else None
    if step is not None:
        row.node_due_on = due(start=case.today, length=step.days, calendar=case.calendar)


def barred(case: Case, name: str) -> set[int]:
    """Who may not do this work: the recused, and those whom separation of duties bars (公务员法 76; 授权审批规定)."""
    found = {r.official_id for r in case.recusals}
    if name in DECIDING or (name in REVIEWING and not case.item.instant):
        accepted_by = case.application.accepted_by_id
        found |= {accepted_by} if accepted_by else set()
    if name in DECIDING:
        found |= set(case.application.reviewed_by)
    if name in REVIEWING:
        found |= set(case.chairs)
    return found
