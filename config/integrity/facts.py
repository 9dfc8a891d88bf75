"""受理、承诺、职责分离: what an accepted application must have behind it, and who may not have done what.

Law: 行政许可法 32, 48(3); 公务员法 76; the bureau's 授权审批规定 (three persons accept, review and decide)."""

from collections.abc import Iterator

from config.integrity.findings import Finding, Rule, Scope, stream
from workflow import catalogue_versions
from workflow.rows import table
from workflow.rules.letters import letter_digest
from workflow.store import PARTS, UNSERVED

ACCEPTANCE = (
    Rule(
        "acceptance",
        "workflow_application",
        """SELECT a.id, a.number, format('status %s, acceptance "%s", accepted_on %s', a.status, a.acceptance,
         coalesce(a.accepted_on::text, 'none'))
        FROM workflow_application a WHERE {scope} AND ((a.acceptance = '') <> (a.accepted_on IS NULL)
         OR (a.status IN ('accepted', 'refused', 'terminated') AND a.accepted_on IS NULL)
         OR (a.status IN ('received', 'supplement_requested', 'not_accepted') AND a.accepted_on IS NOT NULL)
         OR (a.status IN ('granted', 'issued') AND a.accepted_on IS NULL
          AND NOT EXISTS (SELECT 1 FROM approvals_decision d WHERE d.application_id = a.id AND d.deemed)))""",
    ),
    Rule(
        "acceptance",
        "workflow_application",
        """SELECT a.id, a.number, format('accepted %s on %s by %s, ledger: %s on %s by %s', a.acceptance, a.accepted_on,
         coalesce(a.accepted_by_id::text, 'nobody'), coalesce(l.act, 'none'),
         coalesce((l.at AT TIME ZONE 'Asia/Shanghai')::date::text, '-'), coalesce(l.actor_id::text, 'nobody'))
        FROM workflow_application a LEFT JOIN workflow_ledgerentry l ON l.application_id = a.id
         AND l.act IN ('accept', 'deem_accepted')
        WHERE {scope} AND (a.accepted_by_id IS DISTINCT FROM l.actor_id OR (a.accepted_on IS NULL) <> (l.id IS NULL)
         OR a.accepted_on <> CASE a.acceptance WHEN 'deemed' THEN a.received_on
          ELSE (l.at AT TIME ZONE 'Asia/Shanghai')::date END)""",
    ),
    Rule(
        "acceptance",
        "workflow_application",
        """SELECT a.id, a.number, format('accepted without %s', k.kind) FROM workflow_application a
        JOIN (VALUES ('statutory'), ('promised')) k (kind) ON TRUE WHERE {scope} AND a.accepted_on IS NOT NULL
        AND (SELECT count(*) FROM workflow_clock c WHERE c.application_id = a.id AND c.kind = k.kind) <> 1""",
    ),
    Rule(
        "acceptance",
        "workflow_application",
        """SELECT a.id, a.number, 'accepted without acceptance_notice' FROM workflow_application a
        WHERE {scope} AND a.accepted_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM approvals_document d
         WHERE d.application_id = a.id AND d.kind = 'acceptance_notice')""",
    ),
    Rule(
        "acceptance",
        "workflow_material",
        """SELECT m.id, a.number, format('%s is %s in an application accepted as %s', m.code, m.state, a.acceptance)
        FROM workflow_material m JOIN workflow_application a ON a.id = m.application_id
        WHERE {scope} AND a.acceptance NOT IN ('', 'deemed') AND m.state IN ('absent', 'requested')""",
    ),
)
# no foreign key says so: they are written together with their act's ledger entry, which has one
_STRAY = """SELECT r.id, NULL, format('of application %s, which there is not', r.application_id) FROM {table} r
 LEFT JOIN workflow_application a ON a.id = r.application_id WHERE a.id IS NULL AND {scope}"""
