"""The daily judgement: cards for what the cases have earned, set-based, after the timers of the cases have run.

An application is judged when it changed since, or when a rung has come; so nothing is judged twice for nothing, and a
missed day is made up for by the next sweep.  Any number of sweeps at once, late or twice, write the same cards."""

from datetime import date, datetime

from supervision.facts import facts_of, to_judge
from supervision.issue import Judged, issue
from supervision.models import Card
from supervision.profile import shipped
from supervision.rules.cards import Earned, rungs
from workflow import calendar
from workflow.rules.clock import legal_day

BATCH = 200


def judge(at: datetime) -> list[Card]:
    """Judges every case as it stood when each day up to the one of `at` began; returns the cards this call wrote."""
    today, profile, last = legal_day(at), shipped(), 0
    written: list[Card] = []
    while found := to_judge(today, after=last, limit=BATCH):
        facts, days = facts_of(found), calendar.current()
        judged = []
        for each in found:
            ladder = rungs(profile=profile, facts=facts[each.id], calendar=days)
            judged.append(Judged(each, [card for card in ladder if card.day <= today], _next(ladder, today)))
        written += issue(judged, rule_version=str(profile), at=at)
        last = found[-1].id
    return written


def _next(ladder: list[Earned], today: date) -> date | None:
    return min((card.day for card in ladder if card.day > today), default=None)
