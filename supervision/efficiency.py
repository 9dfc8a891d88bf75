"""效能评分: the facts of a month, read from rows that are never rewritten, as they stood at the end of a day.

A card counts in the month in which it was issued, unless it had been cancelled by the end of that day; a missed
explanation or answer on the day after its last day; a bad rating on the day it was given, unless it had been revised by
then.  Whose it is: a card's and a missed explanation's of who answered for the case and of the desks with open work, a
rating's of who accepted the case (the one who is told of it) and of the window."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from approvals.people import Office, Post
from supervision.models import CANCELLED, Card, Order
from supervision.orders import ROLES_AT
from supervision.rules.efficiency import ORDER, RATING, RED, REPLY, YELLOW, Fault, Score, scores
from supervision.schemes_in_force import efficiency as scheme_in_force
from workflow import catalogue_versions
from workflow.models import Application, Rating
from workflow.rules.clock import LEGAL_ZONE, legal_day

ONE_DAY = timedelta(days=1)
COLOURS = {"yellow": YELLOW, "red": RED}
RATED_DESK = "window"


@dataclass(frozen=True, slots=True)
class Month:
    """A month from its first day to `as_of`, which is its last one or, of the current month, today."""

    first: date
    last: date
    as_of: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= min(self.last, self.as_of)

    @property
    def opened_at(self) -> datetime:
        return datetime.combine(self.first, time.min, tzinfo=LEGAL_ZONE)

    @property
    def closed_at(self) -> datetime:
        """The instant at which the last day that counts is over."""
        return datetime.combine(min(self.last, self.as_of) + ONE_DAY, time.min, tzinfo=LEGAL_ZONE)


def month_scores(month: Month, *, offices: Collection[int]) -> list[Score]:
    """The scores of all desks and of everybody who held a handling post in the month, of these bureaus (topmost offices)."""
    faults = [*_of_cards(month, offices), *_of_orders(month, offices), *_of_ratings(month, offices)]
    return scores(scheme=scheme_in_force(), faults=faults, desks=list(ROLES_AT), people=_people(month, offices))


def _of_cards(month: Month, offices: Collection[int]) -> Iterator[Fault]:
    known = Card.objects.filter(office_id__in=offices, colour__in=COLOURS, issued_at__lt=month.closed_at)
    relevant = Q(issued_at__gte=month.opened_at) | Q(reply_due_on__gte=month.first - ONE_DAY)
    for card in known.filter(relevant).order_by("id"):
        ruled_on = legal_day(card.ruled_at) if card.ruled_at is not None else None
        if card.state == CANCELLED and ruled_on is not None and ruled_on <= month.as_of:
            continue
        issued_on = legal_day(card.issued_at)
        if month.holds(issued_on):
            yield _of_card(COLOURS[card.colour], issued_on, card)
        if card.reply_due_on is not None and month.holds(card.reply_due_on + ONE_DAY):
            ends = [legal_day(at) for at in (card.contested_at, card.ruled_at) if at is not None]
            if not any(day <= card.reply_due_on for day in ends):
                yield _of_card(REPLY, card.reply_due_on + ONE_DAY, card)


def _of_card(kind: str, day: date, card: Card) -> Fault:
    return Fault(kind, day, card.application_id, "card", card.pk, card.responsible_id, tuple(card.desks))


def _of_orders(month: Month, offices: Collection[int]) -> Iterator[Fault]:
    between = {"due_on__gte": month.first - ONE_DAY, "due_on__lt": min(month.last, month.as_of)}
    for order in Order.objects.filter(office_id__in=offices, **between).order_by("id"):
        ends = [legal_day(at) for at in (order.answered_at, order.closed_at) if at is not None]
        if not any(day <= order.due_on for day in ends):
            desks = (order.desk,) if order.desk else ()
            yield Fault(ORDER, order.due_on + ONE_DAY, order.application_id, "order", order.pk, order.person_id, desks)


def _of_ratings(month: Month, offices: Collection[int]) -> Iterator[Fault]:
    given = Rating.objects.filter(application__office_id__in=offices, rated_on__gte=month.first, rated_on__lte=month.as_of)
    last: dict[int, Rating] = {row.application_id: row for row in given.order_by("application_id", "round")}
    cases = Application.objects.in_bulk(last)
    for key, row in last.items():
        case = cases[key]
        rules = catalogue_versions.sub_item(case.item_version_id, case.sub_item_code).rules
        if row.stars in rules.rating_bad_stars and month.holds(row.rated_on):
            yield Fault(RATING, row.rated_on, key, "rating", row.pk, case.accepted_by_id, (RATED_DESK,))


def _people(month: Month, offices: Collection[int]) -> list[int]:
    """Who held a post of a desk on some day of the month."""
    roles = frozenset[str]().union(*ROLES_AT.values())
    posts = Post.objects.filter(role__in=roles, from_on__lte=month.last).exclude(until_on__lt=month.first)
    parents: Mapping[int, int | None] = dict(Office.objects.values_list("id", "parent_id"))
    rows = posts.order_by("user_id").values_list("user_id", "office_id")
    return sorted({user for user, office in rows if _top(office, parents) in offices})


def _top(office: int, parents: Mapping[int, int | None]) -> int:
    above = parents.get(office)
    return office if above is None else _top(above, parents)
