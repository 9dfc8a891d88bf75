"""账户: a new password by a code for who has forgotten it; password, language and channels of who is signed in."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import auth, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals import passwords
from approvals.attempts import barred_until
from approvals.people import User
from notifications import inbox
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.client import client_address
from portal.inbox_page import SWITCHED
from portal.language import KNOWN, remember
from portal.people_forms import PasswordTwice, dressed
from workflow.errors import BadInput

FROM_ONE_PLACE, PER = 30, timedelta(hours=1)


class NewPasswordForm(PasswordTwice):
    """The code that came, and the new password."""

    username = forms.CharField(label=gettext_lazy("用户名"), max_length=150)
    code = forms.CharField(
        label=gettext_lazy("验证码"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    field_order = ("username", "code", "password", "again")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dressed(self)


class ChangeForm(PasswordTwice):
    """The password that holds, and the new one."""

    current = forms.CharField(
        label=gettext_lazy("现在的密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "password", "again")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        dressed(self)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("current") and not self.user.check_password(given["current"]):
            self.add_error("current", _("现在的密码不正确"))
        self.judged(given, self.user)
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """POST: a code is on its way, if there is such an account; the answer is the same if there is none."""
    if request.method != "POST":
        return render(request, "portal/people/forgotten.html", {"fault": ""})
    at, username = moment.now(), request.POST.get("username", "").replace("\0", "").strip()[:150]
    if barred_until(purpose="reset-place", who=client_address(request), at=at, most=FROM_ONE_PLACE, per=PER):
        fault = _("从您所在的网络请求的次数过多，请一小时后再试")
        return render(request, "portal/people/forgotten.html", {"fault": fault}, status=429)
    passwords.request_code(username=username, at=at)
    transaction.on_commit(poke, robust=True)
    return _by_code(request, NewPasswordForm(initial={"username": username}))


@never_cache
@require_POST
@sensitive_post_parameters("password", "again", "code")
def new_password(request: HttpRequest) -> HttpResponse:
    """Sets the password, if the code is right."""
    form, at = NewPasswordForm(request.POST), moment.now()
    if not form.is_valid():
        return _by_code(request, form, status=422)
    if barred_until(purpose="reset-place", who=client_address(request), at=at, most=FROM_ONE_PLACE, per=PER):
        form.add_error(None, _("从您所在的网络请求的次数过多，请一小时后再试"))
        return _by_code(request, form, status=429)
    given = form.cleaned_data
    form.judged(given, User.objects.filter(username=given["username"]).first())
    if form.errors:
        return _by_code(request, form, status=422)
    user = passwords.known_code(username=given["username"], code=given["code"], at=at)
    if user is None or not passwords.set_password(user=user, password=given["password"], at=at):
        form.add_error("code", _("验证码不正确、已用过或者已过期；错五次后请重新获取"))
        return _by_code(request, form, status=422)
    messages.success(request, _("密码已经更改，请登录。"))
    return redirect("sign-in")


def _by_code(request: HttpRequest, form: NewPasswordForm, *, status: int = 200) -> HttpResponse:
    facts = {"form": form, "minutes": passwords.MINUTES}
    return render(request, "portal/people/new_password.html", facts, status=status)


@require_safe
@never_cache
def account(request: Request) -> HttpResponse:
    """Password, language and channels on one page."""
    return _show(request, ChangeForm(user=_me(request)))


@require_POST
@never_cache
@sensitive_post_parameters("current", "password", "again")
def change_password(request: Request) -> HttpResponse:
    """A new password; this session goes on, the others of the account end."""
    user = _me(request)
    form = ChangeForm(request.POST, user=user)
    if not form.is_valid():
        return _show(request, form, status=422)
    user.set_password(form.cleaned_data["password"])
    user.save(update_fields=["password"])
    auth.update_session_auth_hash(request, user)
    messages.success(request, _("密码已经更改。"))
    return redirect("account")


@require_POST
def preferences(request: Request) -> HttpResponse:
    """The language of pages and messages, and the ways beside the inbox."""
    language = request.POST.get("language", "")
    if language not in KNOWN:
        raise BadInput(language, field="language")
    User.objects.filter(pk=request.person.id).update(language=language)
    for channel in SWITCHED:
        inbox.choose(user_id=request.person.id, channel=channel, enabled=channel.value in request.POST)
    messages.success(request, _("已保存。"))
    return remember(redirect("account"), language)


def _me(request: Request) -> User:
    return cast(User, request.user)


def _show(request: Request, form: ChangeForm, *, status: int = 200) -> HttpResponse:
    chosen = inbox.choices_of(user_id=request.person.id)
    facts = {
        "form": form,
        "me": _me(request),
        "languages": User._meta.get_field("language").flatchoices,
        "switches": [(c.value, c.label, chosen.get(c, True)) for c in SWITCHED],
    }
    return render(request, "portal/people/account.html", facts, status=status)
