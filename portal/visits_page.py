"""核查日历: the visits of a week, the times offered, and what waits for a time; booked and changed from here."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.people import Post, User
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.lines import item_name, lines
from portal.offices import bureaus
from portal.policy import VISITING
from portal.refusals import sentence
from portal.visit_fields import slot_words, weekday
from workflow import acts, catalogue_versions, queue, visit_calendar
from workflow import calendar as register
from workflow.errors import BadInput, LicensingError
from workflow.models import Application, Visit, VisitSlot
from workflow.queue import Filters
from workflow.reading import posts_of
from workflow.rules.clock import legal_day
from workflow.visit_calendar import Pattern

WEEK = timedelta(days=7)
PERIODS = {"am": (time(9), time(12)), "pm": (time(14), time(17))}


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit of a day; `clash`: an official would have to be at two places at once."""

    visit: Visit
    item: str
    officials: str
    mine: bool
    clash: bool
    recordable: bool


@dataclass(slots=True)
class Day:
    """A day of the week with its visits and the times offered."""

    on: date
    name: str
    working: bool
    today: bool
    entries: list[Entry] = field(default_factory=list)
    slots: list[tuple[VisitSlot, str, bool, bool]] = field(default_factory=list)


class SlotsForm(forms.Form):
    """By which rule times are offered."""

    first = forms.DateField(label=gettext_lazy("自"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("至"), widget=forms.DateInput(attrs={"type": "date"}))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("星期"), coerce=int, widget=forms.CheckboxSelectMultiple, initial=["0", "1", "2", "3", "4"]
    )
    periods = forms.MultipleChoiceField(
        label=gettext_lazy("时段"),
        choices=[(code, f"{a:%H:%M}–{b:%H:%M}") for code, (a, b) in PERIODS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=list(PERIODS),
    )
    officials = forms.TypedMultipleChoiceField(
        label=gettext_lazy("核查人员（两名）"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    capacity = forms.IntegerField(label=gettext_lazy("每个时段可约件数"), min_value=1, max_value=20, initial=1)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["weekdays"].choices = [(str(n), weekday(n)) for n in range(7)]  # type: ignore[attr-defined]
        self.fields["officials"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]
        for made in self.fields.values():
            made.template_name = "portal/case/field.html"  # type: ignore[attr-defined]
            if isinstance(made.widget, forms.DateInput | forms.NumberInput):
                made.widget.attrs["class"] = "form-control"


@require_safe
@never_cache
def week(request: Request) -> HttpResponse:
    """The week asked for, else this one."""
    return _show(request, _form(request))


def _offices(request: Request) -> set[int]:
    return bureaus(request.person.id, on=moment.today(), roles=VISITING)


def _people(offices: set[int]) -> list[tuple[int, str]]:
    """Who verifies in these offices."""
    found: dict[int, str] = {}
    for office in sorted(offices):
        posts = Post.objects.filter(posts_of(office, on=moment.today()), role="verifier", user__is_active=True)
        found |= {post.user_id: str(post.user) for post in posts.select_related("user").order_by("id")}
    return list(found.items())


def _form(request: Request) -> SlotsForm:
    today, calendar = moment.today(), register.current()
    first = calendar.add(today, 1)
    initial = {"first": first.isoformat(), "last": (first + 2 * WEEK).isoformat()}
    return SlotsForm(people=_people(_offices(request)), initial=initial)


def _show(request: Request, form: SlotsForm, *, fault: str = "", status: int = 200) -> HttpResponse:
    today, offices = moment.today(), _offices(request)
    monday = _monday(request.GET.get("from", ""), today)
    free = visit_calendar.free_slots(offices=offices, after=today)
    facts = {
        "days": _days(request, monday, offices),
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "before": (monday - WEEK).isoformat(),
        "after": (monday + WEEK).isoformat(),
        "this_week": monday <= today < monday + WEEK,
        "only_mine": request.GET.get("mine") == "1",
        "free": [(slot.pk, slot_words(slot)) for slot in free],
        "waiting": _waiting(request, today),
        "may_book": request.person.may("visit-book"),
        "form": form,
        "fault": fault,
    }
    return render(request, "portal/visits/week.html", facts, status=status)


def _monday(asked: str, today: date) -> date:
    """The Monday of the week of the day asked for.  Raises BadInput for what is no day."""
    try:
        day = date.fromisoformat(asked) if asked else today
        return day - timedelta(days=day.weekday())
    except (ValueError, OverflowError):
        raise BadInput(asked, field="from") from None


def _waiting(request: Request, today: date) -> Any:
    """Cases of my queue whose visit has no time yet."""
    if not request.person.may("visit-book"):
        return []
    calendar = register.current()
    asked = Filters(stage="verification", desk="review")
    found = queue.page(user_id=request.person.id, today=today, calendar=calendar, filters=asked)
    return lines(found.rows, today=today, calendar=calendar)


def _days(request: Request, monday: date, offices: set[int]) -> list[Day]:
    today, calendar, me = moment.today(), register.current(), request.person.id
    sunday = monday + timedelta(days=6)
    rows = visit_calendar.visits(offices=offices, first=monday, last=sunday)
    offered = visit_calendar.slots(offices=offices, first=monday, last=sunday)
    going = [row.officials for row in rows] + [slot.officials for slot in offered]
    names = _names({key for pair in going for key in pair})
    clashing, engaged = visit_calendar.clashes(rows), visit_calendar.engaged(rows, offered)
    only_mine = request.GET.get("mine") == "1"
    days = {}
    for n in range(7):
        on = monday + timedelta(days=n)
        days[on] = Day(on, weekday(n), calendar.is_working(on), on == today)
    for row in rows:
        if not only_mine or me in row.officials:
            days[legal_day(row.booked_for)].entries.append(_entry(row, names, me, clashing, request))
    for slot in offered:
        if not only_mine or me in slot.officials:
            who = "、".join(names[key] for key in slot.officials)
            free = slot.taken < slot.capacity and slot.day > today
            days[slot.day].slots.append((slot, who, free, free and slot.pk in engaged))
    return [day for day in days.values() if day.working or day.entries or day.slots or day.today]


def _names(accounts: set[int]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=accounts)}


def _entry(row: Visit, names: dict[int, str], me: int, clashing: set[int], request: Request) -> Entry:
    application = row.application
    open_still = row.result in (Visit.BOOKED, Visit.RECTIFY)
    return Entry(
        row,
        item_name(application.item_version_id, application.sub_item_code),
        "、".join(names[key] for key in row.officials),
        me in row.officials,
        row.pk in clashing,
        open_still and "verifier" in request.person.roles,
    )


@require_POST
def make_slots(request: Request) -> HttpResponse:
    """Offers times."""
    offices = _offices(request)
    form = SlotsForm(request.POST, people=_people(offices))
    if not form.is_valid():
        return _show(request, form, status=422)
    given = form.cleaned_data
    periods = tuple(PERIODS[code] for code in given["periods"])
    rule = Pattern(given["first"], given["last"], frozenset(given["weekdays"]), periods)
    try:
        made = visit_calendar.make(
            by=request.person.id,
            office=min(offices),
            rule=rule,
            officials=given["officials"],
            capacity=given["capacity"],
            today=moment.today(),
            calendar=register.current(),
        )
    except LicensingError as error:
        return _show(request, form, fault=_said(error), status=error.status)
    messages.success(request, _("已开放 %(n)s 个核查时段。") % {"n": made})
    return redirect(f"/visits/?from={given['first']}")


def _said(error: LicensingError) -> str:
    return _("%(text)s：%(detail)s") % {"text": _(error.text), "detail": error.detail} if error.detail else _(error.text)


@require_POST
def close_slot(request: Request, slot: int) -> HttpResponse:
    """No more bookings in this time."""
    visit_calendar.close(slot=slot, office=_offices(request))
    messages.success(request, _("该时段不再接受预约；已有的预约不受影响。"))
    return redirect("visits")


@require_POST
def book(request: Request) -> HttpResponse:
    """Books the visit of a case, or changes it, to a time offered."""
    number, slot = request.POST.get("number", "").replace("\0", ""), request.POST.get("slot", "")
    if not slot.isdecimal() or len(slot) > 18:
        raise BadInput(slot, field="slot")
    found = Application.objects.filter(number=number, office__in=_offices(request)).first()
    if found is None:
        raise BadInput(number, field="number")
    booked = Visit.objects.filter(application=found).order_by("-id").values_list("result", flat=True).first()
    act = "change_visit" if booked == Visit.BOOKED else "book_visit"
    try:
        acts.perform(act, found.pk, by=request.person.id, at=moment.now(), slot=int(slot))
    except LicensingError as error:
        _version, item = catalogue_versions.current(found.sub_item_code)
        told = sentence(error.text, error.detail, item)
        return _show(request, _form(request), fault=f"{number}：{told}", status=error.status)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("%(number)s 的核查时间已经约定，已通知申请人和核查人员。") % {"number": number})
    return redirect("visits")
