"""领取、退还、转办 on the case page and in the queue: who has an open work item, and what the reader may do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notifications.poke import poke
from portal import moment
from portal.access import Request, came_from
from portal.case_words import ACTS, said
from portal.keys import key_of
from workflow import acts, queue
from workflow.acts.assignment import LABOUR, SUPERIORS
from workflow.case import Case
from workflow.errors import NotFound
from workflow.reading import case_by_number


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has a work item (`taker`: name, '' for nobody), and what the reader may do; `stands_in`: it is his while the taker is
    away; `colleagues` may be given it."""

    stage: str
    taker: str
    mine: bool
    stands_in: bool
    may_claim: bool
    colleagues: tuple[tuple[int, str], ...]


def hands(case: Case, names: Mapping[int, str]) -> dict[int, Hands]:
    """Of each open work item of officials, by its id."""
    me, superior = case.actor.id, bool(case.actor.roles(case.today) & SUPERIORS)
    known, found = queue.takers(case.application.pk, case.today), {}
    for row in case.walk.open_humans():
        if row.desk == "applicant" or row.id not in known:
            continue
        owner, able = known[row.id]
        mine, taker = owner == row.owner_id == me, row.owner_id if owner is not None else None
        others = [(key, names.get(key, f"#{key}")) for key in able - {owner}]
        found[row.id] = Hands(
            stage=row.step.name,
            taker=names.get(taker, f"#{taker}") if taker is not None else "",
            mine=mine,
            stands_in=owner == me and not mine,
            may_claim=owner is None and me in able,
            colleagues=tuple(sorted(others, key=lambda each: each[1])) if superior or mine else (),
        )
    return found


@require_POST
def work(request: Request, number: str, act: str) -> HttpResponse:
    """Takes, puts back or hands over; then back to the page it came from."""
    if act not in LABOUR:
        raise NotFound(act)
    seen = case_by_number(number=number, by=request.person.id, at=moment.now())
    given: dict[str, Any] = {"stage": request.POST.get("stage", "")[:32]}
    if act == "hand_over":
        given["to"] = key_of(request.POST.get("to", ""), "to", told=_("请选择转给谁"))
    acts.perform(act, seen.case.application.pk, by=request.person.id, at=moment.now(), **given)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("已办理：%(act)s") % {"act": said(ACTS, act)})
    return redirect(came_from(request, f"/cases/{number}/"))
