"""The store: a case is read by one statement without a lock, and written by one guarded statement.  SQL, no law.

What is written holds together or not at all: the first part of SAVE is `UPDATE application … WHERE version = <the one read>`;
if that finds no row, because somebody was faster, the statement ends in an error and the act is decided anew."""

import re
from datetime import date, datetime
from functools import cache
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any
from weakref import proxy

from django.db import models

from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.licences import Licence
from approvals.people import Applicant, Ban
from approvals.rules.agency import Agency
from approvals.rules.authority import DECISIONS, Actor, Power
from workflow import calendar, catalogue_versions
from workflow.case import Case
from workflow.errors import NotFound
from workflow.flow import LicensingFlow
from workflow.graph import Row, Walk
from workflow.lifecycle import GIVEN, ISSUED, RECEIVED, REFUSED
from workflow.models import (
    Application,
    Clock,
    Commitment,
    Extension,
    FollowUp,
    Hearing,
    Material,
    Opinion,
    Pause,
    Rating,
    Recusal,
    ThirdPartyNotice,
    Visit,
)
from workflow.rows import Table, table
from workflow.sending import first_row
from workflow.steps import compile_flow

# attribute of Case → (model, bit in Application.parts; 0: read always).  A case without such rows costs no look-up, and
# those from RARE on are read by a function of the database (rare_rows.py).  Letters are not read: the materials and the
# route say what was promised.
PARTS: dict[str, tuple[type[models.Model], int]] = {
    "materials": (Material, 0),
    "clocks": (Clock, 0),
    "pauses": (Pause, 1),
    "visits": (Visit, 2),
    "opinions": (Opinion, 4),
    "commitments": (Commitment, 8),
    "third_parties": (ThirdPartyNotice, 16),
    "hearings": (Hearing, 32),
    "recusals": (Recusal, 64),
    "extensions": (Extension, 128),
    "follow_ups": (FollowUp, 256),
    "ratings": (Rating, 512),
}
READERS = [(name, table(model).read) for name, (model, _) in PARTS.items()]
rows_of = attrgetter(*PARTS)  # a case's rows: one list for each of them
RARE, UNSERVED = 16, 1024
OFFICE = ("office_code", "office_word", "office_uscc")
ID, FIRST = itemgetter("id"), itemgetter(0)
APPLICANT = Table(Applicant, ("id", "kind", "name", "uscc", "bad_credit", "version"))

# ARRAY(…) where json_agg(…) would do: to set an aggregate up costs PostgreSQL as much as to read the rows
DELEGATIONS = """ARRAY(SELECT json_build_array(d.id, d.grade, d.matters, d.from_on, d.until_on, d.version, d.revoked_at,
  d.delegator_id) FROM approvals_delegation d WHERE d.grantee_id = u.id)"""
ACTOR = f"""(SELECT json_build_array(u.id, coalesce(nullif(u.display_name, ''), u.username), u.applicant_id, u.is_active,
 ARRAY(SELECT json_build_array(p.id, p.role, p.matters, p.from_on, p.until_on, p.version)
  FROM approvals_post p WHERE p.user_id = u.id),
 {DELEGATIONS},
 ARRAY(SELECT json_build_array(w.id, w.principal_id, w.matters, w.acts, w.from_on, w.until_on, w.version, w.revoked_at)
  FROM approvals_powerofattorney w WHERE w.agent_id = u.id))
 FROM approvals_user u WHERE u.id = %(by)s)"""
CALENDAR = "(SELECT version FROM workflow_calendarversion WHERE id = 1)"


def _part(model: type[models.Model], bit: int) -> str:
    rows = f"ARRAY(SELECT r FROM {table(model).name} r WHERE r.application_id = a.id)"
    return f"CASE WHEN a.parts & {bit} <> 0 THEN {rows} END" if bit else rows


_TASKS = """ARRAY(SELECT json_build_array(t.id, t.flow_task, t.status, t.token, t.owner_id, t.desk, t.due_on, t.node_due_on,
  t.barred)
  FROM workflow_task t WHERE t.process_id = a.process_id AND t.finished IS NULL)"""
