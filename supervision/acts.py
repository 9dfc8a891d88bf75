"""申辩与复核: an official contests a card, the e-supervision officer rules on it.

A card is not part of the case, so neither changes it: both stand in the chain of the register of cards.  A refusal is
asked for in the order of every act: the state of the card, the role, recusal, then what the act itself needs."""

from datetime import datetime
from typing import Any

from notifications.models import Message
from supervision.facts import watched
from supervision.hands import worked_on
from supervision.issue import params
from supervision.models import CANCELLED, CONTESTED, OPEN, UNRULED, UPHELD, Card
from supervision.noting import may, refusals_noted
from workflow.acts import perform_register
from workflow.errors import BadInput, Refusal, refuse

# act → states of the cards it is for
STATES: dict[str, tuple[str, ...]] = {"contest_card": (OPEN,), "rule_on_card": tuple(UNRULED)}


def contest_card(application_id: int, *, by: int, at: datetime, rule: str = "", text: str = "") -> Card:
    """申辩: an official who handles cases contests the latest open card of the rule, with reasons.

    Raises NotFound, or not_in_order (no open card of the rule), not_authorised, recused, grounds_missing."""
    watched(application_id)
    with refusals_noted("contest_card", application_id, by=by, at=at):
        card = _latest(application_id, rule, states=STATES["contest_card"])
        may("contest_card", application_id, by=by, at=at)
        if not text.strip():
            raise refuse("grounds_missing")
        change = {"state": CONTESTED, "contested_by_id": by, "contested_at": at, "contest_text": text}
        return _write("contest_card", card, change, states=STATES["contest_card"], by=by, at=at, inputs={"text": text})


def rule_on_card(
    application_id: int, *, by: int, at: datetime, rule: str = "", uphold: bool | None = None, text: str = ""
) -> Card:
    """复核: upholds or cancels the latest card of the rule that is not ruled on, a contested one first.

    By the e-supervision officer only, and by none whom it concerns or who has worked on the case (审批与监管分离).

    Raises NotFound, BadInput (neither upheld nor cancelled), or not_in_order, not_authorised, recused,
    separation_of_duties."""
    watched(application_id)
    with refusals_noted("rule_on_card", application_id, by=by, at=at):
        card = _latest(application_id, rule, states=STATES["rule_on_card"])
        may("rule_on_card", application_id, by=by, at=at)
        if concerns(card, by):
            raise refuse("separation_of_duties")
        if not isinstance(uphold, bool):
            raise BadInput("请选择维持或者撤销", field="uphold")
        state = UPHELD if uphold else CANCELLED
        change = {"state": state, "ruled_by_id": by, "ruled_at": at, "ruling_text": text}
        inputs = {"uphold": uphold, "text": text}
        return _write("rule_on_card", card, change, states=STATES["rule_on_card"], by=by, at=at, inputs=inputs)


def may_now(act: str, application_id: int, *, by: int, at: datetime) -> bool:
    """Could this person contest a card of the application, or rule on one, now?"""
    cards = Card.objects.filter(application_id=application_id, state__in=STATES[act])
    try:
        may(act, application_id, by=by, at=at)
    except Refusal:
        return False
    return any(act == "contest_card" or not concerns(card, by) for card in cards)


def concerns(card: Card, person: int) -> bool:
    """Is it this person's own card: did he handle the case, answer for it, explain it, or work on it since?"""
    return person in (card.contested_by_id, card.responsible_id, *card.people) or worked_on(card.application_id, person)


def _latest(application_id: int, rule: str, *, states: tuple[str, ...]) -> Card:
    """The card meant: of those in these states a contested one first, then the latest.  Raises not_in_order."""
    cards = list(Card.objects.filter(application_id=application_id, rule=rule, state__in=states).order_by("-day"))
    if not cards:
        raise refuse("not_in_order", rule)
    return next((card for card in cards if card.state == CONTESTED), cards[0])


def _write(
    act: str,
    card: Card,
    change: dict[str, Any],
    *,
    states: tuple[str, ...],
    by: int,
    at: datetime,
    inputs: dict[str, Any],
) -> Card:
    """The card, its entry in the chain and its message, all or nothing; who comes second finds it not in order."""

    def written() -> Card:
        held = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
        if held.state not in states or held.state != card.state:
            raise refuse("not_in_order", card.rule)
        for name, value in change.items():
            setattr(held, name, value)
        held.save(update_fields=list(change))
        if held.state != CONTESTED:
            _tell(held, at=at)
        return held

    named = {"application": card.application_id, "rule": card.rule, "day": card.day, **inputs}
    return perform_register(act, "cards", by=by, at=at, inputs=named, change=written)


def _tell(card: Card, *, at: datetime) -> None:
    """The ruling, to who contested the card and to who handles the case."""
    application = watched(card.application_id)
    facts = params(card, application) | {"ruling": card.state}
    if card.ruling_text:
        facts["reason"] = card.ruling_text
    first = [card.contested_by_id] if card.contested_by_id is not None else []
    Message.objects.bulk_create(
        Message(
            event=f"card:{card.pk}",
            kind="card_ruled",
            recipient_id=person,
            params=facts,
            link=f"/cases/{application.number}/",
            created_at=at,
        )
        for person in dict.fromkeys([*first, *application.handlers])
    )
