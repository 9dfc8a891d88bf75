"""双随机、一公开: the plans, the lists published before their seed, who was drawn, and what came of it; for everybody.

Sources: 行政许可法 61 (the public may look at the records of supervision); 国办发〔2015〕58号 (依据待核).  Only enterprises are
drawn; what was found in detail is not published, the result is.  Before all have been looked at, only the bureau sees the
list: nobody is forewarned.  The forms below are those of who draws."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from notifications.poke import poke
from portal import moment
from portal.access import Person, Request
from portal.case_words import in_language
from portal.keys import BIGGEST, key_of
from portal.offices import bureaus
from portal.oversight.words import GRADE_WORDS, RISK_WORDS, told
from portal.policy import INSPECTING
from supervision.draws import ONCE, announce_inspections, disclosed, draw_inspections, publish_plan, published
from supervision.inspection_models import CLOSED, KINDS, Draw, Inspection, InspectionPlan
from supervision.rules.credit import GRADES
from supervision.rules.inspection_plan import RISKS, plan_of, stratum
from supervision.schemes_in_force import PLANS
from workflow.errors import BadInput, LicensingError, NotFound

LIMIT = 20
LONGEST = 200
LATEST = 12


@require_safe
@never_cache
def draws(request: HttpRequest) -> HttpResponse:
    """Plans and draws, and the results of inspections, the newest first."""
    return _list(request)


def _list(request: HttpRequest, *, fault: LicensingError | None = None, form: str = "") -> HttpResponse:
    before = request.GET.get("before", "")
    rows = Inspection.objects.filter(state=CLOSED).select_related("holder", "draw").order_by("-id")
    rows = rows.filter(pk__lt=key_of(before, "before")) if before else rows
    found = list(rows[: LIMIT + 1])
    person: Person | None = getattr(request, "person", None)
    plans = list(InspectionPlan.objects.select_related("office").order_by("-year", "-id")[:LATEST])
    facts: dict[str, Any] = {
        "plans": [(each, _title(each), _shares(each)) for each in plans],
        "grades": [GRADE_WORDS[grade] for grade in GRADES],
        "draws": list(Draw.objects.filter(kind__in=ONCE).select_related("office").order_by("-id")[:LATEST]),
        "results": found[:LIMIT],
        "next": urlencode({"before": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "paged": bool(before),
        "fault": told(fault),
        "field": fault.field if isinstance(fault, BadInput) else "",
        "form": form,
        "sent": {name: str(value) for name, value in request.POST.items()},
        "today": moment.today(),
        "kinds": [(kind, label) for kind, label in KINDS if kind in PLANS],
        "may_plan": person is not None and person.may("inspection-plan"),
        "own_plans": _own_plans(person, plans),
    }
    return render(request, "portal/oversight/draws.html", facts, status=fault.status if fault is not None else 200)


def _own_plans(person: Person | None, plans: list[InspectionPlan]) -> list[tuple[int, str]]:
    """The plans by which this person may announce a draw."""
    if person is None or not person.may("inspection-announce"):
        return []
    offices = bureaus(person.id, on=moment.today(), roles=("supervisor",))
    return [(each.pk, f"{each.year} · {_title(each)}") for each in plans if each.office_id in offices]


def _title(row: InspectionPlan) -> str:
    plan = plan_of(row.content)
    return in_language(plan.title, plan.title_en)


def _shares(row: InspectionPlan) -> list[tuple[Any, list[int]]]:
    """Per cent by risk (rows) and credit (columns)."""
    plan = plan_of(row.content)
    return [(RISK_WORDS[risk], [plan.shares[stratum(risk, grade)] for grade in GRADES]) for risk in RISKS]


def _draw(key: int) -> Draw:
    found = Draw.objects.filter(pk=key, kind__in=ONCE).select_related("office", "plan").first() if key <= BIGGEST else None
    if found is None:
        raise NotFound(str(key))
    return found


@require_safe
@never_cache
def draw(request: HttpRequest, key: int) -> HttpResponse:
    """One draw: the list, the seed, who was drawn and who goes there."""
    return _one(request, _draw(key))


@require_safe
@never_cache
def draw_data(request: HttpRequest, key: int) -> HttpResponse:
    """The same for the script of the docs."""
    found = _draw(key)
    whole = disclosed(found, on=moment.today()) or _within(request, found)
    return JsonResponse(published(found, whole=whole), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _within(request: HttpRequest, found: Draw) -> bool:
    """Whoever inspects or watches in the bureau sees the list at once."""
    person: Person | None = getattr(request, "person", None)
    return person is not None and found.office_id in bureaus(person.id, on=moment.today(), roles=INSPECTING)


def _one(request: HttpRequest, found: Draw, *, fault: LicensingError | None = None) -> HttpResponse:
    people = {each["id"]: each["name"] for each in found.announced["inspectors"]}
    sent = {each["id"]: [people[person] for person in each["inspectors"]] for each in found.outcome or []}
    listed = found.announced["candidates"]
    rows = [(each, _words(each["stratum"]), sent.get(each["id"])) for each in listed]
    open_to_all = disclosed(found, on=moment.today())
    person: Person | None = getattr(request, "person", None)
    own = person is not None and found.office_id in bureaus(person.id, on=moment.today(), roles=("supervisor",))
    facts = {
        "draw": found,
        "rows": sorted(rows, key=lambda row: row[2] is None) if open_to_all or _within(request, found) else [],
        "open_to_all": open_to_all,
        "strata": sorted(Counter(_words(each["stratum"]) for each in listed).items()),
        "inspectors": list(people.values()),
        "may_draw": own and found.drawn_at is None,
        "too_early": moment.today() < found.seed_on,
        "fault": told(fault),
        "seed": request.POST.get("seed", ""),
    }
    return render(request, "portal/oversight/draw.html", facts, status=fault.status if fault is not None else 200)


def _words(name: str) -> str:
    risk, _slash, grade = name.partition("/")
    return f"{RISK_WORDS[risk]} · {GRADE_WORDS[grade]}"


@require_POST
def plan(request: Request) -> HttpResponse:
    """公布计划."""
    try:
        year = key_of(request.POST.get("year", ""), "year", most=9999, told=_("请填写年度"))
        publish_plan(kind=request.POST.get("kind", ""), year=year, by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _list(request, fault=error, form="plan")
    messages.success(request, _("抽查计划已经公布。"))
    return redirect("draws")


@require_POST
def announce(request: Request) -> HttpResponse:
    """公告抽取名单."""
    sent = {name: str(value).replace("\0", "")[: LONGEST + 1] for name, value in request.POST.items()}
    try:
        made = announce_inspections(
            plan_id=key_of(sent.get("plan", ""), "plan", told=_("请选择抽查计划")), seed_source=sent.get("seed_source", ""),
            seed_on=_day(sent.get("seed_on", "")), by=request.person.id, at=moment.now(),
        )  # fmt: skip
    except LicensingError as error:
        return _list(request, fault=error, form="announce")
    messages.success(request, _("抽取名单已经公告，请在种子公开以后抽取。"))
    return redirect("draw", key=made.pk)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(_("请填写日期"), field="seed_on") from error


@require_POST
def seed(request: Request, key: int) -> HttpResponse:
    """抽取."""
    found = _draw(key)
    try:
        draw_inspections(key, seed=request.POST.get("seed", "").replace("\0", ""), by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _one(request, found, fault=error)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("已经抽取，并告知检查人员。"))
    return redirect("draw", key=key)
