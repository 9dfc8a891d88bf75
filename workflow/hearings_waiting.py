"""Hearings that wait to be called or held: the work of 法制审核, who organises them.  A hearing is a row of the case and bars
its decision, never a branch of the flow, so it is read from the rows.

Source: 行政许可法 46–48 (asked for or of the authority's own motion; within twenty days; called seven days before)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from workflow.lifecycle import ACCEPTED, GIVEN
from workflow.models import Application, Clock, Hearing, Pause


@dataclass(frozen=True, slots=True)
class WaitingHearing:
    """One that nobody has held: asked for by a party, or (`requested_on` None) opened by the authority itself; `day`: the one
    it has been called for; `due_on`: the last one on which it may be held."""

    number: str
    version_id: int
    sub_item_code: str
    applicant: str
    requested_on: date | None
    day: date | None
    due_on: date | None


def waiting(*, offices: Collection[int]) -> list[WaitingHearing]:
    """Those of the cases of these offices, the most pressing first."""
    asked = Hearing.objects.filter(application=OuterRef("pk"), held_on=None).order_by("-id")
    clock = Clock.objects.filter(application=OuterRef("pk"), kind="hearing", met_on=None).order_by("due_on")
    asked_on, day, last = Subquery(asked.values("requested_on")[:1]), asked.values("day")[:1], clock.values("due_on")[:1]
    rows = _rows(offices).annotate(last=Subquery(last)).order_by(F("last").asc(nulls_last=True), "id")
    facts = ("number", "item_version_id", "sub_item_code", "applicant__name")
    return [WaitingHearing(*row) for row in rows.values_list(*facts, asked_on, Subquery(day), Subquery(last))]


def count(*, offices: Collection[int]) -> int:
    """How many there are."""
    return _rows(offices).count()


def _rows(offices: Collection[int]) -> QuerySet[Application]:
    opened = Pause.objects.filter(procedure="hearing", ended_on=None, closed_on=None).values("application")
    pending = Hearing.objects.filter(held_on=None).values("application")
    live = Application.objects.filter(office__in=offices, status__in=[ACCEPTED, *GIVEN])
    return live.filter(Q(pk__in=pending) | Q(pk__in=opened))
