"""The rules the product ships for what comes after the licence: read strictly from their files, once a process."""

from functools import cache
from pathlib import Path
from typing import Any

from supervision.rules.credit import CreditRule, credit_rule_of
from supervision.rules.file_review import Checklist, checklist_of
from supervision.rules.inspection_plan import Plan, plan_of
from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import Node, parse
from workflow.errors import BadInput

SHIPPED = Path(__file__).parent / "profiles"
PLANS = {"random": "random_inspection", "recheck": "conditions_recheck"}  # kind of draw → file


@cache
def content_of(name: str) -> dict[str, Any]:
    """The content of a file.  Raises BadInput with the lines that are wrong."""
    problems = Problems(f"{name}.yaml")
    root = parse((SHIPPED / f"{name}.yaml").read_bytes(), problems)
    if root is None or problems.found or not isinstance(root.value, dict):
        raise BadInput("；".join(str(problem) for problem in problems.found) or name)
    content: dict[str, Any] = _plain(root)
    return content


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(each) for key, each in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(each) for each in node.value]
    return node.value


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
