"""The queue: the open work of a person, page by page, and how much there is of it.  The rule is in seats.py.

The queue of a person and the holders of a case are read by the same rule, so neither says what the other denies."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from approvals.fields import EncryptedTextField
from approvals.people import Applicant
from workflow.errors import BadInput
from workflow.models.clock import DECIDING
from workflow.rules.workdays import Calendar
from workflow.seats import AWAITED, FITS, HOLDER, MINE, OPEN, RULE, SEAT, TAKEN, WATCHED, away
from workflow.store import STEPS

SOON_DAYS = 3  # a due day within so many working days is shown as near
PAGE = 30
STAGES = {name: step.ref for name, step in STEPS.by_name.items() if step.kind == "human"}
NAMES = {ref: name for name, ref in STAGES.items()}
_NUMBER = EncryptedTextField()


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a queue is asked for; empty: all.  `stage`: a node of the flow; `state`: overdue, today, soon,
    later or in_time (both with work of no day); `holder`: who may do the work (where one watches the work of all)."""

    item: str = ""
    stage: str = ""
    desk: str = ""
    search: str = ""
    state: str = ""
    due_on: date | None = None
    applications: list[int] | None = None
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the pressing clock stands still for, and the last day of it."""

    procedure: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Work:
    """One line of a queue.  `number_shown`: the applicant's, as it may be shown; `clock`: the kind that presses; `owner`: who
    has taken it."""

    task_id: int
    application_id: int
    number: str
    version_id: int
    item_code: str
    sub_item_code: str
    stage: str
    desk: str
    due_on: date | None
    node_due_on: date | None
    applicant: str
    number_shown: str
    clock: str
    standing: Standing | None
    owner_id: int | None
    owner: str

    @property
    def key(self) -> str:
        """Where the page after this line begins."""
        return f"{self.due_on or ''}.{self.task_id}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and the key of the next ones; '' where there are none."""

    rows: list[Work]
    next_key: str


@dataclass(slots=True)
class Counts:
    """How many work items there are, altogether and by what a filter can ask for."""

    total: int = 0
    states: dict[str, int] = field(default_factory=lambda: {"overdue": 0, "today": 0, "soon": 0})
    stages: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    sub_items: dict[str, int] = field(default_factory=dict)
    desks: dict[str, dict[str, int]] = field(default_factory=dict)
    days: dict[date, int] = field(default_factory=dict)


def holders(application_id: int, today: date) -> set[int]:
    """Ids of the users in whose queue the application is on this day."""
    asked = f"""WITH RECURSIVE {SEAT} SELECT DISTINCT s.user_id FROM {OPEN} JOIN seat s ON {RULE}
 WHERE {AWAITED} AND a.id = %(id)s"""
    return {row[0] for row in read_rows(asked, {"id": application_id, "today": today})}


def takers(application_id: int, today: date) -> dict[int, tuple[int | None, set[int]]]:
    """Of each open work item by id: who has taken it (or his substitute) and is there, and who of its desk is there and may
    do it."""
    asked = f"""WITH RECURSIVE {SEAT} SELECT t.id, CASE WHEN {TAKEN} THEN {HOLDER} END, array_agg(DISTINCT s.user_id)
 FROM {OPEN} JOIN seat s ON {FITS} AND NOT {away("s.user_id")}
 WHERE {AWAITED} AND a.id = %(id)s GROUP BY 1, 2"""
    return {key: (owner, set(able)) for key, owner, able in read_rows(asked, {"id": application_id, "today": today})}


def taken_by(user_id: int) -> list[tuple[int, str]]:
    """What this person has taken and not done: ids of applications with the stage of each work item."""
    asked = f"SELECT a.id, t.flow_task FROM {OPEN} WHERE {AWAITED} AND t.status = 'ASSIGNED' AND t.owner_id = %(user)s"
    return [(key, NAMES[ref]) for key, ref in read_rows(asked + " ORDER BY t.id", {"user": user_id})]


