"""首页 and the list of applications: an applicant's own, or for officials all of their bureau."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.fields import blind_index
from notifications.words import CLOCKS
from portal import drafts_page, moment
from portal.access import Person, Request, person_of
from portal.case_words import said
from portal.chips import Chip, chip
from portal.keys import key_of
from portal.lines import item_name
from portal.offices import bureaus
from portal.policy import DECIDERS, WATCHERS
from workflow import calendar as register
from workflow import queue
from workflow.errors import BadInput
from workflow.identity import plain
from workflow.lifecycle import STATUSES
from workflow.models import Application, Clock
from workflow.reading import within
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
    """By number, name or identification number: what is exactly so first, then the newest; a page at a time."""
    today, calendar = moment.today(), register.current()
    status, search, before = (request.GET.get(name, "").replace("\0", "") for name in ("status", "q", "before"))
    found = _narrowed(_of(request.person, today), status, search[:100].strip(), before)
    rows = list(found[: LIMIT + 1])
    kept = {name: value for name, value in (("status", status), ("q", search)) if value}
    facts = {
        "rows": [row_of(row, today, calendar) for row in rows[:LIMIT]],
        "next": urlencode({**kept, "before": _key(rows[LIMIT - 1])}) if len(rows) > LIMIT else "",
        "paged": bool(before),
        "statuses": STATUSES[1:],
        "status": status,
        "q": search,
        "drafts": drafts_page.lines(request.person),
        "waiting": 0 if request.person.is_official else queue.size(user_id=request.person.id, today=today),
    }
    return render(request, "portal/applications.html", facts)


def _of(person: Person, today: date) -> QuerySet[Application]:
    rows = Application.objects.select_related("applicant")
    if person.is_official:
        return rows.filter(office_id__in=bureaus(person.id, on=today))
    return rows.filter(within(person.actor, on=today))


def _narrowed(rows: QuerySet[Application], status: str, search: str, before: str) -> QuerySet[Application]:
    if status:
        if status not in dict(STATUSES):
            raise BadInput(status, field="status")
        rows = rows.filter(status=status)
    exactly, alike = _named(search)
    rows = rows.annotate(hit=Case(When(exactly, then=1), default=0)) if search else rows.annotate(hit=Value(0))
    rows = rows.filter(exactly | alike) if search else rows
    if before:
        hit, key = _parsed(before)
        rows = rows.filter(Q(hit__lt=hit) | Q(hit=hit, id__lt=key))
    return with_clock(rows.order_by("-hit", "-id"))


def with_clock(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The same with the clock that presses, as `row_of` needs it."""
    running = Clock.objects.filter(application=OuterRef("pk"), met_on=None, kind__in=PRESSING).order_by("due_on", "id")
    press, press_on = Subquery(running.values("kind")[:1]), Subquery(running.values("due_on")[:1])
    return rows.annotate(press=press, press_on=press_on)


def _named(search: str) -> tuple[Q, Q]:
    """What was asked for to the letter (a number, a name, an identification number), and what contains it."""
    number = plain(search)
    exactly = Q(number__iexact=number) | Q(applicant__uscc=number) | Q(applicant__name__iexact=search)
    if len(number) == ID_LENGTH:
        exactly |= Q(applicant__resident_id_index=blind_index(number))
    alike = Q(number__icontains=number) | Q(applicant__name__icontains=search) | Q(applicant__uscc__icontains=number)
    return exactly, alike


def _key(row: Application) -> str:
    """Where the page after this line begins."""
    return f"{getattr(row, 'hit', 0)}.{row.pk}"


def _parsed(before: str) -> tuple[int, int]:
    exact, _dot, key = before.partition(".")
    return key_of(exact, "before", most=1), key_of(key, "before")


def row_of(row: Application, today: date, calendar: Calendar) -> Row:
    """The application in words."""
    kind, due_on = getattr(row, "press", None), getattr(row, "press_on", None)
    left = chip(due_on, standing=None, today=today, calendar=calendar) if due_on else None
    return Row(row, item_name(row.item_version_id, row.sub_item_code), said(CLOCKS, kind) if kind else "", due_on, left)
