"""The store's other half: everything an act changed, as one guarded statement.  SQL, no law."""

import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from approvals.decisions import Decision
from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.licences import Licence
from approvals.people import Ban
from workflow.case import Case
from workflow.graph import DONE
from workflow.models import Application
from workflow.rows import changed, jsonable, table
from workflow.store import PARTS, STEPS, UNSERVED, Stored, labels

_APPLICATION = table(Application)
_COLUMNS = {field.attname: field for field in Application._meta.concrete_fields}


def _insert(model: type[models.Model], name: str) -> str:
    shape = table(model)
    columns = [c for c in shape.columns if c not in ("id", "application_id")]
    own = ",".join(f"r.{c}" for c in columns)
    return (
        f"INSERT INTO {shape.name} (application_id,{','.join(columns)}) SELECT app.id,{own} "
        f"FROM app, jsonb_populate_recordset(NULL::{shape.name}, %({name})s::jsonb) r"
    )


def _update(model: type[models.Model], name: str) -> str:
    shape = table(model)
    sets = ",".join(f"{c} = r.{c}" for c in shape.columns if c not in ("id", "application_id"))
    return (
        f"UPDATE {shape.name} t SET {sets} FROM app, jsonb_populate_recordset(NULL::{shape.name}, %({name})s::jsonb) r "
        "WHERE t.id = r.id"
    )


_SERIES = """INSERT INTO approvals_numberseries AS s (series, year, last)
 SELECT r.series, r.year, count(*) FROM app, jsonb_to_recordset(%(new_documents)s::jsonb) r(series text, year int)
 GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT (series, year) DO UPDATE SET last = s.last + excluded.last
 RETURNING series, year, last"""
_DRAWN = """INSERT INTO approvals_document (application_id, office_id, kind, number, drawn_on, served_on, seq, facts)
 SELECT app.id, app.office_id, r.kind, r.series || '〔' || r.year || '〕' || (s.last - r.back) || '号',
  r.drawn_on, r.served_on, app.version, r.facts FROM app, jsonb_to_recordset(%(new_documents)s::jsonb)
  r(kind text, series text, year int, back int, drawn_on date, served_on date, facts jsonb)
  JOIN series s ON s.series = r.series AND s.year = r.year RETURNING kind, number"""
# name of a parameter → the part that is written when the act has something for it, `FROM app` and so only if app matched
SQL: dict[str, str] = {
    "entry": """INSERT INTO workflow_ledgerentry (application_id, seq, act, actor_id, authority, at, from_status, to_status,
  inputs, prev_hash, hash) SELECT app.id, app.version, %(act)s::text, %(actor)s::bigint, %(authority)s::text,
  %(at)s::timestamptz, %(before)s::text, %(after)s::text, %(entry)s::jsonb, %(prev)s::text, %(hash)s::text FROM app""",
    "tasks": """UPDATE workflow_task t SET status = n.status, owner_id = coalesce(n.owner, t.owner_id), desk = n.desk,
  started = CASE WHEN n.started THEN coalesce(t.started, %(at)s::timestamptz) ELSE t.started END,
  finished = CASE WHEN n.closed THEN %(at)s::timestamptz END, due_on = n.due_on, node_due_on = n.node_due_on,
  barred = n.barred FROM app, jsonb_to_recordset(%(tasks)s::jsonb) n(id bigint, status text, owner bigint, desk text,
  started bool, closed bool, due_on date, node_due_on date, barred bigint[]) WHERE t.id = n.id""",
    "new_tasks": """INSERT INTO workflow_task (id, process_id, office_id, flow_task, flow_task_type, status, token, owner_id,
  desk, due_on, node_due_on, barred, created, started, finished) SELECT n.id, app.process_id, app.office_id, n.ref,
  n.type, n.status, n.token, n.owner, n.desk, n.due_on, n.node_due_on, n.barred, %(at)s::timestamptz,
  CASE WHEN n.started THEN %(at)s::timestamptz END, CASE WHEN n.closed THEN %(at)s::timestamptz END
  FROM app, jsonb_to_recordset(%(new_tasks)s::jsonb) n(id bigint, ref text, type text, status text, token text,
  owner bigint, desk text, due_on date, node_due_on date, barred bigint[], started bool, closed bool)""",
    "edges": """INSERT INTO workflow_task_previous (from_task_id, to_task_id) SELECT e.a, e.b
  FROM app, jsonb_to_recordset(%(edges)s::jsonb) e(a bigint, b bigint)""",
    "process": """INSERT INTO workflow_process (id, office_id, flow_class, status, created)
  SELECT app.process_id, app.office_id, %(process)s::text, 'NEW', %(at)s::timestamptz FROM app""",
    "ended": """UPDATE workflow_process p SET status = %(ended)s::text, finished = %(at)s::timestamptz
  FROM app WHERE p.id = app.process_id""",
    "notices": """INSERT INTO notifications_message (event, kind, recipient_id, params, link, created_at)
  SELECT DISTINCT ON (n.kind, coalesce(n.recipient, u.id)) 'application:' || app.id || ':' || app.version, n.kind,
  coalesce(n.recipient, u.id), n.params, '/cases/' || app.number || '/', %(at)s::timestamptz
  FROM app, jsonb_to_recordset(%(notices)s::jsonb) n(kind text, recipient bigint, party bigint, params jsonb)
  LEFT JOIN approvals_user u ON u.applicant_id = n.party WHERE n.recipient IS NOT NULL OR u.id IS NOT NULL""",
    "new_documents": _DRAWN,
    "numbered": """UPDATE approvals_licence l SET number = d.number FROM drawn d
  WHERE d.kind = 'licence' AND l.id = %(numbered)s::bigint AND l.number IS NULL""",
    "new_licence": _insert(Licence, "new_licence"),
    "new_decisions": _insert(Decision, "new_decisions"),
    "new_bans": _insert(Ban, "new_bans"),
    "party": "UPDATE approvals_applicant p SET version = p.version + 1 FROM app WHERE p.id = %(party)s::bigint",
}
for _name, (_model, _bit) in PARTS.items():
    SQL["new_" + _name], SQL["old_" + _name] = _insert(_model, "new_" + _name), _update(_model, "old_" + _name)
