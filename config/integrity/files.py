"""材料附件: each file of an application is on the disk with its length, and belongs to the applicant and to a material of it,
or to the record of a visit, which names it with its digest."""

import json
from collections.abc import Iterator
from uuid import UUID

from approvals.application_forms import digest_of
from approvals.files import disk
from config.integrity.findings import Finding, Rule, Scope, stream

FILES = (
    Rule(
        "file",
        "approvals_materialfile",
        """SELECT m.id, a.number, format('material %s, applicant %s, file of applicant %s', m.material_code,
         coalesce(a.applicant_id::text, 'none'), f.applicant_id)
        FROM approvals_materialfile m JOIN approvals_storedfile f ON f.id = m.file_id
        LEFT JOIN workflow_application a ON a.id = m.application_id
        WHERE {scope} AND (a.applicant_id IS DISTINCT FROM f.applicant_id OR a.office_id <> m.office_id OR NOT EXISTS (
         SELECT 1 FROM workflow_material x WHERE x.application_id = m.application_id AND x.code = m.material_code
         UNION ALL SELECT 1 FROM workflow_visit v WHERE v.application_id = m.application_id
         AND starts_with(m.material_code, 'visit:') AND jsonb_path_exists(v.record,
         '$.**.items[*] ? (@.code == $code).photos[*] ? (@.file == $file && @.sha256 == $sha256)', jsonb_build_object(
         'code', substr(m.material_code, 7), 'file', f.id, 'sha256', f.sha256))))""",
    ),
    Rule(
        "photo",
        "workflow_visit",
        """SELECT v.id, a.number, format('photograph %s of the record is not a file of the case', p #>> '{file}')
        FROM workflow_visit v JOIN workflow_application a ON a.id = v.application_id
        CROSS JOIN LATERAL jsonb_path_query(v.record, 'strict $.**.photos[*]') p
        WHERE {scope} AND NOT EXISTS (SELECT 1 FROM approvals_materialfile m WHERE m.application_id = v.application_id
         AND starts_with(m.material_code, 'visit:') AND m.file_id::text = p #>> '{file}')""",
    ),
)
KEPT = """SELECT DISTINCT ON (f.id) f.id, a.number, f.size FROM approvals_storedfile f
 JOIN approvals_materialfile m ON m.file_id = f.id LEFT JOIN workflow_application a ON a.id = m.application_id
 WHERE f.state = 'complete' AND {scope} ORDER BY f.id, a.id"""


FORMS = """SELECT f.id, a.number, f.answers, f.digest, f.item_version = a.item_version_id FROM approvals_applicationform f
 LEFT JOIN workflow_application a ON a.id = f.application_id WHERE {scope}"""


def check_forms(scope: Scope) -> Iterator[Finding]:
    """申请表: the answers are those that were handed in, to the fields of the catalogue that the application is pinned to."""
    for key, number, answers, digest, pinned in stream(FORMS.replace("{scope}", scope.of("a.id"))):
        if digest_of(json.loads(answers)) != digest:
            yield Finding("form", "approvals_applicationform", key, number, "digest is not that of the answers")
        if not pinned:
            yield Finding("form", "approvals_applicationform", key, number, "answers to another version of the catalogue")


def check_files(scope: Scope) -> Iterator[Finding]:
    """The files that applications use are there, as long as their rows say."""
    for key, number, size in stream(KEPT.replace("{scope}", scope.of("a.id"))):
        found = disk.length(UUID(str(key)))
        if found != size:
            yield Finding("file", "approvals_storedfile", str(key), number, f"{size} bytes, on the disk {found}")
