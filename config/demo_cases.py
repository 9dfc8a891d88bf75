"""The cases of the demo, made by acts only: the stories of demo_stories.py, lived through day by day up to `at`.

The acts of all stories are done in the order of time; documents get their files once the workers run.  The timers run
on every recent morning and on each day on which something was done: sweeps that run late find what daily ones would have
found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from approvals.people import User
from config import clockwork, demo_oversight, demo_people
from config.demo_public import ANSWERS, TICKETS, Told
from config.demo_stories import DELEGATION, LICENCES, STORIES
from config.demo_story import Ago, Step
from portal.lodging_form import query_code
from supervision import acts as cards
from supervision import orders
from supervision.knowledge.acts import Written, write_answer
from supervision.tickets import acts as tickets
from workflow import acts, calendar
from workflow.papers.work import make_new_ones_first
from workflow.rules.clock import LEGAL_ZONE, legal_day
from workflow.rules.workdays import Calendar

OPENING, VISITING, SWEEPING = time(9, 5), time(10, 0), time(0, 5)
PERSONS = frozenset({"who", "to", "chair", "person"})
BETWEEN_STORIES, BETWEEN_STEPS, ONE_DAY = timedelta(minutes=3), timedelta(minutes=25), timedelta(days=1)
RECENT_DAYS, LONG_AGO = 15, 100
JUST_NOW, LAST_MOMENT = timedelta(minutes=50), timedelta(minutes=1)


@dataclass(slots=True)
class Past:
    """The days before the demo began, and the people in them."""

    at: datetime
    calendar: Calendar
    people: dict[str, User]

    def day(self, ago: int) -> date:
        """That many working days before the beginning; negative: after it; 0: its own day."""
        today = legal_day(self.at)
        return self.calendar.back(today, ago) if ago >= 0 else self.calendar.add(today, -ago)

    def moment(self, ago: int, story: int, step: int) -> datetime:
        """When a step happened: spread over its day, and today within the hour before the beginning."""
        if ago == 0:
            return self.at - JUST_NOW + min(story * LAST_MOMENT / 4 + step * 5 * LAST_MOMENT, JUST_NOW - LAST_MOMENT)
        spread = BETWEEN_STORIES * (story % 50) + BETWEEN_STEPS * step
        return datetime.combine(self.day(ago), OPENING, LEGAL_ZONE) + spread

    def account(self, handle: str) -> int:
        return int(self.people[handle].pk)

    def party(self, handle: str) -> int:
        return int(self.people[handle].applicant_id or 0)

    def value(self, name: str, value: Any) -> Any:
        """What a story says in handles and days, in keys and dates."""
        if isinstance(value, Ago):
            day = self.day(value.days)
            return datetime.combine(day, VISITING, LEGAL_ZONE) if name == "for_at" else day
        if name == "officials":
            return [self.account(handle) for handle in value]
        if name in PERSONS:
            return self.account(value)
        return self.party(value) if name == "party" else value

    def given(self, step: Step) -> dict[str, Any]:
        return {name: self.value(name, value) for name, value in step.given.items()}


@dataclass(slots=True)
class Made:
    """What the stories have made so far, by the number of the story: the application, and the order about it."""

    lodged: dict[int, int] = field(default_factory=dict)
    ordered: dict[int, int] = field(default_factory=dict)


def seed(*, at: datetime) -> int:
    """People, licences and cases as of `at`, all or nothing; returns how many cases there are."""
    with transaction.atomic():
        past = Past(at, calendar.current(), demo_people.assemble())
        _registers(past)
        for _moment, run in sorted(_timeline(past), key=lambda each: each[0]):
            run()
        make_new_ones_first(at=at)
    return len(STORIES)


def _registers(past: Past) -> None:
    """What was before the first case: licences of old, and a delegation."""
    today, before = legal_day(past.at), past.moment(LONG_AGO, 0, 0)
    for number, item, holder, first, last in LICENCES:
        acts.register_licence(
            at=before,
            number=number,
            item=item,
            holder=past.party(holder),
            valid_from=today + timedelta(days=first),
            valid_until=today + timedelta(days=last),
        )
    by, to, matters, first_day, last_day, grade = DELEGATION
    acts.delegate(
        by=past.account(by),
        at=past.moment(first_day.days, 0, 0),
        matters=matters,
        to=past.account(to),
        from_on=past.day(first_day.days),
        until_on=past.day(last_day.days),
        grade=grade,
    )


def _timeline(past: Past) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Everything that happened, with its instant."""
    made = Made()
    mornings = {legal_day(past.at) - ONE_DAY * back for back in range(RECENT_DAYS)}
    for number, story in enumerate(STORIES):
        for position, step in enumerate(story.steps):
            moment = past.moment(step.ago, number, position)
            mornings.add(legal_day(moment))
            yield moment, _doing(past, made, number, step, moment)
    yield from _public(past)
    yield from demo_oversight.events(past)
    for day in mornings:
        morning = datetime.combine(day, SWEEPING, LEGAL_ZONE)
        if morning < past.at:
            yield morning, _ticking(morning)
    yield past.at, _ticking(past.at)


