"""Papers at the counter: a document of a case, and the letter of commitment before it is signed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.people import Office
from portal import moment
from portal.access import Request
from portal.case_words import in_language
from portal.window import sheet
from portal.window.counter_page import HOME, desk_of
from portal.window.outlook import outlook
from portal.window.result import print_of


@never_cache
@require_safe
def document(request: Request, number: str, document: int) -> HttpResponse:
    """One document of the case, plain, to be printed."""
    paper = print_of(number=number, document=document, by=request.person.id, at=moment.now())
    return render(request, "portal/window/document.html", {"paper": paper})


@never_cache
@require_POST
def letter(request: Request) -> HttpResponse:
    """承诺书 of the sheet on the counter, to be signed before it is lodged."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return redirect(HOME)
    sheet.keep(clerk=request.person.id, key=key, answers=sheet.answers_in(request.POST))
    desk = desk_of(request)
    view = outlook(desk)
    if view is None or desk.item is None or not view.letter:
        return redirect(HOME)
    item = desk.item
    facts = {
        "desk": desk,
        "outlook": view,
        "item": item,
        "office": Office.objects.get(pk=desk.office),
        "matter": f"{in_language(item.item_name, item.item_name_en)}（{in_language(item.name, item.name_en)}）",
    }
    return render(request, "portal/window/letter.html", facts)
