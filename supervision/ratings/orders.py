"""差评工单: the bad ratings of a bureau with their limits and what was done about each, read from clocks and ledger."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from workflow.models import Clock, LedgerEntry, Rating

STEPS = ("contact_rater", "answer_rating", "call_back_rater")
FEEDBACK, CONTACT = "feedback", "contact"


@dataclass(frozen=True, slots=True)
class Order:
    """A bad rating as work: `contact` and `feedback` are its clocks; `done` names the steps taken; `outcome` of the last
    call-back, empty before it."""

    key: int
    clock: Clock
    contact: Clock | None
    rating: Rating
    done: tuple[str, ...] = field(default_factory=tuple)
    outcome: str = ""

    @property
    def settled(self) -> bool:
        """Answered, and called back with a result."""
        return self.clock.met_on is not None and self.outcome in ("satisfied", "not_satisfied")

    @property
    def due_on(self) -> date:
        """The day that presses: of the contact until it is made, then of the answer."""
        waiting = self.contact is not None and self.contact.met_on is None
        return self.contact.due_on if self.contact is not None and waiting else self.clock.due_on


def orders(offices: Collection[int], *, answered: bool, after: tuple[date, int] | None, limit: int) -> list[Order]:
    """The work orders of these offices by the day of their answer; `after`: the last one of the page before."""
    rows = Clock.objects.filter(kind=FEEDBACK, met_on__isnull=not answered, application__office_id__in=offices)
    rows = rows.select_related("application").order_by("due_on", "id")
    if after is not None:
        on, key = after
        rows = rows.filter(due_on__gte=on).exclude(due_on=on, id__lte=key)
    found = list(rows[:limit])
    keys = [clock.application_id for clock in found]
    contacts = {clock.application_id: clock for clock in Clock.objects.filter(application_id__in=keys, kind=CONTACT).order_by("id")}
    ratings = {row.application_id: row for row in Rating.objects.filter(application_id__in=keys).order_by("round")}
    entries: dict[int, list[LedgerEntry]] = defaultdict(list)
    for entry in LedgerEntry.objects.filter(application_id__in=keys, act__in=STEPS).order_by("seq"):
        entries[entry.application_id].append(entry)
    return [_order(clock, contacts.get(clock.application_id), ratings, entries[clock.application_id]) for clock in found]


def _order(clock: Clock, contact: Clock | None, ratings: dict[int, Rating], entries: list[LedgerEntry]) -> Order:
    outcomes = [str(entry.inputs.get("outcome", "")) for entry in entries if entry.act == "call_back_rater"]
    done = tuple(dict.fromkeys(entry.act for entry in entries))
    return Order(clock.pk, clock, contact, ratings[clock.application_id], done, outcomes[-1] if outcomes else "")
