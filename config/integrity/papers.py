"""决定、文书: each status has its decision, each decision its document, each number its place in the series."""

from collections.abc import Iterator

from approvals.documents.kinds import KINDS
from config.integrity.findings import Finding, Rule, Scope, stream

DECISIONS = (
    Rule(
        "decision",
        "workflow_application",
        """SELECT a.id, a.number, format('status %s, decision %s', a.status, coalesce(d.kind, 'none'))
        FROM workflow_application a LEFT JOIN approvals_decision d ON d.application_id = a.id WHERE {scope}
        AND CASE WHEN a.status IN ('granted', 'issued') THEN 'grant' WHEN a.status = 'refused' THEN 'refuse' END
        IS DISTINCT FROM d.kind""",
    ),
    Rule(
        "decision",
        "approvals_decision",
        """SELECT d.id, a.number, format('decided_on %s, application %s', d.decided_on, a.decided_on)
        FROM approvals_decision d LEFT JOIN workflow_application a ON a.id = d.application_id
        WHERE {scope} AND d.decided_on IS DISTINCT FROM a.decided_on""",
    ),
    Rule(
        "decision",
        "approvals_decision",
        """SELECT d.id, a.number, format('%s by %s on authority %s is not in the ledger', d.kind,
         coalesce(d.decided_by_id::text, 'nobody'), d.authority)
        FROM approvals_decision d JOIN workflow_application a ON a.id = d.application_id WHERE {scope} AND NOT EXISTS (
         SELECT 1 FROM workflow_ledgerentry l WHERE l.application_id = a.id
         AND CASE WHEN d.deemed THEN l.act IN ('deem_filed', 'deem_renewed') ELSE l.act = d.kind AND l.authority = d.authority END
         AND l.actor_id IS NOT DISTINCT FROM d.decided_by_id)""",
    ),
)
_NEEDED = """(VALUES ('granted', ARRAY['grant_decision', 'filing_record']), ('issued', ARRAY['grant_decision', 'filing_record']),
 ('issued', ARRAY['licence', 'filing_record', 'cancellation_decision']), ('refused', ARRAY['refusal_decision']),
 ('not_accepted', ARRAY['non_acceptance_decision']), ('withdrawn', ARRAY['termination_notice']),
 ('terminated', ARRAY['termination_notice']))"""
DOCUMENTS = (
    Rule(
        "document",
        "workflow_application",
        f"""SELECT a.id, a.number, format('%s without %s', a.status, array_to_string(n.kinds, ' or '))
        FROM workflow_application a JOIN {_NEEDED} n (status, kinds) ON n.status = a.status
        WHERE {{scope}} AND NOT EXISTS (SELECT 1 FROM approvals_document d WHERE d.application_id = a.id
         AND d.kind = ANY(n.kinds))""",
    ),
    Rule(
        "document",
        "workflow_application",
        """SELECT a.id, a.number, format('served on %s without a receipt of that day', a.served_on)
        FROM workflow_application a WHERE {scope} AND a.served_on IS NOT NULL AND NOT EXISTS (SELECT 1
         FROM approvals_document d WHERE d.application_id = a.id AND d.kind = 'service_receipt'
         AND (d.drawn_on = a.served_on OR d.drawn_on > a.served_on AND d.facts ->> 'method' = 'public_notice'))""",
    ),
    Rule(
        "document",
        "approvals_document",
        """SELECT d.id, a.number, format('%s %s: drawn on %s, its act (seq %s) on %s', d.kind, d.number, d.drawn_on, d.seq,
         coalesce((l.at AT TIME ZONE 'Asia/Shanghai')::date::text, 'no day'))
        FROM approvals_document d LEFT JOIN workflow_application a ON a.id = d.application_id
        LEFT JOIN workflow_ledgerentry l ON l.application_id = d.application_id AND l.seq = d.seq
        WHERE {scope} AND d.drawn_on IS DISTINCT FROM (l.at AT TIME ZONE 'Asia/Shanghai')::date""",
    ),
)
PARSED = r"""parsed AS (SELECT d.id, d.application_id, d.number, d.kind, extract(year FROM d.drawn_on)::int AS drawn,
 (m)[1] AS series, (m)[2]::int AS year, (m)[3]::bigint AS n
 FROM approvals_document d LEFT JOIN LATERAL regexp_match(d.number, '^(.+)〔(\d{4})〕([1-9]\d*)号$') m ON TRUE)"""
GAPS = f"""WITH {PARSED}, placed AS (SELECT p.*, row_number() OVER (PARTITION BY series, year ORDER BY n) AS place FROM parsed p
  WHERE series IS NOT NULL)
 SELECT DISTINCT ON (p.series, p.year) p.id, a.number, format('%s is number %s of its series', p.number, p.place)
 FROM placed p LEFT JOIN workflow_application a ON a.id = p.application_id WHERE p.n <> p.place ORDER BY p.series, p.year, p.n"""
LASTS = f"""WITH {PARSED} SELECT s.id, format('%s〔%s〕: last %s, documents %s', coalesce(s.series, c.series),
  coalesce(s.year, c.year), coalesce(s.last, 0), coalesce(c.count, 0))
 FROM approvals_numberseries s FULL JOIN (SELECT series, year, count(*) AS count FROM parsed WHERE series IS NOT NULL
  GROUP BY 1, 2) c ON c.series = s.series AND c.year = s.year WHERE coalesce(s.last, 0) <> coalesce(c.count, 0)
 AND coalesce(s.series, '') NOT LIKE '%%{{serial%%'"""
FORMS = f"""WITH {PARSED} SELECT p.id, a.number, p.kind || ': number ' || p.number || ' is not of this kind and year'
 FROM parsed p LEFT JOIN workflow_application a ON a.id = p.application_id
 LEFT JOIN unnest(%(kinds)s::text[], %(words)s::text[]) k (kind, word) ON k.kind = p.kind
 WHERE p.series IS NULL OR k.word IS NULL OR p.year <> p.drawn OR right(p.series, length(k.word) + 1) <> '许' || k.word"""


def check_numbers(scope: Scope) -> Iterator[Finding]:
    """文号: contiguous from 1 in each series and year, as many as the series says, each of its kind's series."""
    if not scope.everything:
        return
    for row, number, differs in stream(GAPS):
        yield Finding("number", "approvals_document", row, number, differs)
    for row, differs in stream(LASTS):
        yield Finding("number", "approvals_numberseries", row, None, differs)
    words = {"kinds": list(KINDS), "words": [kind.word for kind in KINDS.values()]}
    for row, number, differs in stream(FORMS, words):
        yield Finding("number", "approvals_document", row, number, differs)
