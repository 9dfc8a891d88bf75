"""The bureau's own figures beside the profiles of the cards: read strictly from the files of schemes/, once a process."""

from functools import cache
from pathlib import Path
from typing import Any

from supervision.profile import content_of
from supervision.rules.efficiency import Scheme, scheme_of
from supervision.rules.orders import OrderScheme, order_scheme
from supervision.rules.pace import Pace, pace_of

SHIPPED = Path(__file__).parent / "schemes"


@cache
def orders() -> OrderScheme:
    """For 督办.  Raises ProfileError."""
    return order_scheme(_content("orders"))


@cache
def efficiency() -> Scheme:
    """For 效能评分.  Raises ProfileError."""
    return scheme_of(_content("efficiency"))


@cache
def pace() -> Pace:
    """For 超时预警.  Raises ProfileError."""
    return pace_of(_content("pace"))


def _content(name: str) -> dict[str, Any]:
    return content_of((SHIPPED / f"{name}.yaml").read_bytes(), file=f"{name}.yaml")
