"""What the head's pictures count: one statement each, over the last weeks, of the bureaus somebody watches."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from supervision.models import Card
from workflow.rules.workdays import Calendar

WEEKS = 12
SHARES = (25, 50, 75, 100)  # upper bounds, in per cent of the promised period; beyond the last it was missed


@dataclass(frozen=True, slots=True)
class Used:
    """A decided application: the working days promised, and those used of them."""

    application_id: int
    promised: int
    used: int

    @property
    def share(self) -> int:
        """Which of SHARES it falls under; len(SHARES) where the promise was missed."""
        return next((n for n, bound in enumerate(SHARES) if self.used * 100 <= self.promised * bound), len(SHARES))


def monday(day: date) -> date:
    """The day its week begins."""
    return day - timedelta(days=day.weekday())


def weeks(today: date) -> list[date]:
    """The Mondays of the last weeks, this one last."""
    return [monday(today) - timedelta(weeks=n) for n in reversed(range(WEEKS))]


TREND = """SELECT 'lodged', date_trunc('week', received_on)::date, count(*) FROM workflow_application
 WHERE office_id = ANY(%(offices)s) AND received_on >= %(since)s GROUP BY 2
 UNION ALL SELECT 'decided', date_trunc('week', decided_on)::date, count(*) FROM workflow_application
 WHERE office_id = ANY(%(offices)s) AND decided_on >= %(since)s GROUP BY 2"""


def trend(offices: Collection[int], today: date) -> Mapping[tuple[str, date], int]:
    """How many applications were received (`lodged`) and `decided`, by the Monday of the week."""
    rows = _read(TREND, offices, weeks(today)[0])
    return {(what, week): number for what, week, number in rows}


CARDS = """SELECT colour, date_trunc('week', day)::date, count(DISTINCT application_id) FROM supervision_card
 WHERE office_id = ANY(%(offices)s) AND day >= %(since)s AND state <> 'cancelled' GROUP BY 1, 2"""


def cards(offices: Collection[int], today: date) -> Mapping[tuple[str, date], int]:
    """How many cases earned a card that was not cancelled, by colour and the Monday of the week."""
    return {(colour, week): number for colour, week, number in _read(CARDS, offices, weeks(today)[0])}


def carded(offices: Collection[int], *, colour: str, week: date) -> list[int]:
    """Keys of the applications that `cards` counts for a colour and week."""
    rows = Card.objects.filter(office_id__in=offices, colour=colour, day__gte=week, day__lt=week + timedelta(weeks=1))
    return list(rows.exclude(state="cancelled").values_list("application_id", flat=True))


USED = """SELECT a.id, k.length + k.extension, k.due_on, k.met_on FROM workflow_application a
 JOIN workflow_clock k ON k.application_id = a.id AND k.kind = 'promised' AND k.unit = 'wd'
 WHERE a.office_id = ANY(%(offices)s) AND a.decided_on >= %(since)s AND k.met_on IS NOT NULL
 AND k.length + k.extension > 0"""


def used(offices: Collection[int], today: date, calendar: Calendar) -> list[Used]:
    """The applications decided in these weeks with their working days; days that do not count are in the due day."""
    found = []
    for key, promised, due_on, met_on in _read(USED, offices, weeks(today)[0]):
        late, left = calendar.count(due_on, met_on), calendar.count(met_on, due_on)
        found.append(Used(key, promised, max(promised + late - left, 0)))
    return found


def by_share(rows: Collection[Used]) -> Counter[int]:
    """How many fall under each of SHARES."""
    return Counter(row.share for row in rows)


def _read(statement: str, offices: Collection[int], since: date) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"offices": sorted(offices), "since": since})
        return cursor.fetchall()