_LICENCE = """CASE WHEN a.licence_id IS NOT NULL THEN
 (SELECT l FROM approvals_licence l WHERE l.id = a.licence_id) END"""
_OWN_LICENCE = """CASE WHEN a.licence_id IS NULL AND a.status IN ('granted', 'issued') THEN
 (SELECT l FROM approvals_licence l WHERE l.application_id = a.id) END"""
_BANS = """CASE WHEN a.status = 'received' THEN
 ARRAY(SELECT to_json(b) FROM approvals_ban b WHERE b.applicant_id = a.applicant_id) END"""
# what was drawn up with the decision or after it and bears no seal yet
_UNSEALED = """CASE WHEN a.status IN ('issued', 'refused') THEN ARRAY(SELECT d.kind FROM approvals_documentfile f
 JOIN approvals_document d ON d.id = f.document_id WHERE d.application_id = a.id AND f.state NOT IN ('sealed', 'void')
 AND d.drawn_on >= a.decided_on) END"""
_HOLDERS = """ARRAY(SELECT h.user_id FROM approvals_post h WHERE h.role = %(holders)s::text
 AND h.from_on <= %(today)s AND (h.until_on IS NULL OR h.until_on >= %(today)s))"""
# whose holders an act must know; of nobody else they are read
HOLDERS: dict[str | None, str] = dict.fromkeys(("book_visit", "change_visit", "record_visit", "confirm_rectification"), "verifier")
HOLDERS["request_hearing"] = "legal"
# what is read of a case: name → SQL
READ = {
    "application": "a",
    "applicant": APPLICANT.select("p"),
    "accounts": "ARRAY(SELECT u.id FROM approvals_user u WHERE u.applicant_id = a.applicant_id)",
    "office": "(SELECT json_build_array(o.code, o.short_name, o.uscc) FROM approvals_office o WHERE o.id = a.office_id)",
    "calendar": CALENDAR,
    "tasks": _TASKS,
    "first_id": "nextval('workflow_task_id_seq')",
    "licence": _LICENCE,
    "own_licence": _OWN_LICENCE,
    "bans": _BANS,
    "unsealed": _UNSEALED,
    "holders": _HOLDERS,
    **{name: _part(model, bit) for name, (model, bit) in PARTS.items() if bit < RARE and model is not Commitment},
    "rare": f"CASE WHEN a.parts >= {RARE} THEN workflow_rare_rows(a.id, a.parts) END",
}
# what is read of a case in these statuses alone
ONLY_IN = {"bans": {RECEIVED}, "own_licence": {*GIVEN}, "unsealed": {ISSUED, REFUSED}}


@cache
def reading(act: str | None) -> str:
    """What reads a case for this act, or for whatever may be done to it: nothing that a case which admits it cannot have."""
    steps = Application._meta.get_field("status").get_all_transitions(Application)
    sources = {step.source for step in steps if act in (None, step.name)}
    names = [name for name in READ if ONLY_IN.get(name, sources) & sources and (name != "holders" or act in HOLDERS)]
    # who lends a grade is asked for where somebody decides, and nowhere else
    actor = ACTOR if act is None or act in DECISIONS else ACTOR.replace(DELEGATIONS, "'[]'::json")
    whole = f"""SELECT json_build_object({",".join(f"'{name}',{READ[name]}" for name in names)}), {actor}
    FROM workflow_application a JOIN approvals_applicant p ON p.id = a.applicant_id WHERE a.id = %(id)s"""
    return re.sub(r"\s*([(),]|<>|>=|<=|=|&)\s*", r"\1", " ".join(whole.split()))


def actor_of(found: list[Any] | None, today: date) -> Actor:
    """The person who acts, with posts, delegations and the applicants he may act for today; nobody for the timers."""
    if found is None:
        return Actor(None, "系统")
    key, name, applicant, active, posts, delegations, powers = found
    if not active:
        return Actor(key, name)
    agencies = tuple(_agency(w) for w in sorted(powers, key=FIRST))
    parties = {agency.principal for agency in agencies if agency.in_force(today)}
    return Actor(
        key,
        name,
        tuple(_power(p) for p in posts),
        tuple(_power(d[:6], revoked=d[6], giver=d[7]) for d in delegations),
        frozenset(parties | ({applicant} if applicant else set())),
        applicant,
        agencies,
    )


