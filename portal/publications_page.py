"""公示台账: every record with its editions, also those withdrawn; and the withdrawal by who may.

Source: 行政许可法 40; 政府信息公开条例 15."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal import moment
from portal.access import Request
from portal.keys import BIGGEST, key_of
from portal.lines import item_name
from portal.offices import bureaus
from portal.public.published_page import lines_of
from supervision.models import Publication, PublicationEdition
from supervision.publication.acts import LONGEST, withdraw_publication
from supervision.publication.record import rules
from workflow.errors import LicensingError, NotFound
from workflow.rules.clock import legal_day

LIMIT, LONGEST_WORD = 30, 60
WITHDRAWERS = frozenset({"bureau_head", "legal"})
STATES = ("", PublicationEdition.UPDATED, PublicationEdition.WITHDRAWN)


@require_safe
@never_cache
def publications(request: Request) -> HttpResponse:
    """The newest records of the bureau first, a page at a time; `change` and the name of a holder (`q`) narrow."""
    change, before, asked = (request.GET.get(name, "").replace("\0", "") for name in ("change", "before", "q"))
    asked = asked.strip()[:LONGEST_WORD]
    rows = _seen_by(request).order_by("-id")
    rows = rows.filter(application__applicant__name__icontains=asked) if asked else rows
    rows = rows.filter(latest__change=change) if change in STATES and change else rows
    rows = rows.filter(id__lt=key_of(before, "before")) if before else rows
    found = list(rows[: LIMIT + 1])
    kept = {name: value for name, value in (("change", change), ("q", asked)) if value}
    facts = {
        "rows": [(head, _item(head), _late(head.latest)) for head in found[:LIMIT]],
        "change": change,
        "asked": asked,
        "changes": PublicationEdition._meta.get_field("change").choices,
        "paged": bool(before),
        "next": urlencode({**kept, "before": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "days": rules().update_days,
    }
    return render(request, "portal/publications.html", facts)


@require_safe
@never_cache
def publication(request: Request, key: int) -> HttpResponse:
    """One record: what it says, and every edition with its day and its limit."""
    return _show(request, _one(request, key))


@require_POST
def withdraw(request: Request, key: int) -> HttpResponse:
    """停止公示, with reasons."""
    head, reason = _one(request, key), request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST]
    try:
        withdraw_publication(head.application_id, by=request.person.id, at=moment.now(), reason=reason)
    except LicensingError as error:
        return _show(request, head, fault=error, reason=reason)
    messages.success(request, _("已经停止公示；各公开页面和导出数据不再包含此记录。"))
    return redirect("publication", key=key)


def _seen_by(request: Request) -> QuerySet[Publication]:
    offices = bureaus(request.person.id, on=moment.today())
    return Publication.objects.filter(office_id__in=offices).select_related("latest", "application__applicant")


def _one(request: Request, key: int) -> Publication:
    found = _seen_by(request).filter(pk=key).first() if key <= BIGGEST else None
    if found is None:
        raise NotFound(str(key))
    return found


def _item(head: Publication) -> str:
    return item_name(head.application.item_version_id, head.application.sub_item_code)


def _late(edition: PublicationEdition | None) -> bool:
    """Was it published after its limit?"""
    return edition is not None and legal_day(edition.made_at) > edition.due_on


def _show(
    request: Request, head: Publication, *, fault: LicensingError | None = None, reason: str = ""
) -> HttpResponse:
    editions = list(head.editions.select_related("by").order_by("-edition"))
    withdrawn = editions[0].change == PublicationEdition.WITHDRAWN
    facts = {
        "head": head,
        "item": _item(head),
        "lines": lines_of(editions[0]),
        "editions": [(each, _late(each)) for each in editions],
        "withdrawn": withdrawn,
        "may_withdraw": bool(request.person.roles & WITHDRAWERS) and not withdrawn,
        "fault": str(fault) if fault is not None else "",
        "reason": reason,
    }
    return render(request, "portal/publication.html", facts, status=fault.status if fault is not None else 200)
