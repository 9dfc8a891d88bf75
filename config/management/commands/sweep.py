"""`manage.py sweep [--dry-run [--at INSTANT]]`: do by hand what the timers do, or say what they would do tonight."""

import argparse
from datetime import datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import moment
from config.clockwork import Ticked, tick
from workflow.models import Application
from workflow.rules.clock import LEGAL_ZONE, legal_day


class Command(BaseCommand):
    """Exit status 0 when everything that is due was done."""

    help = "办理到期事项；--dry-run 只说明今夜将办理什么 / do what is due; --dry-run says what tonight would do"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether only to say it, and for when."""
        parser.add_argument("--dry-run", action="store_true", help="只说明，不办理 / say it and leave nothing behind")
        parser.add_argument(
            "--at",
            metavar="INSTANT",
            help="假定的时刻，默认今夜零时 / as if it were then; tonight's midnight if not given",
        )

    def handle(self, *, dry_run: bool, at: str | None, **options: Any) -> None:
        """A line for each act: the day, the act, the application's or the licence's number."""
        if at is not None and not dry_run:
            raise CommandError("--at 只能与 --dry-run 一起使用 / --at goes with --dry-run only")
        now = moment.now()
        when = _instant(at) if at is not None else _midnight(now) if dry_run else now
        done = tick(at=when, dry_run=dry_run)
        for line in _lines(done):
            self.stdout.write(f"{legal_day(when)} {line}")
        words = "将办理 / to be done" if dry_run else "已办理 / done"
        self.stdout.write(f"{words}: {len(_lines(done)) - len(done.swept.failed)}")
        if done.swept.failed:
            raise SystemExit(1)


def _lines(done: Ticked) -> list[str]:
    swept = done.swept
    numbers = dict(
        Application.objects.filter(pk__in=[card.application_id for card in done.cards]).values_list("id", "number")
    )
    return [
        *(f"move_dates {moved.application} {moved.kind} {moved.before} → {moved.after}" for moved in swept.moved),
        *(f"{act} {number}" for act, number in swept.acts),
        *(f"expire_licence {number}" for number in swept.expired),
        *(f"licence_reminder {number} {period}" for number, period in swept.reminded),
        *(f"card {numbers[card.application_id]} {card.colour} {card.rule} {card.day}" for card in done.cards),
        *(f"publication {each.number} {each.change} {each.edition}" for each in done.published),
        *(f"未能办理 / failed: application {key}: {why}" for key, why in swept.failed),
    ]


def _midnight(now: datetime) -> datetime:
    """The instant at which the next day of law begins."""
    return datetime.combine(legal_day(now) + timedelta(days=1), time.min, tzinfo=LEGAL_ZONE)


def _instant(text: str) -> datetime:
    """`2026-10-09` or `2026-10-09T08:30`, by the clock in the office where no offset is given."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"无法识别的时刻 / not an instant: {text}") from error
    return given if given.utcoffset() is not None else given.replace(tzinfo=LEGAL_ZONE)
