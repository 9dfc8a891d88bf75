"""What a document that was issued is worth on a day: in force, not yet sealed, voided, or overtaken by what came after it.

Sources: 行政许可法 8 (rescind), 69 (revoke), 70 (cancel, expiry), 49 and 50 (a later licence takes the place of the earlier)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from approvals.documents.models import Document, DocumentFile
from approvals.licences import EXPIRED, RESCINDED, REVOKED, VALID, Licence
from workflow.models import Application

LICENCES = frozenset({"licence", "licence_duplicate"})
GRANTS = frozenset({"grant_decision"})
IN_FORCE, NOT_YET, NOT_READY, VOIDED, SUPERSEDED = "in_force", "not_yet", "not_ready", "voided", "superseded"


@dataclass(frozen=True, slots=True)
class Standing:
    """`state`: one of the words above, or what the licence is; `replaced_by`: the number that stands in its place."""

    state: str
    replaced_by: str = ""
    licence: Licence | None = None


def standing(file: DocumentFile, application: Application, *, on: date) -> Standing:
    """What the document of this file, drawn up in this application, is worth on this day."""
    document = file.document
    voided = getattr(document, "voided", None)
    about = document.kind in LICENCES | GRANTS
    licence = licence_of(application) if about else None
    if voided is not None:
        return Standing(VOIDED, voided.replaced_by.number if voided.replaced_by is not None else "", licence)
    if file.state != DocumentFile.SEALED:
        return Standing(NOT_READY, licence=licence)
    if licence is None:
        return Standing(IN_FORCE)
    if document.kind in GRANTS:
        return Standing(licence.status if licence.status in (REVOKED, RESCINDED) else IN_FORCE, licence=licence)
    later = _later(document, licence)
    return Standing(SUPERSEDED, later, licence) if later else Standing(state_on(licence, on), licence=licence)


def licence_of(application: Application) -> Licence | None:
    """The licence the application was about: the one it was asked on, else the one it brought."""
    asked = Q(pk=application.licence_id) if application.licence_id else Q(application_id=application.pk)
    return Licence.objects.filter(asked).select_related("holder").first()


def state_on(licence: Licence, on: date) -> str:
    """What the licence is on this day, whether or not the nightly sweep has been round."""
    if licence.status != VALID:
        return str(licence.status)
    if licence.valid_until is not None and on > licence.valid_until:
        return EXPIRED
    return NOT_YET if on < licence.valid_from else VALID


def _later(document: Document, licence: Licence) -> str:
    """The number of the newest licence document that was sealed for this licence after the one given; '' for none."""
    cases = Application.objects.filter(Q(licence_id=licence.pk) | Q(pk=licence.application_id)).values("pk")
    newest = Document.objects.filter(application_id__in=cases, kind=document.kind, pk__gt=document.pk, voided=None)
    return newest.filter(file__state=DocumentFile.SEALED).order_by("-pk").values_list("number", flat=True).first() or ""
