"""Cards written: each once, with whose work was open that day, and the message about it in the same transaction."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction

from approvals.people import Post, Role
from notifications.models import Message
from supervision.facts import Watched
from supervision.models import Card, Watch
from supervision.reports.tally import tally
from supervision.rules.cards import Earned
from workflow import catalogue_versions
from workflow.models import LedgerEntry, Task
from workflow.rules.clock import LEGAL_ZONE, legal_day

TAKING_PART = ("accept", "record_opinion")
INSERT = """INSERT INTO supervision_card (application_id, office_id, colour, rule, rule_version, day, due_on, desks,
 people, issued_at, state, contest_text, ruling_text)
SELECT n.application_id, n.office_id, n.colour, n.rule, %(rule_version)s::text, n.day, n.due_on, n.desks, n.people,
 %(at)s::timestamptz, 'open', '', ''
FROM jsonb_to_recordset(%(cards)s::jsonb) n(application_id bigint, office_id bigint, colour text, rule text, day date,
 due_on date, desks text[], people bigint[]) ORDER BY n.application_id, n.rule, n.day
ON CONFLICT (application_id, rule, day) DO NOTHING RETURNING id"""


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging one application came to: the cards earned so far, and the next day that will earn one."""

    application: Watched
    cards: Sequence[Earned]
    next_on: date | None


@dataclass(frozen=True, slots=True)
class _Hands:
    """In whose hands the cases were: desks by process, people by application, with the instants."""

    desks: dict[int | None, list[tuple[str, datetime, datetime | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    people: dict[int, list[tuple[int, datetime]]] = field(default_factory=lambda: defaultdict(list))

    def desks_when(self, process: int | None, day: date) -> list[str]:
        """The desks with open work when the day began."""
        began = datetime.combine(day, time.min, tzinfo=LEGAL_ZONE)
        rows = self.desks[process]
        return sorted({desk for desk, since, until in rows if since < began and (until is None or until >= began)})

    def people_when(self, application: int, day: date) -> list[int]:
        """Who had accepted or reviewed when the day began."""
        began = datetime.combine(day, time.min, tzinfo=LEGAL_ZONE)
        return list(dict.fromkeys(person for person, at in self.people[application] if at < began))


@transaction.atomic
def issue(judged: Sequence[Judged], *, rule_version: str, at: datetime) -> list[Card]:
    """Writes the cards that are not there yet, tells the people, and notes how far each application has been judged.

    Safe against any number of others who do the same: the unique key decides, and only who wrote a card tells of it."""
    cards = _insert(_missing(judged), rule_version=rule_version, at=at)
    _tell(cards, {each.application.id: each.application for each in judged}, at=at)
    Watch.objects.bulk_create(
        [
            Watch(application_id=each.application.id, judged_version=each.application.version, next_on=each.next_on)
            for each in judged
        ],
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["judged_version", "next_on"],
    )
    tally([each.application.id for each in judged])
    return cards


def _missing(judged: Iterable[Judged]) -> list[tuple[Watched, Earned]]:
    earned = [(each.application, card) for each in judged for card in each.cards]
    keys = {application.id for application, _ in earned}
    known = set(Card.objects.filter(application_id__in=keys).values_list("application_id", "rule", "day"))
    return [(application, card) for application, card in earned if (application.id, card.rule, card.day) not in known]


def _insert(missing: Sequence[tuple[Watched, Earned]], *, rule_version: str, at: datetime) -> list[Card]:
    if not missing:
        return []
    hands = _hands([application for application, _ in missing])
    rows = [
        {
            "application_id": application.id,
            "office_id": application.office_id,
            "colour": card.colour,
            "rule": card.rule,
            "day": card.day.isoformat(),
            "due_on": card.due_on.isoformat(),
            "desks": hands.desks_when(application.process_id, card.day),
            "people": hands.people_when(application.id, card.day),
        }
        for application, card in missing
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"cards": json.dumps(rows), "rule_version": rule_version, "at": at})
        written = [key for (key,) in cursor.fetchall()]
    return list(Card.objects.filter(id__in=written).order_by("application_id", "day", "rule"))


def _hands(applications: Collection[Watched]) -> _Hands:
    hands = _Hands()
    processes = {each.process_id for each in applications}
    tasks = Task.objects.filter(process_id__in=processes, flow_task_type="HUMAN").exclude(desk="")
    for process, desk, created, finished in tasks.values_list("process_id", "desk", "created", "finished"):
        hands.desks[process].append((desk, created, finished))
    entries = LedgerEntry.objects.filter(
        application_id__in={each.id for each in applications}, act__in=TAKING_PART, actor__isnull=False
    )
    for application, person, done_at in entries.order_by("seq").values_list("application_id", "actor_id", "at"):
        if person is not None:
            hands.people[application].append((person, done_at))
    return hands


def _tell(cards: Sequence[Card], applications: dict[int, Watched], *, at: datetime) -> None:
    """An amber warning goes to who handles the case; yellow and red go to the e-supervision officers too."""
    monitors = monitors_on(legal_day(at)) if any(card.colour != "amber" for card in cards) else []
    rows = []
    for card in cards:
        application = applications[card.application_id]
        others = [] if card.colour == "amber" else monitors
        link, facts = f"/cases/{application.number}/", params(card, application)
        for person in dict.fromkeys([*application.handlers, *others]):
            event = f"card:{card.pk}"
            rows.append(
                Message(event=event, kind="card_issued", recipient_id=person, params=facts, link=link, created_at=at)
            )
    Message.objects.bulk_create(rows)


def monitors_on(day: date) -> list[int]:
    """The e-supervision officers (电子监察) in post on this day."""
    posts = Post.objects.filter(role=Role.MONITOR, from_on__lte=day).exclude(until_on__lt=day)
    return list(posts.order_by("user_id").values_list("user_id", flat=True).distinct())


def params(card: Card, application: Watched) -> dict[str, Any]:
    """What a message about a card may name."""
    item = catalogue_versions.sub_item(application.item_version_id, application.sub_item_code)
    return {
        "number": application.number,
        "item": item.names,
        "applicant": application.applicant,
        "colour": card.colour,
        "rule": card.rule,
        "day_on": card.day.isoformat(),
        "due_on": card.due_on.isoformat(),
    }
