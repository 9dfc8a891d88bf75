"""The lines of a list of open work: what the queue, the head's lists and an applicant's list show of a work item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from notifications.words import COLOURS, RULES
from portal.case_words import DESKS, WORK, in_language, said
from portal.chips import Chip, chip, clock_name, limit
from supervision.models import UNRULED, Card
from workflow import catalogue_versions
from workflow.queue import Work
from workflow.rules.workdays import Calendar

WORST = {"red": 0, "yellow": 1, "amber": 2}


@dataclass(frozen=True, slots=True)
class CardMark:
    """A card as a mark beside a case: colour, its word, the rule in words."""

    colour: str
    word: str
    rule: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the work item, its words, its chip, its step's limit, its cards with the worst first."""

    work: Work
    item: str
    stage: str
    desk: str
    chip: Chip
    clock: str
    limit: str
    late: bool
    cards: tuple[CardMark, ...]

    @property
    def worst(self) -> str:
        """The colour of the worst card; '' without one."""
        return self.cards[0].colour if self.cards else ""


def lines(rows: Iterable[Work], *, today: date, calendar: Calendar) -> list[Line]:
    """The lines of these work items, with the cards that still stand: one more read for all of them."""
    found = list(rows)
    cards = marks({work.application_id for work in found})
    return [_line(work, cards.get(work.application_id, ()), today, calendar) for work in found]


def marks(applications: Iterable[int]) -> Mapping[int, tuple[CardMark, ...]]:
    """The cards of these applications that are not cancelled or ruled on, the worst first."""
    rows = Card.objects.filter(application_id__in=list(applications), state__in=UNRULED).order_by("day", "id")
    found: dict[int, list[CardMark]] = {}
    for card in rows:
        found.setdefault(card.application_id, []).append(mark(card))
    return {key: tuple(sorted(each, key=lambda m: WORST[m.colour])) for key, each in found.items()}


def mark(card: Card) -> CardMark:
    """The card in words."""
    return CardMark(card.colour, said(COLOURS, card.colour), said(RULES, card.rule))


def item_name(version_id: int, code: str) -> str:
    """What is applied for, as of the version the application is pinned to, in the language of the page."""
    found = catalogue_versions.sub_item(version_id, code)
    item, name = in_language(found.item_name, found.item_name_en), in_language(found.name, found.name_en)
    return name if item in name else _("%(item)s（%(name)s）") % {"item": item, "name": name}


def _line(work: Work, cards: tuple[CardMark, ...], today: date, calendar: Calendar) -> Line:
    words, late = limit(work.node_due_on, today=today)
    return Line(
        work,
        item_name(work.version_id, work.sub_item_code),
        said(WORK, work.stage),
        said(DESKS, work.desk),
        chip(work.due_on, standing=work.standing, today=today, calendar=calendar),
        clock_name(work.clock),
        words,
        late,
        cards,
    )
