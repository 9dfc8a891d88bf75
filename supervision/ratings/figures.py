"""What the ratings of a year come to, by item and by dimension: computed when asked, never written.

A service is an application that was decided and whose result was served in the year; its last rating counts.  Silence counts
apart, from the day after so many natural days (catalogue) since the result was served, where the profile says so."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection

from supervision.rules.ratings import Rules, Tally, rules_of
from supervision.scheme_files import content_of
from workflow import catalogue_versions

NAME = "ratings"
SERVED = """SELECT a.office_id, a.item_code, r.stars, r.stars IS NULL AND %(counted)s
  AND a.served_on + coalesce((%(days)s::jsonb ->> a.item_code)::int, 0) < %(today)s::date AS silent, count(*)
FROM workflow_application a LEFT JOIN LATERAL (SELECT x.stars FROM workflow_rating x WHERE x.application_id = a.id
  ORDER BY x.round DESC LIMIT 1) r ON TRUE
WHERE a.served_on BETWEEN %(first)s AND %(last)s GROUP BY 1, 2, 3, 4"""
APART = """SELECT a.office_id, d.key, avg(d.value::text::int), count(*)
FROM workflow_application a JOIN LATERAL (SELECT l.inputs -> 'dimensions' AS given FROM workflow_ledgerentry l
  WHERE l.application_id = a.id AND l.act = 'rate' ORDER BY l.seq DESC LIMIT 1) r ON TRUE
JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(r.given) = 'object' THEN r.given ELSE '{}' END) d ON TRUE
WHERE a.served_on BETWEEN %(first)s AND %(last)s AND a.parts & 512 <> 0 GROUP BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Apart:
    """A dimension: the mean of its stars, and how many gave them."""

    mean: Decimal
    count: int


@cache
def rules() -> Rules:
    """The profile of ratings that the product ships.  Raises ProfileError."""
    return rules_of(content_of(NAME))


def by_item(*, year: int, today: date) -> dict[int, dict[str, Tally]]:
    """The tally of each item of each office, for the services of the year up to `today`."""
    facts = {
        "counted": rules().default_counted,
        "days": json.dumps(_days()),
        "today": today,
        **_bounds(year),
    }
    services: dict[tuple[int, str], int] = defaultdict(int)
    stars: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    silent: dict[tuple[int, str], int] = defaultdict(int)
    for office, item, level, by_silence, count in _rows(SERVED, facts):
        services[office, item] += count
        if level is not None:
            stars[office, item][level] = count
        elif by_silence:
            silent[office, item] += count
    found: dict[int, dict[str, Tally]] = defaultdict(dict)
    for office, item in sorted(services):
        found[office][item] = Tally(services[office, item], stars[office, item], silent[office, item])
    return found


def apart(*, year: int) -> dict[int, dict[str, Apart]]:
    """The dimensions of each office, by code."""
    found: dict[int, dict[str, Apart]] = defaultdict(dict)
    for office, code, mean, count in _rows(APART, _bounds(year)):
        found[office][code] = Apart(Decimal(mean).quantize(Decimal("0.1")), count)
    return found


def _bounds(year: int) -> dict[str, date]:
    return {"first": date(year, 1, 1), "last": date(year, 12, 31)}


def _days() -> Mapping[str, int]:
    """After how many natural days silence counts, by item."""
    return {item.item_code: item.rules.rating_default_after_natural_days for item in catalogue_versions.all_current()}


def _rows(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(parameters))
        return cursor.fetchall()