def applications(*, user_id: int, today: date) -> list[int]:
    """Ids of the applications on which the person has work."""
    asked = f"WITH RECURSIVE {SEAT} SELECT DISTINCT a.id FROM {OPEN} WHERE {AWAITED} AND {MINE}"
    return [row[0] for row in read_rows(asked, {"user": user_id, "today": today})]


def size(*, user_id: int, today: date) -> int:
    """How many work items the person has."""
    asked = f"WITH RECURSIVE {SEAT} SELECT count(*) FROM {OPEN} WHERE {AWAITED} AND {MINE}"
    return int(read_rows(asked, {"user": user_id, "today": today})[0][0])


def page(
    *,
    user_id: int,
    today: date,
    calendar: Calendar,
    filters: Filters = Filters(),
    after: str = "",
    limit: int = PAGE,
    watching: bool = False,
) -> Page:
    """The open work of a person by due day, from the key `after` on; `watching`: of the bureau he watches.

    Raises BadInput for a key that is none, or an unknown stage or state."""
    conditions, given = conditions_of(filters, today, calendar)
    if after:
        conditions.append(_beyond(after, given))
    given |= {"user": user_id, "today": today, "limit": limit + 1}
    chosen = " AND ".join([AWAITED, WATCHED if watching else MINE, *conditions])
    rows = [_work(row, today) for row in read_rows(PAGE_OF.format(chosen=chosen), given)]
    more = len(rows) > limit
    return Page(rows[:limit], rows[limit - 1].key if more else "")


PAGE_OF = f"""WITH RECURSIVE {SEAT}, chosen AS (
 SELECT t.id AS task_id, t.flow_task, t.desk, t.due_on, t.node_due_on, a.id, a.number, a.item_version_id, a.item_code,
  a.sub_item_code, a.parts, n.kind, n.name, n.uscc, n.resident_id,
  CASE WHEN t.status = 'ASSIGNED' THEN t.owner_id END AS owner
 FROM {OPEN} WHERE {{chosen}} ORDER BY t.due_on, t.id LIMIT %(limit)s)
SELECT c.*, (SELECT json_agg(k.kind)::text FROM workflow_clock k
  WHERE k.application_id = c.id AND k.met_on IS NULL AND k.due_on = c.due_on),
 CASE WHEN c.parts & 1 <> 0 THEN
  (SELECT json_agg(json_build_array(x.procedure, x.planned_end, x.holds) ORDER BY x.id)::text FROM workflow_pause x
   WHERE x.application_id = c.id AND x.ended_on IS NULL AND x.noticed_on < c.due_on
   AND %(today)s::date BETWEEN x.noticed_on AND x.planned_end) END,
 (SELECT coalesce(nullif(u.display_name, ''), u.username) FROM approvals_user u WHERE u.id = c.owner)
FROM chosen c ORDER BY c.due_on, c.task_id"""


def counts(*, user_id: int, today: date, calendar: Calendar, watching: bool = False, stage: str = "") -> Counts:
    """How much open work a person has (or watches), of one stage if it is named: one statement for all filters."""
    narrowed, given = conditions_of(Filters(stage=stage), today, calendar)
    chosen = " AND ".join([AWAITED, WATCHED if watching else MINE, *narrowed])
    asked = f"""WITH RECURSIVE {SEAT} SELECT t.flow_task, a.item_code, a.sub_item_code, t.desk, t.due_on, count(*)
 FROM {OPEN} WHERE {chosen} GROUP BY 1, 2, 3, 4, 5"""
    found, soon = Counts(), calendar.add(today, SOON_DAYS)
    for ref, item, sub_item, desk, due_on, number in read_rows(asked, {**given, "user": user_id, "today": today}):
        state = state_of(due_on, today=today, soon=soon)
        found.total += number
        _add(found.stages, NAMES[ref], number)
        _add(found.items, item, number)
        _add(found.sub_items, sub_item, number)
        _add(found.desks.setdefault(desk, {"total": 0, "overdue": 0, "today": 0, "soon": 0}), "total", number)
        if state:
            _add(found.states, state, number)
            _add(found.desks[desk], state, number)
        if due_on is not None:
            found.days[due_on] = found.days.get(due_on, 0) + number
    return found


