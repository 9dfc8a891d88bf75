"""The figures of the yearly report counted a second time: from the tables of the cases alone, in plain SQL.

Nothing here imports what it checks.  A case's history is told from its ledger, its working days day by day."""

from typing import Any

import psycopg

# one row a case: what happened on which day, as the ledger has it
HISTORY = """
WITH entry AS (
 SELECT application_id, seq, act, from_status, to_status, (at AT TIME ZONE 'Asia/Shanghai')::date AS day
 FROM workflow_ledgerentry
), working AS (
 SELECT d::date AS day FROM workflow_calendaryear y
 CROSS JOIN generate_series(make_date(y.year, 1, 1), make_date(y.year, 12, 31), '1 day') d
 WHERE CASE WHEN extract(isodow FROM d) > 5 THEN to_jsonb(y.opened) ? to_char(d, 'YYYY-MM-DD')
  ELSE NOT to_jsonb(y.closed) ? to_char(d, 'YYYY-MM-DD') END
), c AS (
 SELECT a.id, a.office_id::text AS office, a.item_code AS item, a.sub_item_code AS sub_item, a.channel,
  coalesce(a.accepted_by_id::text, '') AS person, a.acceptance, a.route, a.decided_on,
  (a.lodged_at AT TIME ZONE 'Asia/Shanghai')::date AS lodged,
  (SELECT day FROM entry e WHERE e.application_id = a.id AND e.to_status = 'not_accepted' ORDER BY seq LIMIT 1) AS declined,
  (SELECT day FROM entry e WHERE e.application_id = a.id AND e.to_status NOT IN
    ('draft', 'received', 'supplement_requested', 'not_accepted', 'withdrawn') ORDER BY seq LIMIT 1) AS accepted,
  (SELECT day FROM entry e WHERE e.application_id = a.id AND e.to_status IN
    ('granted', 'refused', 'withdrawn', 'terminated') ORDER BY seq LIMIT 1) AS ended,
  (SELECT to_status FROM entry e WHERE e.application_id = a.id AND e.to_status IN
    ('granted', 'refused', 'withdrawn', 'terminated') ORDER BY seq LIMIT 1) AS how,
  (SELECT day FROM entry e WHERE e.application_id = a.id AND e.act IN ('serve', 'deem_served') ORDER BY seq LIMIT 1) AS served,
  (SELECT due_on FROM workflow_clock k WHERE k.application_id = a.id AND k.kind = 'promised' ORDER BY id DESC LIMIT 1) AS promised,
  (SELECT due_on FROM workflow_clock k WHERE k.application_id = a.id AND k.kind = 'statutory' ORDER BY id DESC LIMIT 1) AS statute,
  (SELECT length + extension FROM workflow_clock k WHERE k.application_id = a.id AND k.kind = 'promised' AND unit = 'wd'
    ORDER BY id DESC LIMIT 1) AS promised_days,
  (SELECT length + extension FROM workflow_clock k WHERE k.application_id = a.id AND k.kind = 'statutory' AND unit = 'wd'
    ORDER BY id DESC LIMIT 1) AS statute_days,
  (SELECT count(*) FROM working w WHERE w.day > a.accepted_on AND w.day <= a.decided_on AND NOT EXISTS (
    SELECT 1 FROM workflow_pause p WHERE p.application_id = a.id AND p.holds = 'both' AND w.day > p.noticed_on
     AND w.day <= coalesce(p.ended_on, p.planned_end))) AS days,
  (SELECT count(DISTINCT 1) FROM approvals_service s WHERE s.application_id = a.id AND s.method = 'window'
    AND s.outcome = 'served') + CASE a.channel WHEN 'window' THEN 1 ELSE 0 END AS trips,
  (SELECT due_on FROM workflow_clock k WHERE k.application_id = a.id AND k.kind = 'follow_up'
    ORDER BY due_on DESC LIMIT 1) AS check_due,
  (SELECT recorded_on FROM workflow_followup f WHERE f.application_id = a.id ORDER BY recorded_on LIMIT 1) AS checked,
  (SELECT recorded_on FROM workflow_followup f WHERE f.application_id = a.id AND result = 'false'
    ORDER BY recorded_on LIMIT 1) AS false_on,
  (SELECT rated_on FROM workflow_rating r WHERE r.application_id = a.id AND round = 1) AS rated,
  (SELECT stars FROM workflow_rating r WHERE r.application_id = a.id AND round = 1) AS stars
 FROM workflow_application a
)
"""
IN = "BETWEEN %(since)s AND %(until)s"
DONE = f"ended {IN} AND how IN ('granted', 'refused')"
COMPARABLE = f"{DONE} AND promised_days IS NOT NULL AND statute_days IS NOT NULL AND decided_on IS NOT NULL"
TOLERANCE = f"ended {IN} AND acceptance = 'on_commitment' AND how <> 'withdrawn'"
GONE = "LEAST(accepted, declined, ended)"  # the day it left the door
CARD = """EXISTS (SELECT 1 FROM supervision_card k WHERE k.application_id = c.id AND colour = '{}' AND day BETWEEN %(since)s
 AND %(until)s AND (state <> 'cancelled' OR (ruled_at AT TIME ZONE 'Asia/Shanghai')::date > %(until)s))"""

