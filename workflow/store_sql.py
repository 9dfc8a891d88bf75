"""The text of the guarded statement that writes what an act changed: one part for each kind of row.  SQL, no law.

The text depends on nothing but which parts and columns an act has, so there are few of them, and PostgreSQL keeps each
prepared.  What it asks for at its end is the first thing done: the application at the version read, or an error that takes
back all there is."""

from functools import lru_cache

from django.db import models

from approvals.decisions import Decision
from approvals.documents.models import Document
from approvals.documents.service import RESULTS, Service
from approvals.licences import Licence
from approvals.people import Ban
from workflow.models import Application
from workflow.rows import table
from workflow.store import PARTS

Shape = tuple[tuple[str, tuple[str, ...]], ...]  # parts, each with its columns
GIVEN = "%(given)s::jsonb"  # everything to be written, as one JSON object: name of a part → its rows
# of the application, and of this act's place in its ledger
ID, SEQ = "%(id)s::bigint", "%(seq)s::int"
OFFICE, PROCESS = "%(office)s::bigint", "%(process)s::bigint"


def _insert(model: type[models.Model], part: str, columns: tuple[str, ...]) -> str:
    places = {name: place for place, name in enumerate(columns) if name not in ("id", "application_id")}
    values = ",".join(table(model).out_of("r.v", name, place) for name, place in places.items())
    return (
        f"INSERT INTO {table(model).name} (application_id,{','.join(places)}) SELECT {ID},{values} "
        f"FROM jsonb_array_elements({GIVEN}->'{part}') r(v)"
    )


def _sets(model: type[models.Model], row: str, columns: tuple[str, ...]) -> list[str]:
    return [f"{name}={table(model).out_of(row, name, place)}" for place, name in enumerate(columns)]


def _update(model: type[models.Model], part: str, columns: tuple[str, ...]) -> str:
    """Rows by their ids.  Not a join with the JSON: PostgreSQL would take a hundred rows for granted and build a hash."""
    sets = ",".join(_sets(model, f"({GIVEN}->'{part}'->t.id::text)", columns))
    ids = f"ARRAY(SELECT jsonb_object_keys({GIVEN}->'{part}')::bigint)"
    own = f"t.id = ANY({ids})" if model is Licence else f"t.application_id = {ID} AND jsonb_exists({GIVEN}->'{part}', t.id::text)"
    return f"UPDATE {table(model).name} t SET {sets} WHERE {own}"


_ENTRY = f"""INSERT INTO workflow_ledgerentry (application_id, seq, act, actor_id, authority, at, from_status, to_status,
 inputs, prev_hash, hash) VALUES ({ID}, {SEQ}, %(act)s::text, %(actor)s::bigint, %(authority)s::text, %(at)s::timestamptz,
 %(before)s::text, %(after)s::text, {GIVEN}->'inputs', %(prev)s::text, %(hash)s::text)"""
# work items, new ones and those that changed, in one part: those that are there already are known by their ids; the places
# of their values, here and below, are those that store_write.py gives them
_TASKS = f"""INSERT INTO workflow_task AS t (id, process_id, office_id, flow_task, flow_task_type, status, token, owner_id,
 desk, due_on, node_due_on, barred, created, started, finished) SELECT (n.v->>0)::bigint, {PROCESS}, {OFFICE}, n.v->>1,
 n.v->>2, n.v->>3, n.v->>4, (n.v->>5)::bigint, n.v->>6, (n.v->>7)::date, (n.v->>8)::date, (n.v->>9)::bigint[],
 %(at)s::timestamptz, CASE WHEN (n.v->>10)::bool THEN %(at)s::timestamptz END,
 CASE WHEN (n.v->>11)::bool THEN %(at)s::timestamptz END FROM jsonb_array_elements({GIVEN}->'tasks') n(v)
 ON CONFLICT (id) DO UPDATE SET status = excluded.status, desk = excluded.desk, due_on = excluded.due_on,
 node_due_on = excluded.node_due_on, barred = excluded.barred, owner_id = coalesce(excluded.owner_id, t.owner_id),
 started = coalesce(t.started, excluded.started), finished = excluded.finished"""
_SERIES = f"""INSERT INTO approvals_numberseries AS s (series, year, last)
 SELECT r.v->>0, (r.v->>1)::int, (r.v->>2)::int FROM jsonb_array_elements({GIVEN}->'series') r(v)
 ON CONFLICT (series, year) DO UPDATE SET last = s.last + excluded.last
 RETURNING series, year, last"""
