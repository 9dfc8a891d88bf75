"""The daily judgement: cards for what the cases have earned, set-based, after the timers of the cases have run.

An application is judged when it changed since, or when a rung has come; so nothing is judged twice for nothing, and a
missed day is made up for by the next sweep.  Any number of sweeps at once, late or twice, write the same cards."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from supervision.facts import Watched, facts_of, to_judge
from supervision.issue import Judged, issue
from supervision.models import Card
from supervision.profile import in_force
from supervision.rules.cards import Earned, rungs
from supervision.rules.profile import STEPS
from workflow import calendar
from workflow.errors import FAULTS, Failed
from workflow.rules.clock import legal_day

logger = logging.getLogger(__name__)
BATCH = 200


def judge(at: datetime, *, failed: Failed | None = None) -> list[Card]:
    """Judges every case as it stood when each day up to the one of `at` began; returns the cards this call wrote.

    Cases at fault are added to `failed` and judged by the next sweep."""
    last, written = 0, []
    while found := to_judge(legal_day(at), after=last, limit=BATCH):
        written += _judged(found, at, [] if failed is None else failed)
        last = found[-1].id
    return written


def _judged(found: Sequence[Watched], at: datetime, failed: Failed) -> list[Card]:
    """All at once; where there is a fault among them, one by one, so that it stops nobody else's cards."""
    try:
        return _issued(found, at)
    except FAULTS as fault:
        if len(found) > 1:
            return [card for each in found for card in _judged([each], at, failed)]
        logger.exception("cards of application %s", found[0].id)
        failed.append((found[0].id, f"{type(fault).__name__}: {fault}"))
        return []


def _issued(found: Sequence[Watched], at: datetime) -> list[Card]:
    today, book = legal_day(at), in_force()
    facts, days = facts_of(found, steps=any(map(book.watching, STEPS))), calendar.current()
    judged = []
    for each in found:
        every = rungs(profile=book, facts=facts[each.id], calendar=days)
        ladder = [card for card in every if book.in_effect(card.rule, card.day)]
        judged.append(Judged(each, [card for card in ladder if card.day <= today], _next(ladder, today)))
    return issue(judged, book=book, calendar=days, at=at)


def _next(ladder: list[Earned], today: date) -> date | None:
    return min((card.day for card in ladder if card.day > today), default=None)