SQL["old_licence"], SQL["old_documents"] = _update(Licence, "old_licence"), _update(Document, "old_documents")
NAMES = {"new_documents": "drawn"}


@lru_cache(maxsize=512)
def statement(columns: tuple[str, ...], parts: tuple[str, ...], guards: tuple[str, ...], insert: bool) -> str:
    """The text of one shape of act; PostgreSQL keeps it prepared."""
    ctes = [
        f"g{n} AS (SELECT 1 FROM {name} WHERE id = %(g{n})s::bigint AND version = %(v{n})s::int FOR UPDATE)"
        for n, name in enumerate(guards)
    ]
    sources = ", ".join(f"g{n}" for n in range(len(guards)))
    values = {c: f"%(c_{c})s::{_COLUMNS[c].db_type(connection)}" for c in columns}
    if insert:
        into = f"INSERT INTO workflow_application (id, version, {','.join(columns)})"
        given = f"%(id)s::bigint, 1, {','.join(values.values())}"
        ctes.append(f"app AS ({into} SELECT {given}{' FROM ' + sources if sources else ''} RETURNING *)")
    else:
        sets = ", ".join(["version = a.version + 1", *(f"{c} = {value}" for c, value in values.items())])
        ctes.append(
            f"app AS (UPDATE workflow_application a SET {sets} {'FROM ' + sources if sources else ''} "
            "WHERE a.id = %(id)s AND a.version = %(version)s RETURNING a.*)"
        )
    if "new_documents" in parts:
        ctes.append(f"series AS ({_SERIES})")
    ctes += [f"{NAMES.get(part, part + '_')} AS ({SQL[part]})" for part in parts]
    return "WITH " + ",\n".join(ctes) + "\nSELECT app.version FROM app"


def save(stored: Stored, *, act: str, inputs: dict[str, Any], insert: bool = False) -> bool:
    """Writes what the act changed.  False: somebody else wrote the application since it was read, and nothing was written."""
    case = stored.case
    _mark_parts(case)
    parts = _parts(stored)
    _seal(stored, act, inputs, parts)
    application = case.application
    before = {} if insert else dict(zip(_APPLICATION.attributes, stored.before[0][1], strict=True))
    columns = {
        name: value
        for name, value in ((n, application.__dict__.get(n)) for n in _APPLICATION.attributes)
        if name not in ("id", "version") and (insert or before[name] != value)
    }
    guards = tuple(case.guards)
    parameters = {f"c_{column}": value for column, value in columns.items()} | parts
    parameters |= {"id": application.pk, "version": stored.version, "at": case.at}
    for n, (_, key, version) in enumerate(guards):
        parameters[f"g{n}"], parameters[f"v{n}"] = key, version
    text = statement(tuple(columns), tuple(p for p in SQL if p in parts), tuple(g[0] for g in guards), insert)
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        written = cursor.fetchone()
    if written is not None:
        application.version = written[0]
    return written is not None


def _mark_parts(case: Case) -> None:
    """The application remembers which kinds of rows it has, so that absent ones are never looked for."""
    for name, (_, bit) in PARTS.items():
        if bit and getattr(case, name):
            case.application.parts |= bit
    unserved = any(d.served_on is None for d in case.documents)
    case.application.parts = (case.application.parts & ~UNSERVED) | (UNSERVED if unserved else 0)


