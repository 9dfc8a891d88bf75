"""作废登记 and 用印登记: the numbers that do not count, and every use of a seal with its balance; a page at a time, by key."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.documents.kinds import KINDS
from approvals.documents.models import DocumentFile, DocumentVoid, SealUse
from portal import moment
from portal.access import Request
from portal.keys import key_of
from portal.offices import bureaus
from workflow.models import Application

LIMIT, MOST_FOUND = 20, 50
Row = TypeVar("Row", DocumentVoid, SealUse)


@require_safe
@never_cache
def voided(request: Request) -> HttpResponse:
    """The numbers that were given out and do not count, the newest first."""
    rows = DocumentVoid.objects.select_related("document", "by", "replaced_by")
    return _listed(request, "portal/documents/voided.html", rows, {"uses": request.person.may("seal-uses")})


@require_safe
@never_cache
def seal_uses(request: Request) -> HttpResponse:
    """Every use of a seal, the newest first; as many as there are sealed files, or the page says which are not."""
    rows = SealUse.objects.select_related("document", "seal", "asked_by")
    return _listed(request, "portal/documents/seal_uses.html", rows, balance(_offices(request)))


def balance(offices: set[int]) -> dict[str, object]:
    """How many files are sealed and how often a seal was used; the numbers of the documents where the two differ."""
    sealed = DocumentFile.objects.filter(state=DocumentFile.SEALED, document__office_id__in=offices)
    used = SealUse.objects.filter(document__office_id__in=offices)
    same = used.filter(document=OuterRef("pk"), sha256=OuterRef("sha256"))
    unsealed = used.exclude(document__file__state=DocumentFile.SEALED, document__file__sha256=F("sha256"))
    wrong = {*_numbers(sealed.filter(~Exists(same)).order_by("pk")), *_numbers(unsealed.order_by("pk"))}
    return {"sealed": sealed.count(), "used": used.count(), "wrong": sorted(wrong)}


def _numbers(rows: QuerySet[Any]) -> list[str]:
    return list(rows.values_list("document__number", flat=True)[:MOST_FOUND])


def _listed(request: Request, template: str, rows: QuerySet[Row], facts: dict[str, object]) -> HttpResponse:
    before = request.GET.get("before", "")
    rows = rows.filter(document__office_id__in=_offices(request)).order_by("-pk")
    found = list((rows.filter(pk__lt=key_of(before, "before")) if before else rows)[: LIMIT + 1])
    shown = found[:LIMIT]
    facts |= {
        "rows": _with_cases(shown),
        "next": f"before={shown[-1].pk}" if len(found) > LIMIT else "",
        "paged": bool(before),
    }
    return render(request, template, facts)


def _with_cases(rows: list[Row]) -> list[tuple[Row, str, str]]:
    """Each with the kind of its document in words and the number of its case."""
    keys = {row.document.application_id for row in rows}
    numbers = dict(Application.objects.filter(pk__in=keys).values_list("id", "number"))
    return [(row, str(KINDS[row.document.kind].name), numbers[row.document.application_id]) for row in rows]


def _offices(request: Request) -> set[int]:
    today: date = moment.today()
    return bureaus(request.person.id, on=today)
