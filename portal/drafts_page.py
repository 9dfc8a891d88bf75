"""Drafts: kept as one types (a fetch of the page) or by a button, listed with one's applications, thrown away."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from approvals import drafts
from approvals.drafts import ApplicationDraft
from approvals.files.errors import FileError
from portal import moment
from portal.access import Person, Request
from portal.lines import item_name
from portal.lodging_form import LodgeForm
from portal.uploads.asks import chosen
from workflow import catalogue_versions
from workflow.catalogue_versions import UnknownSubItem
from workflow.errors import refuse
from workflow.reading import lodger
from workflow.rules.clock import legal_day

BIGGEST = 2**31 - 1
WORD = 16


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list."""

    key: int
    address: str
    item: str
    applicant: str
    saved: str
    expires_on: date


def lines(person: Person) -> list[DraftLine]:
    """What this person has begun, for those he may act for today."""
    return [_line(draft) for draft in drafts.of(account=person.id, applicants=person.parties)]


def _line(draft: ApplicationDraft) -> DraftLine:
    try:
        version, _item = catalogue_versions.current(draft.sub_item_code)
        item = item_name(version, draft.sub_item_code)
    except UnknownSubItem:  # the catalogue has dropped it since
        item = draft.sub_item_code
    address = f"{reverse('lodge-item', args=[draft.sub_item_code])}?applicant={draft.applicant_id}"
    saved = f"{localtime(draft.updated_at):%Y-%m-%d %H:%M}"
    return DraftLine(draft.pk, address, item, draft.applicant.name, saved, legal_day(draft.expires_at))


def draft_of(person: Person, *, applicant: int, code: str) -> ApplicationDraft | None:
    """What he has begun for this applicant and sub-item."""
    return drafts.of(account=person.id, applicants={applicant}).filter(sub_item_code=code).first()


def number_in(request: HttpRequest, name: str) -> int | None:
    """A key or version of the form; None where there is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 and int(text) <= BIGGEST else None


@never_cache
@require_POST
def save(request: Request, code: str) -> HttpResponse:
    """Keeps the form as it is; told as JSON to the page's own fetch, else by leading back to the form."""
    quiet = request.headers.get("Accept") == "application/json"
    at, applicant = moment.now(), number_in(request, "applicant")
    try:
        draft = _saved(request, code, applicant)
    except FileError as error:
        if quiet:
            return JsonResponse({"code": error.code, "text": _(error.text)}, status=error.status)
        raise
    text = _("已保存 %(time)s") % {"time": f"{localtime(at):%H:%M}"}
    if quiet:
        return JsonResponse({"draft": draft.pk, "version": draft.version, "text": text})
    messages.success(request, text)
    return redirect(f"{reverse('lodge-item', args=[code])}?applicant={applicant}")


def _saved(request: Request, code: str, applicant: int | None) -> ApplicationDraft:
    _version, item = catalogue_versions.current(code)
    at = moment.now()
    known = lodger(by=request.person.id, at=at)
    party = next((each for each in known.applicants if each.pk == applicant), None)
    if party is None:
        raise refuse("not_yours")
    form = LodgeForm(item=item, lodger=known, applicant=party, on=legal_day(at), data=request.POST)
    return drafts.save(
        account=request.person.id,
        applicant=party.pk,
        sub_item=item.code,
        answers=form.kept(),
        files=chosen(request.POST, item.materials),
        version=number_in(request, "draft_version"),
        writer=request.headers.get("X-Window", "")[:WORD],
        at=at,
    )


@require_POST
def delete(request: Request, key: int) -> HttpResponse:
    """Throws one's own draft away."""
    drafts.delete(key=key, account=request.person.id)
    messages.success(request, _("草稿已删除"))
    return redirect("applications")
