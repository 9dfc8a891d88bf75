"""事后核查的覆盖: of the licences granted on a promise, how many were looked at, and which still have to be.

Sources: 国办发〔2020〕42号 (follow-up within the time promised); for items of public safety every one is looked at (100 %).  The
ladder kept → curable → false is an act of the case (workflow/acts/aftercare.py); this counts and lists."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.licences import GONE, Licence
from workflow.lifecycle import GIVEN
from workflow.models import Application, Clock, FollowUp

FULL = 100.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """`due`: decisions on a promise whose licence is still there to be looked at; `done` of them looked at; by result."""

    due: int
    done: int
    kept: int
    curable: int
    false: int
    late: int

    @property
    def percent(self) -> float | None:
        """To one decimal; none where there was nothing to do."""
        return round(self.done * FULL / self.due, 1) if self.due else None


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A follow-up that is to be done: the case, and its last day; `again`: something is being put right."""

    clock: Clock
    application: Application
    again: bool

    def is_late(self, on: date) -> bool:
        return self.clock.due_on < on


def promised(offices: Collection[int], *, from_on: date, until_on: date) -> QuerySet[Application]:
    """Granted by 告知承诺 between these days, and not taken away before anybody looked."""
    gone = Licence.objects.filter(application_id=OuterRef("pk"), status__in=GONE)
    looked = FollowUp.objects.filter(application=OuterRef("pk"))
    rows = Application.objects.filter(
        office_id__in=offices, route="commitment", status__in=GIVEN, decided_on__range=(from_on, until_on)
    )
    return rows.filter(Exists(looked) | ~Exists(gone))


def coverage(offices: Collection[int], *, from_on: date, until_on: date, on: date) -> Coverage:
    """Of the decisions between these days, as of this day."""
    rows = promised(offices, from_on=from_on, until_on=until_on)
    keys = list(rows.values_list("id", flat=True))
    seen = FollowUp.objects.filter(application_id__in=keys, recorded_on__lte=on).order_by("id")
    last = dict(seen.values_list("application_id", "result"))
    results = list(last.values())
    late = Clock.objects.filter(application_id__in=keys, kind="follow_up", met_on=None, due_on__lt=on)
    counted = {name: results.count(name) for name in ("kept", "curable", "false")}
    return Coverage(due=len(keys), done=len(last), late=late.count(), **counted)


def outstanding(offices: Collection[int]) -> QuerySet[Clock]:
    """The running clocks of follow-ups and of what is being put right after one, by their last day."""
    follow_up = Q(kind="follow_up") | Q(kind="rectification", application__in=FollowUp.objects.values("application"))
    rows = Clock.objects.filter(
        follow_up, met_on=None, application__office_id__in=offices, application__route="commitment",
        application__status__in=GIVEN,
    )  # fmt: skip
    return rows.select_related("application__applicant").order_by("due_on", "id")
