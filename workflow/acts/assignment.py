"""领取、退还、转办: who of a desk does an open work item.  Labour only: the law is as it was, and a colleague whom the item
concerns may still act on it; but it stands in the queue of who has taken it.

Source: the bureau's rules on 首问责任 and 转办; everything is in the ledger, so that one sees who had it when."""

from django.utils.translation import gettext_noop as _

from approvals.rules.authority import DECIDE, HEAD
from workflow import queue
from workflow.acts.registry import Case, act
from workflow.errors import BadInput, refuse
from workflow.graph import ASSIGNED, NEW, Row

LABOUR = frozenset({"claim", "release", "hand_over"})
SUPERIORS = DECIDE | {HEAD}
TAKEN = _("已由其他人员领取")
YOURS = _("您已经领取")
NOT_THERE = _("该人员今日不在岗，或者不能办理此环节")

Item = tuple[Row, int | None, set[int]]


def _items(case: Case, stage: str) -> list[Item]:
    """The open work items of the desks of officials (of one stage): each with who has it, and who may do it.

    Read after the case: should somebody take one in between, the guarded write fails and the act is decided anew."""
    known = queue.takers(case.application.pk, case.today)
    rows = [row for row in case.walk.open_humans() if stage in ("", row.step.name) and row.desk != "applicant"]
    if not rows:
        raise refuse("not_in_order")
    return [(row, *known.get(row.id, (None, set()))) for row in rows]


def _his_own(case: Case, row: Row, owner: int | None) -> bool:
    """Has he taken it himself?  What a substitute does for somebody away returns to that one by itself, and goes no further."""
    return owner == row.owner_id == case.official


@act
def claim(case: Case, *, stage: str = "") -> None:
    """领取: by whoever may do it, where nobody has it."""
    able = [item for item in _items(case, stage) if case.official in item[2]]
    if not able:
        raise refuse("not_authorised")
    row, owner, _able = next((item for item in able if item[1] is None), able[0])
    if owner is not None:
        raise refuse("not_in_order", YOURS if owner == case.official else TAKEN)
    row.status, row.owner_id = ASSIGNED, case.official


@act
def release(case: Case, *, stage: str = "") -> None:
    """退还: whoever has taken it puts it back on the desk."""
    row = next((row for row, owner, _able in _items(case, stage) if _his_own(case, row, owner)), None)
    if row is None:
        raise refuse("not_authorised")
    row.status = NEW


@act
def hand_over(case: Case, *, to: int, stage: str = "") -> None:
    """转办: by whoever has it, or by a decider or the head, to a colleague of the desk who is there."""
    superior = bool(case.actor.roles(case.today) & SUPERIORS)
    mine = [item for item in _items(case, stage) if superior or _his_own(case, item[0], item[1])]
    if not mine:
        raise refuse("not_authorised")
    row, owner, able = next((item for item in mine if to in item[2]), mine[0])
    if to not in able:
        raise BadInput(NOT_THERE, field="to")
    if owner == to:
        raise refuse("not_in_order")
    row.status, row.owner_id = ASSIGNED, to
    case.tell("work_arrived", to=[to], due_on=row.due_on)
