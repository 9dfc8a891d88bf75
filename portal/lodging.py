"""Lodging: the list of matters, and the form of one.  The same door as the counter: `acts.lodge`."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from approvals import application_forms, drafts
from approvals.drafts import ApplicationDraft
from approvals.files.errors import FileError
from approvals.people import Applicant
from notifications.poke import poke
from portal import item_form, moment
from portal.access import Request
from portal.case_words import KINDS, in_language, said
from portal.drafts_page import draft_of, number_in
from portal.lodging_form import LodgeForm, query_code
from portal.public.words import data_word
from portal.refusals import sentence
from portal.uploads.asks import Keys, asks, chosen
from portal.uploads.handing_in import with_files
from workflow import acts, catalogue_versions
from workflow.errors import LicensingError, refuse
from workflow.models import Application
from workflow.reading import Lodger, lodger
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import legal_day
from workflow.rules.forms import kept

SEARCH_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Matter:
    """An item with its sub-items, in the language of the page."""

    code: str
    name: str
    mark: str
    rows: list[tuple[SubItem, str, str]] = field(default_factory=list)


@never_cache
@require_safe
def catalogue(request: Request) -> HttpResponse:
    """What can be applied for, item by item; `q` searches code and name."""
    asked = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    found = [item for item in catalogue_versions.all_current() if _matches(item, asked)]
    matters = [_matter(list(rows)) for _code, rows in groupby(found, key=lambda item: item.item_code)]
    return render(request, "portal/lodge/catalogue.html", {"matters": matters, "asked": asked, "count": len(found)})


def _matches(item: SubItem, asked: str) -> bool:
    text = " ".join((item.code, item.item_name, item.name, item.item_name_en, item.name_en)).lower()
    return all(word in text for word in asked.lower().split())


def _matter(rows: list[SubItem]) -> Matter:
    first = rows[0]
    named = [(item, in_language(item.name, item.name_en), said(KINDS, item.kind)) for item in rows]
    mark = data_word(first.basis_check.mark) if first.basis_check is not None else ""
    return Matter(first.item_code, in_language(first.item_name, first.item_name_en), mark, named)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lodge(request: Request, code: str) -> HttpResponse:
    """GET: the form of a sub-item, with what was begun; POST: lodges it."""
    _version, item = catalogue_versions.current(code)
    at = moment.now()
    known = lodger(by=request.person.id, at=at)
    applicant = _applicant(request, known, item)
    draft = draft_of(request.person, applicant=applicant.pk, code=item.code)
    if request.method != "POST":
        begun = draft.answers if draft is not None else item_form.known(applicant, request.person.id)
        form = LodgeForm(item=item, lodger=known, applicant=applicant, on=legal_day(at), begun=begun)
        return _show(request, form, draft, _files_of(draft))
    form = LodgeForm(item=item, lodger=known, applicant=applicant, on=legal_day(at), data=request.POST)
    files = chosen(request.POST, item.materials)
    if form.is_valid():
        form.check_files(files)
    if form.errors:
        return _show(request, form, draft, files, status=422)
    try:
        made = _receive(request, form, files, at)
    except LicensingError as error:
        form.show(error, sentence(error.text, error.detail, item))
        return _show(request, form, draft, files, status=error.status)
    except FileError as error:
        form.add_error(None, _(error.text))
        return _show(request, form, draft, files, status=error.status)
    transaction.on_commit(poke, robust=True)
    words = {"number": made.number, "code": made.query_code}
    messages.success(request, _("已收件，编号 %(number)s，查询码 %(code)s") % words)
    return redirect(f"/cases/{made.number}/")


def _receive(request: Request, form: LodgeForm, files: Keys, at: datetime) -> Application:
    """Lodges, binds the files and ends the draft, all or nothing; a draft is lodged once, however often it is sent."""
    me, key = request.person.id, number_in(request, "draft")

    def act() -> Application:
        draft = drafts.hold(key=key, account=me) if key is not None else None
        made = acts.lodge(by=me, at=at, query_code=query_code(), channel="online", **form.arguments())
        if form.asked:
            application_forms.hand_in(
                application=made.pk,
                office=made.office_id,
                item_version=made.item_version_id,
                answers=kept(form.asked, form.answers()),
                at=at,
            )
        if draft is not None:
            draft.delete()
        return made

    return with_files(act, by=me, files=files, at=at)


def _files_of(draft: ApplicationDraft | None) -> Keys:
    found: dict[str, list[UUID]] = {}
    for row in draft.files.order_by("id") if draft is not None else ():
        found.setdefault(row.material_code, []).append(row.file_id)
    return found


def _applicant(request: Request, known: Lodger, item: SubItem) -> Applicant:
    """For whom: the one named in the form or the address, else the first for whom this account may lodge it.

    Raises not_yours, power_lapsed or beyond_power."""
    asked = request.POST.get("applicant", "") or request.GET.get("applicant", "")
    if not known.applicants:
        raise refuse("not_authorised")
    able = known.applicants_for(item)
    found = next((a for a in able if asked in ("", str(a.pk))), None)
    if found is None:
        named = int(asked[:18]) if asked.isdecimal() else known.applicants[0].pk
        raise refuse(known.refused(item, named) or "not_yours")
    return found


def _show(
    request: Request, form: LodgeForm, draft: ApplicationDraft | None, files: Keys, *, status: int = 200
) -> HttpResponse:
    item = form.item
    form.file_asks = asks(
        account=request.person.id, applicant=form.applicant.pk, codes=list(item.materials), ticked=files
    )
    context = {
        "form": form,
        "item": item,
        "item_name": in_language(item.item_name, item.item_name_en),
        "name": in_language(item.name, item.name_en),
        "applicant": form.applicant,
        "applicants": form.lodger.applicants_for(item),
        "rules": item.rules,
        "draft": draft,
    }
    return render(request, "portal/lodge/form.html", context, status=status)
