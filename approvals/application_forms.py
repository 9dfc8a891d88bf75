"""申请表: what an applicant answered when he lodged, kept as it was handed in together with the files."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import models


class ApplicationForm(models.Model):
    """The answers to the form of one application; rows are added and never changed (the table itself refuses it).

    `item_version` is the version of the catalogue whose fields were answered."""

    application_id = models.BigIntegerField(unique=True)
    office_id = models.BigIntegerField()
    item_version = models.BigIntegerField()
    answers = models.JSONField()
    digest = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()


def hand_in(*, application: int, office: int, item_version: int, answers: Mapping[str, str], at: datetime) -> None:
    """Keeps the answers of an application, in the transaction of its lodging.  Raises IntegrityError for a second form."""
    ApplicationForm.objects.create(
        application_id=application,
        office_id=office,
        item_version=item_version,
        answers=dict(answers),
        digest=digest_of(answers),
        handed_in_at=at,
    )


def of_application(application: int) -> dict[str, str]:
    """The answers of this application; none where it came in on paper."""
    found = ApplicationForm.objects.filter(application_id=application).values_list("answers", flat=True).first()
    return dict(found or {})


def digest_of(answers: Mapping[str, str]) -> str:
    """The SHA-256 of the answers as canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(dict(answers), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
