"""The cases of the demo, made by acts only: the stories of demo_stories.py, lived through day by day up to `at`.

The acts of all stories are done in the order of time; documents get their files once the workers run.  The timers run
on every recent morning and on each day on which something was done: sweeps that run late find what daily ones would have
found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from approvals.people import User
from config import clockwork, demo_oversight, demo_people
from config.demo_stories import DELEGATION, LICENCES, STORIES
from config.demo_story import Ago, Step
from portal.lodging_form import query_code
from supervision import acts as cards
from workflow import acts, calendar
from workflow.papers.work import make_new_ones_first
from workflow.rules.clock import LEGAL_ZONE, legal_day
from workflow.rules.workdays import Calendar

OPENING, VISITING, SWEEPING = time(9, 5), time(10, 0), time(0, 5)
PERSONS = frozenset({"who", "to", "chair"})
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
    lodged: dict[int, int] = {}
    mornings = {legal_day(past.at) - ONE_DAY * back for back in range(RECENT_DAYS)}
    for number, story in enumerate(STORIES):
        for position, step in enumerate(story.steps):
            moment = past.moment(step.ago, number, position)
            mornings.add(legal_day(moment))
            yield moment, _doing(past, lodged, number, step, moment)
    yield from demo_oversight.events(past)
    for day in mornings:
        morning = datetime.combine(day, SWEEPING, LEGAL_ZONE)
        if morning < past.at:
            yield morning, _ticking(morning)
    yield past.at, _ticking(past.at)


def _ticking(at: datetime) -> Callable[[], object]:
    return lambda: clockwork.tick(at=at)


def _doing(past: Past, lodged: dict[int, int], number: int, step: Step, at: datetime) -> Callable[[], object]:
    """The act of a step, to be done in its turn."""

    def do() -> None:
        by, given = past.account(step.by), past.given(step)
        if step.act == "lodge":
            lodged[number] = acts.lodge(by=by, at=at, query_code=query_code(), **given).pk
        elif step.act in CARDS:
            CARDS[step.act](lodged[number], by=by, at=at, **given)
        else:
            acts.perform(step.act, lodged[number], by=by, at=at, without_files=True, **given)

    return do


CARDS: dict[str, Callable[..., object]] = {"contest_card": cards.contest_card, "rule_on_card": cards.rule_on_card}
