"""待组织的听证 in the queue of 法制审核: which hearings wait, and how many."""

from dataclasses import dataclass
from datetime import date

from portal.chips import Chip, chip
from portal.lines import item_name
from portal.offices import bureaus
from workflow import hearings_waiting
from workflow.hearings_waiting import WaitingHearing
from workflow.rules.workdays import Calendar

LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class HearingLine:
    """One hearing in words."""

    row: WaitingHearing
    item: str
    chip: Chip


def hearing_lines(account: int, *, today: date, calendar: Calendar) -> list[HearingLine]:
    """Those of the bureaus in which this account is 法制审核."""
    found = hearings_waiting.waiting(offices=bureaus(account, on=today, roles={LEGAL}))
    return [
        HearingLine(
            row,
            item_name(row.version_id, row.sub_item_code),
            chip(row.due_on, standing=None, today=today, calendar=calendar),
        )
        for row in found
    ]


def hearing_count(account: int, *, today: date) -> int:
    """How many there are."""
    return hearings_waiting.count(offices=bureaus(account, on=today, roles={LEGAL}))
