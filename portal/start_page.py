"""首页 and the list of applications: an applicant's own, or for officials all of their bureau."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.fields import blind_index
from notifications.words import CLOCKS
from portal import moment
from portal.access import Person, Request, person_of
from portal.case_words import said
from portal.chips import Chip, chip
from portal.inbox_page import BIGGEST
from portal.lines import item_name
from portal.offices import bureaus
from portal.policy import DECIDERS, WATCHERS
from workflow import calendar as register
from workflow import queue
from workflow.errors import BadInput
from workflow.lifecycle import STATUSES
from workflow.models import Application, Clock
from workflow.rules.workdays import Calendar

LIMIT = 30
ID_LENGTH = 18
PRESSING = ("notice", "supplement", "cure", "promised", "statutory", "rectification", "delivery")


@dataclass(frozen=True, slots=True)
class Row:
    """An application with its item in words, and of what presses the clock and the chip."""

    application: Application
    item: str
    clock: str
    due_on: date | None
    chip: Chip | None


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """A visitor is told what this is; somebody signed in goes to his work."""
    person = person_of(request.user)
    if person is None:
        return render(request, "portal/start.html")
    return redirect(home(person))


def home(person: Person) -> str:
    """The name of the page on which this person's day begins."""
    if person.roles & (WATCHERS - {"deputy_director"}):
        return "dues"
    if person.roles & DECIDERS:
        return "approval"
    return "queue" if person.is_official or not person.is_party else "applications"


@require_safe
@never_cache
def applications(request: Request) -> HttpResponse:
    """The newest first, a page at a time; by number, name or identification number."""
    today, calendar = moment.today(), register.current()
    status, search, before = (request.GET.get(name, "").replace("\0", "") for name in ("status", "q", "before"))
    found = _narrowed(_of(request.person, today), status, search[:100].strip(), before)
    rows = list(found[: LIMIT + 1])
    kept = {name: value for name, value in (("status", status), ("q", search)) if value}
    facts = {
        "rows": [row_of(row, today, calendar) for row in rows[:LIMIT]],
        "next": urlencode({**kept, "before": rows[LIMIT - 1].pk}) if len(rows) > LIMIT else "",
        "paged": bool(before),
        "statuses": STATUSES[1:],
        "status": status,
        "q": search,
        "waiting": 0 if request.person.is_official else queue.size(user_id=request.person.id, today=today),
    }
    return render(request, "portal/applications.html", facts)


def _of(person: Person, today: date) -> QuerySet[Application]:
    rows = Application.objects.select_related("applicant").order_by("-id")
    if person.is_official:
        return rows.filter(office_id__in=bureaus(person.id, on=today))
    return rows.filter(applicant_id__in=person.parties)


def _narrowed(rows: QuerySet[Application], status: str, search: str, before: str) -> QuerySet[Application]:
    if status:
        if status not in dict(STATUSES):
            raise BadInput(status, field="status")
        rows = rows.filter(status=status)
    if search:
        named = Q(number__icontains=search) | Q(applicant__name__icontains=search) | Q(applicant__uscc__iexact=search)
        if len(search) == ID_LENGTH:
            named |= Q(applicant__resident_id_index=blind_index(search))
        rows = rows.filter(named)
    if before:
        if not before.isdecimal() or int(before) > BIGGEST:
            raise BadInput(before, field="before")
        rows = rows.filter(id__lt=int(before))
    return with_clock(rows)


def with_clock(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The same with the clock that presses, as `row_of` needs it."""
    running = Clock.objects.filter(application=OuterRef("pk"), met_on=None, kind__in=PRESSING).order_by("due_on", "id")
    return rows.annotate(press=Subquery(running.values("kind")[:1]), press_on=Subquery(running.values("due_on")[:1]))


def row_of(row: Application, today: date, calendar: Calendar) -> Row:
    """The application in words."""
    kind, due_on = getattr(row, "press", None), getattr(row, "press_on", None)
    left = chip(due_on, standing=None, today=today, calendar=calendar) if due_on else None
    return Row(row, item_name(row.item_version_id, row.sub_item_code), said(CLOCKS, kind) if kind else "", due_on, left)
