"""授权: what a deputy director lends to another decider, for which matters and days; taken back, it ends at once."""

from typing import Any

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

from approvals.people import Delegation, Post, Role
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.keys import key_of
from portal.matter_choice import MattersForm, matter_words
from portal.policy import DECIDERS, WATCHERS
from portal.powers import instruments, powers
from workflow import acts
from workflow.errors import LicensingError

SHOWN = 100
GRADES = [(role.value, role.label) for role in (Role.CHIEF_REPRESENTATIVE, Role.DEPUTY_DIRECTOR)]


class DelegationForm(MattersForm):
    """Reads what was typed; whether it may be lent, the act decides."""

    to = forms.TypedChoiceField(label=gettext_lazy("被授权人"), coerce=int)
    grade = forms.ChoiceField(label=gettext_lazy("授权层级"), choices=GRADES, widget=forms.RadioSelect)
    from_on = forms.DateField(label=gettext_lazy("起始日"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(label=gettext_lazy("截止日（含）"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, giver: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = _grantees(giver)  # type: ignore[attr-defined]


def _grantees(giver: int) -> list[tuple[int, str]]:
    today = moment.today()
    in_force = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    posts = Post.objects.filter(in_force, role__in=DECIDERS, user__is_active=True).exclude(user_id=giver)
    rows = posts.select_related("user").order_by("role", "id")
    return [(post.user_id, f"{post.user}（{post.get_role_display()}）") for post in rows]


@require_safe
@never_cache
def delegations(request: Request) -> HttpResponse:
    """What was lent: of a decider his own, of who watches all; and the form of who may lend."""
    form = DelegationForm(giver=request.person.id, initial={"from_on": moment.today().isoformat()})
    return _show(request, form)


@require_POST
def delegate(request: Request) -> HttpResponse:
    """Lends."""
    form = DelegationForm(request.POST, giver=request.person.id)
    if not form.is_valid():
        return _show(request, form, status=422)
    given = form.cleaned_data
    try:
        acts.delegate(
            by=request.person.id,
            at=moment.now(),
            matters=form.covered,
            to=given["to"],
            from_on=given["from_on"],
            until_on=given["until_on"],
            grade=given["grade"],
        )
    except LicensingError as error:
        return _show(request, form, fault=error, status=error.status)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("授权已经登记。"))
    return redirect("delegations")


@require_POST
def revoke(request: Request) -> HttpResponse:
    """Takes back everything lent to this person."""
    to = key_of(request.POST.get("to", ""), "to")
    acts.revoke_delegation(by=request.person.id, at=moment.now(), to=to)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("授权已经收回，即时生效。"))
    return redirect("delegations")


def _show(
    request: Request, form: DelegationForm, *, fault: LicensingError | None = None, status: int = 200
) -> HttpResponse:
    me = request.person.id
    rows = Delegation.objects.select_related("delegator", "grantee").order_by("-id")
    whole = bool(request.person.roles & WATCHERS)
    if not whole:
        rows = rows.filter(Q(delegator=me) | Q(grantee=me))
    shown = list(rows[:SHOWN])
    entries = instruments(shown)
    facts = {
        "rows": [(row, _state(row), matter_words(row.matters), _mine(row, me), entries.get(row.pk)) for row in shown],
        "powers": powers(me, on=moment.today()) if whole else None,
        "form": form,
        "may_lend": request.person.may("delegate"),
        "fault": str(fault) if fault is not None else "",
    }
    return render(request, "portal/delegations.html", facts, status=status)


def _mine(row: Delegation, me: int) -> bool:
    """Can I take it back?"""
    return row.delegator_id == me and row.revoked_at is None and row.until_on >= moment.today()


def _state(row: Delegation) -> str:
    today = moment.today()
    if row.revoked_at is not None:
        return _("已收回")
    if row.until_on < today:
        return _("已到期")
    return _("生效中") if row.from_on <= today else _("未开始")
