"""一企一档: the enterprises that have dealt with the bureau, and the file of one with everything about it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.fields import blind_index
from approvals.licences import VALID, Licence
from approvals.people import Applicant
from portal import moment
from portal.access import Request
from portal.enterprise.parts import PARTS, TITLES, part
from portal.enterprise.rights import file_of, known_to, offices_of
from portal.keys import key_of
from portal.oversight.words import GRADE_WORDS
from portal.start_page import LIMIT
from supervision.credit import grades
from workflow.errors import NotFound
from workflow.identity import is_resident_id, plain
from workflow.lifecycle import OPEN
from workflow.models import Application

SHOWN = 5  # rows of each part on the first page
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """An applicant with how many licences are valid and how many applications are open."""

    applicant: Applicant
    valid: int
    under_way: int


@never_cache
@require_safe
def enterprises(request: Request) -> HttpResponse:
    """By name, unified social credit code or (whole) identity number; a page at a time, the latest known first."""
    asked = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    before = request.GET.get("before", "")
    offices = offices_of(request.person, on=moment.today())
    rows = Applicant.objects.filter(known_to(offices), _named(asked))
    if before:
        rows = rows.filter(pk__lt=key_of(before, "before"))
    found = list(_counted(rows, offices).order_by("-pk")[: LIMIT + 1])
    kept = {"q": asked} if asked else {}
    facts = {
        "rows": [Row(each, each.valid or 0, each.under_way or 0) for each in found[:LIMIT]],  # type: ignore[attr-defined]
        "q": asked,
        "next": urlencode({**kept, "before": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "paged": bool(before),
    }
    return render(request, "portal/enterprise/list.html", facts)


def _named(asked: str) -> Q:
    """A person's number is found only whole, by its digest."""
    if not asked:
        return Q()
    number = plain(asked)
    if is_resident_id(number):
        return Q(resident_id_index=blind_index(number))
    named = Q()
    for word in asked.split():
        named &= Q(name__icontains=word)
    return named | Q(uscc__startswith=number)


def _counted(rows: QuerySet[Applicant], offices: frozenset[int]) -> QuerySet[Applicant]:
    licences = Licence.objects.filter(holder=OuterRef("pk"), office_id__in=offices, status=VALID).order_by()
    cases = Application.objects.filter(applicant=OuterRef("pk"), office_id__in=offices, status__in=OPEN).order_by()
    valid = licences.values("holder").annotate(n=Count("pk")).values("n")
    open_ones = cases.values("applicant").annotate(n=Count("pk")).values("n")
    return rows.annotate(valid=Subquery(valid), under_way=Subquery(open_ones))


@never_cache
@require_safe
def enterprise(request: Request, key: int) -> HttpResponse:
    """Everything about one: what is registered of it, and of each part the newest rows."""
    today = moment.today()
    file = file_of(request.person, key, on=today)
    facts = {
        "file": file,
        "applicant": file.applicant,
        "grade": GRADE_WORDS[grades([file.applicant], on=today)[file.applicant.pk]],
        "parts": [part(name, file, on=today, before=None, most=SHOWN) for name in PARTS],
    }
    return render(request, "portal/enterprise/file.html", facts)


@never_cache
@require_safe
def enterprise_part(request: Request, key: int, name: str) -> HttpResponse:
    """One part of a file, a page at a time."""
    today = moment.today()
    file = file_of(request.person, key, on=today)
    if name not in TITLES:
        raise NotFound(name)
    before = request.GET.get("before", "")
    shown = part(name, file, on=today, before=key_of(before, "before") if before else None, most=LIMIT)
    facts = {
        "applicant": file.applicant,
        "part": shown,
        "title": _("%(name)s：%(part)s") % {"name": file.applicant.name, "part": shown.title},
        "next": urlencode({"before": shown.next}) if shown.next is not None else "",
        "paged": bool(before),
    }
    return render(request, "portal/enterprise/part.html", facts)
