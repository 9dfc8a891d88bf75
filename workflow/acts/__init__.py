"""The acts, a file an institution, and the door they all go through.

`perform` does one act on one application, `lodge` receives one, `perform_register` (register.py) changes a register."""

from workflow.acts import (
    acceptance,
    aftercare,
    assignment,
    correction,
    decision,
    delivery,
    hearings,
    papers,
    procedures,
    ratings,
    review,
    timers,
    visits,
)
from workflow.acts.lodging import lodge
from workflow.acts.old_licences import register_licence
from workflow.acts.people import grant_power, register_applicant, revoke_power
from workflow.acts.perform import perform
from workflow.acts.register import (
    delegate,
    import_calendar,
    perform_register,
    recompute_stale,
    revoke_delegation,
    state_calendar,
)
from workflow.acts.registry import ACTS
from workflow.acts.staff import (
    Leaving,
    add_official,
    deactivate,
    end_absence,
    end_post,
    open_post,
    reactivate,
    report_absence,
)

__all__ = [
    "ACTS",
    "Leaving",
    "acceptance",
    "add_official",
    "aftercare",
    "assignment",
    "correction",
    "deactivate",
    "decision",
    "delegate",
    "delivery",
    "end_absence",
    "end_post",
    "grant_power",
    "hearings",
    "import_calendar",
    "lodge",
    "open_post",
    "papers",
    "perform",
    "perform_register",
    "procedures",
    "ratings",
    "reactivate",
    "recompute_stale",
    "register_applicant",
    "register_licence",
    "report_absence",
    "review",
    "revoke_delegation",
    "revoke_power",
    "state_calendar",
    "timers",
    "visits",
]
