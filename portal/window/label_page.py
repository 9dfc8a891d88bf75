"""邮寄地址签: from whom, to whom and where, about which case; to be printed and put on the envelope."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.documents.rendering import office_words
from approvals.people import Applicant, Office
from portal import moment
from portal.access import Request
from portal.window.result import official_view


@never_cache
@require_safe
def label(request: Request, number: str) -> HttpResponse:
    """The address the applicant gave for the post, else the registered one.  Raises NotFound."""
    case = official_view(number=number, by=request.person.id, at=moment.now()).case
    applicant = Applicant.objects.get(pk=case.applicant.pk)
    office = Office.objects.get(pk=case.application.office_id)
    facts = {
        "application": case.application,
        "applicant": applicant,
        "address": case.application.delivery_address or applicant.address,
        "office": office,
        "words": office_words(office.code),
    }
    return render(request, "portal/window/label.html", facts)
