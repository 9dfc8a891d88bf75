"""Cards written: each once, with whose work was open that day, and the message about it in the same transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from approvals.people import Post, Role
from notifications.models import Message
from supervision.facts import Watched
from supervision.hands import Hands, hands_of
from supervision.models import Card, Watch
from supervision.reports.tally import tally
from supervision.rules.cards import Earned
from supervision.rules.profile import Rulebook
from workflow import catalogue_versions
from workflow.rules.clock import Calendar, legal_day

INSERT = """INSERT INTO supervision_card (application_id, office_id, colour, rule, rule_version, day, due_on, desks,
 people, responsible_id, reply_due_on, issued_at, state, contest_text, ruling_text)
SELECT n.application_id, n.office_id, n.colour, n.rule, n.rule_version, n.day, n.due_on, n.desks, n.people,
 n.responsible, n.reply_due_on, %(at)s::timestamptz, 'open', '', ''
FROM jsonb_to_recordset(%(cards)s::jsonb) n(application_id bigint, office_id bigint, colour text, rule text,
 rule_version text, day date, due_on date, desks text[], people bigint[], responsible bigint, reply_due_on date)
ORDER BY n.application_id, n.rule, n.day
ON CONFLICT (application_id, rule, day) DO NOTHING RETURNING id"""


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging one application came to: the cards earned so far, and the next day that will earn one."""

    application: Watched
    cards: Sequence[Earned]
    next_on: date | None


@transaction.atomic
def issue(judged: Sequence[Judged], *, book: Rulebook, calendar: Calendar, at: datetime) -> list[Card]:
    """Writes the cards that are not there yet, tells the people, and notes how far each application has been judged.

    Safe against any number of others who do the same: the unique key decides, and only who wrote a card tells of it."""
    cards = _insert(_missing(judged), book=book, calendar=calendar, at=at)
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
    tally([each.application.id for each in judged], days=calendar)
    return cards


def _missing(judged: Iterable[Judged]) -> list[tuple[Watched, Earned]]:
    earned = [(each.application, card) for each in judged for card in each.cards]
    keys = {application.id for application, _ in earned}
    known = set(Card.objects.filter(application_id__in=keys).values_list("application_id", "rule", "day"))
    return [(application, card) for application, card in earned if (application.id, card.rule, card.day) not in known]


def _insert(
    missing: Sequence[tuple[Watched, Earned]], *, book: Rulebook, calendar: Calendar, at: datetime
) -> list[Card]:
    if not missing:
        return []
    held = hands_of([application for application, _ in missing])
    rows = [_row(application, card, held, book, calendar, at) for application, card in missing]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"cards": json.dumps(rows), "at": at})
        written = [key for (key,) in cursor.fetchall()]
    return list(Card.objects.filter(id__in=written).order_by("application_id", "day", "rule"))


def _row(
    application: Watched, card: Earned, held: Hands, book: Rulebook, calendar: Calendar, at: datetime
) -> dict[str, Any]:
    """A card as it is written; the days for an explanation run from the day it is told of, not from the one that earned it."""
    days = book.reply_days(card.rule, card.colour)
    return {
        "application_id": application.id,
        "office_id": application.office_id,
        "colour": card.colour,
        "rule": card.rule,
        "rule_version": str(book.source_of(card.rule)),
        "day": card.day.isoformat(),
        "due_on": card.due_on.isoformat(),
        "desks": held.desks_when(application.process_id, card.day),
        "people": held.people_when(application.id, card.day),
        "responsible": held.responsible_when(application.id, application.process_id, card.day),
        "reply_due_on": calendar.add(legal_day(at), days).isoformat() if days is not None else None,
    }


def _tell(cards: Sequence[Card], applications: dict[int, Watched], *, at: datetime) -> None:
    """An amber warning goes to who handles the case; yellow and red go to the e-supervision officers too."""
    monitors = monitors_on(legal_day(at)) if any(card.colour != "amber" for card in cards) else []
    rows = []
    for card in cards:
        application = applications[card.application_id]
        others = [] if card.colour == "amber" else monitors
        link, facts = f"/cases/{application.number}/", params(card, application)
        answering = [card.responsible_id] if card.responsible_id is not None else []
        for person in dict.fromkeys([*answering, *application.handlers, *others]):
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
    reply = {"reply_by": card.reply_due_on.isoformat()} if card.reply_due_on is not None else {}
    return reply | {
        "number": application.number,
        "item": item.names,
        "applicant": application.applicant,
        "colour": card.colour,
        "rule": card.rule,
        "day_on": card.day.isoformat(),
        "due_on": card.due_on.isoformat(),
    }
