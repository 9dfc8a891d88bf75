"""许可证: each number has its place in its series, each edition its act, and an identifier that names it and no other.

Law: 行政许可法 39, 49, 50; GB/T 36904."""

from collections import defaultdict
from collections.abc import Iterator

from approvals.rules.licence_identifier import parsed
from approvals.rules.licence_number import fault, pattern
from config.integrity.findings import Finding, Rule, Scope, stream

LICENCES = (
    Rule(
        "licence",
        "workflow_application",
        """SELECT a.id, a.number, format('%s, but there is no licence', a.status) FROM workflow_application a
        WHERE {scope} AND a.status IN ('granted', 'issued') AND a.kind <> 'filing' AND NOT EXISTS (
         SELECT 1 FROM approvals_licence l WHERE l.application_id = a.id OR l.id = a.licence_id)""",
    ),
    Rule(
        "licence",
        "approvals_licence",
        """SELECT l.id, a.number, format('number %s, edition %s, application %s', coalesce(l.number, 'none'), l.edition, a.status)
        FROM approvals_licence l JOIN workflow_application a ON a.id = l.application_id WHERE {scope}
        AND ((a.status = 'issued') <> (l.number IS NOT NULL) OR (l.number IS NULL) <> (l.edition = 0))""",
    ),
    Rule(
        "edition",
        "approvals_licence",
        """SELECT l.id, a.number, format('edition %s, but %s editions up to %s', l.edition, coalesce(e.count, 0),
         coalesce(e.last, 0)) FROM approvals_licence l LEFT JOIN workflow_application a ON a.id = l.application_id
        LEFT JOIN LATERAL (SELECT count(*), max(x.edition) AS last FROM approvals_licenceedition x
         WHERE x.licence_id = l.id) e ON TRUE WHERE {scope} AND (l.edition, l.edition) <> (e.count, coalesce(e.last, 0))""",
    ),
    Rule(
        "edition",
        "approvals_licenceedition",
        """SELECT e.id, a.number, format('edition %s: %s, %s to %s; the licence: %s, %s to %s', e.edition, e.number, e.valid_from,
         coalesce(e.valid_until::text, '-'), l.number, l.valid_from, coalesce(l.valid_until::text, '-'))
        FROM approvals_licenceedition e JOIN approvals_licence l ON l.id = e.licence_id
        LEFT JOIN workflow_application a ON a.id = e.application_id WHERE {scope} AND (e.number <> l.number
         OR (e.edition = l.edition AND (e.valid_from, coalesce(e.valid_until, 'infinity'))
          <> (l.valid_from, coalesce(l.valid_until, 'infinity')) AND NOT EXISTS (SELECT 1 FROM workflow_application g
           WHERE g.licence_id = l.id AND g.status = 'granted')))""",
    ),
    Rule(
        "edition",
        "approvals_licenceedition",
        """SELECT e.id, a.number, format('%s by %s at seq %s: the ledger has %s by %s', e.cause, coalesce(e.by_id::text, 'nobody'),
         e.seq, coalesce(l.act, 'nothing'), coalesce(l.actor_id::text, 'nobody'))
        FROM approvals_licenceedition e JOIN workflow_application a ON a.id = e.application_id
        LEFT JOIN workflow_ledgerentry l ON l.application_id = e.application_id AND l.seq = e.seq
        LEFT JOIN approvals_document d ON d.id = e.document_id WHERE {scope}
        AND (l.act IS DISTINCT FROM CASE e.cause WHEN 'corrected' THEN 'correct_licence' ELSE 'issue' END
         OR l.actor_id IS DISTINCT FROM e.by_id OR l.at <> e.made_at OR d.kind IS DISTINCT FROM 'licence'
         OR (d.application_id, d.seq) <> (e.application_id, e.seq))""",
    ),
)
NUMBERS = """SELECT l.id, a.number, l.number, l.application_id IS NULL, (SELECT s -> 'licence' ->> 'number'
  FROM jsonb_array_elements(v.content -> 'sub_items') s WHERE s ->> 'code' = a.sub_item_code),
 EXISTS (SELECT 1 FROM approvals_document d WHERE d.application_id = a.id AND d.kind = 'licence' AND d.number = l.number)
 FROM approvals_licence l LEFT JOIN workflow_application a ON a.id = l.application_id
 LEFT JOIN workflow_itemversion v ON v.id = a.item_version_id WHERE l.number IS NOT NULL ORDER BY l.id"""
SERIES = "SELECT id, series, year, last FROM approvals_numberseries WHERE series LIKE '%%{serial%%'"
IDENTIFIERS = """SELECT e.id, a.number, e.identifier, e.edition, e.licence_id FROM approvals_licenceedition e
 LEFT JOIN workflow_application a ON a.id = e.application_id WHERE {scope} AND e.identifier IS NOT NULL"""
Taken = dict[tuple[str, int], dict[int, tuple[int, bool]]]


def check_licence_numbers(scope: Scope) -> Iterator[Finding]:
    """A licence of the system has a number of its item's pattern, or where there is none of its document; in each series
    none is left out but those that were given out before the system."""
    if not scope.everything:
        return
    texts = {series for _key, series, _year, _last in stream(SERIES) if fault(series) is None}
    patterns = {text: pattern(text) for text in texts}
    taken: Taken = defaultdict(dict)
    for key, case, number, of_old, text, of_document in stream(NUMBERS):
        if not of_old and (pattern(text).read(number) is None if text else not of_document):
            yield Finding("number", "approvals_licence", key, case, f"{number} is not of {text or 'its document'}")
        for series, known in patterns.items():
            if (read := known.read(number)) is not None:
                taken[series, read[0]][read[1]] = (key, of_old)
    for key, series, year, last in stream(SERIES):
        yield from _gaps(key, f"{series} {year}", last, taken.get((series, year), {}))


def _gaps(series: int, name: str, last: int, taken: dict[int, tuple[int, bool]]) -> Iterator[Finding]:
    if last != max(taken, default=0):
        differs = f"{name}: last {last}, licences up to {max(taken, default=0)}"
        yield Finding("number", "approvals_numberseries", series, None, differs)
    before = max((serial for serial, (_key, of_old) in taken.items() if of_old), default=0)
    for serial in range(before + 1, last):
        if serial not in taken:
            yield Finding("number", "approvals_numberseries", series, None, f"{name}: there is no {serial}")


def check_identifiers(scope: Scope) -> Iterator[Finding]:
    """电子证照标识: its check sign holds, and it names this edition of this licence."""
    for key, case, identifier, edition, licence in stream(IDENTIFIERS.replace("{scope}", scope.of("a.id"))):
        found = parsed(identifier)
        if found is None or (found.edition, found.serial) != (edition, f"{licence:010d}"):
            differs = f"{identifier} does not name edition {edition} of licence {licence}"
            yield Finding("identifier", "approvals_licenceedition", key, case, differs)
