"""What supervision reads of the cases: which are to be judged, and the facts their cards depend on, a batch at a time.

It reads and never writes.  The version is read before the facts: who changes the case meanwhile has it judged again."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from django.db.models import F, Q

from approvals.decisions import Decision
from supervision.rules.cards import Extended, Facts, Owed, Running, Silence
from supervision.rules.profile import CLOCKS, STEP
from workflow import catalogue_versions
from workflow.errors import NotFound
from workflow.models import Application, Clock, Extension, Pause, Task
from workflow.rules.clock import legal_day
from workflow.timekeeping import standstills

ONE_DAY = timedelta(days=1)
DEEMED, NOTICE, RENEWAL = "deemed", "notice", "renewal"


@dataclass(frozen=True, slots=True)
class Watched:
    """An application as far as supervision needs it."""

    id: int
    version: int
    number: str
    office_id: int
    kind: str
    acceptance: str
    accepted_by_id: int | None
    reviewed_by: list[int]
    item_version_id: int
    sub_item_code: str
    process_id: int | None
    applicant: str

    @property
    def handlers(self) -> list[int]:
        """Who has accepted or reviewed it so far."""
        first = [self.accepted_by_id] if self.accepted_by_id is not None else []
        return list(dict.fromkeys([*first, *self.reviewed_by]))


COLUMNS = (
    *("id", "version", "number", "office_id", "kind", "acceptance", "accepted_by_id", "reviewed_by"),
    *("item_version_id", "sub_item_code", "process_id", "applicant__name"),
)


class OfApplication(Protocol):
    """A row that belongs to an application."""

    application_id: int


Part = TypeVar("Part", bound=OfApplication)


def to_judge(today: date, *, after: int, limit: int) -> list[Watched]:
    """The next applications never judged, changed since, or with a rung today or on a day that was missed."""
    changed = Q(watch=None) | ~Q(watch__judged_version=F("version")) | Q(watch__next_on__lte=today)
    rows = Application.objects.filter(changed, id__gt=after).order_by("id").values_list(*COLUMNS)[:limit]
    return [Watched(*row) for row in rows]


def watched(application_id: int) -> Watched:
    """One application.  Raises NotFound."""
    row = Application.objects.filter(pk=application_id).values_list(*COLUMNS).first()
    if row is None:
        raise NotFound(str(application_id))
    return Watched(*row)


def facts_of(applications: Collection[Watched], *, steps: bool = False) -> dict[int, Facts]:
    """The facts of each of these applications, with `steps` those of the limits of steps: four or five reads, however
    many they are."""
    keys = [each.id for each in applications]
    clocks = _by_application(
        Clock.objects.filter(application_id__in=keys, kind__in=[*CLOCKS, NOTICE], unit="wd").order_by("id")
    )
    pauses = _by_application(Pause.objects.filter(application_id__in=keys).order_by("id"))
    extensions = _by_application(Extension.objects.filter(application_id__in=keys))
    decisions = _by_application(Decision.objects.filter(application_id__in=keys, deemed=True))
    tasks = _tasks(applications) if steps else {}
    found = {}
    for each in applications:
        extension = next((_extended(row) for row in extensions[each.id]), None)
        running = [_running(row, pauses[each.id], extension) for row in clocks[each.id] if row.kind in CLOCKS]
        running += _limits(each, tasks.get(each.process_id, ()), pauses[each.id])
        silences = _silences(each, clocks[each.id], decisions[each.id])
        found[each.id] = Facts(tuple(running), extension, tuple(silences), tuple(_owed(pauses[each.id])))
    return found


def _tasks(applications: Iterable[Watched]) -> dict[int | None, list[Task]]:
    found: dict[int | None, list[Task]] = defaultdict(list)
    keys = [each.process_id for each in applications]
    for task in Task.objects.filter(process_id__in=keys, flow_task_type="HUMAN").order_by("id"):
        found[task.process_id].append(task)
    return found


def _limits(application: Watched, tasks: Iterable[Task], pauses: list[Pause]) -> Iterable[Running]:
    """The steps whose limit the catalogue fixes, from the day each came to its desk."""
    item = catalogue_versions.sub_item(application.item_version_id, application.sub_item_code)
    for task in tasks:
        step = item.step(task.flow_task.step)
        if step is not None:
            met_on = legal_day(task.finished) if task.finished is not None else None
            held = tuple(standstills(pauses, "promised"))
            yield Running(STEP + step.desk, legal_day(task.created), step.days, met_on, held)


def _owed(pauses: Iterable[Pause]) -> Iterable[Owed]:
    """What a special procedure owes in writing (行政许可法 45); a promise of the applicant is no such procedure."""
    return (Owed("procedure_notice", row.opened_on, row.noticed_on) for row in pauses if row.holds == "both")


def _by_application(rows: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return found


def _extended(row: Extension) -> Extended:
    return Extended(row.days, row.approved_on, row.notified_on)


def _running(clock: Clock, pauses: list[Pause], extension: Extended | None) -> Running:
    return Running(
        kind=clock.kind,
        trigger_on=clock.trigger_on,
        length=clock.length,
        met_on=clock.met_on,
        standstills=tuple(standstills(pauses, clock.kind)),
        extension=extension if clock.kind == "statutory" else None,
    )


def _silences(application: Watched, clocks: list[Clock], decisions: list[Any]) -> Iterable[Silence]:
    """Acceptance by silence (also where a clerk accepted after the five days), renewal and filing by silence."""
    notices = [clock for clock in clocks if clock.kind == NOTICE]
    if application.acceptance == DEEMED and notices:
        yield Silence("acceptance", notices[-1].due_on + ONE_DAY)
    for decision in decisions:
        yield Silence("renewal" if application.kind == RENEWAL else "filing", decision.decided_on)
