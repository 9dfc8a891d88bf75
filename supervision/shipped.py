"""The rules the product ships for what comes after the licence: read strictly from their files, once a process."""

from functools import cache

from supervision.rules.credit import CreditRule, credit_rule_of
from supervision.rules.file_review import Checklist, checklist_of
from supervision.rules.inspection_plan import Plan, plan_of
from supervision.scheme_files import content_of

PLANS = {"random": "random_inspection", "recheck": "conditions_recheck"}  # kind of draw → file


@cache
def plan(kind: str) -> Plan:
    """The plan that is shipped for this kind of draw."""
    return plan_of(content_of(PLANS[kind]))


@cache
def credit_rule() -> CreditRule:
    """The rule of grades, repair and answers."""
    return credit_rule_of(content_of("credit"))


@cache
def review_checklist() -> Checklist:
    """The scored checklist of case files."""
    return checklist_of(content_of("file_review"))
