"""One tick of the timers: the cases first, then what supervision reads of them, then the files and drafts."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from approvals import drafts
from approvals.files.tidying import tidy
from approvals.files.verdicts import scan_waiting
from supervision.models import Card
from supervision.publication.keeping import Kept, keep
from supervision.sweep import judge
from supervision.tickets.acts import recompute_due
from workflow.infected import tell_infected
from workflow.sweep import Swept, sweep


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did: the timers' acts, the cards that were written, and the published records."""

    swept: Swept
    cards: list[Card]
    published: list[Kept]


def tick(*, at: datetime, dry_run: bool = False) -> Ticked:
    """What beat asks for each minute, and `manage.py sweep` by hand; `dry_run` says what it would do and undoes it."""
    with transaction.atomic() if dry_run else nullcontext():
        swept = sweep(at=at)
        ticked = Ticked(swept, judge(at, failed=swept.failed), keep(at, failed=swept.failed))
        recompute_due(at)
        if dry_run:
            transaction.set_rollback(True)
    if not dry_run:
        scan_waiting(at=at, infected=partial(tell_infected, at=at))
        drafts.expire(at=at)
        tidy(at=at)
    return ticked
