"""What file review reads of the cases: which are concluded in a period, and of one file what a machine can check.

It reads and never writes.  Days of instants are those of Asia/Shanghai."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from approvals.decisions import Decision
from approvals.documents.models import Document
from supervision.rules.draw import VERSION
from supervision.rules.file_review import OUTCOMES, Checklist, File, Paper
from workflow.lifecycle import GIVEN, NOT_ACCEPTED, REFUSED, TERMINATED, WITHDRAWN
from workflow.models import Application, Clock, LedgerEntry, Pause, Task, Visit
from workflow.rules.clock import LEGAL_ZONE, legal_day
from workflow.rules.visit_record import signers

ENDED = (NOT_ACCEPTED, TERMINATED, WITHDRAWN)
ENDING_ACTS = ("decline", "terminate", "withdraw", "deem_withdrawn")
GRANTED = OUTCOMES[0]


def concluded(office_id: int, *, from_on: date, until_on: date) -> list[tuple[str, str]]:
    """Number and outcome of every case of the bureau concluded between these days (both included), by number."""
    rows = Application.objects.filter(office_id=office_id)
    decided = rows.filter(decided_on__range=(from_on, until_on), status__in=[*GIVEN, REFUSED])
    ends = LedgerEntry.objects.filter(act__in=ENDING_ACTS, at__gte=_midnight(from_on), at__lt=_midnight(_after(until_on)))
    ended = rows.filter(Q(pk__in=ends.values("application_id")), status__in=ENDED)
    found = {*decided.values_list("number", "status"), *ended.values_list("number", "status")}
    return sorted((number, GRANTED if status in GIVEN else status) for number, status in found)


def sample_list(office_id: int, checklist: Checklist, *, from_on: date, until_on: date) -> dict[str, object]:
    """The list of a sample, in the form of every other draw; nobody is sent, so nobody is excluded."""
    rows = concluded(office_id, from_on=from_on, until_on=until_on)
    return {
        "rule": VERSION,
        "plan": str(checklist),
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat(),
        "shares": dict(checklist.shares),
        "each": 0,
        "candidates": [{"id": number, "stratum": outcome, "excluded": []} for number, outcome in rows],
        "inspectors": [],
    }


def file_of(application: Application, *, on: date) -> File:
    """The file as it stands on this day."""
    key = application.pk
    decision = Decision.objects.filter(application_id=key).first()
    papers = Document.objects.filter(application_id=key, voided=None).order_by("id")
    return File(
        received_on=application.received_on,
        accepted_on=application.accepted_on,
        decided_on=application.decided_on,
        served_on=application.served_on,
        statutory_due_on=_due_on(key),
        accepted_by=application.accepted_by_id,
        reviewed_by=tuple(application.reviewed_by),
        decided_by=decision.decided_by_id if decision is not None else None,
        authority=decision.authority if decision is not None else "",
        deemed=decision is not None and decision.deemed,
        refused=decision is not None and decision.kind == "refuse",
        terminated=application.status == TERMINATED,
        signatures=tuple(_signatures(Visit.objects.filter(application_id=key, recorded_at__isnull=False))),
        papers=tuple(Paper(each.kind, each.drawn_on, each.served_on) for each in papers),
        steps=tuple(_steps(application, on)),
        standstills=tuple(_standstills(key, on)),
    )


def _due_on(key: int) -> date | None:
    return Clock.objects.filter(application_id=key, kind="statutory").values_list("due_on", flat=True).first()


def _signatures(visits: Iterable[Visit]) -> Iterable[int]:
    """A record made on the page bears its signatures; one without a page, the two officials who are named in it."""
    for visit in visits:
        yield len(signers(visit.record)) if visit.record else len(set(visit.officials))


def _steps(application: Application, on: date) -> Iterable[tuple[date, date]]:
    rows = Task.objects.filter(process_id=application.process_id, flow_task_type="HUMAN").order_by("id")
    for created, finished in rows.values_list("created", "finished"):
        yield legal_day(created), legal_day(finished) if finished is not None else on


def _standstills(key: int, on: date) -> Iterable[tuple[date, date]]:
    for pause in Pause.objects.filter(application_id=key):
        yield pause.opened_on, pause.ended_on or pause.closed_on or on


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LEGAL_ZONE)


def _after(day: date) -> date:
    return day + timedelta(days=1)
