"""`manage.py efficiency YYYY-MM [--as-of DAY] [--json]`: the scores of a month, the same whenever they are asked for."""

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals.people import Office, User
from config import moment
from supervision.efficiency import Month, month_scores
from supervision.rules.efficiency import Score, month_of
from supervision.schemes_in_force import efficiency as scheme_in_force
from workflow.models import Application
from workflow.rules.clock import legal_day


class Command(BaseCommand):
    """Desks by code, then people by account; each with what was taken off."""

    help = "某月的效能评分 / the efficiency scores of a month"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which month, as of when, and how to answer."""
        parser.add_argument("month", metavar="YYYY-MM")
        parser.add_argument("--as-of", metavar="DAY", help="截至该日的记录 / rows as of then; the month's last day")
        parser.add_argument("--json", action="store_true", dest="as_json", help="机器可读的结果 / machine-readable")

    def handle(self, *, month: str, as_of: str | None, as_json: bool, **options: Any) -> None:
        """Print the scores."""
        asked = _month(month, as_of, legal_day(moment.now()))
        offices = list(Office.objects.filter(parent=None).values_list("id", flat=True))
        rows = _rows(month_scores(asked, offices=offices))
        if as_json:
            scheme = scheme_in_force()
            report = {"month": month, "as_of": asked.as_of.isoformat(), "scores": rows}
            report |= {"scheme": str(scheme), "legal_basis": scheme.legal_basis}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True))
            return
        for row in rows:
            self.stdout.write(f"{row['points']:>6}  {row['subject']}  {row['name']}")
            for each in row["lost"]:
                self.stdout.write(f"        −{each['points']} {each['kind']} {each['day']} {each['application']}")


def _month(text: str, as_of: str | None, today: date) -> Month:
    try:
        first, last = month_of(text)
        until = date.fromisoformat(as_of) if as_of is not None else min(last, today)
    except ValueError as error:
        raise CommandError(f"无法识别 / cannot be read: {error}") from error
    if first > today or until > today or until < first:
        raise CommandError(f"尚未开始的月份或者日期 / not yet begun: {text}")
    return Month(first, last, until)


def _rows(found: list[Score]) -> list[dict[str, Any]]:
    people = User.objects.in_bulk([score.subject for score in found if isinstance(score.subject, int)])
    keys = {each.fault.application_id for score in found for each in score.lost}
    numbers = dict(Application.objects.filter(pk__in=keys).values_list("id", "number"))
    return [
        {
            "subject": people[score.subject].username if isinstance(score.subject, int) else score.subject,
            "name": str(people[score.subject]) if isinstance(score.subject, int) else "",
            "of": "person" if isinstance(score.subject, int) else "desk",
            "points": str(score.points),
            "lost": [
                {
                    "kind": each.fault.kind,
                    "day": each.fault.day.isoformat(),
                    "points": str(each.points),
                    "application": numbers[each.fault.application_id],
                    "row": f"{each.fault.table}:{each.fault.key}",
                }
                for each in score.lost
            ],
        }
        for score in found
    ]
