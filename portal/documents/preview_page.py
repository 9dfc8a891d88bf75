"""预览: before somebody decides or issues, the document as it would be; nothing is saved and no number is used."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from approvals.documents.kinds import KINDS
from approvals.documents.rendering import render as set_in_type
from portal import moment
from portal.access import Request
from portal.case_sheet import collect
from portal.case_views import read_case
from portal.documents.lines import INTERNAL
from portal.forms import PREVIEWED, ActForm
from portal.keys import key_of
from portal.uploads.showing import HEADERS
from workflow.errors import BadInput, NotFound
from workflow.papers.previewing import Draft, drafts
from workflow.reading import View

MARK = "预览"


@require_POST
@never_cache
def preview(request: Request, number: str, act: str) -> HttpResponseBase:
    """The form of an act, sent here instead: its document, or where there are several the choice of one (`nth`)."""
    seen = read_case(request, number)
    if seen.view is not View.OFFICIAL:
        raise NotFound(number)
    found = _drafts(request, act, number)
    if not found:
        raise BadInput(_("这项操作不制作文书"), field="act")
    nth = request.POST.get("nth", "" if len(found) > 1 else "0")
    if nth:
        return _shown(found[key_of(nth, "nth", most=len(found) - 1)])
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    facts = {"number": number, "names": [KINDS[each.kind].name for each in found], "typed": typed}
    return render(request, "portal/documents/preview.html", facts)


def _drafts(request: Request, act: str, number: str) -> list[Draft]:
    """What would leave the house; records of the office are not shown before they are made."""
    if act not in PREVIEWED:
        raise BadInput(_("没有名为 %(act)s 的操作") % {"act": act}, field="act")
    seen = read_case(request, number)
    data = request.POST.copy()
    data["confirmed"] = "on"
    form = ActForm(act=act, sheet=collect(seen).people.sheet(), version=seen.version, data=data)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise BadInput(str(errors[0]), field=name)
    arguments, version = form.arguments(), form.cleaned_data["version"]
    key, me, at = seen.case.application.pk, request.person.id, moment.now()
    drawn = drafts(act, key, by=me, at=at, version=version, arguments=arguments)
    return [each for each in drawn if each.kind not in INTERNAL]


def _shown(draft: Draft) -> HttpResponse | FileResponse:
    made = set_in_type(kind=draft.kind, content=draft.content, mark=MARK)
    name = f"{MARK} {KINDS[draft.kind].name}.pdf"
    return FileResponse(BytesIO(made.pdf), content_type="application/pdf", filename=name, headers=HEADERS)
