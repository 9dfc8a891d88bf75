"""代理人: whom the applicant lets act for him, until when; taken back, it ends at once.  An agent sees for whom he acts."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.people import PowerOfAttorney, User
from approvals.rules.agency import SCOPES
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.agency_words import SCOPE_WORDS, scope_of
from portal.keys import key_of
from portal.matter_choice import MattersForm
from portal.people_forms import DAY, blame, dressed
from workflow import acts
from workflow.errors import LicensingError

SHOWN = 100
NEW = {"everything": True, "scopes": list(SCOPES)}


class PowerForm(MattersForm):
    """To whom, for what, and from which day to which."""

    agent = forms.CharField(
        label=gettext_lazy("代理人的用户名或者手机号"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    from_on = forms.DateField(label=gettext_lazy("起始日"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=gettext_lazy("截止日（含）"), widget=forms.DateInput(attrs=DAY))

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("权限"), choices=list(SCOPE_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dressed(self)

    def plain(self) -> list[forms.BoundField]:
        """The questions beside those about matters, which have a look of their own."""
        return [self[name] for name in ("agent", "from_on", "until_on", "scopes")]


@require_safe
@never_cache
def agents(request: Request) -> HttpResponse:
    """Powers given, powers held, and the form of a new one."""
    return _show(request, PowerForm(initial=NEW | {"from_on": moment.today().isoformat()}))


@require_POST
def grant(request: Request) -> HttpResponse:
    """Gives a power."""
    form = PowerForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        asked = ("agent", "from_on", "until_on", "scopes")
        given = {name: form.cleaned_data[name] for name in asked}
        made = acts.grant_power(by=request.person.id, at=moment.now(), matters=form.covered, **given)
    except LicensingError as error:
        blame(form, error)
        return _show(request, form, status=error.status)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("授权委托已经登记：%(name)s。") % {"name": made.agent})
    return redirect("agents")


@require_POST
def revoke(request: Request) -> HttpResponse:
    """Takes back whatever this agent holds of the applicant."""
    agent = key_of(request.POST.get("agent", ""), "agent")
    acts.revoke_power(by=request.person.id, at=moment.now(), agent=agent)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("授权委托已经收回，即时生效。"))
    return redirect("agents")


def _show(request: Request, form: PowerForm, *, status: int = 200) -> HttpResponse:
    own = cast(User, request.user).applicant
    mine = Q(principal=own) if own is not None else Q(pk=None)
    rows = PowerOfAttorney.objects.select_related("principal", "agent").order_by("-id")
    facts = {
        "own": own,
        "given": [(row, _state(row), _standing(row), scope_of(row)) for row in rows.filter(mine)[:SHOWN]],
        "held": [(row, _state(row), scope_of(row)) for row in rows.filter(agent=request.person.id)[:SHOWN]],
        "form": form,
    }
    return render(request, "portal/people/agents.html", facts, status=status)


def _standing(row: PowerOfAttorney) -> bool:
    return row.revoked_at is None and row.until_on >= moment.today()


def _state(row: PowerOfAttorney) -> str:
    today = moment.today()
    if row.revoked_at is not None:
        return _("已收回")
    if row.until_on < today:
        return _("已到期")
    return _("生效中") if row.from_on <= today else _("未开始")
