"""注册: an applicant's first account.  An enterprise that is known already is taken over by nobody."""

from datetime import timedelta

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from approvals.attempts import barred_until
from portal import moment
from portal.client import client_address
from portal.people_forms import RegistrationForm, blame
from workflow import acts
from workflow.acts.people import Registration
from workflow.errors import BadInput

MOST, PER = 20, timedelta(hours=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "again", "number")
def register(request: HttpRequest) -> HttpResponse:
    """GET: the form; POST: registers, and signs in."""
    if request.user.is_authenticated:
        return redirect("start")
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, form)
    if not form.is_valid():
        return _show(request, form, status=422)
    at = moment.now()
    if barred_until(purpose="register", who=client_address(request), at=at, most=MOST, per=PER):
        form.add_error(None, _("从您所在的网络注册的次数过多，请一小时后再试"))
        return _show(request, form, status=429)
    given = {name: value for name, value in form.cleaned_data.items() if name != "again"}
    try:
        user = acts.register_applicant(at=at, given=Registration(**given, language=get_language() or "zh-hans"))
    except BadInput as error:
        blame(form, error)
        return _show(request, form, status=error.status)
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(request, _("注册成功，现在可以提出申请。"))
    return redirect("start")


def _show(request: HttpRequest, form: RegistrationForm, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/people/register.html", {"form": form}, status=status)
