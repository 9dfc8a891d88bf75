"""制作中止: documents that no further attempt would make by itself, why, and taking them up again (workflow/papers/mending.py)."""

from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.documents.kinds import KINDS
from approvals.documents.models import DocumentFile
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.keys import key_of
from portal.offices import bureaus
from workflow.errors import NotFound
from workflow.models import Application
from workflow.papers import mending

LIMIT, LONGEST = 20, 400


@require_safe
@never_cache
def set_aside(request: Request) -> HttpResponse:
    """What waits for a person, the oldest first, a page at a time."""
    after = key_of(request.GET.get("after") or "0", "after")
    waiting = mending.set_aside().filter(document__office_id__in=bureaus(request.person.id, on=moment.today()))
    found = list(waiting.filter(document_id__gt=after)[: LIMIT + 1])
    facts = {
        "rows": _with_cases(found[:LIMIT]),
        "next": f"after={found[LIMIT - 1].pk}" if len(found) > LIMIT else "",
        "paged": bool(after),
        "total": waiting.count(),
        "longest": LONGEST,
    }
    return render(request, "portal/documents/set_aside.html", facts)


@require_POST
def again(request: Request) -> HttpResponse:
    """`row` is made once more; `note` says what was mended."""
    note = request.POST.get("note", "").replace("\0", "")[:LONGEST]
    key = key_of(request.POST.get("row", ""), "row")
    offices = bureaus(request.person.id, on=moment.today())
    if not mending.set_aside().filter(pk=key, document__office_id__in=offices).exists():
        messages.warning(request, _("这一份已由他人处理。"))
        return redirect("set-aside")
    try:
        mending.make_again(document_id=key, by=request.person.id, note=note, at=moment.now())
    except NotFound:
        messages.warning(request, _("这一份已由他人处理。"))
        return redirect("set-aside")
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("已经重新制作，稍后在办件页查看。"))
    return redirect("set-aside")


def _with_cases(rows: Iterable[DocumentFile]) -> list[tuple[DocumentFile, str, str]]:
    """Each with the kind of its document in words and the number of its case."""
    keys = {row.application_id for row in rows}
    numbers = dict(Application.objects.filter(pk__in=keys).values_list("id", "number"))
    return [(row, str(KINDS[row.document.kind].name), numbers[row.application_id]) for row in rows]