def _public(past: Past) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """What the public asks, and the answers to what is often asked."""
    received: dict[int, str] = {}
    for number, told in enumerate(TICKETS):
        at = past.moment(told.ago, number, 0)
        yield at, _receiving(past, received, number, told, at)
        for position, (ago, act, by, given) in enumerate(told.steps, 1):
            moment = past.moment(ago, number, position)
            yield moment, _handling(past, received, number, act, by, given, moment)
    at = past.moment(LONG_AGO, 0, 1)
    for question, answer, question_en, answer_en, keywords, matters in ANSWERS:
        written = Written(question, answer, question_en, answer_en, keywords, matters)
        yield at, partial(write_answer, written, by=past.account("legal"), at=at)


def _receiving(
    past: Past, received: dict[int, str], number: int, told: Told, at: datetime
) -> Callable[[], object]:
    def do() -> None:
        asked = tickets.Asked(kind=told.kind, subject=told.subject, content=told.content, **told.given)
        by = past.account(told.by) if told.by else None
        office = past.people["clerk"].office_id or 0
        received[number] = tickets.receive_ticket(asked, office=office, code=query_code(), by=by, at=at).number

    return do


def _handling(
    past: Past, received: dict[int, str], number: int, act: str, by: str, given: dict[str, Any], at: datetime
) -> Callable[[], object]:
    def do() -> None:
        if act == "rate":
            tickets.rate_ticket(received[number], at=at, **given)
        else:
            named = {name: past.value(name, value) for name, value in given.items()}
            TICKET_DOORS[act](received[number], by=past.account(by), at=at, **named)

    return do


def _ticking(at: datetime) -> Callable[[], object]:
    return lambda: clockwork.tick(at=at)


def _doing(past: Past, made: Made, number: int, step: Step, at: datetime) -> Callable[[], object]:
    """The act of a step, to be done in its turn."""

    def do() -> None:
        by, given = past.account(step.by), past.given(step)
        if step.act == "lodge":
            made.lodged[number] = acts.lodge(by=by, at=at, query_code=query_code(), **given).pk
        elif step.act in CARDS:
            CARDS[step.act](made.lodged[number], by=by, at=at, **given)
        elif step.act == "give_order":
            made.ordered[number] = orders.give_order(made.lodged[number], by=by, at=at, **given).pk
        elif step.act in ORDERS:
            ORDERS[step.act](made.ordered[number], by=by, at=at, **given)
        else:
            acts.perform(step.act, made.lodged[number], by=by, at=at, without_files=True, **given)

    return do


ORDERS: dict[str, Callable[..., object]] = {"answer_order": orders.answer_order, "close_order": orders.close_order}
CARDS: dict[str, Callable[..., object]] = {"contest_card": cards.contest_card, "rule_on_card": cards.rule_on_card}
TICKET_DOORS: dict[str, Callable[..., object]] = {
    "assign": tickets.assign_ticket,
    "answer": tickets.answer_ticket,
    "call": tickets.call_back_ticket,
}