def state_of(due_on: date | None, *, today: date, soon: date) -> str:
    """overdue, today, soon (due by that day), or '' for later and for no day at all."""
    if due_on is None or due_on > soon:
        return ""
    return "soon" if due_on > today else "today" if due_on == today else "overdue"


def _add(into: dict[str, int], name: str, number: int) -> None:
    into[name] = into.get(name, 0) + number


HELD = f"EXISTS (SELECT 1 FROM seat s WHERE s.user_id = %(holder)s AND {RULE})"


def conditions_of(filters: Filters, today: date, calendar: Calendar) -> tuple[list[str], dict[str, Any]]:
    """The filters as SQL conditions with what they are given."""
    given: dict[str, Any] = {}
    conditions = []
    if filters.stage and filters.stage not in STAGES:
        raise BadInput(filters.stage, field="stage")
    states = {"": "", "overdue": "t.due_on < %(today)s", "today": "t.due_on = %(today)s",
              "soon": "t.due_on > %(today)s AND t.due_on <= %(soon)s",
              "later": "(t.due_on > %(soon)s OR t.due_on IS NULL)",
              "in_time": "(t.due_on >= %(today)s OR t.due_on IS NULL)"}  # fmt: skip
    if filters.state not in states:
        raise BadInput(filters.state, field="state")
    if filters.state in ("soon", "later"):
        given["soon"] = calendar.add(today, SOON_DAYS)
    conditions += [states[filters.state]] if filters.state else []
    found = "strpos(lower(concat_ws(' ', a.number, n.name, n.uscc)), lower(%(search)s)) > 0"
    for value, name, condition in (
        (filters.item, "item", "%(item)s IN (a.item_code, a.sub_item_code)"),
        (STAGES.get(filters.stage), "stage", "t.flow_task = %(stage)s"),
        (filters.desk, "desk", "t.desk = %(desk)s"),
        (filters.search.replace("\0", "").strip(), "search", found),
        (filters.due_on, "due_on", "t.due_on = %(due_on)s"),
        (filters.applications, "among", "a.id = ANY(%(among)s::bigint[])"),
        (filters.holder, "holder", HELD),
    ):
        if value or value == []:
            given[name] = value
            conditions.append(condition)
    return conditions, given


def _beyond(after: str, given: dict[str, Any]) -> str:
    """The lines behind this key; those without a due day come last."""
    day, _, task = after.partition(".")
    try:
        given["after"], after_on = int(task), date.fromisoformat(day) if day else None
    except ValueError:
        raise BadInput(after, field="after") from None
    if not 0 <= given["after"] < 2**63:
        raise BadInput(after, field="after")
    if after_on is None:
        return "t.due_on IS NULL AND t.id > %(after)s"
    given["after_on"] = after_on
    return "(t.due_on IS NULL OR (t.due_on, t.id) > (%(after_on)s::date, %(after)s::bigint))"


def _work(row: Sequence[Any], today: date) -> Work:
    (task, ref, desk, due_on, node_due_on, application, number, version, item, sub_item, _, kind, name, uscc, resident,
     owner, clocks, pauses, owner_name) = row  # fmt: skip
    stage = NAMES[ref]
    running = json.loads(clocks) if clocks else []
    clock = next((k for k in STEPS.by_name[stage].node.clocks if k in running), "")
    party = Applicant(kind=kind, name=name, uscc=uscc, resident_id=_NUMBER.from_db_value(resident))
    return Work(
        task, application, number, version, item, sub_item, stage, desk, due_on, node_due_on, name, party.masked_number,
        clock, _standing(json.loads(pauses) if pauses else [], clock), owner, owner_name or "",
    )  # fmt: skip


def _standing(pauses: Sequence[Sequence[str]], clock: str) -> Standing | None:
    """The first of the pauses of today that holds this clock (timekeeping.stands_still says it of a case)."""
    for procedure, until_on, holds in pauses:
        if clock in DECIDING and (clock == "promised" or holds == "both"):
            return Standing(procedure, date.fromisoformat(until_on))
    return None


def read_rows(statement: str, given: dict[str, Any]) -> list[Any]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()
