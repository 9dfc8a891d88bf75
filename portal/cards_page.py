"""监察牌: the cards, what the officials concerned say against one, and the ruling of the e-supervision officer."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.people import User
from notifications.poke import poke
from notifications.words import COLOURS
from portal import moment
from portal.access import Person, Request
from portal.case_words import DESKS, said
from portal.keys import BIGGEST, key_of
from portal.lines import WORST, item_name, mark
from portal.offices import bureaus
from portal.policy import HANDLERS, WATCHERS
from supervision.acts import concerns, contest_card, rule_on_card
from supervision.models import CANCELLED, CONTESTED, OPEN, UNRULED, UPHELD, Card
from supervision.replies import LATE, reply_of, unexplained
from workflow import queue
from workflow.errors import BadInput, LicensingError, NotFound

CARD_STATES = [
    (OPEN, _lazy("已发出")),
    (CONTESTED, _lazy("申辩中")),
    (UPHELD, _lazy("维持")),
    (CANCELLED, _lazy("撤销")),
    (LATE, _lazy("逾期未说明")),
]
REPLIES = {
    "asked": _lazy("待说明"),
    LATE: _lazy("逾期未说明"),
    "given": _lazy("已按期说明"),
    "given_late": _lazy("逾期说明"),
}
LIMIT = 30
LONGEST = 2000


def seen_by(person: Person, today: date) -> QuerySet[Card]:
    """The cards somebody may see: those who watch, all of the bureau; an official, those that concern his work."""
    cards = Card.objects.select_related("application__applicant")
    if person.roles & WATCHERS:
        return cards.filter(office_id__in=bureaus(person.id, on=today, roles=WATCHERS))
    mine = queue.applications(user_id=person.id, today=today)
    return cards.filter(Q(people__contains=[person.id]) | Q(application_id__in=mine) | Q(contested_by=person.id))


@require_safe
@never_cache
def cards(request: Request) -> HttpResponse:
    """The newest cards first, a page at a time."""
    colour, state = request.GET.get("card", ""), request.GET.get("state", "")
    if colour and colour not in WORST:
        raise BadInput(colour, field="card")
    if state and state not in dict(CARD_STATES):
        raise BadInput(state, field="state")
    rows = seen_by(request.person, moment.today()).order_by("-id")
    rows = rows.filter(colour=colour) if colour else rows
    rows = _in_state(rows, state, colour)
    before = request.GET.get("before", "")
    if before:
        rows = rows.filter(id__lt=key_of(before, "before"))
    found = list(rows[: LIMIT + 1])
    kept = "".join(f"{name}={value}&" for name, value in (("card", colour), ("state", state)) if value)
    facts = {
        "rows": [(each, mark(each), _item(each), reply_of(each, moment.today()) == LATE) for each in found[:LIMIT]],
        "next": f"{kept}before={found[LIMIT - 1].pk}" if len(found) > LIMIT else "",
        "paged": bool(before),
        "colour": colour,
        "state": state,
        "states": CARD_STATES,
        "colours": [(colour, said(COLOURS, colour)) for colour in WORST],
    }
    return render(request, "portal/cards.html", facts)


def _in_state(rows: QuerySet[Card], state: str, colour: str) -> QuerySet[Card]:
    """Of a colour alone, those that are not ruled on."""
    if state == LATE:
        return unexplained(rows, today=moment.today())
    if state:
        return rows.filter(state=state)
    return rows.filter(state__in=UNRULED) if colour else rows


@require_safe
@never_cache
def card(request: Request, card_id: int) -> HttpResponse:
    """One card with everything said about it, and the forms of those who may say more."""
    return _show(request, _one(request, card_id))


@require_POST
def contest(request: Request, card_id: int) -> HttpResponse:
    """申辩."""
    found, text = _one(request, card_id), request.POST.get("text", "").replace("\0", "")[:LONGEST]
    try:
        contest_card(found.application_id, by=request.person.id, at=moment.now(), rule=found.rule, text=text)
    except LicensingError as error:
        return _show(request, found, fault=error, text=text)
    messages.success(request, _("说明已经提交，等待电子监察人员复核。"))
    return redirect("card", card_id=card_id)


@require_POST
def rule(request: Request, card_id: int) -> HttpResponse:
    """复核: upheld or cancelled."""
    found, text = _one(request, card_id), request.POST.get("text", "").replace("\0", "")[:LONGEST]
    uphold = {"uphold": True, "cancel": False}.get(request.POST.get("ruling", ""))
    try:
        if uphold is None:
            raise BadInput(_("请选择维持或者撤销"), field="ruling")
        rule_on_card(
            found.application_id, by=request.person.id, at=moment.now(), rule=found.rule, uphold=uphold, text=text
        )
    except LicensingError as error:
        return _show(request, found, fault=error, text=text)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("复核意见已经记录，并告知有关人员。"))
    return redirect("card", card_id=card_id)


def _one(request: Request, card_id: int) -> Card:
    if card_id > BIGGEST:
        raise NotFound(str(card_id))
    found = seen_by(request.person, moment.today()).filter(pk=card_id).first()
    if found is None:
        raise NotFound(str(card_id))
    return found


def _item(found: Card) -> str:
    return item_name(found.application.item_version_id, found.application.sub_item_code)


def _show(request: Request, found: Card, *, fault: LicensingError | None = None, text: str = "") -> HttpResponse:
    """A later card of the same rule takes the contest or the ruling: the law of the acts is the latest one."""
    same = Card.objects.filter(application_id=found.application_id, rule=found.rule)
    newest = same.filter(state=OPEN).order_by("-day").first()
    due = same.filter(state=CONTESTED).order_by("-day").first() or newest
    others = [found.contested_by_id, found.ruled_by_id, found.responsible_id]
    named = User.objects.in_bulk([*found.people, *filter(None, others)])
    reply = reply_of(found, moment.today())
    ruling = "monitor" in request.person.roles and due == found
    facts = {
        "card": found,
        "mark": mark(found),
        "item": _item(found),
        "desks": "、".join(said(DESKS, desk) for desk in found.desks),
        "people": "、".join(str(named[key]) for key in found.people if key in named),
        "responsible": named.get(found.responsible_id or 0),
        "reply": said(REPLIES, reply) if reply else "",
        "reply_late": reply in (LATE, "given_late"),
        "contested_by": named.get(found.contested_by_id or 0),
        "ruled_by": named.get(found.ruled_by_id or 0),
        "may_contest": bool(request.person.roles & HANDLERS) and newest == found,
        "may_rule": ruling and not concerns(found, request.person.id),
        "own_card": ruling and concerns(found, request.person.id),
        "fault": str(fault) if fault is not None else "",
        "text": text,
    }
    return render(request, "portal/card.html", facts, status=fault.status if fault is not None else 200)
