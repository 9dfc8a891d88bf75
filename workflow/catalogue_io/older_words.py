"""The one table from the older words of a catalogue in one file to those of today; a dot leads into a section."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import Node

Renaming = Mapping[str, Any]

OLDER_WORDS: Mapping[str, Renaming] = {
    "defaults": {
        "receipt_check_working_days": "notice.days",
        "supplement_working_days": "supplement.days",
        "certificate_delivery_working_days": "delivery.days",
        "publicity_working_days": "publication.days",
        "publicity": "publication",
        "notification_commitment": "commitment",
    },
    "defaults.extension": {
        "max_working_days": "max_days",
        "must_be_approved_before_statutory_due": "before_statutory_due",
        "extends_promised_clock": "moves_promised_clock",
    },
    "defaults.joint_handling": {"extension_days": "extension_max_days"},
    "defaults.tolerance": {
        "max_missing_materials": "max_missing",
        "max_days_policy": "lead_days",
        "ban_months_after_default": "ban_months",
        "ban_legal_basis": "ban_basis",
        "decision_blocked_until_supplemented": "blocks_decision",
        "statutory_clock_stops_while_waiting": "stops_statutory_clock",
        "promised_clock_stops_while_waiting": "stops_promised_clock",
    },
    "defaults.commitment": {
        "post_check": "follow_up",
        "ban_months_after_default": "ban_months",
        "ban_legal_basis": "ban_basis",
        "rectify_working_days_max": "rectify_max_days",
    },
    "defaults.hearing": {
        "request_working_days": "request_days",
        "organise_working_days": "hold_days",
        "notice_working_days": "notice_days",
    },
    "defaults.warnings": {"amber_before_due_working_days": "amber_days"},
    "defaults.rating": {"default_value": "default_stars"},
    "items": {"publish_decision": "publish"},
    "items.sub_items": {
        "on_site": "visit",
        "special_procedures": "procedures",
        "certificate_validity": "validity",
        "post_check": "follow_up",
        "post_decision_check": "follow_up",
    },
    "items.sub_items.follow_up": {"deadline": "length", "basis": "legal_basis"},
    "items.sub_items.procedures": {"type_en": "kind", "type": "name", "max_working_days": "max_days"},
    "items.sub_items.materials": {
        "key": "essential",
        "tolerance_working_days": "tolerance_days",
        "original_or_copy": "form",
        "source_channel": "source",
        "exempt_by_elicense": "exempt",
    },
    # the words that are values
    "items.sub_items.clock_start": {"receipt_of_complete_material": "receipt"},
    "items.sub_items.procedures.kind": {"on_site_verification": "site_visit"},
    "defaults.tolerance.lead_days": {
        "min(material.tolerance_working_days, remaining statutory working days - 1)": 1,
    },
}


def to_todays_words(node: Node, problems: Problems, *, context: str = "", key: str = "") -> Node:
    """The same nodes under today's words; lines and the words of the file are kept for messages."""
    if isinstance(node.value, list):
        entries = [
            to_todays_words(entry, problems, context=context, key=f"{key}[{at}]") for at, entry in enumerate(node.value)
        ]
        return Node(entries, node.line, node.word)
    if isinstance(node.value, dict):
        return _mapping(node, problems, context=context, key=key)
    value = OLDER_WORDS.get(context, {}).get(node.value, node.value) if isinstance(node.value, str) else node.value
    return Node(value, node.line, node.word)


def _mapping(node: Node, problems: Problems, *, context: str, key: str) -> Node:
    renaming = OLDER_WORDS.get(context, {})
    renamed: dict[str, Node] = {}
    for word, given in node.value.items():
        today, inner = (*renaming.get(word, word).split("."), "")[:2]
        inside = Node({inner: Node(given.value, given.line, given.word)}, given.line, given.word) if inner else given
        branch = "items" if today == "devolved_items" else today
        value = to_todays_words(inside, problems, context=f"{context}.{branch}".strip("."), key=f"{key}.{word}")
        if today in renamed:
            problems.add(given.line, f"{key}.{word}".strip("."), _("与 %s 是同一个键的新旧写法") % renamed[today].word)
        renamed[today] = value
    return Node(renamed, node.line, node.word)
