"""常见问答: what is often asked; a search finds two characters; guides link here with their matter."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.case_words import in_language
from portal.keys import key_of
from supervision.knowledge.acts import found
from supervision.models import Entry
from workflow import catalogue_versions
from workflow.catalogue_versions import UnknownSubItem
from workflow.errors import NotFound

LIMIT, LONGEST = 20, 60


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """`q`: words; `matter`: a sub-item; a page at a time."""
    asked, matter, before = (request.GET.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("q", "matter", "before"))
    rows = found(asked, matter=matter)
    rows = rows.filter(latest__id__lt=key_of(before, "before")) if before else rows
    entries = list(rows[: LIMIT + 1])
    kept = {name: value for name, value in (("q", asked), ("matter", matter)) if value}
    last = entries[LIMIT - 1].latest_id if len(entries) > LIMIT else None
    facts = {
        "rows": [told(each) for each in entries[:LIMIT]],
        "asked": asked,
        "matter": matter,
        "matter_name": _name(matter),
        "paged": bool(before),
        "next": urlencode({**kept, "before": last}) if last is not None else "",
    }
    return render(request, "portal/public/answers.html", facts)


def told(entry: Entry) -> tuple[int, str, str]:
    """Key, question and answer in the language of the page."""
    edition = entry.latest
    assert edition is not None
    return entry.pk, in_language(edition.question, edition.question_en), in_language(edition.answer, edition.answer_en)


def _name(matter: str) -> str:
    if not matter:
        return ""
    try:
        _version, item = catalogue_versions.current(matter)
    except UnknownSubItem:
        raise NotFound(matter) from None
    return in_language(item.item_name, item.item_name_en)
