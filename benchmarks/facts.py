"""The course every column runs, and the facts of law that each step must leave behind, as hand-written SQL.

Eight steps of people, each durable when it returns:

    lodge → accept → { supply ∥ book_visit → record_visit ∥ record_opinion } → grant → issue

The applicant promises one of five materials in a letter; two officials visit.  A step raises the version under a guard and
writes what a court would ask for: status, ledger, materials, letter, clocks, standstill, visit, opinion, decision, licence
and its edition, the documents with their numbers and the files to be made of them, and a message to everybody concerned.  One
statement does it, and nobody can do with less: this is the limit.  It has no authority to check, no chain to compute, no work
items and no rules: the numbers are made up.  Stock viewflow runs the same statements beside its own rows; the product writes
the same facts into its own tables.  engine.py compares what the columns leave and measures none that leaves less."""

import json
from datetime import UTC, datetime
from typing import Any

APPLICATIONS = "limit_application"
TABLES = """
CREATE TABLE limit_application (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, office bigint NOT NULL, item text NOT NULL, applicant bigint NOT NULL,
  status text NOT NULL, waiting int NOT NULL DEFAULT 0, version int NOT NULL DEFAULT 1, lodged_at timestamptz NOT NULL,
  accepted_on date, accepted_by bigint, decided_on date);
CREATE INDEX ON limit_application (office, status);
CREATE INDEX ON limit_application (applicant);
CREATE TABLE limit_ledger (
  application bigint REFERENCES limit_application, seq int, act text NOT NULL, actor bigint NOT NULL, at timestamptz NOT NULL,
  from_status text NOT NULL, to_status text NOT NULL, inputs jsonb NOT NULL, PRIMARY KEY (application, seq));
CREATE TABLE limit_material (
  application bigint REFERENCES limit_application, code text, state text NOT NULL, handed_in_on date,
  PRIMARY KEY (application, code));
CREATE TABLE limit_letter (
  application bigint PRIMARY KEY REFERENCES limit_application, materials text[] NOT NULL, signed_at timestamptz NOT NULL,
  digest text NOT NULL);
CREATE TABLE limit_clock (
  application bigint REFERENCES limit_application, kind text, trigger_on date NOT NULL, length int NOT NULL,
  legal_basis text NOT NULL, due_on date NOT NULL, met_on date, PRIMARY KEY (application, kind));
CREATE INDEX ON limit_clock (due_on) WHERE met_on IS NULL;
CREATE TABLE limit_pause (
  application bigint PRIMARY KEY REFERENCES limit_application, procedure text NOT NULL, opened_on date NOT NULL, closed_on date);
CREATE TABLE limit_visit (
  application bigint PRIMARY KEY REFERENCES limit_application, booked_for timestamptz NOT NULL, officials bigint[] NOT NULL,
  result text NOT NULL, recorded_at timestamptz);
CREATE TABLE limit_opinion (
  application bigint PRIMARY KEY REFERENCES limit_application, by_whom bigint NOT NULL, opinion text NOT NULL,
  recorded_at timestamptz NOT NULL);
CREATE TABLE limit_decision (
  application bigint PRIMARY KEY REFERENCES limit_application, kind text NOT NULL, decided_by bigint NOT NULL,
  authority text NOT NULL, decided_on date NOT NULL);
CREATE TABLE limit_licence (
  application bigint PRIMARY KEY REFERENCES limit_application, holder bigint NOT NULL, number text UNIQUE,
  valid_from date NOT NULL, valid_until date NOT NULL);
CREATE TABLE limit_edition (
  licence bigint REFERENCES limit_licence, edition int, number text NOT NULL, valid_from date NOT NULL,
  valid_until date NOT NULL, says jsonb NOT NULL, made_at timestamptz NOT NULL, made_by bigint NOT NULL,
  PRIMARY KEY (licence, edition));
CREATE TABLE limit_series (series text PRIMARY KEY, last int NOT NULL);
CREATE TABLE limit_document (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, application bigint NOT NULL REFERENCES limit_application,
  kind text NOT NULL, number text NOT NULL UNIQUE, drawn_on date NOT NULL, facts jsonb NOT NULL);
CREATE INDEX ON limit_document (application);
CREATE TABLE limit_file (
  document bigint PRIMARY KEY REFERENCES limit_document, application bigint NOT NULL, state text NOT NULL DEFAULT 'waiting',
  sha256 text, attempts int NOT NULL DEFAULT 0, next_attempt_at timestamptz);
CREATE INDEX ON limit_file (document) WHERE state = 'waiting';
CREATE TABLE limit_message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event text NOT NULL, kind text NOT NULL, recipient bigint NOT NULL,
  params jsonb NOT NULL, created_at timestamptz NOT NULL, sent_at timestamptz, UNIQUE (event, kind, recipient));
CREATE INDEX ON limit_message (recipient, id DESC);
CREATE INDEX ON limit_message (id) WHERE sent_at IS NULL;
"""
# what a case leaves: sort of row and its kind
LEFT = """
SELECT 'application', status FROM limit_application WHERE id = %(id)s
UNION ALL SELECT 'ledger', act FROM limit_ledger WHERE application = %(id)s
UNION ALL SELECT 'material', code FROM limit_material WHERE application = %(id)s
UNION ALL SELECT 'letter', '' FROM limit_letter WHERE application = %(id)s
UNION ALL SELECT 'clock', kind FROM limit_clock WHERE application = %(id)s
UNION ALL SELECT 'pause', '' FROM limit_pause WHERE application = %(id)s
UNION ALL SELECT 'visit', '' FROM limit_visit WHERE application = %(id)s
UNION ALL SELECT 'opinion', '' FROM limit_opinion WHERE application = %(id)s
UNION ALL SELECT 'decision', '' FROM limit_decision WHERE application = %(id)s
UNION ALL SELECT 'licence', '' FROM limit_licence WHERE application = %(id)s
UNION ALL SELECT 'edition', '' FROM limit_edition WHERE licence = %(id)s
UNION ALL SELECT 'document', kind FROM limit_document WHERE application = %(id)s
UNION ALL SELECT 'file', state FROM limit_file WHERE application = %(id)s
UNION ALL SELECT 'message', kind FROM limit_message WHERE event LIKE 'application:' || %(id)s || ':%%'
"""
MATERIAL, VISIT, OPINION = 1, 2, 4
APPLICANT, REVIEWER, FIRST_OFFICIAL, SECOND_OFFICIAL = 1, 2, 3, 4
ITEM = {"zh-hans": "安全评价机构资质认可（首次申请）", "en": "Accreditation of safety-evaluation institutions (initial)"}
TOLD = json.dumps({"number": "440100YJ20260924000001", "item": ITEM, "applicant": "宏达化工贸易有限公司"}, ensure_ascii=False)


