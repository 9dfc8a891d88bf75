"""The bureau's own figures beside the profiles of the cards: read strictly from the files of schemes/, once a process."""

from functools import cache

from supervision.rules.credit import CreditRule, credit_rule_of
from supervision.rules.efficiency import Scheme, scheme_of
from supervision.rules.file_review import Checklist, checklist_of
from supervision.rules.orders import OrderScheme, order_scheme
from supervision.rules.pace import Pace, pace_of
from supervision.scheme_files import content_of

PLANS = {"random": "random_inspection", "recheck": "conditions_recheck"}  # kind of draw → file


@cache
def orders() -> OrderScheme:
    """For 督办.  Raises ProfileError."""
    return order_scheme(content_of("orders"))


@cache
def efficiency() -> Scheme:
    """For 效能评分.  Raises ProfileError."""
    return scheme_of(content_of("efficiency"))


@cache
def pace() -> Pace:
    """For 超时预警.  Raises ProfileError."""
    return pace_of(content_of("pace"))


@cache
def credit_rule() -> CreditRule:
    """The rule of grades, repair and answers."""
    return credit_rule_of(content_of("credit"))


@cache
def review_checklist() -> Checklist:
    """The scored checklist of case files."""
    return checklist_of(content_of("file_review"))
