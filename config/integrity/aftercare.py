"""监督检查、信用、案卷评查: what was drawn follows from what was published; a ban ends early by a ruling only; scores add up.

Law: 行政许可法 61; 国办发〔2020〕42号; the bureau's own rules (supervision/schemes)."""

import hashlib
from collections.abc import Iterator

from config.integrity.findings import Finding, Rule, Scope
from supervision.draws import repeated
from supervision.inspection_models import Draw
from workflow.rows import canonical_json

AFTERCARE = (
    Rule(
        "credit",
        "approvals_ban",
        """SELECT b.id, a.number, format('lifted on %s for %s, ruling: %s', coalesce(b.lifted_on::text, 'never'),
         coalesce(nullif(b.lifted_for, ''), 'nothing'), coalesce(p.kind, 'none'))
        FROM approvals_ban b LEFT JOIN workflow_application a ON a.id = b.application_id
        LEFT JOIN supervision_creditplea p ON p.ban_id = b.id AND p.state = 'upheld'
        WHERE {scope} AND (b.lifted_for IS DISTINCT FROM coalesce(p.kind, '') OR
         b.lifted_on <> greatest(b.from_on, (p.decided_at AT TIME ZONE 'Asia/Shanghai')::date))""",
    ),
    Rule(
        "file_review",
        "supervision_filereview",
        """SELECT r.id, a.number, format('score %s of %s, points lost %s', r.score, r.out_of, f.lost)
        FROM supervision_filereview r JOIN workflow_application a ON a.id = r.application_id, LATERAL (
         SELECT coalesce(sum(f.points), 0) AS lost FROM supervision_reviewfinding f WHERE f.review_id = r.id) f
        WHERE {scope} AND r.scored_at IS NOT NULL AND r.score <> r.out_of - f.lost""",
    ),
)
ROWS = {
    "inspections": lambda found: {
        (each.holder.uscc or "", tuple(each.inspectors)) for each in found.inspections.select_related("holder")
    },
    "reviews": lambda found: {(each.application.number, ()) for each in found.reviews.select_related("application")},
}


def check_draws(scope: Scope) -> Iterator[Finding]:
    """The digest is that of the list, the outcome that of list and seed, and the rows those of the outcome."""
    if not scope.everything:
        return
    for found in Draw.objects.order_by("id").iterator():
        for differs in _differences(found):
            yield Finding("draw", "supervision_draw", found.pk, None, differs)


def _differences(found: Draw) -> Iterator[str]:
    if hashlib.sha256(canonical_json(found.announced).encode()).hexdigest() != found.digest:
        yield "digest is not that of the list"
    if found.drawn_at is None:
        return
    again = [{"id": each.id, "inspectors": list(each.inspectors)} for each in repeated(found)]
    if again != found.outcome:
        yield "the outcome does not follow from list and seed"
    named = {(each["id"], tuple(map(int, each["inspectors"]))) for each in found.outcome or []}
    kind = "reviews" if found.kind == "review" else "inspections"
    if ROWS[kind](found) != named:
        yield f"{kind} are not those that were drawn"