def _ledger(act: str, before: str, after: str) -> str:
    return f"""ledger AS (INSERT INTO limit_ledger SELECT id, version, '{act}', %(actor)s::bigint, %(at)s::timestamptz,
 '{before}', '{after}', '{{"channel": "online"}}'::jsonb FROM app)"""


def _clocks(*kinds: str) -> str:
    rows = ",".join(f"('{kind}', {length})" for kind, length in zip(kinds, range(5, 25, 5), strict=False))
    return f"""clocks AS (INSERT INTO limit_clock SELECT id, kind, %(day)s::date, days, '行政许可法第42条',
 %(day)s::date + days, NULL FROM app, (VALUES {rows}) AS c(kind, days))"""


def _met(*kinds: str) -> str:
    names = ",".join(f"'{kind}'" for kind in kinds)
    return f"""met AS (UPDATE limit_clock c SET met_on = %(day)s::date FROM app WHERE c.application = app.id
 AND c.kind IN ({names}))"""


def _documents(*kinds: str) -> str:
    rows = ",".join(f"('{kind}')" for kind in kinds)
    return f"""series AS (INSERT INTO limit_series AS s SELECT kind, 1 FROM app, (VALUES {rows}) AS k(kind) ORDER BY kind
 ON CONFLICT (series) DO UPDATE SET last = s.last + 1 RETURNING series, last),
documents AS (INSERT INTO limit_document (application, kind, number, drawn_on, facts) SELECT id, series,
 '穗应急许' || series || '〔2026〕' || last || '号', %(day)s::date,
 '{{"materials": ["APP", "STAFFL", "FIN", "OFFICE"], "on": "2026-09-24", "days": 20}}'::jsonb FROM app, series
 RETURNING id, kind, number),
files AS (INSERT INTO limit_file (document, application) SELECT d.id, app.id FROM app, documents d)"""


def _messages(**recipients: tuple[int, ...]) -> str:
    rows = ",".join(f"('{kind}', {who})" for kind, all_of_them in recipients.items() for who in all_of_them)
    return f"""messages AS (INSERT INTO limit_message (event, kind, recipient, params, created_at)
 SELECT 'application:' || id || ':' || version, kind, who, '{TOLD}'::jsonb, %(at)s::timestamptz
 FROM app, (VALUES {rows}) AS r(kind, who))"""


def _step(act: str, *parts: str, before: str, after: str, sets: str = "", where: str = "true") -> str:
    app = f"""app AS (UPDATE limit_application SET status = '{after}', version = version + 1{sets}
 WHERE id = %(id)s::bigint AND status = '{before}' AND {where} RETURNING id, version, applicant, status, waiting)"""
    return "WITH " + ",\n".join([app, _ledger(act, before, after), *parts]) + "\nSELECT status, waiting FROM app"


def _closes(bit: int) -> dict[str, str]:
    return {"sets": f", waiting = waiting & ~{bit}", "where": f"waiting & {bit} <> 0"}


