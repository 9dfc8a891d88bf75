"""Everything of this app that stands in the database, for Django to find."""

from workflow.models.application import Application
from workflow.models.calendar import CalendarVersion, CalendarYear
from workflow.models.case import (
    Commitment,
    Extension,
    FollowUp,
    Hearing,
    Material,
    Opinion,
    Rating,
    Recusal,
    ThirdPartyNotice,
    Visit,
)
from workflow.models.catalogue import ItemVersion
from workflow.models.clock import Clock, Pause
from workflow.models.ledger import LedgerEntry, RefusedAttempt, Register, RegisterEntry
from workflow.models.process import Process, Task
from workflow.models.visits import PreCheck, VisitSheet, VisitSlot

__all__ = [
    "Application",
    "CalendarVersion",
    "CalendarYear",
    "Clock",
    "Commitment",
    "Extension",
    "FollowUp",
    "Hearing",
    "ItemVersion",
    "LedgerEntry",
    "Material",
    "Opinion",
    "Pause",
    "PreCheck",
    "Process",
    "Rating",
    "Recusal",
    "RefusedAttempt",
    "Register",
    "RegisterEntry",
    "Task",
    "ThirdPartyNotice",
    "Visit",
    "VisitSheet",
    "VisitSlot",
]
