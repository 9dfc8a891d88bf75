"""In whose hands a case was on a day: which desks had open work, who had handled it, and who answered for it.

Source: the bureau's rules on 首问责任 and 转办 (本局规则): who has taken the open work answers for it; while nobody has,
whoever handled the case last.  Everything is read from rows that do not change: the ledger and when work came and went."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from supervision.facts import Watched
from workflow.models import LedgerEntry, Task
from workflow.rules.clock import LEGAL_ZONE

TAKING_PART = ("accept", "record_opinion")
LABOUR = ("claim", "hand_over", "release")
# who did one of these has worked on the case, and does not supervise it (审批与监管分离)
WORKED = (
    *TAKING_PART,
    *("decline", "request_supplement", "reject_material", "record_visit", "confirm_rectification"),
    *("grant", "refuse", "return_to_review", "issue", "serve"),
)
APPLICANT = "applicant"


class Held(NamedTuple):
    """A work item: its stage and desk, and from when to when it was open."""

    stage: str
    desk: str
    since: datetime
    until: datetime | None


class Taken(NamedTuple):
    """At this instant somebody (None: nobody any more) had the open work; '' is work of any stage."""

    at: datetime
    stage: str
    person: int | None


@dataclass(frozen=True, slots=True)
class Hands:
    """In whose hands the cases were: work items by process, people and who took work by application."""

    work: dict[int | None, list[Held]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, list[tuple[int, datetime]]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[int, list[Taken]] = field(default_factory=lambda: defaultdict(list))

    def _open(self, process: int | None, began: datetime) -> list[Held]:
        return [row for row in self.work[process] if row.since < began and (row.until is None or row.until >= began)]

    def desks_when(self, process: int | None, day: date) -> list[str]:
        """The desks with open work when the day began."""
        return sorted({row.desk for row in self._open(process, _beginning(day))})

    def people_when(self, application: int, day: date) -> list[int]:
        """Who had accepted or reviewed when the day began."""
        began = _beginning(day)
        return list(dict.fromkeys(person for person, at in self.people[application] if at < began))

    def responsible_when(self, application: int, process: int | None, day: date) -> int | None:
        """Who answered for the case when the day began; None where nobody had had it in hand yet."""
        began = _beginning(day)
        for row in self._open(process, began):
            moves = [
                move
                for move in self.taken[application]
                if row.since <= move.at < began and move.stage in ("", row.stage) and row.desk != APPLICANT
            ]
            if moves and moves[-1].person is not None:
                return moves[-1].person
        before = [person for person, at in self.people[application] if at < began]
        return before[-1] if before else None


def hands_of(applications: Collection[Watched]) -> Hands:
    """Two reads, however many they are."""
    hands = Hands()
    processes = {each.process_id for each in applications}
    tasks = Task.objects.filter(process_id__in=processes, flow_task_type="HUMAN").exclude(desk="").order_by("id")
    for process, node, desk, created, finished in tasks.values_list(
        "process_id", "flow_task", "desk", "created", "finished"
    ):
        hands.work[process].append(Held(node.name, desk, created, finished))
    entries = LedgerEntry.objects.filter(
        application_id__in={each.id for each in applications}, act__in=(*TAKING_PART, *LABOUR), actor__isnull=False
    )
    for key, act, person, at, inputs in entries.order_by("seq").values_list(
        "application_id", "act", "actor_id", "at", "inputs"
    ):
        if act in LABOUR:
            taker = {"claim": person, "hand_over": inputs.get("to"), "release": None}[act]
            hands.taken[key].append(Taken(at, inputs.get("stage", ""), taker))
        elif person is not None:
            hands.people[key].append((person, at))
    return hands


def worked_on(application_id: int, person: int) -> bool:
    """Has this person worked on the case, so that he does not supervise it?"""
    return LedgerEntry.objects.filter(application_id=application_id, actor_id=person, act__in=WORKED).exists()


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LEGAL_ZONE)
