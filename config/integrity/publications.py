"""公示: each record points to its last edition, says what becomes of its licence, and is no natural person's.

Law: 行政许可法 40; 政府信息公开条例 15."""

from collections.abc import Iterator

from config.integrity.findings import Finding, Rule, Scope
from supervision.models import PublicationEdition
from supervision.rules.publication import digest

PUBLICATIONS = (
    Rule(
        "publication",
        "supervision_publication",
        """SELECT p.id, a.number, format('points to edition %s, the last is %s', coalesce(l.edition, 0), coalesce(e.last, 0))
        FROM supervision_publication p JOIN workflow_application a ON a.id = p.application_id
        LEFT JOIN supervision_publicationedition l ON l.id = p.latest_id AND l.publication_id = p.id
        LEFT JOIN LATERAL (SELECT max(x.edition) AS last FROM supervision_publicationedition x
         WHERE x.publication_id = p.id) e ON TRUE WHERE {scope} AND coalesce(l.edition, 0) IS DISTINCT FROM coalesce(e.last, -1)""",
    ),
    Rule(
        "publication",
        "supervision_publication",
        """SELECT p.id, a.number, format('says %s, the licence is %s', l.content ->> 'state', c.status)
        FROM supervision_publication p JOIN workflow_application a ON a.id = p.application_id
        JOIN supervision_publicationedition l ON l.id = p.latest_id JOIN approvals_licence c ON c.id = p.licence_id
        WHERE {scope} AND l.change <> 'withdrawn' AND p.licence_version = c.version AND l.content ->> 'state' <> c.status""",
    ),
    Rule(
        "publication",
        "supervision_publication",
        """SELECT p.id, a.number, 'of a natural person, or of a decision that nobody published' FROM supervision_publication p
        JOIN workflow_application a ON a.id = p.application_id JOIN approvals_applicant h ON h.id = a.applicant_id
        WHERE {scope} AND (h.kind = 'person' OR NOT EXISTS (SELECT 1 FROM workflow_ledgerentry e
         WHERE e.application_id = a.id AND e.act = 'publish'))""",
    ),
)


def check_publications(scope: Scope) -> Iterator[Finding]:
    """Every edition has the digest of its content."""
    rows = PublicationEdition.objects.order_by("id").values_list("id", "publication__application__number", "content", "digest")
    if scope.application is not None:
        rows = rows.filter(publication__application_id=scope.application)
    for key, number, content, known in rows.iterator(chunk_size=2000):
        if digest(content) != known:
            yield Finding("publication", "supervision_publicationedition", key, number, "digest is not that of its content")
