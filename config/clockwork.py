"""One tick of the timers: the cases first, then what supervision reads of them."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from supervision.models import Card
from supervision.sweep import judge
from workflow.sweep import Swept, sweep


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did: the timers' acts, and the cards that were written."""

    swept: Swept
    cards: list[Card]


def tick(*, at: datetime, dry_run: bool = False) -> Ticked:
    """What beat asks for each minute, and `manage.py sweep` by hand; `dry_run` says what it would do and undoes it."""
    with transaction.atomic() if dry_run else nullcontext():
        ticked = Ticked(sweep(at=at), judge(at))
        if dry_run:
            transaction.set_rollback(True)
    return ticked
