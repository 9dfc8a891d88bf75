"""进度查询: by application number and query code, for anybody who has both.  Nothing but the database is needed for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal import moment
from portal.lodging_form import CODE_LENGTH
from portal.public import attempts
from portal.public.asking import read_number, refused, too_often
from portal.public.progress import progress_of
from workflow.progress import by_query_code

PAGE = "portal/public/progress.html"


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """GET: the form, with the number if a link gave it; POST: the answer.  The code never stands in an address."""
    if request.method != "POST":
        return render(request, PAGE, {"number": read_number(request.GET.get("number", ""))})
    number, code = read_number(request.POST.get("number", "")), read_number(request.POST.get("code", "")).upper()
    facts, at = {"number": number}, moment.now()
    if not number or len(code) != CODE_LENGTH:
        fault = _("请填写申请编号和 %(n)s 位查询码。") % {"n": CODE_LENGTH}
        return render(request, PAGE, {**facts, "fault": fault}, status=422)
    again = too_often(request, attempts.PROGRESS, number=number, at=at)
    if again is not None:
        return refused(request, PAGE, facts, at=at, again=again)
    case = by_query_code(number=number, code=code, at=at)
    if case is None:
        fault = _("没有与这个编号和查询码相符的申请。两者都印在收件凭证上，请核对后再查。")
        return render(request, PAGE, {**facts, "fault": fault}, status=404)
    return render(request, PAGE, {**facts, "found": progress_of(case)})
