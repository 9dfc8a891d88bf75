"""What an edition of a licence says in full: its particulars, its term, and the answers it took over, with what was corrected.

For whoever prints or shows a licence; the rows are in approvals/licence_editions.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from approvals import application_forms
from approvals.documents.models import Document
from approvals.licence_editions import LicenceEdition


@dataclass(frozen=True, slots=True)
class Said:
    """One edition; `answers`: field of the application forms → what the licence says under it."""

    edition: LicenceEdition
    answers: Mapping[str, str]

    @property
    def holder(self) -> str:
        return str(self.edition.says.get("holder", ""))

    @property
    def legal_representative(self) -> str:
        return str(self.edition.says.get("legal_representative", ""))

    @property
    def address(self) -> str:
        return str(self.edition.says.get("address", ""))


def said_by(document: Document) -> Said | None:
    """What the licence document (front or duplicate, or what was made again in its place) says; None where it is no licence."""
    seq = document.facts.get("first_drawn_by", document.seq)
    made = LicenceEdition.objects.filter(application_id=document.application_id, seq=seq)
    edition = made.select_related("licence").first()
    return None if edition is None else said(edition)


def said(edition: LicenceEdition) -> Said:
    """The answers of every application that led to it, the first of them first, and over them what was corrected."""
    cases = LicenceEdition.objects.filter(licence=edition.licence_id, edition__lte=edition.edition).order_by("edition")
    answers: dict[str, str] = {}
    for application in dict.fromkeys(cases.values_list("application_id", flat=True)):
        answers |= application_forms.of_application(application) if application is not None else {}
    return Said(edition, answers | dict(edition.says.get("form", {})))
