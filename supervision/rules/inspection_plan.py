"""The plan of inspections after the licence (抽查计划): which licences, what share by risk and credit, by whom, by when.

Sources: 行政许可法 61, 62; the figures are the bureau's own rule and stand in supervision/schemes/*.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from supervision.rules.credit import GRADES
from supervision.rules.draw import WHOLE
from workflow.rules.errors import LicensingError

RISKS = ("high", "medium", "low")  # the catalogue's classes, the gravest first
EVERY = "*"
KEYS = {
    *("name", "version", "legal_basis", "title", "title_en", "items", "granted_within_months", "shares"),
    *("inspectors", "roles", "rectify_max_days", "disclose_after_days"),
}


class PlanError(LicensingError):
    """A plan cannot be read; the detail names the key."""

    code, text = "plan_invalid", "抽查计划文件有误"


@dataclass(frozen=True, slots=True)
class Plan:
    """`shares`: per cent by stratum (risk/credit); `granted_within_months`: only licences as young as that (0: all);
    `inspectors`: how many go to one holder; `roles`: whose holders may be sent; `rectify_max_days`: working days;
    `disclose_after_days`: working days after the draw on which list and outcome are open to all, done or not."""

    name: str
    version: int
    legal_basis: str
    title: str
    title_en: str
    items: tuple[str, ...]
    granted_within_months: int
    shares: Mapping[str, int]
    inspectors: int
    roles: tuple[str, ...]
    rectify_max_days: int
    disclose_after_days: int

    def covers(self, item_code: str) -> bool:
        """Does it reach licences of this item?"""
        return EVERY in self.items or item_code in self.items


def stratum(risk: str, grade: str) -> str:
    """The name of a stratum.

    >>> stratum("high", "poor")
    'high/poor'
    """
    return f"{risk}/{grade}"


def gravest(risks: list[str]) -> str:
    """The class of a holder of several licences.

    >>> gravest(["low", "high"])
    'high'
    """
    return min(risks, key=RISKS.index)


def plan_of(content: Mapping[str, Any]) -> Plan:
    """A plan from the content of its file.  Raises PlanError with the key that is wrong."""
    if set(content) != KEYS:
        raise PlanError("、".join(sorted(set(content) ^ KEYS)))
    for key in ("version", "granted_within_months", "inspectors", "rectify_max_days", "disclose_after_days"):
        if type(content[key]) is not int or content[key] < (0 if key == "granted_within_months" else 1):
            raise PlanError(key)
    for key in ("name", "legal_basis", "title", "title_en"):
        if not isinstance(content[key], str) or not content[key]:
            raise PlanError(key)
    for key in ("items", "roles"):
        if not isinstance(content[key], list) or not content[key] or not all(isinstance(x, str) for x in content[key]):
            raise PlanError(key)
    plain = {key: content[key] for key in KEYS - {"items", "roles", "shares"}}
    return Plan(
        **plain, items=tuple(content["items"]), roles=tuple(content["roles"]), shares=_shares(content["shares"])
    )


def _shares(given: Any) -> dict[str, int]:
    if not isinstance(given, Mapping) or set(given) != set(RISKS):
        raise PlanError("shares")
    found = {}
    for risk, row in given.items():
        if not isinstance(row, Mapping) or set(row) != set(GRADES):
            raise PlanError(f"shares.{risk}")
        for grade, percent in row.items():
            if type(percent) is not int or not 0 <= percent <= WHOLE:
                raise PlanError(f"shares.{risk}.{grade}")
            found[stratum(risk, grade)] = percent
    return found
