"""The credit record of an enterprise: what stands in it, what it comes to, and which of it can be repaired.

Sources: 广东省优化营商环境条例 36 (commitments are recorded and used for differentiated supervision); 国办发〔2020〕42号
(告知承诺: bad credit closes the way until it is repaired); 行政许可法 78, 79 (bars that nothing shortens).  Grades, waiting
times and the days for an answer are the bureau's own rule: supervision/schemes/credit.yaml.

A record says which way was closed, from when, until when.  A ban that an objection showed to be wrong never counted.

>>> from datetime import date
>>> rule = CreditRule("example", 1, "本局规则", ("commitment",), 12, {"tolerance": 3}, 10)
>>> broken = Entry("tolerance", date(2026, 1, 5), date(2027, 1, 5))
>>> rule.grade([broken], bad_credit=False, on=date(2026, 2, 1)), rule.grade([], bad_credit=False, on=date(2026, 2, 1))
('fair', 'good')
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.rules.clock import add_months
from workflow.rules.errors import LicensingError

GRADES = GOOD, FAIR, POOR = ("good", "fair", "poor")
KINDS = ("tolerance", "commitment", "reapplication")
KEYS = {"name", "version", "legal_basis", "poor_while", "remembered_months", "repair_after_months", "answer_days"}


class CreditError(LicensingError):
    """The rule of credit cannot be read; the detail names the key."""

    code, text = "credit_rule_invalid", "信用规则文件有误"


@dataclass(frozen=True, slots=True)
class Entry:
    """One ban: `until` is its last day; `lifted_on` the first on which it no longer closes the way, `wrong` where an
    objection was upheld."""

    kind: str
    from_on: date
    until: date
    lifted_on: date | None = None
    wrong: bool = False

    def in_force(self, on: date) -> bool:
        """Does it close the way on this day?"""
        return self.from_on <= on <= self.until and (self.lifted_on is None or on < self.lifted_on)


@dataclass(frozen=True, slots=True)
class CreditRule:
    """`poor_while`: kinds of bans that make the grade poor while they are in force; `remembered_months`: how long after
    its end a ban still keeps the grade fair; `repair_after_months`: by kind, how long until repair may be asked for (a kind
    that is not there cannot be repaired); `answer_days`: working days for an answer."""

    name: str
    version: int
    legal_basis: str
    poor_while: tuple[str, ...]
    remembered_months: int
    repair_after_months: Mapping[str, int]
    answer_days: int

    def grade(self, entries: Iterable[Entry], *, bad_credit: bool, on: date) -> str:
        """good, fair or poor; 严重失信 is poor in any case."""
        counted = [each for each in entries if not each.wrong and each.from_on <= on]
        if bad_credit or any(each.in_force(on) and each.kind in self.poor_while for each in counted):
            return POOR
        if any(each.in_force(on) or on <= self._remembered_until(each) for each in counted):
            return FAIR
        return GOOD

    def _remembered_until(self, entry: Entry) -> date:
        ended = entry.until if entry.lifted_on is None else min(entry.until, entry.lifted_on)
        return add_months(ended, self.remembered_months)

    def repair_from(self, entry: Entry) -> date | None:
        """The first day on which repair may be asked for; None where the law fixes the time.

        >>> rule = CreditRule("example", 1, "本局规则", (), 12, {"tolerance": 3}, 10)
        >>> print(rule.repair_from(Entry("tolerance", date(2026, 1, 31), date(2027, 1, 31))))
        2026-04-30
        >>> print(rule.repair_from(Entry("reapplication", date(2026, 1, 31), date(2027, 1, 31))))
        None
        """
        months = self.repair_after_months.get(entry.kind)
        return None if months is None else add_months(entry.from_on, months)


def credit_rule_of(content: Mapping[str, Any]) -> CreditRule:
    """The rule from the content of its file.  Raises CreditError with the key that is wrong."""
    if set(content) != KEYS:
        raise CreditError("、".join(sorted(set(content) ^ KEYS)))
    for key in ("version", "remembered_months", "answer_days"):
        if type(content[key]) is not int or content[key] < 1:
            raise CreditError(key)
    poor, repair = content["poor_while"], content["repair_after_months"]
    if not isinstance(poor, list) or set(poor) - set(KINDS):
        raise CreditError("poor_while")
    if not isinstance(repair, Mapping) or set(repair) - set(KINDS):
        raise CreditError("repair_after_months")
    if not all(type(months) is int and months >= 0 for months in repair.values()):
        raise CreditError("repair_after_months")
    return CreditRule(**{**content, "poor_while": tuple(poor), "repair_after_months": dict(repair)})
