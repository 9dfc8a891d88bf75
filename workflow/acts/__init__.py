"""The acts, a file an institution, and the door they all go through.

`perform` does one act on one application, `lodge` receives one, `perform_register` (register.py) changes a register."""

from workflow.acts import acceptance, aftercare, assignment, decision, delivery, hearings, procedures, review, timers
from workflow.acts.lodging import lodge
from workflow.acts.people import grant_power, register_applicant, revoke_power
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
    "assignment",
    "decision",
    "delegate",
    "delivery",
    "grant_power",
    "hearings",
    "import_calendar",
    "lodge",
    "perform",
    "perform_register",
    "procedures",
    "recompute_stale",
    "register_applicant",
    "register_licence",
    "review",
    "revoke_delegation",
    "revoke_power",
    "timers",
]
