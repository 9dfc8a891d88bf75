"""统计事实 written: the rows of `CaseFact` for cases that are new or have changed, read from the ledger and the clocks."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q

from supervision.reports import stays
from supervision.reports.models import CaseFact
from workflow import calendar
from workflow.models import Application, Pause
from workflow.rules.clock import Standstill
from workflow.rules.workdays import Calendar
from workflow.timekeeping import standstills

ONE_DAY, BATCH = timedelta(days=1), 500
ENDS = ("granted", "refused", "withdrawn", "terminated")
DECIDED = ("granted", "refused")
READ = """
SELECT a.id AS application_id, a.version, a.office_id, a.item_version_id, a.item_code, a.sub_item_code, a.channel, a.route,
 a.acceptance, a.accepted_by_id AS handler_id, a.accepted_on AS accepted_by_law,
 (a.lodged_at AT TIME ZONE 'Asia/Shanghai')::date AS lodged_on,
 l.declined_on, l.accepted_on, l.ended_on, coalesce(l.outcome, '') AS outcome, l.served_on,
 CASE WHEN l.outcome IN ('granted', 'refused') THEN a.decided_on END AS decided_on,
 promised.due_on AS promised_due_on, statutory.due_on AS statutory_due_on,
 promised.days AS promised_days, statutory.days AS statutory_days,
 (a.channel = 'window')::int + collected.often AS trips,
 (SELECT max(due_on) FROM workflow_clock c WHERE c.application_id = a.id AND c.kind = 'follow_up') AS follow_up_due_on,
 checked.first_on AS followed_up_on, checked.false_on AS found_false_on, rated.rated_on, rated.stars
FROM workflow_application a
JOIN LATERAL (
 SELECT min(e.day) FILTER (WHERE e.to_status = 'not_accepted') AS declined_on,
  min(e.day) FILTER (WHERE e.arrives) AS accepted_on,
  min(e.day) FILTER (WHERE e.ends) AS ended_on,
  (array_agg(e.to_status ORDER BY e.seq) FILTER (WHERE e.ends))[1] AS outcome,
  min(e.day) FILTER (WHERE e.act IN ('serve', 'deem_served')) AS served_on
 FROM (SELECT act, seq, to_status, (at AT TIME ZONE 'Asia/Shanghai')::date AS day,
   to_status = ANY(%(ends)s) AND NOT from_status = ANY(%(ends)s) AND from_status <> 'issued' AS ends,
   from_status IN ('received', 'supplement_requested') AND to_status IN ('accepted', 'granted', 'refused') AS arrives
  FROM workflow_ledgerentry WHERE application_id = a.id) e
) l ON true
LEFT JOIN LATERAL (
 SELECT due_on, CASE WHEN unit = 'wd' THEN length + extension END AS days FROM workflow_clock
 WHERE application_id = a.id AND kind = 'promised' ORDER BY id DESC LIMIT 1) promised ON true
LEFT JOIN LATERAL (
 SELECT due_on, CASE WHEN unit = 'wd' THEN length + extension END AS days FROM workflow_clock
 WHERE application_id = a.id AND kind = 'statutory' ORDER BY id DESC LIMIT 1) statutory ON true
JOIN LATERAL (
 SELECT count(*) AS often FROM (SELECT 1 FROM approvals_service
  WHERE application_id = a.id AND method = 'window' AND outcome = 'served' LIMIT 1) s) collected ON true
JOIN LATERAL (
 SELECT min(recorded_on) AS first_on, min(recorded_on) FILTER (WHERE result = 'false') AS false_on
 FROM workflow_followup WHERE application_id = a.id) checked ON true
LEFT JOIN workflow_rating rated ON rated.application_id = a.id AND rated.round = 1
WHERE a.id = ANY(%(keys)s)"""
KEPT = [field.attname for field in CaseFact._meta.concrete_fields if not field.primary_key]


def tally(applications: Collection[int], *, days: Calendar) -> None:
    """Writes the facts of these applications as they now stand; as often as one likes."""
    CaseFact.objects.bulk_create(
        facts_of(applications, days=days), update_conflicts=True, unique_fields=["application"], update_fields=KEPT
    )
    stays.write(applications, days=days)


def facts_of(applications: Collection[int], *, days: Calendar) -> list[CaseFact]:
    """The facts of these applications, not written."""
    rows = _read(applications)
    held = _standstills([row["application_id"] for row in rows if row["decided_on"] is not None])
    return [CaseFact(**_with_days(row, days, held[row["application_id"]])) for row in rows]


def catch_up() -> None:
    """The facts of every case that has changed since they were written, as far as the sweep has not come to them yet."""
    while keys := list(
        Application.objects.filter(Q(fact=None) | ~Q(fact__version=F("version"))).values_list("pk", flat=True)[:BATCH]
    ):
        tally(keys, days=calendar.current())


def _read(applications: Collection[int]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(READ, {"keys": list(applications), "ends": list(ENDS)})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _standstills(applications: Collection[int]) -> dict[int, list[Standstill]]:
    """What did not count of the time of each: special procedures that were announced (行政许可法 45)."""
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(application_id__in=applications, noticed_on__isnull=False):
        pauses[pause.application_id].append(pause)
    return defaultdict(list, {key: standstills(each, "statutory") for key, each in pauses.items()})


def _with_days(row: dict[str, Any], days: Calendar, held: Iterable[Standstill]) -> dict[str, Any]:
    accepted, decided = row.pop("accepted_by_law"), row["decided_on"]
    used = working_days(accepted, decided, days, held) if accepted and decided and row["outcome"] in DECIDED else None
    return row | {"days_used": used}


def working_days(after: date, upto: date, days: Calendar, held: Iterable[Standstill]) -> int:
    """The working days after one day and up to another that no special procedure covered."""
    covering = [still for still in held if still.start < upto and still.end > after]
    if not covering:
        return days.count(after, upto)
    between = (after + ONE_DAY * n for n in range(1, (upto - after).days + 1))
    return sum(days.is_working(day) and not any(still.covers(day) for still in covering) for day in between)
