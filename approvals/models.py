"""Everything of this app that stands in the database, for Django to find."""

from approvals.accounts import Absence, ResetCode
from approvals.application_forms import ApplicationForm
from approvals.attempts import AttemptCount
from approvals.decisions import Decision
from approvals.documents.models import Document, DocumentFile, DocumentVoid, NumberSeries, Seal, SealUse
from approvals.documents.service import Opening, Service
from approvals.drafts import ApplicationDraft, DraftFile
from approvals.files.models import MaterialFile, SheetFile, StoredFile
from approvals.licence_editions import LicenceEdition, LicenceReminder
from approvals.licences import Licence
from approvals.people import Applicant, Ban, Delegation, Office, Post, PowerOfAttorney, User

__all__ = [
    "Absence",
    "Applicant",
    "ApplicationDraft",
    "ApplicationForm",
    "AttemptCount",
    "Ban",
    "Decision",
    "Delegation",
    "Document",
    "DocumentFile",
    "DocumentVoid",
    "DraftFile",
    "Licence",
    "LicenceEdition",
    "LicenceReminder",
    "MaterialFile",
    "NumberSeries",
    "Office",
    "Opening",
    "Post",
    "PowerOfAttorney",
    "ResetCode",
    "Seal",
    "SealUse",
    "Service",
    "SheetFile",
    "StoredFile",
    "User",
]
