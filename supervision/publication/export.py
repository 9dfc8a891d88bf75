"""What is given out of the records: the open data (CSV, JSON) and the feed for the credit platform.

Each is a function of the table and of two keys of editions: asked again with the same `until`, the same bytes, but for
records withdrawn since, which are never given out again."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max

from supervision.publication.models import PublicationEdition
from supervision.publication.record import rules
from supervision.rules.publication import cell

BOM = "\ufeff"
# the edition that counted at `until`, of every record that is not withdrawn today
AS_OF = """SELECT DISTINCT ON (e.publication_id) e.publication_id, e.id, e.edition, e.change, e.content, e.digest,
 e.since_on::text, p.published_on::text
FROM supervision_publicationedition e JOIN supervision_publication p ON p.id = e.publication_id
JOIN supervision_publicationedition l ON l.id = p.latest_id
WHERE e.id <= %(until)s AND e.publication_id > %(after)s AND l.change <> 'withdrawn'
ORDER BY e.publication_id, e.id DESC LIMIT %(limit)s"""
# the last edition of each record between the two, withdrawals too: who follows deletes what is withdrawn
CHANGES = """SELECT * FROM (SELECT DISTINCT ON (e.publication_id) e.publication_id, e.id, e.edition, e.change, e.content,
 e.digest, e.since_on::text, p.published_on::text
FROM supervision_publicationedition e JOIN supervision_publication p ON p.id = e.publication_id
WHERE e.id > %(since)s AND e.id <= %(until)s ORDER BY e.publication_id, e.id DESC) last ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Given:
    """One record as it is given out; `key` names it for ever, `cursor` is that of its edition."""

    key: int
    cursor: int
    edition: int
    change: str
    content: Mapping[str, str]
    digest: str
    since_on: str
    published_on: str


def newest() -> int:
    """The key of the newest edition; 0 where there is none."""
    return PublicationEdition.objects.aggregate(last=Max("id"))["last"] or 0


def as_of(*, until: int, after: int, limit: int) -> list[Given]:
    """The records as they stood at `until`, in the order of their keys, those above `after`."""
    return list(_given(AS_OF, {"until": until, "after": after, "limit": limit}))


def _given(sql: str, parameters: dict[str, Any]) -> Iterator[Given]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for key, edition_key, edition, change, content, digest, since_on, published_on in cursor.fetchall():
            told = json.loads(content) if isinstance(content, str) else content
            yield Given(key, edition_key, edition, change, told, digest, since_on, published_on)


def table(rows: Iterable[Given]) -> str:
    """CSV with a mark of the encoding, a head in Chinese and cells that are no formulas; lines end in CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(each.zh for each in rules().fields), "公示日期", "记录号", "版次"])
    for row in rows:
        values = [state_word(row.content[each.code]) if each.code == "state" else row.content[each.code] for each in rules().fields]
        writer.writerow([cell(value) for value in (*values, row.published_on, str(row.key), str(row.edition))])
    return BOM + out.getvalue()


def state_word(code: str) -> str:
    """The Chinese word of a state."""
    return str(rules().states[code]["zh"])


def as_object(row: Given) -> dict[str, Any]:
    """A record for machines."""
    return {
        "record": row.key,
        "edition": row.edition,
        "published_on": row.published_on,
        "since_on": row.since_on,
        "sha256": row.digest,
        **{name: row.content[name] for name in _order(row.content)},
    }


def _order(content: Mapping[str, str]) -> list[str]:
    return [each.code for each in rules().fields if each.code in content]


def description() -> dict[str, Any]:
    """栏目说明: what each field is, what the states mean, and what is not published and why."""
    return {
        "legal_basis": rules().legal_basis,
        "version": rules().version,
        "fields": [{"code": each.code, "zh": each.zh, "en": each.en} for each in rules().fields],
        "states": rules().states,
        "withheld": [
            {"code": each.code, "zh": each.zh, "en": each.en, "reason": each.reason, "reason_en": each.reason_en}
            for each in rules().withheld
        ],
    }


def feed(*, since: int, until: int) -> Iterator[str]:
    """信用信息推送: a line that says what follows, then a line for each record that changed after `since` up to `until`."""
    rows = list(_given(CHANGES, {"since": since, "until": until}))
    yield _line({"since": since, "until": until, "records": len(rows), "fields": rules().version})
    for row in rows:
        yield _line({"cursor": row.cursor, "change": row.change, **as_object(row)})


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
