"""常见问答 at the desks: all entries, also those not shown; an entry is written anew, and its history stays."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal import moment
from portal.access import Request
from portal.keys import BIGGEST, key_of
from portal.people_forms import blame
from portal.ticket_forms import EntryForm
from supervision.knowledge.acts import Written, found, write_answer
from supervision.models import Entry, EntryEdition
from workflow.errors import LicensingError, NotFound

LIMIT, LONGEST = 30, 60
FIELDS = ("question", "answer", "question_en", "answer_en", "keywords", "matters", "shown")


@require_safe
@never_cache
def entries(request: Request) -> HttpResponse:
    """The last edited first; `q` searches."""
    asked, before = (request.GET.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("q", "before"))
    rows = found(asked, hidden=True)
    rows = rows.filter(latest__id__lt=key_of(before, "before")) if before else rows
    listed = list(rows[: LIMIT + 1])
    last = listed[LIMIT - 1].latest_id if len(listed) > LIMIT else None
    kept = {"q": asked} if asked else {}
    facts = {
        "rows": listed[:LIMIT],
        "asked": asked,
        "paged": bool(before),
        "next": urlencode({**kept, "before": last}) if last is not None else "",
    }
    return render(request, "portal/tickets/entries.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: Request) -> HttpResponse:
    """A new entry."""
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: Request, key: int) -> HttpResponse:
    """The next edition of an entry."""
    entry = Entry.objects.select_related("latest").filter(pk=key).first() if key <= BIGGEST else None
    if entry is None or entry.latest is None:
        raise NotFound(str(key))
    return _write(request, entry)


def _write(request: Request, entry: Entry | None) -> HttpResponse:
    latest = entry.latest if entry is not None else None
    if request.method != "POST":
        return _show(request, EntryForm(initial=_initial(latest)), entry)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _show(request, form, entry, status=422)
    given = {name: form.cleaned_data[name] for name in FIELDS}
    after, key = form.cleaned_data["after"], entry.pk if entry is not None else None
    try:
        write_answer(
            Written(**given), entry=key, after=after if entry is not None else 0, by=request.person.id, at=moment.now()
        )
    except LicensingError as error:
        blame(form, error)
        return _show(request, form, entry, status=error.status)
    messages.success(request, _("已经保存，原来的内容留在历史中。"))
    return redirect("entries")


def _initial(latest: EntryEdition | None) -> dict[str, object]:
    if latest is None:
        return {"after": 0, "shown": True}
    return {**{name: getattr(latest, name) for name in FIELDS}, "after": latest.edition}


def _show(request: Request, form: EntryForm, entry: Entry | None, *, status: int = 200) -> HttpResponse:
    editions = list(entry.editions.select_related("by").order_by("-edition")) if entry is not None else []
    return render(request, "portal/tickets/entry.html", {"form": form, "editions": editions}, status=status)
