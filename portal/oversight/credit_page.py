"""信用记录: one entry (a ban) for whom it concerns, his objection or repair, and the decision of 法制审核 about it.

Sources: 国办发〔2020〕42号; 广东省优化营商环境条例 36.  The whole record stands in the enterprise's file (portal/enterprise)."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.people import Ban
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.enterprise.rights import file_of
from portal.keys import BIGGEST, key_of
from portal.offices import bureaus
from portal.oversight.words import told
from portal.policy import PLEA_READERS
from supervision.credit import decide_plea, entry_of, plead
from supervision.credit_models import OBJECTION, OPEN, REPAIR, CreditPlea
from supervision.schemes_in_force import credit_rule
from workflow.errors import BadInput, LicensingError, NotFound
from workflow.models import Application

LIMIT = 30
LONGEST = 2000


@require_safe
@never_cache
def pleas(request: Request) -> HttpResponse:
    """What waits for a decision, and what was decided; the newest first."""
    today, before = moment.today(), request.GET.get("before", "")
    offices = bureaus(request.person.id, on=today, roles=PLEA_READERS)
    cases = Application.objects.filter(office_id__in=offices).values("id")
    rows = CreditPlea.objects.filter(ban__application_id__in=cases).select_related("ban__applicant").order_by("-id")
    rows = rows.filter(pk__lt=key_of(before, "before")) if before else rows
    found = list(rows[: LIMIT + 1])
    facts = {
        "rows": [(each, each.state == OPEN and each.due_on < today) for each in found[:LIMIT]],
        "next": urlencode({"before": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "paged": bool(before),
    }
    return render(request, "portal/oversight/pleas.html", facts)


@require_safe
@never_cache
def entry(request: Request, key: int) -> HttpResponse:
    """One entry with all that was said and decided about it."""
    return _show(request, _ban(request, key))


def _ban(request: Request, key: int) -> Ban:
    """Raises NotFound for whom it does not concern: it is read by who may read the file of the enterprise."""
    found = Ban.objects.select_related("applicant").filter(pk=key).first() if key <= BIGGEST else None
    if found is None:
        raise NotFound(str(key))
    file_of(request.person, found.applicant_id, on=moment.today())
    return found


def _show(request: Request, found: Ban, *, fault: LicensingError | None = None, form: str = "") -> HttpResponse:
    today, rule, record = moment.today(), credit_rule(), entry_of(found)
    rows = list(found.pleas.select_related("decided_by").order_by("id"))
    waiting = next((each for each in rows if each.state == OPEN), None)
    own, open_yet = request.person.actor.own == found.applicant_id, _not_over(found, today)
    repair_on = rule.repair_from(record)
    facts = {
        "ban": found,
        "official": request.person.is_official,
        "case": Application.objects.filter(pk=found.application_id or 0).values_list("number", flat=True).first(),
        "in_force": record.in_force(today),
        "rows": rows,
        "waiting": waiting,
        "repair_on": repair_on,
        "may_plead": own and waiting is None and open_yet,
        "may_repair": repair_on is not None and today >= repair_on,
        "may_decide": waiting is not None and request.person.may("credit-decide"),
        "kinds": [(OBJECTION, _("异议：记录有误")), (REPAIR, _("信用修复：已经改正"))],
        "days": rule.answer_days,
        "fault": told(fault),
        "field": fault.field if isinstance(fault, BadInput) else "",
        "form": form,
        "sent": {name: str(value) for name, value in request.POST.items()},
    }
    return render(request, "portal/oversight/entry.html", facts, status=fault.status if fault is not None else 200)


def _not_over(found: Ban, today: date) -> bool:
    return found.lifted_on is None and today <= found.until


@require_POST
def plea(request: Request, key: int) -> HttpResponse:
    """异议 or 修复."""
    found, text = _ban(request, key), request.POST.get("text", "").replace("\0", "")[:LONGEST]
    try:
        plead(key, kind=request.POST.get("kind", ""), text=text, by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _show(request, found, fault=error, form="plead")
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("已经提交，处理结果将告知您。"))
    return redirect("credit-entry", key=key)


@require_POST
def decide(request: Request, key: int) -> HttpResponse:
    """成立 or 不成立."""
    asked = CreditPlea.objects.filter(pk=key).first() if key <= BIGGEST else None
    if asked is None:
        raise NotFound(str(key))
    found, text = _ban(request, asked.ban_id), request.POST.get("text", "").replace("\0", "")[:LONGEST]
    uphold = {"uphold": True, "decline": False}.get(request.POST.get("verdict", ""))
    try:
        decide_plea(key, uphold=uphold, text=text, by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _show(request, found, fault=error, form="decide")
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("处理结果已经记录，并告知企业。"))
    return redirect("credit-entry", key=asked.ban_id)
