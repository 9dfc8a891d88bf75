"""The record of a visit while it is written: saved again and again without legal effect, signed by the first official.

Who saves over what somebody else saved since is refused (Conflict); a change takes the signature off."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from workflow.errors import BadInput, Conflict
from workflow.models import Visit, VisitSheet

LONGEST = 60_000  # characters of all fields together


def sheet_of(visit: int) -> VisitSheet | None:
    """What was saved of the record of this visit."""
    return VisitSheet.objects.filter(visit=visit).select_related("saved_by", "signed_by").first()


def save(
    *, visit: int, data: Mapping[str, str], by: int, at: datetime, version: int, signed: bool = False
) -> VisitSheet:
    """Keeps the fields as they are, whatever they say; `version`: of what was read, 0 where there was nothing.

    signed: the official who saves puts his name to it.  Raises Conflict or BadInput."""
    kept = {name: value for name, value in data.items() if value}
    if sum(len(name) + len(value) for name, value in kept.items()) > LONGEST:
        raise BadInput("核查记录过长", field="problems")
    facts = {"data": kept, "saved_by_id": by, "saved_at": at}
    facts |= {"signed_by_id": by if signed else None, "signed_at": at if signed else None}
    with transaction.atomic():
        found = VisitSheet.objects.select_for_update().filter(visit=visit).first()
        if found is not None and found.version != version and found.saved_by_id != by:
            raise Conflict()
        sheet = found or VisitSheet(visit_id=visit, version=0)
        if found is not None and not signed and sheet.data == kept:
            return sheet
        for name, value in facts.items():
            setattr(sheet, name, value)
        sheet.version += 1
        sheet.save()
    return sheet


def discard(visit: int) -> None:
    """The record is made: the sheet is needed no longer."""
    VisitSheet.objects.filter(visit=visit).delete()


def visits_of(*, official: int, applicant: int) -> list[int]:
    """The visits of this applicant still to be recorded that are this official's: he is booked, writes the sheet, or is
    named on it as the second."""
    booked, writes = Q(officials__contains=[official]), Q(visitsheet__saved_by=official)
    named = Q(visitsheet__signed_by=official) | Q(visitsheet__data__second=str(official))
    open_ones = Visit.objects.filter(application__applicant=applicant, result__in=(Visit.BOOKED, Visit.RECTIFY))
    return list(open_ones.filter(booked | writes | named).values_list("pk", flat=True))
