"""The least that a step can leave behind and still be one: status under a guard, a ledger entry, a message, the clocks.

The same course as facts.py without letters, visits, opinions, documents with numbers, decisions and licences.  No column has to
be measured against it; it is shown so that nobody takes the other limit for the smallest one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

APPLICATIONS = "bare_application"
TABLES = """
CREATE TABLE bare_application (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, office bigint NOT NULL, item text NOT NULL, applicant text NOT NULL,
  uscc text NOT NULL, status text NOT NULL, waiting int NOT NULL DEFAULT 0, version int NOT NULL DEFAULT 1,
  lodged_at timestamptz NOT NULL, changed_at timestamptz NOT NULL);
CREATE INDEX ON bare_application (office, status);
CREATE TABLE bare_ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, application bigint NOT NULL REFERENCES bare_application,
  act text NOT NULL, actor bigint NOT NULL, from_status text NOT NULL, to_status text NOT NULL, at timestamptz NOT NULL,
  inputs jsonb NOT NULL);
CREATE INDEX ON bare_ledger (application);
CREATE TABLE bare_message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, application bigint NOT NULL, kind text NOT NULL,
  params jsonb NOT NULL, created_at timestamptz NOT NULL, sent_at timestamptz);
CREATE INDEX ON bare_message (id) WHERE sent_at IS NULL;
CREATE TABLE bare_clock (
  application bigint NOT NULL, kind text NOT NULL, due_on date NOT NULL, met_on date, PRIMARY KEY (application, kind));
CREATE INDEX ON bare_clock (due_on) WHERE met_on IS NULL;
"""
LODGE = """
WITH app AS (INSERT INTO bare_application (office, item, applicant, uscc, status, lodged_at, changed_at)
  VALUES (1, 'EM16-01', %(applicant)s, %(uscc)s, 'received', %(at)s, %(at)s) RETURNING id),
ledger AS (INSERT INTO bare_ledger (application, act, actor, from_status, to_status, at, inputs)
  SELECT id, 'lodge', 1, 'draft', 'received', %(at)s, '{"channel": "online"}'::jsonb FROM app),
message AS (INSERT INTO bare_message (application, kind, params, created_at)
  SELECT id, 'receipt', '{"number": "1"}'::jsonb, %(at)s FROM app),
clocks AS (INSERT INTO bare_clock (application, kind, due_on) SELECT id, 'notice', %(due_on)s::date FROM app)
SELECT id FROM app"""
STEP = """
WITH app AS (UPDATE bare_application SET status = %(status)s, waiting = (waiting | %(adds)s::int) & ~ %(clears)s::int,
  version = version + 1, changed_at = %(at)s
  WHERE id = %(id)s AND status = %(before)s AND (waiting & %(needs)s::int) = %(clears)s::int RETURNING id),
ledger AS (INSERT INTO bare_ledger (application, act, actor, from_status, to_status, at, inputs)
  SELECT id, %(act)s, 1, %(before)s, %(status)s, %(at)s, '{"channel": "online"}'::jsonb FROM app),
message AS (INSERT INTO bare_message (application, kind, params, created_at)
  SELECT id, %(act)s, '{"number": "1"}'::jsonb, %(at)s FROM app),
clocks AS (INSERT INTO bare_clock (application, kind, due_on, met_on)
  SELECT id, kind, %(due_on)s::date, NULL FROM app, unnest(%(starts)s::text[]) kind
  UNION ALL SELECT id, kind, %(due_on)s::date, %(due_on)s::date FROM app, unnest(%(meets)s::text[]) kind
  ON CONFLICT (application, kind) DO UPDATE SET met_on = excluded.met_on)
SELECT id FROM app"""
MATERIAL, VISIT, OPINION = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Fact:
    """What a step needs and leaves: status before and after, branches it opens or closes, clocks it starts or meets."""

    before: str
    status: str
    adds: int = 0
    clears: int = 0
    needs: int = 0
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()


FACTS = {
    "accept": Fact("received", "accepted", adds=7, starts=("statutory", "promised", "cure"), meets=("notice",)),
    "supply": Fact("accepted", "accepted", clears=MATERIAL, needs=MATERIAL, meets=("cure",)),
    "book_visit": Fact("accepted", "accepted"),
    "record_visit": Fact("accepted", "accepted", clears=VISIT, needs=VISIT),
    "record_opinion": Fact("accepted", "accepted", clears=OPINION, needs=OPINION),
    "grant": Fact("accepted", "granted", needs=7, starts=("delivery", "publication"), meets=("statutory", "promised")),
    "issue": Fact("granted", "issued"),
}


def lodge(cursor: Any) -> int:
    """Receives an application; returns its id."""
    at = datetime.now(UTC)
    given = {"applicant": "宏达化工贸易有限公司", "uscc": "91440101MA9ABCD124"}
    cursor.execute(LODGE, given | {"at": at, "due_on": at.date() + timedelta(days=5)})
    return int(cursor.fetchone()[0])


def step(cursor: Any, application: int, act: str) -> None:
    """Does one step; raises where the guard does not hold."""
    fact, at = FACTS[act], datetime.now(UTC)
    cursor.execute(
        STEP,
        {
            "id": application, "act": act, "at": at, "due_on": at.date() + timedelta(days=20),
            "before": fact.before, "status": fact.status, "adds": fact.adds, "clears": fact.clears, "needs": fact.needs,
            "starts": list(fact.starts), "meets": list(fact.meets),
        },
    )  # fmt: skip
    if cursor.fetchone() is None:
        raise RuntimeError(f"{act} on {application}: the guard does not hold")
