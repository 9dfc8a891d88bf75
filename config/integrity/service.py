"""送达: what is served has a row for each result, by a way that was open, on the day the application names.

Law: 行政许可法 44; 民事诉讼法 90, 95 by analogy."""

from approvals.documents.service import RESULTS
from config.integrity.findings import Rule

_RESULTS = "('" + "', '".join(RESULTS) + "')"
SERVICES = (
    Rule(
        "service",
        "approvals_document",
        f"""SELECT d.id, a.number, format('%s %s: served on %s, and no row says so', d.kind, d.number, a.served_on)
        FROM workflow_application a JOIN approvals_document r ON r.application_id = a.id AND r.kind = 'service_receipt'
        JOIN LATERAL (SELECT DISTINCT ON (x.kind) x.* FROM approvals_document x WHERE x.application_id = a.id
         AND x.seq < r.seq AND x.kind IN {_RESULTS}
         AND NOT EXISTS (SELECT 1 FROM approvals_documentvoid v WHERE v.document_id = x.id) ORDER BY x.kind, x.id DESC) d ON TRUE
        WHERE {{scope}} AND a.served_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM approvals_service s
         WHERE s.document_id = d.id AND s.outcome = 'served' AND s.done_on = a.served_on)""",
    ),
    Rule(
        "service",
        "approvals_service",
        """SELECT s.id, a.number, format('%s %s on %s, application: served on %s, undelivered on %s', s.method, s.outcome,
         s.done_on, coalesce(a.served_on::text, 'no day'), coalesce(a.undelivered_on::text, 'no day'))
        FROM approvals_service s LEFT JOIN approvals_document d ON d.id = s.document_id
        LEFT JOIN workflow_application a ON a.id = s.application_id WHERE {scope}
        AND (d.application_id IS DISTINCT FROM s.application_id
         OR (s.outcome = 'served' AND s.done_on IS DISTINCT FROM a.served_on)
         OR (s.outcome = 'failed' AND (a.undelivered_on IS NULL OR a.undelivered_on < s.done_on))
         OR (s.method = 'public_notice' AND a.undelivered_on IS NULL))""",
    ),
    Rule(
        "service",
        "approvals_service",
        """SELECT s.id, a.number, format('%s by %s at seq %s: the ledger has %s by %s', s.outcome, coalesce(s.by_id::text,
         'nobody'), s.seq, coalesce(l.act, 'nothing'), coalesce(l.actor_id::text, 'nobody'))
        FROM approvals_service s JOIN workflow_application a ON a.id = s.application_id
        LEFT JOIN workflow_ledgerentry l ON l.application_id = s.application_id AND l.seq = s.seq WHERE {scope}
        AND (l.act IS NULL OR l.actor_id IS DISTINCT FROM s.by_id OR l.at <> s.done_at
         OR l.act NOT IN ('serve', 'deem_served', 'record_failed_service'))""",
    ),
)