COUNTED = {
    "received": f"lodged {IN}",
    "pending_in": f"lodged < %(since)s AND ({GONE} IS NULL OR {GONE} >= %(since)s)",
    "pending": f"lodged <= %(until)s AND ({GONE} IS NULL OR {GONE} > %(until)s)",
    "declined": f"declined {IN}",
    "withdrawn_before": f"ended {IN} AND accepted IS NULL",
    "accepted": f"accepted {IN}",
    "accepted_online": f"accepted {IN} AND channel <> 'window'",
    "accepted_plain": f"accepted {IN} AND acceptance IN ('', 'normal', 'instant')",
    "accepted_tolerance": f"accepted {IN} AND acceptance = 'on_commitment'",
    "accepted_deemed": f"accepted {IN} AND acceptance = 'deemed'",
    "accepted_commitment": f"accepted {IN} AND route <> 'ordinary'",
    "carried_in": "accepted < %(since)s AND (ended IS NULL OR ended >= %(since)s)",
    "concluded": DONE,
    "granted": f"ended {IN} AND how = 'granted'",
    "refused": f"ended {IN} AND how = 'refused'",
    "turned_down": f"(declined {IN} OR ended {IN} AND how = 'refused')",
    "terminated": f"ended {IN} AND how = 'terminated'",
    "withdrawn": f"ended {IN} AND how = 'withdrawn' AND accepted IS NOT NULL",
    "open": "accepted <= %(until)s AND (ended IS NULL OR ended > %(until)s)",
    "open_late": "accepted <= %(until)s AND (ended IS NULL OR ended > %(until)s)"
    " AND (promised < %(until)s OR statute < %(until)s)",
    "on_time": f"{DONE} AND NOT coalesce(decided_on > promised, false)",
    "late": f"{DONE} AND decided_on > promised",
    "on_time_statute": f"{DONE} AND NOT coalesce(decided_on > statute, false)",
    "late_statute": f"{DONE} AND decided_on > statute",
    "fell_due": f"CASE WHEN promised < accepted THEN accepted WHEN accepted <= promised THEN promised END {IN}",
    "same_day": f"{DONE} AND ended = accepted",
    "took_none": f"{DONE} AND days < 1",
    "took_days": f"{DONE} AND days IN (1, 2, 3)",
    "took_weeks": f"{DONE} AND days > 3 AND days < 11",
    "took_long": f"{DONE} AND days > 10",
    "measured": COMPARABLE,
    "served": f"served {IN}",
    "whole_online": f"served {IN} AND trips = 0",
    "more_trips": f"served {IN} AND trips > 3",
    "public_received": f"lodged {IN} AND item = 'EM18'",
    "public_concluded": f"{DONE} AND item = 'EM18'",
    "public_late": f"{DONE} AND item = 'EM18' AND decided_on > promised",
    "tolerance_ended": TOLERANCE,
    "tolerance_kept": f"{TOLERANCE} AND how IN ('granted', 'refused')",
    "tolerance_broken": f"{TOLERANCE} AND how = 'terminated'",
    "follow_up_due": f"check_due {IN}",
    "follow_up_done": f"check_due {IN} AND checked <= %(until)s",
    "followed_up": f"checked {IN}",
    "commitment_false": f"false_on {IN}",
    "carded_yellow": CARD.format("yellow"),
    "carded_red": CARD.format("red"),
    "rated": f"rated {IN}",
    "rated_badly": f"rated {IN} AND stars IN (1, 2)",
}
OVER = {
    "turned_down_matters": f"count(DISTINCT sub_item) FILTER (WHERE declined {IN} OR ended {IN} AND how = 'refused')",
    "more_trips_matters": f"count(DISTINCT sub_item) FILTER (WHERE served {IN} AND trips > 3)",
    "average_days": f"round(avg(days) FILTER (WHERE {DONE}), 1)",
    "median_days": f"round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE {DONE}))::numeric, 1)",
    "p90_days": f"round((percentile_cont(0.9) WITHIN GROUP (ORDER BY days) FILTER (WHERE {DONE}))::numeric, 1)",
    "promised_total": f"coalesce(sum(promised_days) FILTER (WHERE {COMPARABLE}), 0)",
    "statutory_total": f"coalesce(sum(statute_days) FILTER (WHERE {COMPARABLE}), 0)",
    "used_total": f"coalesce(sum(days) FILTER (WHERE {COMPARABLE}), 0)",
    "trips_average": f"round(avg(trips) FILTER (WHERE served {IN}), 1)",
    "stars_average": f"round(avg(stars) FILTER (WHERE rated {IN}), 1)",
}
SHARES = {
    "on_time_rate": ("on_time", "concluded"),
    "on_time_statute_rate": ("on_time_statute", "concluded"),
    "same_day_rate": ("same_day", "concluded"),
    "online_rate": ("accepted_online", "accepted"),
    "whole_online_rate": ("whole_online", "served"),
    "tolerance_kept_rate": ("tolerance_kept", "tolerance_ended"),
    "follow_up_coverage": ("follow_up_done", "follow_up_due"),
    "commitment_false_rate": ("commitment_false", "followed_up"),
}
CUTS = ("office", "item", "sub_item", "channel", "person")


