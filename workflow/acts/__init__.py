"""The acts, a file an institution, and the door they all go through.

`perform` does one act on one application, `lodge` receives one, `perform_register` (register.py) changes a register."""

from workflow.acts import acceptance, aftercare, decision, delivery, hearings, procedures, review, timers, visits
from workflow.acts.lodging import lodge
from workflow.acts.perform import perform
from workflow.acts.register import (
    delegate,
    import_calendar,
    perform_register,
    recompute_stale,
    register_licence,
    revoke_delegation,
)
from workflow.acts.registry import ACTS

__all__ = [
    "ACTS",
    "acceptance",
    "aftercare",
    "decision",
    "delegate",
    "delivery",
    "hearings",
    "import_calendar",
    "lodge",
    "perform",
    "perform_register",
    "procedures",
    "recompute_stale",
    "register_licence",
    "review",
    "revoke_delegation",
    "timers",
    "visits",
]
