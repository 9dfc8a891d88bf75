"""The sub-item by code or Chinese words; nothing typed: what the applicant is likely to come for."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.case_words import KINDS, in_language, said
from workflow import catalogue_versions
from workflow.applicant_file import ApplicantFile
from workflow.reading import needs_licence
from workflow.rules.catalogue import SubItem

MOST = 12


@dataclass(frozen=True, slots=True)
class Matter:
    """A sub-item to choose; `held`: it would be asked for on a licence the applicant has."""

    item: SubItem
    name: str
    kind: str
    held: bool


def find_matters(asked: str, file: ApplicantFile | None) -> list[Matter]:
    """Every word must be in the code or in a name; those on a licence held come first."""
    if file is None:
        return []
    held = {licence.item_code for licence in file.licences}
    words = asked.lower().split()
    found = [_matter(item, held) for item in catalogue_versions.all_current() if _matches(item, words)]
    likely = [matter for matter in found if matter.held]
    return _first([*likely, *(m for m in found if not m.held)] if words else likely)


def _first(found: Iterable[Matter]) -> list[Matter]:
    return list(found)[:MOST]


def _matter(item: SubItem, held: set[str]) -> Matter:
    name = f"{in_language(item.item_name, item.item_name_en)} · {in_language(item.name, item.name_en)}"
    return Matter(item, name, said(KINDS, item.kind), item.item_code in held and needs_licence(item))


def _matches(item: SubItem, words: list[str]) -> bool:
    kind = str(KINDS.get(item.kind, ""))
    text = " ".join((item.code, item.item_name, item.name, item.item_name_en, item.name_en, kind)).lower()
    return all(word in text for word in words)
