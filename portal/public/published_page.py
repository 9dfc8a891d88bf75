"""决定公示: the decisions that were published (行政许可法 40; 双公示), the newest first, with what has become of them.

Natural persons' decisions are not published at all (acts/decision.py); what is listed is what the act `publish` put here."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.documents.models import Document
from approvals.licences import Licence
from portal import moment
from portal.case_words import said
from portal.keys import key_of
from portal.lines import item_name
from portal.public.directory import found
from portal.public.masks import public_name, public_number
from portal.public.words import LICENCE_STATES
from workflow.document_standing import state_on
from workflow.models import Application, LedgerEntry
from workflow.rules.clock import legal_day

LIMIT = 20
LONGEST = 60
DECISIONS = ("grant_decision", "filing_record")


@dataclass(frozen=True, slots=True)
class Row:
    """A published decision: the fields of 双公示, and the state of the licence today."""

    holder: str
    holder_number: str
    item: str
    decision: str
    decided_on: date | None
    published_on: date
    licence: str
    valid_from: date | None
    valid_until: date | None
    state: str
    state_name: str


@require_safe
@never_cache
def published(request: HttpRequest) -> HttpResponse:
    """A page at a time; `q` searches holder, code, number of the decision and matter."""
    asked, before = (request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "before"))
    asked = asked[:LONGEST]
    entries = list(_narrowed(asked, before)[: LIMIT + 1])
    kept = {"q": asked} if asked else {}
    facts = {
        "rows": _rows(entries[:LIMIT], moment.today()),
        "asked": asked,
        "paged": bool(before),
        "next": urlencode({**kept, "before": entries[LIMIT - 1].pk}) if len(entries) > LIMIT else "",
    }
    return render(request, "portal/public/published.html", facts)


def _narrowed(asked: str, before: str) -> QuerySet[LedgerEntry]:
    rows = LedgerEntry.objects.filter(act="publish").select_related("application__applicant").order_by("-id")
    if asked:
        decision = Document.objects.filter(
            application_id=OuterRef("application_id"), kind__in=DECISIONS, number__icontains=asked
        )
        holder = Q(application__applicant__name__icontains=asked) | Q(application__applicant__uscc__iexact=asked)
        matters = [line.item.code for line in found(asked) if not line.material]
        rows = rows.filter(holder | Q(application__sub_item_code__in=matters) | Exists(decision))
    if before:
        rows = rows.filter(id__lt=key_of(before, "before"))
    return rows


def _rows(entries: list[LedgerEntry], today: date) -> list[Row]:
    keys = [entry.application_id for entry in entries]
    numbers = dict(
        Document.objects.filter(application_id__in=keys, kind__in=DECISIONS)
        .order_by("-id")
        .values_list("application_id", "number")
    )
    held = {entry.application.licence_id for entry in entries} - {None}
    licences = list(Licence.objects.filter(Q(application_id__in=keys) | Q(pk__in=held)))
    known = {licence.pk: licence for licence in licences}
    own = {licence.application_id: licence for licence in licences}
    return [
        _row(entry, numbers.get(entry.application_id, ""), _of(entry.application, known, own), today)
        for entry in entries
    ]


def _of(application: Application, known: dict[int, Licence], own: dict[int | None, Licence]) -> Licence | None:
    """The licence it is about: the one it was asked on, else the one it brought."""
    return known.get(application.licence_id or 0) or own.get(application.pk)


def _row(entry: LedgerEntry, decision: str, licence: Licence | None, today: date) -> Row:
    application = entry.application
    state = state_on(licence, today) if licence is not None else ""
    return Row(
        holder=public_name(application.applicant),
        holder_number=public_number(application.applicant),
        item=item_name(application.item_version_id, application.sub_item_code),
        decision=decision,
        decided_on=application.decided_on,
        published_on=legal_day(entry.at),
        licence=(licence.number or "") if licence is not None else "",
        valid_from=licence.valid_from if licence is not None else None,
        valid_until=licence.valid_until if licence is not None else None,
        state=state,
        state_name=said(LICENCE_STATES, state) if state else "",
    )