def _parts(stored: Stored) -> dict[str, Any]:
    case, found = stored.case, {}
    for model, rows in changed(stored.before[1:]).items():
        name = next((n for n, (m, _) in PARTS.items() if m is model), None)
        found[f"old_{name or {Licence: 'licence', Document: 'documents'}[model]}"] = rows
    for name in PARTS:
        if new := [r for r in getattr(case, name) if r.pk is None]:
            found["new_" + name] = [table(type(r)).plain(r) for r in new]
    if case.licence is not None and case.licence.pk is None:
        found["new_licence"] = [table(Licence).plain(case.licence)]
    if new_bans := case.bans[stored.known_bans :]:
        found["new_bans"], found["party"] = [table(Ban).plain(b) for b in new_bans], case.applicant.pk
        case.guard("approvals_applicant", case.applicant.pk, stored.applicant_version)
    if case.decisions:
        found["new_decisions"] = [table(Decision).plain(d) for d in case.decisions]
    if case.number_licence and case.licence is not None:
        found["numbered"] = case.licence.pk
    found |= _documents(case) | _tasks(stored)
    if case.notices:
        found["notices"] = [
            {"kind": n.kind, "recipient": n.to, "party": n.party, "params": _facts(case, n.params)} for n in case.notices
        ]
    return {name: _text(value) for name, value in found.items() if value}


def _text(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _facts(case: Case, params: dict[str, Any]) -> dict[str, Any]:
    """What every message may name, and what this one adds."""
    known = {"number": case.application.number, "item": f"{case.item.item_name}（{case.item.name}）"}
    known["applicant"] = case.applicant.name
    return known | {name: jsonable(value) for name, value in params.items()}


def _documents(case: Case) -> dict[str, Any]:
    rows = []
    for document in [d for d in case.documents if d.pk is None]:
        word = f"{case.office_word}许{KINDS[document.kind].word}"
        back = {"series": word, "year": document.drawn_on.year}
        for row in rows:  # numbers are given from the highest down: what was drawn earlier stands further back
            row["back"] += row["series"] == word and row["year"] == back["year"]
        facts = {name: jsonable(value) for name, value in document.facts.items()}
        dates = {"drawn_on": jsonable(document.drawn_on), "served_on": jsonable(document.served_on)}
        rows.append({"kind": document.kind, "back": 0, "facts": facts, **back, **dates})
    return {"new_documents": rows}


def _tasks(stored: Stored) -> dict[str, Any]:
    walk, new, old, edges = stored.case.walk, [], [], []
    for row in walk.rows:
        if row.new or stored.tasks[row.id] != labels(row):
            plain = {
                "id": row.id,
                "status": row.status,
                "owner": row.owner_id,
                "desk": row.desk,
                "due_on": jsonable(row.due_on),
                "node_due_on": jsonable(row.node_due_on),
                "barred": list(row.barred),
                "started": row.started and row.status in (DONE, "STARTED"),
                "closed": not row.is_open,
            }
            if row.new:
                new.append(plain | {"ref": row.step.ref, "type": row.step.task_type, "token": row.token})
            else:
                old.append(plain)
            edges += [{"a": row.id, "b": each} for each in row.previous]
    return {"new_tasks": new, "tasks": old, "edges": edges, "ended": walk.ended}


def chain(prev: str, entry: dict[str, Any]) -> str:
    """The digest of a ledger entry: SHA-256 of the one before and of this one in canonical JSON."""
    canonical = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((prev + canonical).encode()).hexdigest()


def instant(at: datetime) -> str:
    """An instant as it enters the digest: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _seal(stored: Stored, act: str, inputs: dict[str, Any], parts: dict[str, Any]) -> None:
    """The ledger entry of this act, chained to the one before."""
    case, application = stored.case, stored.case.application
    plain = {name: jsonable(value) for name, value in inputs.items()}
    entry = {
        "application": application.pk,
        "seq": stored.version + 1,
        "act": act,
        "actor": case.actor.id,
        "authority": case.authority,
        "at": instant(case.at),
        "from": stored.status,
        "to": case.status,
        "inputs": plain,
    }
    prev = application.chain_hash
    application.chain_hash = chain(prev, entry)
    parts |= {
        "entry": json.dumps(plain, ensure_ascii=False),
        "act": act,
        "actor": case.actor.id,
        "authority": case.authority,
        "before": stored.status,
        "after": case.status,
        "prev": prev,
        "hash": application.chain_hash,
    }
    if stored.version == 0:
        parts["process"] = STEPS.ref
