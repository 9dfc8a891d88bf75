"""What supervision reads of the cases: which are to be judged, and the facts their cards depend on, a batch at a time.

It reads and never writes.  The version is read before the facts: who changes the case meanwhile has it judged again."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from django.db.models import F, Q

from approvals.decisions import Decision
from supervision.rules.cards import Extended, Facts, Running, Silence
from supervision.rules.profile import CLOCKS
from workflow.errors import NotFound
from workflow.models import Application, Clock, Extension, Pause
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


def facts_of(applications: Collection[Watched]) -> dict[int, Facts]:
    """The facts of each of these applications: four reads, however many they are."""
    keys = [each.id for each in applications]
    clocks = _by_application(
        Clock.objects.filter(application_id__in=keys, kind__in=[*CLOCKS, NOTICE], unit="wd").order_by("id")
    )
    pauses = _by_application(Pause.objects.filter(application_id__in=keys, noticed_on__isnull=False).order_by("id"))
    extensions = _by_application(Extension.objects.filter(application_id__in=keys))
    decisions = _by_application(Decision.objects.filter(application_id__in=keys, deemed=True))
    found = {}
    for each in applications:
        extension = next((_extended(row) for row in extensions[each.id]), None)
        running = [_running(row, pauses[each.id], extension) for row in clocks[each.id] if row.kind in CLOCKS]
        silences = _silences(each, clocks[each.id], decisions[each.id])
        found[each.id] = Facts(tuple(running), extension, tuple(silences))
    return found


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
