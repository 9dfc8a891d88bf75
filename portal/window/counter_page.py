"""The counter: one page from the applicant to the document.  One form; each button does one thing and keeps the rest.

Without scripts every button leads back to the page; with them (window.js) what is typed is kept and judged at once."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.files import sheets
from approvals.files.errors import FileError
from approvals.people import Applicant
from portal import moment
from portal.access import Request
from portal.offices import bureaus
from portal.refusals import sentence
from portal.uploads.asks import FileAsk, of_sheet
from portal.window import contacts, sheet, tickets
from portal.window.handling import ON_THE_SPOT, take_in
from portal.window.matters import find_matters
from portal.window.outlook import declining, material_lines, outlook
from portal.window.result import result_of
from portal.window.sheet import Desk
from workflow import catalogue_versions
from workflow.acts.newcomers import enter_applicant, look_up
from workflow.errors import BadInput, LicensingError, refuse
from workflow.identity import is_number
from workflow.reading import needs_licence

MOST_FOUND = 8
HOME = "window"


def desk_of(request: Request) -> Desk:
    """The counter of whoever asks.  Raises not_authorised where he has no window."""
    at = moment.now()
    offices = bureaus(request.person.id, on=moment.today(), roles={"clerk"})
    if not offices:
        raise refuse("not_authorised")
    return sheet.desk(clerk=request.person.id, office=min(offices), at=at)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: Request) -> HttpResponse:
    """GET: the sheet as it was left; POST: keeps it and does what the button says."""
    if request.method != "POST":
        return show(request, desk_of(request))
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadInput(request.POST.get("key", "")[:40], field="key") from None
    if not sheet.keep(clerk=request.person.id, key=key, answers=sheet.answers_in(request.POST)):
        messages.warning(request, _("这张受理单已经提交或者清空，请在当前页面继续办理"))
        return redirect(HOME)
    sheet.keep_files(clerk=request.person.id, data=request.POST)
    button = next((name for name in ("applicant", "item") if name in request.POST), request.POST.get("do", ""))
    return BUTTONS.get(button, _check)(request, key)


def _check(request: Request, key: UUID) -> HttpResponse:
    """Looks up what is searched for and says which ways are open; to the script only the parts that change."""
    desk = desk_of(request)
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "portal/window/parts.html", facts_of(request, desk))
    return show(request, desk)


def _choose_applicant(request: Request, key: UUID) -> HttpResponse:
    chosen = request.POST["applicant"]
    found = Applicant.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    if found is None and chosen:
        raise BadInput(chosen[:20], field="applicant")
    sheet.choose(clerk=request.person.id, applicant=found.pk if found is not None else None)
    return redirect(HOME)


def _choose_item(request: Request, key: UUID) -> HttpResponse:
    code = request.POST["item"]
    if code:
        catalogue_versions.current(code)
    sheet.choose(clerk=request.person.id, item=code)
    return redirect(HOME)


def _register(request: Request, key: UUID) -> HttpResponse:
    """A newcomer, entered on the spot and chosen at once."""
    words = {
        name: request.POST.get(f"new-{name}", "").replace("\0", "")[:most]
        for name, most in (("number", 40), ("name", 120), ("legal_representative", 60), ("address", 200))
    }
    try:
        made = enter_applicant(by=request.person.id, at=moment.now(), **words)
    except BadInput as error:
        return show(request, desk_of(request), fault=_(error.detail), newcomer=words, status=422)
    sheet.choose(clerk=request.person.id, applicant=made.pk)
    return redirect(HOME)


def _enquiry(request: Request, key: UUID) -> HttpResponse:
    desk = desk_of(request)
    if not desk.answer("asked") or not desk.answer("done"):
        return show(request, desk, fault=_("请写明咨询的事项和答复的内容"), status=422)
    contacts.note(
        office=desk.office,
        by=desk.clerk,
        at=desk.at,
        ticket=desk.sheet.ticket,
        applicant=desk.sheet.applicant_id,
        item=desk.sheet.sub_item_code,
        visitor=desk.answer("visitor")[:60],
        asked=desk.answer("asked"),
        done=desk.answer("done"),
    )
    sheet.begin(clerk=desk.clerk)
    messages.success(request, _("已登记咨询"))
    return redirect(HOME)


def _everything_in(request: Request, key: UUID) -> HttpResponse:
    desk = desk_of(request)
    listed = desk.item.materials.values() if desk.item is not None else ()
    every = {f"m-{each.code}": sheet.IN for each in listed if desk.state(each) != sheet.EXEMPT}
    sheet.keep(clerk=desk.clerk, key=key, answers={**desk.answers, **every})
    return redirect(HOME)


def _clear(request: Request, key: UUID) -> HttpResponse:
    sheet.begin(clerk=request.person.id)
    return redirect(HOME)


def _take_in(request: Request, key: UUID) -> HttpResponse:
    desk, button = desk_of(request), request.POST["do"]
    if not sheet.claim(clerk=desk.clerk, key=key):
        return redirect(HOME)
    try:
        made, refused = take_in(desk, button)
    except LicensingError as error:
        return show(request, desk_of(request), fault=_told(error, desk), status=error.status)
    except FileError as error:
        return show(request, desk_of(request), fault=_(error.text), status=error.status)
    if refused is not None:
        messages.error(request, _("已收件，但没有办成下一步：%(why)s") % {"why": _told(refused, desk)})
    return redirect(f"{reverse(HOME)}?done={made.number}")


def _told(error: LicensingError, desk: Desk) -> str:
    return sentence(error.text, error.detail, desk.item) if desk.item is not None else _(error.detail)


BUTTONS: dict[str, Callable[[Request, UUID], HttpResponse]] = {
    "applicant": _choose_applicant,
    "item": _choose_item,
    "register": _register,
    "enquiry": _enquiry,
    "all": _everything_in,
    "clear": _clear,
    **dict.fromkeys(ON_THE_SPOT, _take_in),
}


def facts_of(request: Request, desk: Desk) -> dict[str, object]:
    """What the parts that change show."""
    asked, wanted = request.POST.get("q", "")[:100], request.POST.get("mq", "")[:60]
    found = look_up(asked, most=MOST_FOUND + 1) if asked and desk.file is None else []
    return {
        "desk": desk,
        "outlook": outlook(desk),
        "asked": asked,
        "wanted": wanted,
        "found": found[:MOST_FOUND],
        "more_found": len(found) > MOST_FOUND,
        "new_number": asked if is_number(asked) and not found else "",
        "matters": find_matters(wanted, desk.file) if desk.item is None else [],
    }


def _scans(desk: Desk) -> Mapping[str, FileAsk]:
    if desk.applicant is None or desk.item is None:
        return {}
    sheet, who = sheets.window(desk.clerk), desk.applicant.pk
    return of_sheet(sheet, account=desk.clerk, applicant=who, codes=list(desk.item.materials), offer_earlier=True)


def show(
    request: Request, desk: Desk, *, fault: str = "", newcomer: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """The whole page."""
    done = request.GET.get("done", "")
    context = {
        **facts_of(request, desk),
        "materials": material_lines(desk),
        "scans": _scans(desk),
        "declining": declining(desk),
        "licences": desk.file.licences_for(desk.item) if desk.file is not None and desk.item is not None else [],
        "needs_licence": desk.item is not None and needs_licence(desk.item),
        "fault": fault,
        "newcomer": newcomer,
        "result": result_of(number=done, by=desk.clerk, at=desk.at) if done else None,
        "waiting": tickets.waiting(office=desk.office, at=desk.at),
    }
    return render(request, "portal/window/counter.html", context, status=status)
