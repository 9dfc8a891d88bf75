"""Everything of this app that stands in the database, for Django to find."""

from approvals.accounts import Absence, Attempt, ResetCode
from approvals.decisions import Decision
from approvals.documents.models import Document, NumberSeries
from approvals.licences import Licence
from approvals.people import Applicant, Ban, Delegation, Office, Post, PowerOfAttorney, User

__all__ = [
    "Absence",
    "Applicant",
    "Attempt",
    "Ban",
    "Decision",
    "Delegation",
    "Document",
    "Licence",
    "NumberSeries",
    "Office",
    "Post",
    "PowerOfAttorney",
    "ResetCode",
    "User",
]
