"""The parts of a catalogue item (事项目录) as frozen values: periods, materials, procedures, windows, grounds, rules.

Every number here is read from data and has its legal basis there; nothing in this module is a number of the law.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Literal, Self

PERIOD = re.compile(r"P(0|[1-9][0-9]{0,3})([DMY])")

Unit = Literal["D", "M", "Y"]
Kind = Literal["initial", "change", "renewal", "review", "cancel", "reissue", "filing"]
ClockStart = Literal["acceptance", "receipt"]
Approver = Literal["chief_representative", "deputy_director"]
Visit = Literal["required", "conditional", "none"]
Use = Literal["decline", "supplement", "return", "refuse"]


@dataclass(frozen=True, slots=True)
class Period:
    """A length of natural time such as P6M: `n` calendar days (D), months (M) or years (Y)."""

    n: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ISO 8601 duration of one unit; raises ValueError for anything else.

        >>> Period.parse("P90D")
        Period(n=90, unit='D')
        """
        found = PERIOD.fullmatch(text)
        if found is None:
            raise ValueError(f"not a period such as P6M, P60D or P2Y: {text!r}")
        return cls(int(found[1]), found[2])  # type: ignore[arg-type]

    @property
    def months(self) -> int | None:
        """The length in months; None for a period of days."""
        return {"D": None, "M": self.n, "Y": 12 * self.n}[self.unit]

    def __str__(self) -> str:
        return f"P{self.n}{self.unit}"


@dataclass(frozen=True, slots=True)
class Material:
    """A material to hand in; `tolerance_days` (working days from acceptance) only where `tolerable`.

    `exempt` names where it comes from without being handed in; `library`: codes of items or sub-items whose licences or
    filings of this bureau serve for it (`own`: the licence applied on), and then nothing else exempts from it."""

    code: str
    name: str
    name_en: str
    essential: bool
    tolerable: bool
    tolerance_days: int
    form: str
    copies: int
    source: str
    exempt: str | None
    necessity: str
    library: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Its name by language, as messages carry it."""
        return {"zh-hans": self.name, "en": self.name_en}


@dataclass(frozen=True, slots=True)
class Procedure:
    """A special procedure (特别程序) the item foresees; `max_days` are working days, None without a limit."""

    kind: str
    name: str
    basis: str | None
    max_days: int | None
    stops_clock: bool


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """When a renewal may be asked for, counted back from (or on from) the expiry of the licence."""

    open_before: Period
    apply_before: Period
    grace_after_expiry: Period | None
    late_policy: str
    legal_basis: str | None


@dataclass(frozen=True, slots=True)
class LicenceForm:
    """How the licences of a sub-item are numbered and named; without a `number` the document's own number serves.

    `number`: a pattern of approvals/rules/licence_number.py; `type_code`: the 证照类型代码 of the electronic licence;
    `kept_under`: the item under which they are changed and renewed, where it is another."""

    number: str | None
    type_code: str | None
    kept_under: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of handling: its desk and the bureau's own limit in working days (the `node` clock)."""

    desk: str
    name: str
    name_en: str
    days: int
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A catalogued reason; `use` says for which act it may be chosen, `material` which material it concerns."""

    code: str
    use: Use
    text: str
    text_en: str
    legal_basis: str | None
    material: str | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class BasisCheck:
    """The public mark 依据待核: the basis may have changed; `reason` says what is to be checked."""

    mark: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers common to all items; days are working days unless named otherwise. `basis`: section → law."""

    notice_days: int
    supplement_days: int
    extension_max_days: int
    extension_approver: str
    joint_statutory_days: int
    joint_extension_max_days: int
    joint_extension_approver: str
    delivery_days: int
    publication_days: int
    announcement_days: int
    tolerance_max_missing: int
    tolerance_lead_days: int
    tolerance_ban_months: int
    tolerance_ban_basis: str
    tolerance_on_overdue: str
    commitment_cut_off: time
    commitment_ban_months: int
    commitment_ban_basis: str
    commitment_rectify_max_days: int
    follow_up: Period
    hearing_request_days: int
    hearing_hold_days: int
    hearing_notice_days: int
    third_party_days: int
    visit_min_officials: int
    visit_book_within_days: int
    visit_max_changes: int
    visit_max_rounds: int
    amber_days: tuple[int, ...]
    rating_scale: int
    rating_bad_stars: tuple[int, ...]
    rating_contact_days: int
    rating_feedback_days: int
    rating_default_after_natural_days: int
    rating_default_stars: int
    bar_concealment_years: int
    bar_fraud_years: int
    expiry_early_from: Period
    expiry_early: tuple[Period, ...]
    expiry_usual: tuple[Period, ...]
    expiry_grace: tuple[Period, ...]
    basis: Mapping[str, str]
