"""What the cases rest on: the versions of the catalogue, and the calendar, are what was loaded."""

import hashlib
import json
import zlib
from collections.abc import Iterator

from config.integrity.findings import Finding, Scope, stream
from workflow.catalogue_versions import digest_of

VERSIONS = "SELECT v.id, v.item_code || ' v' || v.number, v.content, v.digest FROM workflow_itemversion v ORDER BY v.id"
YEARS = "SELECT id, year, official, closed, opened, names, sha256, imported_at FROM workflow_calendaryear ORDER BY year"
PINNED = """SELECT a.id, a.number, a.sub_item_code || ' is not in version ' || v.id FROM workflow_application a
 JOIN workflow_itemversion v ON v.id = a.item_version_id WHERE {scope} AND (v.item_code <> a.item_code OR NOT EXISTS (
 SELECT 1 FROM jsonb_array_elements(v.content -> 'sub_items') s WHERE s ->> 'code' = a.sub_item_code))"""


def check_catalogue(scope: Scope) -> Iterator[Finding]:
    """Every version has the digest it was loaded with, and every application a sub-item of its own version."""
    for row, number, differs in stream(PINNED.replace("{scope}", scope.of("a.id"))):
        yield Finding("catalogue", "workflow_application", row, number, differs)
    if scope.everything:
        for key, name, content, digest in stream(VERSIONS):
            if digest_of(json.loads(content)) != digest:
                yield Finding(
                    "catalogue", "workflow_itemversion", key, None, f"{name}: digest is not that of its content"
                )


def check_calendar(scope: Scope) -> Iterator[Finding]:
    """The register's version carries a checksum of every day in its low bits; seeded years carry their own digest."""
    if not scope.everything:
        return
    digests = []
    for key, year, official, closed, opened, names, sha256, imported_at in stream(YEARS):
        content = {"year": year, "official": official, "closed": json.loads(closed), "opened": json.loads(opened)}
        text = json.dumps(content | {"names": json.loads(names)}, sort_keys=True)
        digests.append(hashlib.sha256(text.encode()).hexdigest())
        if imported_at is None and digests[-1] != sha256:
            yield Finding(
                "calendar", "workflow_calendaryear", key, None, f"{year}: the days are not those that were loaded"
            )
    for key, version in stream("SELECT id, version FROM workflow_calendarversion"):
        if version % (1 << 20) != zlib.crc32("".join(digests).encode()) % (1 << 20):
            yield Finding(
                "calendar", "workflow_calendarversion", key, None, f"version {version} is not that of these years"
            )
