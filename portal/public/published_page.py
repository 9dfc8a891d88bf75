"""决定公示: the records of published decisions (行政许可法 40; 双公示), the newest first, with what has become of them.

Natural persons' decisions are not published at all; what is listed is what supervision keeps (supervision/publication)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.case_words import in_language, said
from portal.keys import BIGGEST, key_of
from portal.lines import item_name
from portal.public.directory import found
from portal.public.words import LICENCE_STATES
from supervision.models import Publication, PublicationEdition
from supervision.publication.record import rules
from workflow.errors import NotFound

LIMIT = 20
LONGEST = 60
SEARCHED = ("holder", "decision_number", "licence_number", "legal_representative", "content")


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the list shows it; `said` is its content by field."""

    key: int
    said: dict[str, str]
    item: str
    state_name: str
    published_on: str
    updated_on: str


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a record in the language of the page."""

    name: str
    value: str


@require_safe
@never_cache
def published(request: HttpRequest) -> HttpResponse:
    """A page at a time; `q` searches holder, code, numbers, what is licensed and matter."""
    asked, before = (request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "before"))
    asked = asked[:LONGEST]
    heads = list(narrowed(asked, before)[: LIMIT + 1])
    kept = {"q": asked} if asked else {}
    facts = {
        "rows": [row_of(head) for head in heads[:LIMIT]],
        "asked": asked,
        "paged": bool(before),
        "next": urlencode({**kept, "before": heads[LIMIT - 1].pk}) if len(heads) > LIMIT else "",
    }
    return render(request, "portal/public/published.html", facts)


@require_safe
@never_cache
def record(request: HttpRequest, key: int) -> HttpResponse:
    """One record with every field that says something, and what is not published."""
    head = shown().filter(pk=key).first() if key <= BIGGEST else None
    if head is None:
        raise NotFound(str(key))
    facts = {
        "row": row_of(head),
        "lines": lines_of(head.latest),
        "withheld": [(in_language(each.zh, each.en), in_language(each.reason, each.reason_en)) for each in rules().withheld],
        "basis": rules().legal_basis,
    }
    return render(request, "portal/public/published_record.html", facts)


def shown() -> QuerySet[Publication]:
    """The records anybody may see."""
    rows = Publication.objects.select_related("latest", "application")
    return rows.filter(latest__isnull=False).exclude(latest__change=PublicationEdition.WITHDRAWN)


def narrowed(asked: str, before: str) -> QuerySet[Publication]:
    """The records that have what is asked for, the newest first."""
    rows = shown().order_by("-id")
    if asked:
        matters = [line.item.code for line in found(asked) if not line.material]
        said_so = Q(application__sub_item_code__in=matters) | Q(latest__content__uscc__iexact=asked)
        for name in SEARCHED:
            said_so |= Q(**{f"latest__content__{name}__icontains": asked})
        rows = rows.filter(said_so)
    return rows.filter(id__lt=key_of(before, "before")) if before else rows


def row_of(head: Publication) -> Row:
    """The record as the list shows it."""
    latest = head.latest
    content: dict[str, str] = dict(latest.content) if latest is not None else {}
    updated = latest is not None and latest.change == PublicationEdition.UPDATED
    return Row(
        key=head.pk,
        said=content,
        item=item_name(head.application.item_version_id, head.application.sub_item_code),
        state_name=said(LICENCE_STATES, content.get("state", "")),
        published_on=head.published_on.isoformat(),
        updated_on=latest.since_on.isoformat() if latest is not None and updated else "",
    )


def lines_of(edition: PublicationEdition | None) -> list[Line]:
    """The fields of an edition that say something."""
    content = edition.content if edition is not None else {}
    named = [(each.code, in_language(each.zh, each.en)) for each in rules().fields]
    return [Line(name, _value(code, content[code])) for code, name in named if content.get(code)]


def _value(code: str, value: str) -> str:
    return said(LICENCE_STATES, value) if code == "state" else value
