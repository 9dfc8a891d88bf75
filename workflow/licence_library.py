"""证照库、免提交: what the bureau itself has issued to an applicant or filed for him, and need not be handed in again.

Sources: 国务院关于在线政务服务的若干规定 10–12 (an electronic licence serves as the paper one), 优化营商环境条例 and the provinces'
rules under it (what the bureau has is not asked for).  Which material a licence or a filing serves for is data of the catalogue."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from approvals.licences import VALID, Licence
from workflow import catalogue_versions
from workflow.rules.catalogue import Material, SubItem
from workflow.rules.clock import last_valid_day

OWN = "own"  # the licence applied on
LICENCE, FILING = "licence", "filing"
# of the applicant p on the day %(today)s: [what, key, version, number, item, sub-item, from, until, version of the item, name]
HOLDINGS = """(SELECT json_agg(h)::text FROM (
 SELECT json_build_array('licence', l.id, l.version, l.number, l.item_code, l.sub_item_code, l.valid_from, l.valid_until, NULL,
  (SELECT v.content ->> 'result_name' FROM workflow_itemversion v WHERE v.is_current
   AND v.item_code = split_part(l.sub_item_code, '-', 1))) h
 FROM approvals_licence l WHERE l.holder_id = p.id AND l.status = 'valid' AND l.number IS NOT NULL
 AND l.valid_from <= %(today)s AND (l.valid_until IS NULL OR l.valid_until >= %(today)s)
 UNION ALL SELECT json_build_array('filing', a.id, a.version, d.number, a.item_code, a.sub_item_code, a.decided_on, NULL,
  a.item_version_id, NULL) FROM workflow_application a JOIN approvals_document d ON d.application_id = a.id
 WHERE a.applicant_id = p.id AND a.kind = 'filing' AND a.status IN ('granted', 'issued') AND d.kind = 'filing_record'
 AND NOT EXISTS (SELECT 1 FROM approvals_documentvoid v WHERE v.document_id = d.id)) x)"""
OF_APPLICANT = f"SELECT {HOLDINGS} FROM approvals_applicant p WHERE p.id = %(applicant)s"


@dataclass(frozen=True, slots=True)
class Holding:
    """A valid licence, or a filing within its years; `until` None: without an end."""

    what: str
    key: int
    version: int
    number: str
    item_code: str
    sub_item_code: str
    name: str
    until: date | None

    @property
    def reason(self) -> str:
        """Why a material need not be handed in, as it stands in the file."""
        end = f"有效期至 {self.until}" if self.until is not None else "长期有效"
        return f"{self.name} {self.number}，{end}"


def holdings_of(applicant: int, *, on: date) -> list[Holding]:
    """What the bureau's library holds of an applicant on this day, what lasts longest first."""
    with connection.cursor() as cursor:
        cursor.execute(OF_APPLICANT, {"applicant": applicant, "today": on})
        row = cursor.fetchone()
    return read(row[0] if row is not None else None, on=on)


def read(text: str | None, *, on: date) -> list[Holding]:
    """The rows of HOLDINGS as values; filings that are over, or that run without a term, are left out."""
    found = [_holding(values) for values in (json.loads(text) if text else ())]
    valid = [each for each in found if each is not None and (each.until is None or each.until >= on)]
    return sorted(valid, key=lambda each: (each.until or date.max, each.key), reverse=True)


def of_licence(licence: Licence, item: SubItem, *, on: date) -> Holding | None:
    """The licence this item is applied for on, while it is in force."""
    if licence.status != VALID or licence.number is None or (licence.valid_until is not None and licence.valid_until < on):
        return None
    facts = licence.number, licence.item_code, licence.sub_item_code, item.result_name, licence.valid_until
    return Holding(LICENCE, licence.pk, licence.version, *facts)


def _holding(values: list[Any]) -> Holding | None:
    what, key, version, number, item, sub_item, begins, until, item_version, name = values
    last = date.fromisoformat(until) if until else None
    if what == FILING:
        known = catalogue_versions.sub_item(item_version, sub_item)
        if known.validity_years is None:
            return None
        name, last = known.result_name, last_valid_day(date.fromisoformat(begins), 12 * known.validity_years)
    return Holding(what, key, version, number, item, sub_item, name or sub_item, last)


def source_of(material: Material, holdings: Iterable[Holding], *, own: Holding | None) -> Holding | None:
    """What serves for this material: the licence applied on, or the first of what is held under one of its codes."""
    for code in material.library:
        if code == OWN and own is not None:
            return own
        for held in holdings:
            if code in (held.item_code, held.sub_item_code):
                return held
    return None


def exemptions(item: SubItem, holdings: Iterable[Holding], *, own: Holding | None) -> Mapping[str, str]:
    """Code of a material that need not be handed in → why: out of the library, or as the catalogue names its source."""
    held, found = list(holdings), {}
    for code, material in item.materials.items():
        if material.library:
            source = source_of(material, held, own=own)
            if source is not None:
                found[code] = source.reason
        elif material.exempt:
            found[code] = material.exempt
    return found
