"""证照查验: what a licence says, to be compared with the paper, and whether it is in force today.

Whoever checks a forged paper sees here what the true one says; of a person only what the holder's own paper confirms."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.licences import Licence
from portal import moment
from portal.case_words import in_language, said
from portal.public import attempts
from portal.public.asking import read_number, refused, too_often
from portal.public.masks import public_name, public_number
from portal.public.words import LICENCE_MEANINGS, LICENCE_STATES
from workflow import catalogue_versions
from workflow.catalogue_versions import UnknownSubItem
from workflow.licence_facts import LicenceFacts, facts_of
from workflow.rules.clock import legal_day

PAGE = "portal/public/check.html"


@dataclass(frozen=True, slots=True)
class Checked:
    """The licence as it stands on the day it is looked at."""

    number: str
    state: str
    state_name: str
    meaning: str
    name: str
    item: str
    holder: str
    holder_number: str
    office: str
    valid_from: date
    valid_until: date | None
    facts: LicenceFacts


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """`number`: the number on the licence; without it the form."""
    number = read_number(request.GET.get("number", ""))
    facts: dict[str, object] = {"number": number}
    if not number:
        return render(request, PAGE, facts)
    at = moment.now()
    again = too_often(request, attempts.LICENCE, number=number, at=at)
    if again is not None:
        return refused(request, PAGE, facts, at=at, again=again)
    licence = Licence.objects.select_related("holder", "office").filter(number=number).first()
    if licence is None:
        fault = _("没有编号为“%(number)s”的证件。请核对编号；编号无误仍查不到的，请向本机关核实。") % {"number": number}
        return render(request, PAGE, {**facts, "fault": fault}, status=404)
    return render(request, PAGE, {**facts, "found": checked(licence, on=legal_day(at)), "at": at})


def checked(licence: Licence, *, on: date) -> Checked:
    """What is shown of it."""
    (facts,) = facts_of([licence], on=on)
    state, (name, item) = facts.state, names_of(licence.sub_item_code)
    return Checked(
        number=licence.number or "",
        state=state,
        state_name=said(LICENCE_STATES, state),
        meaning=said(LICENCE_MEANINGS, state),
        name=name,
        item=item,
        holder=public_name(licence.holder),
        holder_number=public_number(licence.holder),
        office=licence.office.name,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        facts=facts,
    )


def names_of(code: str) -> tuple[str, str]:
    """What the paper is called and the matter it is for; the code where the catalogue has it no more."""
    try:
        _version, item = catalogue_versions.current(code)
    except UnknownSubItem:
        return "", code
    return item.result_name, in_language(item.item_name, item.item_name_en)
