"""Sign-in and sign-out.  After ten wrong passwords within ten minutes an account waits (counted per server process)."""

from django.contrib import auth
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.access import safe_path
from portal.language import remember

TRIES, WAIT_SECONDS = 10, 600


def counted(name: str) -> str:
    """Where the wrong passwords for this account are counted."""
    return f"sign-in:{name.lower()[:150].encode().hex()}"


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET: the form; POST: in, and on to `next`."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect("start")
        return _form(request, target=request.GET.get("next", ""), lost=request.GET.get("lost") == "1")
    name, target = request.POST.get("username", "").replace("\0", ""), request.POST.get("next", "")
    tried = counted(name)
    if cache.get(tried, 0) >= TRIES:
        return _form(request, target=target, name=name, fault=_("密码输错次数过多，请十分钟后再试。"), status=429)
    user = auth.authenticate(request, username=name, password=request.POST.get("password", "").replace("\0", ""))
    if user is None:
        cache.set(tried, cache.get(tried, 0) + 1, WAIT_SECONDS)
        return _form(request, target=target, name=name, fault=_("用户名或者密码不正确。"))
    cache.delete(tried)
    auth.login(request, user)
    return remember(redirect(safe_path(request, target)), user.language)


def _form(
    request: HttpRequest, *, target: str, name: str = "", fault: str = "", lost: bool = False, status: int = 200
) -> HttpResponse:
    facts = {"next": safe_path(request, target), "username": name, "fault": fault, "lost": lost}
    return render(request, "portal/sign_in.html", facts, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, and to the start page."""
    auth.logout(request)
    return redirect("start")
