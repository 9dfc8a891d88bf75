"""The store's other half: everything an act changed, as one guarded statement.  No law; the SQL is in store_sql.py."""

import hashlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError

from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.documents.service import Service
from approvals.licences import Licence
from workflow.case import Case
from workflow.graph import CLOSED, DONE
from workflow.models import Application
from workflow.rows import Part, added, canonical_json, changed, jsonable, table
from workflow.sending import as_jsonb, first_row
from workflow.store import PARTS, STEPS, UNSERVED, Stored, labels, rows_of
from workflow.store_sql import RANK, Shape, statement

OVERTAKEN = "40001"  # serialization_failure: what workflow_overtaken() raises (guards.py)
Series = tuple[str, int]  # a series of numbers, and its year
BITS = [bit for _, bit in PARTS.values()]
NAMES = {model: name for name, (model, _) in PARTS.items()} | {Licence: "licence", Document: "documents"}


def save(stored: Stored, *, act: str, inputs: dict[str, Any], insert: bool = False) -> bool:
    """Writes what the act changed.  False: somebody else wrote the application since it was read, and nothing was written."""
    case, application = stored.case, stored.case.application
    parts = _parts(stored)
    if insert:
        parts["process"] = STEPS.ref
    now = application.__dict__
    columns = () if insert else table(Application).differing((now, stored.application))
    entry = _seal(stored, act, inputs)
    row: Any = table(Application).plain(application) | {"version": 1} if insert else [now[name] for name in columns]
    given, shape = _shaped(parts)
    guards = sorted(case.guards)
    text = statement(columns, shape, tuple([name for name, _, _ in guards]), insert)
    parameters = {"given": as_jsonb({"application": row, "inputs": entry.pop("inputs"), **given}), **entry}
    own, seq = application.id, stored.version + 1
    parameters |= {"id": own, "version": stored.version, "seq": seq, "office": now["office_id"], "process": now["process_id"]}
    parameters |= {"event": f"application:{own}:{seq}", "link": f"/cases/{application.number}/"}
    for n, (_, key, version) in enumerate(guards):
        parameters[f"g{n}"], parameters[f"v{n}"] = key, version
    try:
        first_row(text, parameters, savepoint=True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != OVERTAKEN:
            raise
        return False
    application.version = seq
    return True


def _shaped(parts: dict[str, Any]) -> tuple[dict[str, Any], Shape]:
    """What is to be written by part, and the parts in their order with the columns of the rows that are written as they are."""
    given, shape = {}, []
    for name in sorted(filter(parts.get, parts), key=RANK.__getitem__):
        part = parts[name]
        if isinstance(part, Part):
            given[name] = part.rows
            shape.append((name, part.columns))
        else:
            given[name] = part
            shape.append((name, ()))
    return given, tuple(shape)


def _parts(stored: Stored) -> dict[str, Any]:
    case, found, numbered = stored.case, _tasks(stored), Counter[Series]()
    if drawn := [d for d in case.documents if d.id is None]:
        found["new_documents"] = _documents(f"{case.office_word}许", drawn, numbered)
    for model, part in changed(stored.before).items():
        found["old_" + NAMES[model]] = part
    marks = case.application.parts & ~UNSERVED
    for name, bit, rows in zip(PARTS, BITS, rows_of(case), strict=True):
        if rows:
            marks |= bit  # the application remembers what it has, so that nobody looks for the rest
            if rows[-1].id is None:  # an act adds at the end
                found["new_" + name] = added([row for row in rows if row.id is None])
    case.application.parts = marks | (UNSERVED if any(d.served_on is None for d in case.documents) else 0)
    licence: Any = case.licence
    if licence is not None and licence.id is None:
        found["new_licence"] = added([licence])
    if new_bans := case.bans[stored.known_bans :]:
        found["new_bans"], found["party"] = added(new_bans), case.applicant.pk
        case.guard("approvals_applicant", case.applicant.pk, stored.applicant_version)
    found["new_services"] = [table(Service).plain(s) for s in case.services]
    if case.voids:
        replaced = any(each.replaced for each in case.voids)
        rows = [{"document": each.document, "reason": each.reason, "by": case.actor.id} for each in case.voids]
        found |= {"replaced" if replaced else "voided": rows, "void_files": rows}
    if case.decisions:
        found["new_decisions"] = added(case.decisions)
    found |= _notices(case) | _edition(case, numbered)
    found["series"] = [(series, year, many) for (series, year), many in sorted(numbered.items())]
    return found


def _notices(case: Case) -> dict[str, Any]:
    """Each says what every message may name and what it adds itself; materials by their names, in the reader's language."""
    known = {"number": case.application.number, "item": case.item.names, "applicant": case.applicant.name}
    rows: list[tuple[Any, ...]] = []
    to_parties = False
    for notice in case.notices:
        params = {**notice.params, **known}
        if codes := params.get("materials"):
            params["materials"] = [case.item.materials[code].names for code in codes]
        rows.append((notice.kind, notice.to, params, notice.party))
        to_parties |= notice.party is not None
    return {"notices_to_parties" if to_parties else "notices": rows}


def _documents(word: str, drawn: list[Document], numbered: Counter[Series]) -> list[list[Any]]:
    """Each with its series, and how far from the last number given out: from the highest down, so what was drawn earlier
    stands further back."""
    rows: list[list[Any]] = []
    for document in reversed(drawn):
        series = f"{word}{KINDS[document.kind].word}", document.drawn_on.year
        days = document.drawn_on, document.served_on
        rows.append([document.kind, *series, numbered[series], *days, document.facts])
        numbered[series] += 1
    return rows[::-1]


def _edition(case: Case, numbered: Counter[Series]) -> dict[str, Any]:
    """The licence is made out: with its first number out of its own series, where it has one."""
    new, licence = case.edition, case.licence
    if new is None or licence is None:
        return {}
    given: dict[str, Any] = {"licence": licence.pk}
    if new.number is not None and licence.number is None:
        head, tail = new.number.around(case.today.year)
        series = new.number.text, new.number.series_year(case.today.year)
        numbered[series] += 1
        given |= {"series": series[0], "year": series[1]}
        given |= {"head": head, "tail": tail, "width": new.number.width}
    words = {name: getattr(new, name) for name in ("identifier", "cause", "from_on", "sets", "says", "form", "reason")}
    return {"edition": given, "new_edition": {**words, "actor": case.actor.id}}


def _tasks(stored: Stored) -> dict[str, Any]:
    walk, rows, edges = stored.case.walk, [], []
    for row in walk.rows:
        if row.new or stored.tasks[row.id] != labels(row):
            step, started = row.step, row.started and row.status in (DONE, "STARTED")
            barred = f"{{{','.join(map(str, row.barred))}}}"
            plain = (row.id, step.ref, step.task_type, row.status, row.token, row.owner_id, row.desk, row.due_on)
            rows.append((*plain, row.node_due_on, barred, started, row.status in CLOSED))
            edges += [(row.id, each) for each in row.previous]
    return {"tasks": rows, "edges": edges, "ended": walk.ended}


def chain(prev: str, entry: dict[str, Any]) -> str:
    """The digest of a ledger entry: SHA-256 of the one before and of this one in canonical JSON."""
    return hashlib.sha256((prev + canonical_json(entry)).encode()).hexdigest()


def instant(at: datetime) -> str:
    """An instant as it enters the digest: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _seal(stored: Stored, act: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """The ledger entry of this act, chained to the one before."""
    case, application = stored.case, stored.case.application
    plain = {name: jsonable(value) for name, value in inputs.items()}
    told = {"act": act, "actor": case.actor.id, "authority": case.authority, "inputs": plain}
    seq, at = stored.version + 1, instant(case.at)
    prev, before, after = application.chain_hash, stored.status, case.status
    entry = {"application": application.id, "seq": seq, "at": at, "from": before, "to": after, **told}
    application.chain_hash = chain(prev, entry)
    return {**told, "at": at, "before": before, "after": after, "prev": prev, "hash": application.chain_hash}
