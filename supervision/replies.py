"""The explanation a card asks for: given in time, given late, still asked for, or late."""

from datetime import date

from django.db.models import QuerySet

from supervision.models import OPEN, Card
from workflow.rules.clock import legal_day

ASKED, LATE, GIVEN, GIVEN_LATE = "asked", "unexplained", "given", "given_late"


def reply_of(card: Card, today: date) -> str:
    """One of these words; '' where none is asked, or a ruling came before the day was over."""
    if card.reply_due_on is None:
        return ""
    if card.contested_at is not None:
        return GIVEN if legal_day(card.contested_at) <= card.reply_due_on else GIVEN_LATE
    if card.ruled_at is not None:
        return "" if legal_day(card.ruled_at) <= card.reply_due_on else LATE
    return ASKED if today <= card.reply_due_on else LATE


def unexplained(cards: QuerySet[Card], *, today: date) -> QuerySet[Card]:
    """Of these cards those that wait for an explanation whose day is over."""
    return cards.filter(state=OPEN, reply_due_on__lt=today)
