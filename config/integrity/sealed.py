"""成品与用印: every document has its file, every sealed file is on the disk as it was sealed, used the seal once, and stands
in the chain of the register; a voided document was not sealed afterwards."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.x509 import load_pem_x509_certificate

from approvals.documents import disk
from approvals.documents.models import Seal
from config.integrity.findings import Finding, Rule, Scope, stream

SEALED = (
    Rule(
        "file",
        "approvals_document",
        """SELECT d.id, a.number, d.number || ' has no row for its file' FROM approvals_document d
        LEFT JOIN workflow_application a ON a.id = d.application_id
        WHERE {scope} AND NOT EXISTS (SELECT FROM approvals_documentfile f WHERE f.document_id = d.id
         AND f.application_id = d.application_id)""",
    ),
    Rule(
        "file",
        "approvals_documentfile",
        """SELECT f.document_id, a.number, 'is the file of no document' FROM approvals_documentfile f
        LEFT JOIN workflow_application a ON a.id = f.application_id
        WHERE {scope} AND NOT EXISTS (SELECT FROM approvals_document d WHERE d.id = f.document_id)""",
    ),
    Rule(
        "seal",
        "approvals_documentfile",
        """SELECT f.document_id, a.number, format('%s is %s, uses of the seal: %s', d.number, f.state,
         coalesce(left(u.sha256, 12), 'none'))
        FROM approvals_documentfile f JOIN approvals_document d ON d.id = f.document_id
        LEFT JOIN workflow_application a ON a.id = f.application_id
        LEFT JOIN approvals_sealuse u ON u.document_id = f.document_id
        WHERE {scope} AND CASE f.state WHEN 'sealed' THEN (u.sha256, u.used_at) IS DISTINCT FROM (f.sha256, f.sealed_at)
         ELSE u.id IS NOT NULL END""",
    ),
    Rule(
        "seal",
        "approvals_sealuse",
        """SELECT u.id, a.number, format('seal %s, in use from %s to %s, used at %s', s.id, s.from_at,
         coalesce(s.until_at::text, 'now'), u.used_at)
        FROM approvals_sealuse u JOIN approvals_seal s ON s.id = u.seal_id
        JOIN approvals_document d ON d.id = u.document_id LEFT JOIN workflow_application a ON a.id = d.application_id
        WHERE {scope} AND (u.used_at < s.from_at OR u.used_at > s.until_at)""",
    ),
    Rule(
        "seal",
        "approvals_documentfile",
        """SELECT f.document_id, a.number, format('%s: the register tells of it otherwise, or %s times', d.number,
         (SELECT count(*) FROM workflow_registerentry e WHERE e.register_id = 'documents' AND e.act = 'seal_document'
          AND (e.inputs ->> 'document')::bigint = f.document_id))
        FROM approvals_documentfile f JOIN approvals_document d ON d.id = f.document_id
        LEFT JOIN workflow_application a ON a.id = f.application_id LEFT JOIN approvals_sealuse u ON u.document_id = d.id
        LEFT JOIN approvals_seal s ON s.id = u.seal_id
        WHERE {scope} AND f.state = 'sealed' AND (SELECT array_agg(e.inputs) FROM workflow_registerentry e
         WHERE e.register_id = 'documents' AND e.act = 'seal_document' AND (e.inputs ->> 'document')::bigint = f.document_id)
         IS DISTINCT FROM ARRAY[jsonb_build_object('document', d.id, 'number', d.number, 'sha256', f.sha256,
          'code', f.code, 'seal', s.fingerprint)]""",
    ),
    Rule(
        "seal",
        "workflow_registerentry",
        """SELECT e.id, a.number, format('%s was sealed, and its file is %s', e.inputs ->> 'number',
         coalesce(f.state, 'nowhere'))
        FROM workflow_registerentry e LEFT JOIN approvals_documentfile f
         ON f.document_id = (e.inputs ->> 'document')::bigint LEFT JOIN workflow_application a ON a.id = f.application_id
        WHERE {scope} AND e.register_id = 'documents' AND e.act = 'seal_document' AND f.state IS DISTINCT FROM 'sealed'""",
    ),
    Rule(
        "void",
        "approvals_documentvoid",
        """SELECT v.id, a.number, format('%s, voided at %s, has a file that is %s', d.number, v.voided_at, f.state)
        FROM approvals_documentvoid v JOIN approvals_document d ON d.id = v.document_id
        JOIN approvals_documentfile f ON f.document_id = d.id LEFT JOIN workflow_application a ON a.id = d.application_id
        WHERE {scope} AND (f.state IN ('waiting', 'rendered', 'set_aside') OR f.sealed_at > v.voided_at + interval '1 minute')""",
    ),
    Rule(
        "void",
        "approvals_documentvoid",
        """SELECT v.id, a.number, d.number || ': the ledger does not tell of it, or of another document in its place'
        FROM approvals_documentvoid v JOIN approvals_document d ON d.id = v.document_id
        LEFT JOIN approvals_document n ON n.id = v.replaced_by_id LEFT JOIN workflow_application a ON a.id = d.application_id
        WHERE {scope} AND NOT EXISTS (SELECT FROM workflow_ledgerentry l WHERE l.application_id = d.application_id
         AND l.inputs ->> 'number' = d.number AND l.at = v.voided_at
         AND CASE l.act WHEN 'reseal' THEN (n.application_id, n.seq, n.kind) IS NOT DISTINCT FROM (l.application_id, l.seq, d.kind)
          ELSE l.act = 'revoke_document' AND n.id IS NULL END)""",
    ),
    Rule(
        "void",
        "workflow_ledgerentry",
        """SELECT l.id, a.number, format('seq %s: %s of %s, which is not voided', l.seq, l.act, l.inputs ->> 'number')
        FROM workflow_ledgerentry l JOIN workflow_application a ON a.id = l.application_id
        WHERE {scope} AND l.act IN ('reseal', 'revoke_document') AND NOT EXISTS (SELECT FROM approvals_documentvoid v
         JOIN approvals_document d ON d.id = v.document_id WHERE d.application_id = l.application_id
         AND d.number = l.inputs ->> 'number' AND v.voided_at = l.at)""",
    ),
)
WARNED = timedelta(days=30)
ON_DISK = """SELECT f.document_id, a.number, f.key, f.sha256, f.size FROM approvals_documentfile f
 LEFT JOIN workflow_application a ON a.id = f.application_id WHERE f.state = 'sealed' AND {scope} ORDER BY f.document_id"""


def check_sealed(scope: Scope) -> Iterator[Finding]:
    """The sealed files are on the disk, byte for byte."""
    for document, number, key, sha256, size in stream(ON_DISK.replace("{scope}", scope.of("a.id"))):
        try:
            data = disk.read(UUID(str(key)))
        except FileNotFoundError:
            yield Finding("seal", "approvals_documentfile", document, number, "the sealed file is not on the disk")
            continue
        found = hashlib.sha256(data).hexdigest()
        if (found, len(data)) != (sha256, size):
            differs = f"{size} bytes, SHA-256 {sha256[:12]}; on the disk {len(data)}, {found[:12]}"
            yield Finding("seal", "approvals_documentfile", document, number, differs)


def ending_seals(at: datetime) -> Iterator[Finding]:
    """Seals in use whose certificate ends within thirty days, or has ended: nothing can be sealed then."""
    for seal in Seal.objects.filter(until_at=None).exclude(certificate="").order_by("pk"):
        ends = load_pem_x509_certificate(seal.certificate.encode()).not_valid_after_utc
        if ends < at + WARNED:
            yield Finding("seal", "approvals_seal", seal.pk, None, f"{seal.name}: its certificate ends at {ends}")
