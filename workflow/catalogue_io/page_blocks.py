"""The blocks for the pages as they are stored with a sub-item: its own, those of its item, and the bureau's."""

from collections.abc import Iterable, Mapping
from typing import Any

Content = dict[str, Any]
BLOCKS = ("conditions", "form", "checklist", "guide")


def pages_for(
    row: Content, item: Content, defaults: Mapping[str, Any], kept: Mapping[str, Any]
) -> dict[str, Content | list[Content]]:
    """The four blocks of one sub-item.

    Lists of the item come first, and an entry of the sub-item takes the place of the item's entry with the same code.
    The guide is the bureau's where neither says otherwise. A file in the older words has no such blocks and leaves
    them as they are `kept` in the shipped item.
    """
    if kept and all(holder.get(block) is None for holder in (row, item) for block in BLOCKS):
        return {block: kept[block] for block in BLOCKS}
    common, own = item["guide"] or {}, row["guide"] or {}
    faq = [*own.get("faq", ()), *common.get("faq", ())]
    return {
        "conditions": _over(item["conditions"] or (), row["conditions"] or ()),
        "form": _over(_flat(item["form"] or ()), _flat(row["form"] or ())),
        "checklist": list(row["checklist"] or ()),
        "guide": {**defaults["guide"], **common, **own, "faq": faq},
    }


def _over(common: Iterable[Content], own: Iterable[Content]) -> list[Content]:
    return list({entry["code"]: entry for entry in (*common, *own)}.values())


def _flat(sections: Iterable[Content]) -> list[Content]:
    """Fields one after the other, each with the section that it stands in."""
    return [
        {**field, "section": section["section"], "section_en": section["section_en"]}
        for section in sections
        for field in section["fields"]
    ]
