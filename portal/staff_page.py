"""人员: the officials of a bureau, their posts and absence, for its head; leaving hands open work on."""

from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.accounts import Absence
from approvals.people import Office, Post, User
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.keys import key_of
from portal.people_forms import blame
from portal.staff_forms import AbsenceForm, LeavingForm, OfficialForm, PostForm
from workflow import acts, queue
from workflow.acts.staff import offices_of
from workflow.errors import BadInput, LicensingError, NotFound
from workflow.models import Application, Hearing, Visit

LIMIT = 30


def _mine(request: Request) -> QuerySet[User]:
    """The officials whom this head administers, with their posts in force and absences to come."""
    today = moment.today()
    still = Q(until_on=None) | Q(until_on__gte=today)
    posts = Prefetch("posts", Post.objects.filter(still).select_related("office").order_by("from_on", "id"), "held")
    to_come = Absence.objects.filter(ended_at=None, until_on__gte=today).select_related("substitute")
    away = Prefetch("absences", to_come.order_by("from_on"), "away")
    rows = User.objects.filter(office_id__in=offices_of(request.person.id, today)).select_related("office")
    return rows.prefetch_related(posts, away).order_by("id")


def _offices(request: Request) -> list[tuple[int, str]]:
    rows = Office.objects.filter(pk__in=offices_of(request.person.id, moment.today())).order_by("code")
    return [(row.pk, row.name) for row in rows]


@require_safe
@never_cache
def staff(request: Request) -> HttpResponse:
    """The list, a page at a time; by name, user name or role."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:60]
    rows = _mine(request)
    if asked:
        roles = [value for value, label in Post._meta.get_field("role").flatchoices if asked in str(label)]
        named = Q(display_name__icontains=asked) | Q(username__icontains=asked)
        rows = rows.filter(named | Q(pk__in=Post.objects.filter(role__in=roles).values("user_id")))
    after = key_of(request.GET.get("after") or "0", "after")
    found = list(rows.filter(id__gt=after)[: LIMIT + 1])
    kept = {"q": asked} if asked else {}
    facts = {
        "rows": found[:LIMIT],
        "q": asked,
        "next": urlencode({**kept, "after": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "paged": bool(after),
        "today": moment.today(),
    }
    return render(request, "portal/people/staff.html", facts)


@never_cache
def add(request: Request) -> HttpResponse:
    """GET: the form of a new official; POST: makes the account."""
    form = OfficialForm(request.POST if request.method == "POST" else None, offices=_offices(request))
    if request.method != "POST":
        return render(request, "portal/people/official.html", {"form": form})
    if form.is_valid():
        try:
            made = acts.add_official(by=request.person.id, at=moment.now(), **form.cleaned_data)
        except LicensingError as error:
            blame(form, error)
        else:
            messages.success(request, _("账户已经建立。请为其设置岗位；本人凭“忘记密码”设置首个密码。"))
            return redirect("staff-person", made.pk)
    return render(request, "portal/people/official.html", {"form": form}, status=422)


@require_safe
@never_cache
def person(request: Request, key: int) -> HttpResponse:
    """One official: posts, absence, what he has taken."""
    return _show(request, key)


@require_POST
def change(request: Request, key: int, act: str) -> HttpResponse:
    """One act on an official: his form is shown again with what is wrong."""
    made: dict[str, Any] = {"post": PostForm, "absence": AbsenceForm, "leave": LeavingForm}
    try:
        if act in made:
            form = made[act](request.POST, **_options(request, key, act))
            return _done(request, key, act, form) if form.is_valid() else _show(request, key, {act: form}, 422)
        _simple(request, key, act)
    except BadInput as error:
        if act not in made:
            raise
        blame(form, error)
        return _show(request, key, {act: form}, error.status)
    return redirect("staff-person", key)


def _done(request: Request, key: int, act: str, form: Any) -> HttpResponse:
    given = {"by": request.person.id, "at": moment.now(), "user": key, **form.cleaned_data}
    if act == "post":
        acts.open_post(**given)
        messages.success(request, _("岗位已经登记。"))
    elif act == "absence":
        acts.report_absence(**given)
        transaction.on_commit(poke, robust=True)
        told = _("不在岗期间已经登记；其领取的待办在此期间由代理人办理，返岗后自动交回。")
        without = _("不在岗期间已经登记；其领取的待办在此期间由本岗位其他人员办理。")
        messages.success(request, told if given["substitute"] else without)
    else:
        left = acts.deactivate(**given)
        transaction.on_commit(poke, robust=True)
        words = {"handed": left.handed, "returned": left.returned}
        messages.success(request, _("账户已经停用：转办 %(handed)s 件，退还岗位 %(returned)s 件。") % words)
    return redirect("staff-person", key)


def _simple(request: Request, key: int, act: str) -> None:
    """What needs no more than a click: a post ends today, somebody is back, an account is opened again."""
    by, at = request.person.id, moment.now()
    row = key_of(request.POST.get("row") or "0", "row")
    if act == "end-post":
        acts.end_post(by=by, at=at, post=row, until_on=_day(request, "until_on"))
        messages.success(request, _("岗位的截止日已经登记。"))
    elif act == "back":
        acts.end_absence(by=by, at=at, absence=row)
        messages.success(request, _("已经登记返岗。"))
    elif act == "reactivate":
        acts.reactivate(by=by, at=at, user=key)
        messages.success(request, _("账户已经重新启用；岗位需要重新登记。"))
    else:
        raise NotFound(act)


def _day(request: Request, field: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(field, ""))
    except ValueError:
        raise BadInput(_("请填写日期"), field=field) from None


def _options(request: Request, key: int, act: str) -> dict[str, Any]:
    """What the choices of a form are drawn from."""
    if act == "post":
        return {"offices": _offices(request)}
    if act in ("leave", "absence"):
        others = _mine(request).filter(is_active=True).exclude(pk=key)
        return {"colleagues": [(each.pk, f"{each}") for each in others if cast(Any, each).held]}
    return {}


def _show(request: Request, key: int, sent: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    who = _mine(request).filter(pk=key).first()
    if who is None:
        raise NotFound(str(key))
    today, kept = moment.today(), sent or {}
    forms = {
        "post": PostForm(initial={"from_on": today.isoformat(), "office": who.office_id}, **_options(request, key, "post")),
        "absence": AbsenceForm(initial={"from_on": today.isoformat()}, **_options(request, key, "absence")),
        "leave": LeavingForm(**_options(request, key, "leave")),
    } | kept
    facts = {
        "who": who,
        "forms": forms,
        "opened": next(iter(kept), ""),
        "past": Post.objects.filter(user=who, until_on__lt=today).order_by("-until_on", "-id")[:LIMIT],
        "today": today,
        "taken": len(queue.taken_by(key)),
        "named": _named_in(key),
        "himself": key == request.person.id,
    }
    return render(request, "portal/people/person.html", facts, status=status)


def _named_in(key: int) -> list[Application]:
    """Cases in which he is to visit or to preside, and that somebody must look after when he leaves."""
    visits = Visit.objects.filter(result=Visit.BOOKED, officials__contains=[key]).values("application_id")
    hearings = Hearing.objects.filter(held_on=None, chair_id=key).values("application_id")
    return list(Application.objects.filter(Q(pk__in=visits) | Q(pk__in=hearings)).order_by("id")[:LIMIT])
