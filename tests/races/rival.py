"""A rival: a process that does one act after another as it is told, and stands still before it writes until it is let go.

Its standing still is the barrier between load and save; nothing in the product knows of it."""

import json
import re
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from portal.approval import bulk
from portal.window import tickets
from workflow import acts
from workflow.errors import LicensingError
from workflow.sweep import sweep

DOORS: dict[str, Callable[..., Any]] = {
    "perform": acts.perform,
    "lodge": acts.lodge,
    "revoke_delegation": acts.revoke_delegation,
    "revoke_power": acts.revoke_power,
    "carry_on": bulk.carry_on,
    "sweep": sweep,
    "take_ticket": tickets.take,
    "call_next": tickets.call_next,
}
SAVE = "^(WITH|INSERT|UPDATE)"


def tell(**facts: Any) -> None:
    """One line to the test."""
    print(json.dumps(facts, default=str), flush=True)


class Barrier:
    """Wraps statements: the first that matches is announced, and sent when the test says so."""

    def __init__(self, before: str) -> None:
        self.before, self.stood = re.compile(before), False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.stood and self.before.search(sql):
            self.stood = True
            tell(stands=True)
            sys.stdin.readline()
        return execute(sql, params, many, context)


def outcome(door: str, given: dict[str, Any]) -> dict[str, Any]:
    """Done, or the refusal with its code and who was faster, or the fault."""
    try:
        DOORS[door](**given)
    except LicensingError as error:
        return {"code": error.code, "status": error.status, **error.facts}
    except DatabaseError as error:
        return {"code": "fault", "status": 500, "detail": str(error)}
    return {"code": "done"}


def main() -> None:
    """One order a line: the door, what it is given, and before which statement to stand still."""
    for line in sys.stdin:
        order = json.loads(line)
        given = {**order["given"], "at": datetime.fromisoformat(order["given"]["at"])}
        with connection.execute_wrapper(Barrier(order.get("before") or SAVE)):
            told = outcome(order["door"], given)
        tell(**told)