def _agency(values: list[Any]) -> Agency:
    key, principal, matters, acts, from_on, until_on, version, revoked = values
    days = date.fromisoformat(from_on), date.fromisoformat(until_on)
    return Agency(key, principal, tuple(matters), tuple(acts), *days, version, revoked is not None)


def _power(values: list[Any], *, revoked: str | None = None, giver: int | None = None) -> Power:
    key, role, matters, from_on, until_on, version = values
    return Power(
        key,
        role,
        tuple(matters),
        date.fromisoformat(from_on),
        date.fromisoformat(until_on) if until_on else None,
        version,
        datetime.fromisoformat(revoked).date() if revoked else None,
        giver,
    )


class Stored:
    """A case as it was read: remembers what each row held, so that only what changed is written."""

    def __init__(self, case: Case, version: int, status: str) -> None:
        self.case, self.version, self.status = case, version, status
        self.application = case.application.__dict__.copy()  # acts replace lists, they never change one in place
        known = [*case.documents, *chain.from_iterable(rows_of(case))]
        known += [case.licence] if case.licence is not None else []
        self.before = [(row, row.__dict__.copy()) for row in known]
        self.applicant_version = case.applicant.version
        self.tasks = {r.id: labels(r) for r in case.walk.rows}
        self.known_bans = len(case.bans)


# what of a work item is compared to see whether an act changed it: new values, no list is changed in place
labels = attrgetter("status", "owner_id", "desk", "due_on", "node_due_on", "barred", "previous")


def load(application_id: int, *, by: int | None, at: datetime, today: date, act: str | None = None) -> Stored:
    """Reads a case with the person who wants to act on it; `act`: for this act alone.  Raises NotFound."""
    answer = first_row(reading(act), {"id": application_id, "by": by, "today": today, "holders": HOLDERS.get(act)})
    if answer is None:
        raise NotFound(str(application_id))
    found, actor = answer
    found |= found.pop("rare") or {}
    application = table(Application).read(found["application"])
    case = Case(
        application=application,
        item=catalogue_versions.sub_item(application.item_version_id, application.sub_item_code),
        calendar=calendar.known(found["calendar"]),
        actor=actor_of(actor, today),
        at=at,
        today=today,
        applicant=APPLICANT.read(found["applicant"]),
        accounts=sorted(found["accounts"]),
        **dict(zip(OFFICE, found["office"], strict=True)),
        licence=table(Licence).read(row) if (row := found["licence"] or found.get("own_licence")) else None,
        bans=[table(Ban).read(b) for b in found.get("bans") or ()],
        documents=[table(Document).read(d) for d in sorted(found.get("unserved") or (), key=ID)],
        unsealed=[kind for kind in found.get("unsealed") or () if KINDS[kind].notice],
    )
    case.holders = frozenset(found.get("holders", ()))
    for name, read in READERS:
        if rows := found.get(name):
            setattr(case, name, [read(row) for row in sorted(rows, key=ID)])
    tasks = [_task(values) for values in sorted(found["tasks"], key=FIRST)]
    case.walk = Walk(STEPS, proxy(case), tasks, found["first_id"])  # no cycle: with the act all it has read is gone
    return Stored(case, application.version, str(application.status))


STEPS = compile_flow(LicensingFlow)


def _task(values: list[Any]) -> Row:
    key, ref, status, token, owner, desk, due_on, node_due_on, barred = values
    row = Row(key, STEPS.by_ref[ref], status, token, started=status == "STARTED")
    row.owner_id, row.desk, row.barred = owner, desk, barred
    row.due_on = date.fromisoformat(due_on) if due_on else None
    row.node_due_on = date.fromisoformat(node_due_on) if node_due_on else None
    return row