_DRAWN = f"""INSERT INTO approvals_document (application_id, office_id, kind, number, drawn_on, served_on, seq, facts)
 SELECT {ID}, {OFFICE}, r.v->>0, r.v->>1 || '〔' || (r.v->>2) || '〕' || ((SELECT s.last FROM series s
  WHERE s.series = r.v->>1 AND s.year = (r.v->>2)::int) - (r.v->>3)::int) || '号', (r.v->>4)::date, (r.v->>5)::date, {SEQ},
 r.v->6 FROM jsonb_array_elements({GIVEN}->'new_documents') r(v) RETURNING id, kind, number"""
_TO_MAKE = f"INSERT INTO approvals_documentfile (document_id, application_id) SELECT d.id, {ID} FROM drawn d"
_MADE_OUT = f"""UPDATE approvals_licence l SET edition = l.edition + 1, version = l.version + 1, number = coalesce(l.number,
 (SELECT e.head || lpad(s.last::text, greatest(e.width, length(s.last::text)), '0') || e.tail FROM series s
  WHERE s.series = e.series AND s.year = e.year), (SELECT d.number FROM drawn d WHERE d.kind = 'licence'))
 FROM jsonb_to_record({GIVEN}->'edition') e(licence bigint, series text, year int, head text, tail text, width int)
 WHERE l.id = e.licence RETURNING l.*"""
# says: what the edition before said, or the holder as he is registered; then what was changed or corrected
_EDITION = f"""INSERT INTO approvals_licenceedition (licence_id, edition, identifier, cause, number, valid_from, valid_until,
 from_on, says, reason, application_id, seq, document_id, made_at, by_id) SELECT l.id, l.edition, e.identifier, e.cause,
 l.number, l.valid_from, l.valid_until, e.from_on, coalesce(b.says, jsonb_build_object('holder', p.name,
  'legal_representative', p.legal_representative, 'address', p.address)) || coalesce((SELECT jsonb_object_agg(m.value,
   f.answers ->> m.key) FROM jsonb_each_text(e.sets) m JOIN approvals_applicationform f ON f.application_id = {ID}
   WHERE jsonb_exists(f.answers, m.key)), '{{}}') || e.says
  || jsonb_build_object('form', coalesce(b.says -> 'form', '{{}}') || e.form), e.reason, {ID}, {SEQ},
 (SELECT d.id FROM drawn d WHERE d.kind = 'licence'), %(at)s::timestamptz, e.actor FROM edition l
 JOIN approvals_applicant p ON p.id = l.holder_id LEFT JOIN LATERAL (SELECT x.says FROM approvals_licenceedition x
  WHERE x.licence_id = l.id ORDER BY x.edition DESC LIMIT 1) b ON TRUE, jsonb_to_record({GIVEN}->'new_edition')
 e(identifier text, cause text, from_on date, sets jsonb, says jsonb, form jsonb, reason text, actor bigint)"""
_SERVICE = [c for c in table(Service).columns if c not in ("id", "application_id", "document_id", "seq")]
_SERVED = f"""INSERT INTO approvals_service (document_id, application_id, seq, {", ".join(_SERVICE)})
 SELECT d.id, {ID}, {SEQ}, r.{", r.".join(_SERVICE)} FROM
 jsonb_populate_recordset(NULL::approvals_service, {GIVEN}->'new_services') r, LATERAL (SELECT DISTINCT ON (x.kind) x.id
  FROM approvals_document x WHERE x.application_id = {ID} AND x.kind = ANY('{{{",".join(RESULTS)}}}')
  AND NOT EXISTS (SELECT 1 FROM approvals_documentvoid v WHERE v.document_id = x.id) ORDER BY x.kind, x.id DESC) d"""
_NOTICES = """INSERT INTO notifications_message (event, kind, recipient_id, params, link, created_at)
 SELECT {once} %(event)s::text, n.v->>0, {who}, n.v->2, %(link)s::text, %(at)s::timestamptz
 FROM jsonb_array_elements({given}->'{part}') n(v) {accounts}"""
_TO = "(n.v->>1)::bigint"
_VOIDED = """INSERT INTO approvals_documentvoid (document_id, reason, by_id, voided_at, replaced_by_id)
 SELECT v.document, v.reason, v.by, %(at)s::timestamptz, {by} FROM {drawn}
 jsonb_to_recordset({given}->'{part}') v(document bigint, reason text, by bigint)"""
