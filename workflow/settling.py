"""The labour follows the law: what the act has decided closes work items, and the flow moves on to the next."""

from workflow.case import Case
from workflow.flow import BLOCK
from workflow.graph import Row
from workflow.lifecycle import ACCEPTED, TERMINATED, WITHDRAWN


def settle(case: Case) -> None:
    """Closes the work items whose condition is fulfilled and lets the flow move on, until nothing more follows."""
    if case.status in (WITHDRAWN, TERMINATED):
        if case.walk.ended is None and case.walk.open():
            case.walk.cancel_all()
        return
    block = [r for r in case.walk.open() if r.step.name in BLOCK]
    if block and (case.status != ACCEPTED or case.reopened):
        _leave(case, block)
    while (row := next((r for r in case.walk.open_humans() if r.step.node.until(case)), None)) is not None:
        _finish(case, row)


def _leave(case: Case, block: list[Row]) -> None:
    """One open work item leads on, the others of the block and the waiting join are given up."""
    lead = next(r for r in block if r.step.kind == "human")
    case.walk.cancel([r for r in block if r is not lead])
    _finish(case, lead)


def _finish(case: Case, row: Row) -> None:
    row.owner_id = case.actor.id
    case.walk.finish(row)