OF_NO_CASE = tuple(
    Rule("parts", name, _STRAY.replace("{table}", name)) for name in (table(model).name for model, _ in PARTS.values())
)
# nor of who acts, who is read with each act: accounts stay.  Table and column → which application it is of
_ACCOUNTS = {
    ("workflow_application", "lodged_by_id"): "r.id",
    ("workflow_application", "accepted_by_id"): "r.id",
    ("workflow_ledgerentry", "actor_id"): "r.application_id",
    ("workflow_commitment", "signed_by_id"): "r.application_id",
    ("workflow_opinion", "by_id"): "r.application_id",
    ("approvals_decision", "decided_by_id"): "r.application_id",
    ("approvals_licenceedition", "by_id"): "r.application_id",
}
OF_NOBODY = tuple(
    Rule(
        "account",
        name,
        f"""SELECT r.id, a.number, format('{column} %s, who has no account', r.{column}) FROM {name} r
        LEFT JOIN workflow_application a ON a.id = {application} WHERE r.{column} IS NOT NULL AND {{scope}}
        AND NOT EXISTS (SELECT 1 FROM approvals_user u WHERE u.id = r.{column})""",
    )
    for (name, column), application in _ACCOUNTS.items()
)
COMMITMENTS = (
    Rule(
        "commitment",
        "workflow_material",
        """SELECT m.id, a.number, format('%s is %s, in_letter %s, and no letter covers it', m.code, m.state, m.in_letter)
        FROM workflow_material m JOIN workflow_application a ON a.id = m.application_id
        WHERE {scope} AND (m.state = 'promised' OR m.in_letter) AND (NOT m.in_letter OR NOT EXISTS (SELECT 1
         FROM workflow_commitment c WHERE c.application_id = a.id AND c.kind = 'tolerance' AND m.code = ANY(c.materials)))""",
    ),
    Rule(
        "commitment",
        "workflow_application",
        """SELECT a.id, a.number, format('%s without a signed letter', k.kind) FROM workflow_application a
        JOIN (VALUES ('tolerance'), ('notification')) k (kind)
         ON CASE k.kind WHEN 'tolerance' THEN a.acceptance = 'on_commitment' ELSE a.route = 'commitment' END
        WHERE {scope} AND NOT EXISTS (SELECT 1 FROM workflow_commitment c WHERE c.application_id = a.id AND c.kind = k.kind)""",
    ),
)
DUTIES = (
    Rule(
        "duties",
        "approvals_decision",
        """SELECT d.id, a.number, format('%s decided and has %s', d.decided_by_id,
         CASE WHEN d.decided_by_id = a.accepted_by_id THEN 'accepted' ELSE 'reviewed' END)
        FROM approvals_decision d JOIN workflow_application a ON a.id = d.application_id
        WHERE {scope} AND (d.decided_by_id = a.accepted_by_id OR d.decided_by_id = ANY(a.reviewed_by))""",
    ),
    Rule(
        "duties",
        "workflow_application",
        """SELECT a.id, a.number, format('reviewed_by %s, opinions by %s', a.reviewed_by, o.people)
        FROM workflow_application a, LATERAL (SELECT coalesce(array_agg(DISTINCT o.by_id ORDER BY o.by_id), '{}') AS people
         FROM workflow_opinion o WHERE o.application_id = a.id) o
        WHERE {scope} AND NOT (a.reviewed_by @> o.people AND o.people @> a.reviewed_by)""",
    ),
    Rule(
        "duties",
        "workflow_opinion",
        """SELECT o.id, a.number, format('%s reviewed and has accepted', o.by_id)
        FROM workflow_opinion o JOIN workflow_application a ON a.id = o.application_id
        JOIN workflow_itemversion v ON v.id = a.item_version_id WHERE {scope} AND o.by_id = a.accepted_by_id
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(v.content -> 'sub_items') s
         WHERE s ->> 'code' = a.sub_item_code AND (s -> 'paths' ->> 'instant')::boolean)""",
    ),
    Rule(
        "duties",
        "workflow_hearing",
        """SELECT h.id, a.number, format('%s presided and has reviewed', h.chair_id)
        FROM workflow_hearing h JOIN workflow_application a ON a.id = h.application_id
        WHERE {scope} AND h.held_on IS NOT NULL AND h.chair_id = ANY(a.reviewed_by)""",
    ),
    Rule(
        "duties",
        "workflow_ledgerentry",
        """SELECT l.id, a.number, format('seq %s: %s by %s, recused since seq %s', l.seq, l.act, l.actor_id, r.seq)
        FROM workflow_ledgerentry r JOIN workflow_ledgerentry l ON l.application_id = r.application_id
         AND l.actor_id = r.actor_id AND l.seq > r.seq AND l.act <> 'recuse'
        JOIN workflow_application a ON a.id = l.application_id WHERE {scope} AND r.act = 'recuse'""",
    ),
)
LETTERS = """SELECT c.id, a.number, a.applicant_id, a.item_version_id, a.sub_item_code, c.kind, c.materials, c.signed_at, c.digest
 FROM workflow_commitment c JOIN workflow_application a ON a.id = c.application_id WHERE {scope} ORDER BY c.id"""


def check_letters(scope: Scope) -> Iterator[Finding]:
    """承诺书: the digest binds the letter to this application, to what it says and to this moment."""
    for key, number, applicant, version, code, kind, materials, signed_at, digest in stream(
        LETTERS.replace("{scope}", scope.of("a.id"))
    ):
        item = catalogue_versions.sub_item(version, code)
        told = {"number": number, "applicant": applicant, "item": item, "kind": kind, "materials": materials}
        if digest != letter_digest(**told, signed_at=signed_at):
            yield Finding("commitment", "workflow_commitment", key, number, "digest is not that of the letter")


def check_parts(scope: Scope) -> Iterator[Finding]:
    """Which kinds of rows an application says it has, because absent ones are never looked for."""
    kinds = {bit: f"SELECT application_id FROM {table(model).name}" for model, bit in PARTS.values() if bit}
    kinds[UNSERVED] = """SELECT d.application_id FROM approvals_document d WHERE d.served_on IS NULL
     AND NOT EXISTS (SELECT FROM approvals_documentvoid v WHERE v.document_id = d.id)"""
    for bit, rows in kinds.items():
        yield from Rule(
            "parts",
            "workflow_application",
            f"SELECT a.id, a.number, format('parts %s: bit {bit} is wrong', a.parts) FROM workflow_application a "
            f"WHERE {{scope}} AND (a.parts & {bit} <> 0) <> (a.id IN ({rows}))",
        ).findings(scope)
