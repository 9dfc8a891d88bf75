"""待办: the open work items are those the law's status and the facts of the case ask for, labelled as their sources say.

The labour is stated here a second time, from the rows: who must have work in which status.  The flow's own conditions
are not asked."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from config.integrity.counting import BeyondCalendar, Days
from config.integrity.findings import Finding, Rule, Scope, stream
from workflow import catalogue_versions
from workflow.rules.catalogue import SubItem
from workflow.store import STEPS

OFFICE = ZoneInfo("Asia/Shanghai")
GIVEN = ("granted", "issued")
ENDED = {"withdrawn": "CANCELED", "terminated": "CANCELED"}
CASES = """SELECT a.id, a.number, a.status, a.route, a.returned, a.served_on, a.hearing_held, a.accepted_by_id,
 a.reviewed_by, a.item_version_id, a.sub_item_code, p.id, p.status, p.finished IS NOT NULL,
 (SELECT json_agg(json_build_array(t.id, t.flow_task, t.flow_task_type, t.status, t.desk, t.due_on, t.barred)
   ORDER BY t.id)::text FROM workflow_task t WHERE t.process_id = a.process_id AND t.finished IS NULL),
 (SELECT o.opinion FROM workflow_opinion o WHERE o.application_id = a.id AND o.current),
 (SELECT v.result FROM workflow_visit v WHERE v.application_id = a.id ORDER BY v.id DESC LIMIT 1),
 EXISTS (SELECT 1 FROM workflow_material m WHERE m.application_id = a.id AND m.state = 'promised'),
 (SELECT f.result FROM workflow_followup f WHERE f.application_id = a.id ORDER BY f.id DESC LIMIT 1),
 (SELECT json_object_agg(k.kind, k.due_on)::text FROM (SELECT c.kind, min(c.due_on) due_on FROM workflow_clock c
   WHERE c.application_id = a.id AND c.met_on IS NULL GROUP BY c.kind) k),
 (SELECT json_agg(r.official_id)::text FROM workflow_recusal r WHERE r.application_id = a.id),
 (SELECT json_agg(h.chair_id)::text FROM workflow_hearing h WHERE h.application_id = a.id AND h.held_on IS NOT NULL
   AND h.chair_id IS NOT NULL),
 EXISTS (SELECT 1 FROM approvals_licence l WHERE l.status IN ('revoked', 'cancelled', 'rescinded')
   AND (l.id = a.licence_id OR (a.licence_id IS NULL AND l.application_id = a.id)))
 FROM workflow_application a LEFT JOIN workflow_process p ON p.id = a.process_id WHERE {scope} ORDER BY a.id"""
LIMITS = """SELECT t.id, a.number, t.flow_task, t.node_due_on, t.created, a.item_version_id, a.sub_item_code
 FROM workflow_task t JOIN workflow_application a ON a.process_id = t.process_id
 WHERE t.flow_task_type = 'HUMAN' AND t.finished IS DISTINCT FROM t.created AND {scope}
 AND NOT EXISTS (SELECT 1 FROM workflow_calendaryear y WHERE y.imported_at >= t.created) ORDER BY t.id"""
# no foreign key says so: their only writer takes the process from the application that it holds, the owner from who acts
_STRAY = """SELECT t.id, a.number, format('of process %s, which no case has', t.process_id) FROM workflow_task t
 LEFT JOIN workflow_application a ON a.process_id = t.process_id WHERE a.id IS NULL AND {scope}"""
_OWNED = """SELECT t.id, a.number, format('taken by %s, who has no account', t.owner_id) FROM workflow_task t
 LEFT JOIN workflow_application a ON a.process_id = t.process_id WHERE t.owner_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM approvals_user u WHERE u.id = t.owner_id) AND {scope}"""
WORK_ITEMS = (Rule("task", "workflow_task", _STRAY), Rule("task", "workflow_task", _OWNED))


class Case(NamedTuple):
    """The facts of a case that say who must have work."""

    id: int
    number: str
    status: str
    route: str
    returned: bool
    served_on: date | None
    hearing_held: bool
    accepted_by: int | None
    reviewed_by: list[int]
    version: int
    code: str
    process: int | None
    process_status: str | None
    finished: bool
    tasks: str | None
    opinion: str | None
    visit: str | None
    promised: bool
    follow_up: str | None
    clocks: str | None
    recused: str | None
    chairs: str | None
    licence_gone: bool

    @property
    def item(self) -> SubItem:
        return catalogue_versions.sub_item(self.version, self.code)


def check_tasks(scope: Scope) -> Iterator[Finding]:
    """Of every case: its open work items, their labels, and the state of its process."""
    for values in stream(CASES.replace("{scope}", scope.of("a.id"))):
        case = Case(*values)
        tasks = json.loads(case.tasks or "[]")
        yield from _open(case, tasks)
        for task in tasks:
            yield from _labels(case, task)


def _open(case: Case, tasks: list[list[Any]]) -> Iterator[Finding]:
    wanted = expected(case)
    seen: set[str] = set()
    for key, ref, kind, status, *_ in tasks:
        name = STEPS.by_ref[ref].name if ref in STEPS.by_ref else ref
        waiting = kind == "JOIN" and status == "STARTED" and bool(wanted)
        if (kind != "HUMAN" and not waiting) or (kind == "HUMAN" and (name not in wanted or name in seen)):
            yield Finding("task", "workflow_task", key, case.number, f"{name} is open in status {case.status}")
        seen.add(name)
    for name in sorted(wanted - seen):
        yield Finding("task", "workflow_process", case.process, case.number, f"{case.status} without open {name}")
    state = ENDED.get(case.status, "NEW" if wanted else "DONE")
    if (case.process_status, case.finished) != (state, state != "NEW"):
        differs = f"process {case.process_status}, finished {case.finished}, where the case asks for {state}"
        yield Finding("task", "workflow_process", case.process, case.number, differs)


def expected(case: Case) -> set[str]:
    """The work items that must be open."""
    status = case.status
    if status == "accepted":
        return _branches(case) or {"decide"}
    single = {"received": "examine", "supplement_requested": "supplement", "refused": "refusal"}
    if status in single:
        return set() if status == "refused" and case.served_on else {single[status]}
    return _carrying_out(case) if status in GIVEN else set()


def _branches(case: Case) -> set[str]:
    ordinary = case.route != "commitment"
    visited = case.visit in ("passed", "confirmed") if case.visit else case.item.visit != "required"
    due = {
        "review": (ordinary or case.returned) and case.opinion is None,
        "verification": ordinary and not visited,
        "cure": case.promised,
    }
    return {name for name, is_due in due.items() if is_due}


def _carrying_out(case: Case) -> set[str]:
    due = {
        "issue": case.status == "granted",
        "serve": case.status == "issued" and case.served_on is None,
        "publish": "publication" in json.loads(case.clocks or "{}"),
        "follow_up": case.route == "commitment" and case.follow_up in (None, "curable") and not case.licence_gone,
    }
    return {name for name, is_due in due.items() if is_due}


def _labels(case: Case, task: list[Any]) -> Iterator[Finding]:
    key, ref, kind, _, desk, due_on, barred = task
    if kind != "HUMAN" or ref not in STEPS.by_ref:
        return
    step = STEPS.by_ref[ref]
    running = json.loads(case.clocks or "{}")
    pressing = min((running[clock] for clock in step.node.clocks if clock in running), default=None)
    wanted = {"due_on": (due_on, pressing), "barred": (sorted(barred), sorted(_barred(case, step.name)))}
    wanted["desk"] = (desk, _desk(case, step.name))
    for name, (stored, derived) in wanted.items():
        if stored != derived:
            yield Finding("task", "workflow_task", key, case.number, f"{step.name}: {name} {stored}, derived {derived}")


def _barred(case: Case, name: str) -> set[int]:
    """The recused; who accepted does not review (but on the spot) nor decide; who reviewed does not decide; who
    presided does not review."""
    found = set(json.loads(case.recused or "[]"))
    if case.accepted_by and (name == "decide" or (name == "review" and not case.item.instant)):
        found.add(case.accepted_by)
    if name == "decide":
        found |= set(case.reviewed_by)
    return found | set(json.loads(case.chairs or "[]")) if name == "review" else found


def _desk(case: Case, name: str) -> str:
    if name in ("supplement", "cure"):
        return "applicant"
    if name == "decide":
        if case.hearing_held or case.item.approver == "deputy_director":
            return "deputy_director"
        return "refusal" if case.opinion == "refuse" else "chief_representative"
    if name == "verification":
        return "verification" if case.visit in ("booked", "rectify") else "review"
    return {"review": "review", "follow_up": "supervision"}.get(name, "window")


def check_limits(scope: Scope) -> Iterator[Finding]:
    """The last day of each work item's step, counted from the day it came to the desk; not where a year was stated anew
    since."""
    days = Days.read()
    for key, number, ref, stored, created, version, code in stream(LIMITS.replace("{scope}", scope.of("a.id"))):
        step = STEPS.by_ref.get(ref)
        limit = step and step.node.step and catalogue_versions.sub_item(version, code).step(step.node.step)
        try:
            counted = days.last_day(_day(created), limit.days, "wd", 0, ()) if limit else None
        except BeyondCalendar:
            counted = None
        if stored != counted:
            yield Finding("task", "workflow_task", key, number, f"node_due_on {stored}, counted {counted}")


def _day(instant: datetime) -> date:
    return instant.astimezone(OFFICE).date()
