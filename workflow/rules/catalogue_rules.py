"""The numbers common to all items, from the stored `defaults` of an item version.

Nothing in this module is a number of the law but what stands in for sections that older versions do not have."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any

from workflow.rules.catalogue_values import Period, Rules


def rules_of(defaults: Mapping[str, Any]) -> Rules:
    """The numbers common to all items from the stored `defaults` of an item version."""
    flat = {field: {**LATER.get(section, {}), **defaults.get(section, {})}[key] for field, (section, key) in RULE_WORDS.items()}
    flat["commitment_cut_off"] = time.fromisoformat(flat["commitment_cut_off"])
    flat["follow_up"] = Period.parse(flat["follow_up"])
    for listed in ("amber_days", "rating_bad_stars"):
        flat[listed] = tuple(flat[listed])
    flat["expiry_early_from"] = Period.parse(flat["expiry_early_from"])
    for listed in ("expiry_early", "expiry_usual", "expiry_grace"):
        flat[listed] = tuple(Period.parse(each) for each in flat[listed])
    basis = {name: section["legal_basis"] for name, section in defaults.items() if isinstance(section, Mapping)}
    return Rules(**flat, basis=MappingProxyType({name: section["legal_basis"] for name, section in LATER.items()} | basis))


# sections that versions of items stored before they existed do not have
LATER: dict[str, dict[str, Any]] = {
    "service": {"announcement_days": 30, "legal_basis": "民事诉讼法 第90条、第95条（参照）"},
    "expiry": {
        "early_from": "P3M",
        "early": ("P6M", "P4M", "P105D"),
        "usual": ("P90D", "P60D", "P45D", "P30D"),
        "grace": ("P30D",),
        "legal_basis": "本局到期提醒规则（演示）",
    },
}
RULE_WORDS: dict[str, tuple[str, str]] = {
    "notice_days": ("notice", "days"),
    "supplement_days": ("supplement", "days"),
    "extension_max_days": ("extension", "max_days"),
    "extension_approver": ("extension", "approver"),
    "joint_statutory_days": ("joint_handling", "statutory_days"),
    "joint_extension_max_days": ("joint_handling", "extension_max_days"),
    "joint_extension_approver": ("joint_handling", "extension_approver"),
    "delivery_days": ("delivery", "days"),
    "publication_days": ("publication", "days"),
    "announcement_days": ("service", "announcement_days"),
    "tolerance_max_missing": ("tolerance", "max_missing"),
    "tolerance_lead_days": ("tolerance", "lead_days"),
    "tolerance_ban_months": ("tolerance", "ban_months"),
    "tolerance_ban_basis": ("tolerance", "ban_basis"),
    "tolerance_on_overdue": ("tolerance", "on_overdue"),
    "commitment_cut_off": ("commitment", "cut_off"),
    "commitment_ban_months": ("commitment", "ban_months"),
    "commitment_ban_basis": ("commitment", "ban_basis"),
    "commitment_rectify_max_days": ("commitment", "rectify_max_days"),
    "follow_up": ("commitment", "follow_up"),
    "hearing_request_days": ("hearing", "request_days"),
    "hearing_hold_days": ("hearing", "hold_days"),
    "hearing_notice_days": ("hearing", "notice_days"),
    "third_party_days": ("third_party", "days"),
    "visit_min_officials": ("visit", "min_officials"),
    "visit_book_within_days": ("visit", "book_within_days"),
    "visit_max_changes": ("visit", "max_changes"),
    "visit_max_rounds": ("visit", "max_rounds"),
    "amber_days": ("warnings", "amber_days"),
    "rating_scale": ("rating", "scale"),
    "rating_bad_stars": ("rating", "bad_stars"),
    "rating_contact_days": ("rating", "contact_days"),
    "rating_feedback_days": ("rating", "feedback_days"),
    "rating_default_after_natural_days": ("rating", "default_after_natural_days"),
    "rating_default_stars": ("rating", "default_stars"),
    "bar_concealment_years": ("reapplication", "concealment_years"),
    "bar_fraud_years": ("reapplication", "fraud_years"),
    **{f"expiry_{word}": ("expiry", word) for word in ("early_from", "early", "usual", "grace")},
}