LODGE = ",\n".join(
    [
        """WITH app AS (INSERT INTO limit_application (office, item, applicant, status, lodged_at)
 VALUES (1, 'EM16-01', 1, 'received', %(at)s::timestamptz) RETURNING id, version)""",
        _ledger("lodge", "draft", "received"),
        """materials AS (INSERT INTO limit_material SELECT id, code, state, %(day)s::date FROM app, (VALUES ('APP', 'handed_in'),
 ('STAFFL', 'handed_in'), ('FIN', 'handed_in'), ('OFFICE', 'handed_in'), ('QMS', 'promised')) AS m(code, state))""",
        """letter AS (INSERT INTO limit_letter SELECT id, '{QMS}', %(at)s::timestamptz, md5(id::text) FROM app)""",
        _clocks("notice"),
        _documents("application_form", "receipt", "commitment_letter"),
        _messages(receipt=(APPLICANT,), commitment_letter=(APPLICANT,)),
    ]
) + "\nSELECT id FROM app"  # fmt: skip
STEPS: dict[str, str] = {
    "accept": _step(
        "accept",
        _met("notice"),
        _clocks("statutory", "promised", "cure"),
        "pause AS (INSERT INTO limit_pause SELECT id, 'outstanding_material', %(day)s::date FROM app)",
        _documents("acceptance_notice", "tolerance_notice"),
        _messages(acceptance_notice=(APPLICANT,), tolerance_notice=(APPLICANT,)),
        before="received",
        after="accepted",
        sets=f", waiting = {MATERIAL | VISIT | OPINION}, accepted_on = %(day)s::date, accepted_by = %(actor)s::bigint",
    ),
    "supply": _step(
        "supply",
        _met("cure"),
        """material AS (UPDATE limit_material m SET state = 'handed_in', handed_in_on = %(day)s::date FROM app
 WHERE m.application = app.id AND m.code = 'QMS')""",
        """pause AS (UPDATE limit_pause p SET closed_on = %(day)s::date FROM app WHERE p.application = app.id)""",
        _messages(materials_supplied=(REVIEWER,)),
        before="accepted",
        after="accepted",
        **_closes(MATERIAL),
    ),
    "book_visit": _step(
        "book_visit",
        f"""visit AS (INSERT INTO limit_visit SELECT id, %(at)s::timestamptz, '{{{FIRST_OFFICIAL},{SECOND_OFFICIAL}}}',
 'booked' FROM app)""",
        _documents("visit_notice"),
        _messages(visit_notice=(APPLICANT,), visit_booked=(FIRST_OFFICIAL, SECOND_OFFICIAL)),
        before="accepted",
        after="accepted",
    ),
    "record_visit": _step(
        "record_visit",
        """visit AS (UPDATE limit_visit v SET result = 'passed', recorded_at = %(at)s::timestamptz FROM app
 WHERE v.application = app.id)""",
        _documents("visit_record"),
        _messages(visit_record=(APPLICANT,)),
        before="accepted",
        after="accepted",
        **_closes(VISIT),
    ),
    "record_opinion": _step(
        "record_opinion",
        "opinion AS (INSERT INTO limit_opinion SELECT id, %(actor)s::bigint, 'grant', %(at)s::timestamptz FROM app)",
        before="accepted",
        after="accepted",
        **_closes(OPINION),
    ),
    "grant": _step(
        "grant",
        _met("statutory", "promised"),
        _clocks("delivery", "publication"),
        """decision AS (INSERT INTO limit_decision SELECT id, 'grant', %(actor)s::bigint, '本职', %(day)s::date FROM app)""",
        """licence AS (INSERT INTO limit_licence SELECT id, applicant, NULL, %(day)s::date, %(day)s::date + 1825 FROM app)""",
        _documents("approval_form", "grant_decision"),
        _messages(grant_decision=(APPLICANT,)),
        before="accepted",
        after="granted",
        sets=", decided_on = %(day)s::date",
        where="waiting = 0",
    ),
    "issue": _step(
        "issue",
        _documents("licence", "licence_duplicate"),
        """licence AS (UPDATE limit_licence l SET number = d.number FROM app, documents d WHERE l.application = app.id
 AND d.kind = 'licence' RETURNING l.*)""",
        """edition AS (INSERT INTO limit_edition SELECT application, 1, number, valid_from, valid_until,
 '{"form": {}, "holder": "宏达化工贸易有限公司", "address": "", "legal_representative": ""}'::jsonb, %(at)s::timestamptz,
 %(actor)s::bigint FROM licence)""",
        _messages(licence=(APPLICANT,)),
        before="granted",
        after="issued",
    ),
}


def _given() -> dict[str, Any]:
    at = datetime.now(UTC)
    return {"at": at, "day": at.date(), "actor": 1}


def lodge(cursor: Any) -> int:
    """Receives an application; returns its id."""
    cursor.execute(LODGE, _given())
    return int(cursor.fetchone()[0])


def step(cursor: Any, application: int, act: str) -> tuple[str, int]:
    """Does one step; returns the status and what is waited for then.  Raises where the guard does not hold."""
    cursor.execute(STEPS[act], _given() | {"id": application})
    row = cursor.fetchone()
    if row is None:
        raise RuntimeError(f"{act} on {application}: the guard does not hold")
    return row
