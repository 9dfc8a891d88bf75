"""An act and the files that come with it, in one transaction: both are there afterwards, or neither is."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from approvals.files import sheets
from approvals.files.binding import bind
from portal.uploads.asks import Keys
from workflow.errors import LicensingError
from workflow.models import Application


def with_files(act: Callable[[], Application], *, by: int, files: Keys, at: datetime, sheet: str | None = None) -> Application:
    """Does the act and binds the files to its application; `sheet`: the official's sheet on which they lay, which is put away.

    Raises what the act raises, whose note of a refused attempt stays (it is raised outside the transaction), and FileError,
    which takes the act back too."""
    refusal: LicensingError | None = None
    with transaction.atomic():
        try:
            made = act()
        except LicensingError as error:
            refusal = error
        else:
            key, office, applicant = made.pk, made.office_id, made.applicant_id
            bind(application=key, office=office, applicant=applicant, account=by, files=files, at=at, sheet=sheet)
            if sheet is not None:
                sheets.put_away(sheet)
    if refusal is not None:
        raise refusal
    return made