# part → how it is written when the act has something for it
_FIXED: dict[str, str] = {
    "tasks": _TASKS,
    "edges": f"""INSERT INTO workflow_task_previous (from_task_id, to_task_id) SELECT (e.v->>0)::bigint, (e.v->>1)::bigint
 FROM jsonb_array_elements({GIVEN}->'edges') e(v)""",
    "process": f"""INSERT INTO workflow_process (id, office_id, flow_class, status, created)
 VALUES ({PROCESS}, {OFFICE}, {GIVEN}->>'process', 'NEW', %(at)s::timestamptz)""",
    "ended": f"""UPDATE workflow_process p SET status = {GIVEN}->>'ended', finished = %(at)s::timestamptz
 WHERE p.id = {PROCESS}""",
    "notices": _NOTICES.format(once="", who=_TO, given=GIVEN, part="notices", accounts=""),
    "notices_to_parties": _NOTICES.format(
        once=f"DISTINCT ON (n.v->>0, coalesce({_TO}, u.id))",
        who=f"coalesce({_TO}, u.id)",
        given=GIVEN,
        part="notices_to_parties",
        accounts=f"""LEFT JOIN approvals_user u ON u.applicant_id = (n.v->>3)::bigint
 WHERE coalesce({_TO}, u.id) IS NOT NULL""",
    ),
    "series": _SERIES,
    "new_documents": _DRAWN,
    "edition": _MADE_OUT,
    "new_edition": _EDITION,
    "new_services": _SERVED,
    "party": f"""UPDATE approvals_applicant p SET version = p.version + 1
 WHERE p.id = ({GIVEN}->'party')::bigint""",
    "voided": _VOIDED.format(by="NULL::bigint", drawn="", given=GIVEN, part="voided"),
    "replaced": _VOIDED.format(by="drawn.id", drawn="drawn,", given=GIVEN, part="replaced"),
    "void_files": f"""UPDATE approvals_documentfile f SET state = 'void', lease = NULL, next_attempt_at = NULL
 FROM jsonb_to_recordset({GIVEN}->'void_files') v(document bigint)
 WHERE f.document_id = v.document AND f.application_id = {ID} AND f.state <> 'sealed'""",
}
# rows as they are: of new ones the columns that hold something are written, of old ones those that differ
_ROWS: dict[str, type[models.Model]] = {"licence": Licence, "decisions": Decision, "bans": Ban, "documents": Document}
_ROWS |= {name: model for name, (model, _) in PARTS.items()}
ORDER = [*_FIXED, *(f"{age}_{name}" for name in _ROWS for age in ("new", "old") if f"{age}_{name}" not in _FIXED)]
RANK = {part: n for n, part in enumerate(ORDER)}
NAMES = {"series": "series", "new_documents": "drawn", "edition": "edition"}


def _written(part: str, columns: tuple[str, ...]) -> str:
    if part in _FIXED:
        return _FIXED[part]
    age, _, name = part.partition("_")
    return (_insert if age == "new" else _update)(_ROWS[name], part, columns)


@lru_cache(maxsize=512)
def statement(columns: tuple[str, ...], parts: Shape, guards: tuple[str, ...], insert: bool) -> str:
    """The text for these columns of the application, these parts with their columns (of rows written as they are) and
    guards in these tables; `insert`: a new case."""
    ctes = [
        f"g{n} AS (SELECT 1 FROM {name} WHERE id = %(g{n})s::bigint AND version = %(v{n})s::int FOR NO KEY UPDATE)"
        for n, name in enumerate(guards)
    ]
    guarding = [f"g{n}" for n in range(len(guards))]
    row = f"({GIVEN}->'application')"  # of a new one by the names of its columns
    if insert:
        sources = ", ".join([f"jsonb_populate_record(NULL::workflow_application, {row}) n", *guarding])
        ctes.append(f"app AS (INSERT INTO workflow_application SELECT n.* FROM {sources} RETURNING version)")
    else:
        sets = ",".join(["version = a.version + 1", "chain_hash = %(hash)s::text", *_sets(Application, row, columns)])
        sources = f"FROM {', '.join(guarding)} " if guards else ""
        ctes.append(
            f"app AS (UPDATE workflow_application a SET {sets} {sources}WHERE a.id = %(id)s::bigint "
            "AND a.version = %(version)s::int RETURNING a.version)"
        )
    ctes.append(f"entry AS ({_ENTRY})")
    ctes += [f"{NAMES.get(part, part + '_')} AS ({_written(part, names)})" for part, names in parts]
    if any(part == "new_documents" for part, _ in parts):
        ctes.append(f"to_make AS ({_TO_MAKE})")
    return "WITH " + ",\n".join(ctes) + "\nSELECT coalesce((SELECT version FROM app), workflow_overtaken())"
