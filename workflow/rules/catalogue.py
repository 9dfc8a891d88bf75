"""Items of the catalogue (事项目录) as frozen values: what the law and the bureau fixed for one sub-item.

Every number here is read from data and has its legal basis there; nothing in this module is a number of the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from workflow.rules.catalogue_pages import Check, ChecklistDesk, Condition, FormField, Guide, pages_of
from workflow.rules.catalogue_rules import rules_of
from workflow.rules.catalogue_values import (
    Approver,
    BasisCheck,
    ClockStart,
    Ground,
    Kind,
    LicenceForm,
    Material,
    Period,
    Procedure,
    RenewalWindow,
    Rules,
    Step,
    Use,
    Visit,
)

__all__ = [
    "BasisCheck",
    "Ground",
    "LicenceForm",
    "Material",
    "Period",
    "Procedure",
    "RenewalWindow",
    "Rules",
    "Step",
    "SubItem",
    "rules_of",
    "sub_item",
    "sub_items",
]


@dataclass(frozen=True, slots=True)
class SubItem:
    """One 业务办理项 of one version of the catalogue. Days are working days, `validity_years` natural years."""

    code: str
    name: str
    name_en: str
    item_code: str
    item_name: str
    item_name_en: str
    item_type: str
    level: str
    devolved: bool
    risk_class: str
    kind: Kind
    statutory_days: int
    statutory_basis: str | None
    promised_days: int
    clock_start: ClockStart
    processing_type: str
    standard: bool
    instant: bool
    tolerance: bool
    commitment: bool
    approver: Approver
    visit: Visit
    min_officials: int
    video_allowed: bool
    procedures: Mapping[str, Procedure]
    materials: Mapping[str, Material]
    validity_years: int | None
    validity_kind: str | None
    validity_max: bool
    review_every_years: int | None
    window: RenewalWindow | None
    follow_up: Period
    follow_up_basis: str | None
    follow_up_on_fail: str | None
    silence: Literal["deemed_filed"] | None
    publish: bool
    result_name: str
    licence: LicenceForm | None
    fees: str
    max_visits: int
    online_depth: str
    legal_basis: tuple[str, ...]
    basis_check: BasisCheck | None
    verification: str
    note: str | None
    steps: tuple[Step, ...]
    grounds: tuple[Ground, ...]
    conditions: tuple[Condition, ...]
    form: tuple[FormField, ...]
    checklist: tuple[Check, ...]
    guide: Guide | None
    rules: Rules

    @property
    def names(self) -> dict[str, str]:
        """Its full name by language, as messages carry it."""
        return {"zh-hans": f"{self.item_name}（{self.name}）", "en": f"{self.item_name_en} ({self.name_en})"}

    @property
    def is_filing(self) -> bool:
        """A filing (备案) is filed, not licensed."""
        return self.kind == "filing"

    @property
    def essential(self) -> frozenset[str]:
        """Codes of the key materials, which may never be promised."""
        return frozenset(code for code, material in self.materials.items() if material.essential)

    @property
    def tolerable(self) -> frozenset[str]:
        """Codes of the materials that a signed letter may promise, where the item knows that path."""
        return frozenset(code for code, material in self.materials.items() if material.tolerable)

    def step(self, desk: str) -> Step | None:
        """The step of a desk; None when the item fixes no limit for it."""
        return next((step for step in self.steps if step.desk == desk), None)

    def grounds_for(self, use: Use) -> tuple[Ground, ...]:
        """The catalogued reasons for one act, in the catalogue's order."""
        return tuple(ground for ground in self.grounds if ground.use == use)

    def checks_at(self, desk: ChecklistDesk) -> tuple[Check, ...]:
        """What the officials verify at one desk, in the catalogue's order."""
        return tuple(check for check in self.checklist if check.desk == desk)


def sub_item(content: Mapping[str, Any], code: str) -> SubItem:
    """Build one sub-item from the stored content of an item version; raises KeyError for an unknown code."""
    for row in content["sub_items"]:
        if row["code"] == code:
            return _sub_item(content, row)
    raise KeyError(code)


def sub_items(content: Mapping[str, Any]) -> list[SubItem]:
    """All sub-items of an item version, in the catalogue's order."""
    return [_sub_item(content, row) for row in content["sub_items"]]


def _sub_item(content: Mapping[str, Any], row: Mapping[str, Any]) -> SubItem:
    rules = rules_of(content["defaults"])
    return SubItem(
        **_of_item(content),
        **_plain(row),
        **_handling(row),
        **_outcome(row, rules),
        **_reasons(content, row),
        **pages_of(row),
        rules=rules,
    )


def _of_item(content: Mapping[str, Any]) -> dict[str, Any]:
    check = content["basis_check"]
    return {
        "item_code": content["code"],
        "item_name": content["name"],
        "item_name_en": content["name_en"],
        "basis_check": None if check is None else BasisCheck(**check),
        "legal_basis": tuple(content["legal_basis"]),
        "online_depth": content["online_depth"],
        **{key: content[key] for key in ITEM_WORDS},
    }


ITEM_WORDS = ("item_type", "level", "devolved", "risk_class", "publish", "result_name", "fees", "max_visits")
ROW_WORDS = ("code", "name", "name_en", "kind", "statutory_days", "statutory_basis", "promised_days", "clock_start")
HANDLING_WORDS = ("processing_type", "approver", "silence", "verification", "note")


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in (*ROW_WORDS, *HANDLING_WORDS)}


def _handling(row: Mapping[str, Any]) -> dict[str, Any]:
    paths, visit = row["paths"], row["visit"]
    return {
        "standard": paths["standard"],
        "tolerance": paths["tolerate_missing"],
        "commitment": paths["notification_commitment"],
        "instant": paths["instant"],
        "visit": visit["requirement"],
        "min_officials": visit["min_officials"],
        "video_allowed": visit["video_allowed"],
        "procedures": MappingProxyType({given["kind"]: Procedure(**given) for given in row["procedures"]}),
        "materials": MappingProxyType({given["code"]: _material(given) for given in row["materials"]}),
        "steps": tuple(Step(**given) for given in row["steps"]),
    }


def _material(given: Mapping[str, Any]) -> Material:
    return Material(**{**given, "library": tuple(given.get("library", ()))})


def _outcome(row: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    validity, after = row["validity"], row["follow_up"]
    return {
        "validity_years": validity and validity["years"],
        "validity_kind": validity and validity["kind"],
        "validity_max": bool(validity and validity["max"]),
        "review_every_years": validity and validity["review_every_years"],
        "window": _window(row["renewal_window"]),
        "licence": LicenceForm(**row["licence"]) if row.get("licence") else None,
        "follow_up": Period.parse(after["length"]) if after else rules.follow_up,
        "follow_up_basis": after["legal_basis"] if after else rules.basis["commitment"],
        "follow_up_on_fail": after and after["on_fail"],
    }


def _window(given: Mapping[str, Any] | None) -> RenewalWindow | None:
    if given is None:
        return None
    grace = given["grace_after_expiry"]
    return RenewalWindow(
        open_before=Period.parse(given["open_before"]),
        apply_before=Period.parse(given["apply_before"]),
        grace_after_expiry=None if grace is None else Period.parse(grace),
        late_policy=given["late_policy"],
        legal_basis=given["legal_basis"],
    )


def _reasons(content: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    return {"grounds": tuple(Ground(**given) for given in (*row["grounds"], *content["defaults"]["grounds"]))}