def recounted(connection: "psycopg.Connection[Any]", code: str, *, since: Any, until: Any, by: str = "", key: str = "") -> Any:
    """One figure of the period, or of one part of a cut."""
    where = f"{by} = %(key)s" if by else "true"
    assert not by or by in CUTS
    statement = f"{HISTORY} SELECT {_expression(code)} FROM c WHERE {where}"
    row = connection.execute(statement, {"since": since, "until": until, "key": key}).fetchone()
    assert row is not None
    return None if row[0] is None else float(row[0])


def waited(connection: "psycopg.Connection[Any]", *, since: Any, until: Any) -> dict[tuple[str, int], int]:
    """How many cases waited at a step which they left in the period, by step and working days."""
    statement = f"""{HISTORY}, stay AS (SELECT c.id, split_part(t.flow_task, '.', 3) AS step,
 (t.created AT TIME ZONE 'Asia/Shanghai')::date AS came, (t.finished AT TIME ZONE 'Asia/Shanghai')::date AS went
 FROM workflow_task t JOIN workflow_application a USING (process_id) JOIN c ON c.id = a.id
 WHERE t.flow_task_type = 'HUMAN' AND t.status = 'DONE'), at_step AS (
 SELECT id, step, sum((SELECT count(*) FROM working w WHERE w.day > came AND w.day <= went)) AS days
 FROM stay WHERE went {IN} GROUP BY id, step)
 SELECT step, days, count(*) FROM at_step GROUP BY step, days"""
    rows = connection.execute(statement, {"since": since, "until": until}).fetchall()
    return {(step, int(days)): number for step, days, number in rows}


def _expression(code: str) -> str:
    if code in COUNTED:
        return _count(code)
    if code in OVER:
        return OVER[code]
    part, whole = SHARES[code]
    return f"round(100.0 * {_count(part)} / nullif({_count(whole)}, 0), 1)"


def _count(code: str) -> str:
    return f"count(*) FILTER (WHERE {COUNTED[code]})"
