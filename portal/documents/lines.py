"""The documents of a case as its page lists them: who sees which, and how far each has come.

The applicant reads what was served on him and what he made himself: a result of the case (decision, licence) is listed when it
is drawn up and opens with its service.  Records of the office, and what is written to others, are for officials
(行政许可法 38, 44; domain rules J)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.documents.kinds import KINDS
from approvals.documents.models import Document, DocumentFile
from approvals.documents.service import RESULTS
from portal.case_words import Words, said
from workflow.models import Application

OWN = frozenset({"application_form", "commitment_letter"})
INTERNAL = frozenset(
    {"visit_record", "hearing_record", "statement_record", "expert_opinion", "approval_form", "inspection_record"}
)
TO_OTHERS = frozenset({"third_party_notice", "hearing_rights_notice"})
STATES: Words = {
    DocumentFile.WAITING: gettext_lazy("等待制作"),
    DocumentFile.RENDERED: gettext_lazy("等待盖章"),
    DocumentFile.SEALED: gettext_lazy("已盖章"),
    DocumentFile.SET_ASIDE: gettext_lazy("制作中止"),
    DocumentFile.VOID: gettext_lazy("已作废，不再制作"),
}
MAKING: Words = {
    DocumentFile.WAITING: gettext_lazy("已准予，证照制作中：等待制作。制作、盖章后即可查看，不需要再办手续。"),
    DocumentFile.RENDERED: gettext_lazy("已准予，证照制作中：等待盖章。盖章后即可查看，不需要再办手续。"),
    DocumentFile.SET_ASIDE: gettext_lazy("已准予，证照制作中止：工作人员正在处理，不影响已经作出的决定。"),
    DocumentFile.SEALED: gettext_lazy("已准予，证照已经制作、盖章，等待送达。"),
}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document drawn up.  `served_on` None: not yet served; `code` opens its check page; `is_open`: its file can be opened
    by whoever reads this.  For officials: `fault` says why its making stopped."""

    key: int
    kind: str
    name: str
    number: str
    drawn_on: date
    served_on: date | None
    state: str
    code: str
    is_open: bool
    fault: str
    is_void: bool
    replaced_by: str

    @property
    def is_internal(self) -> bool:
        """A record of the office, served on nobody."""
        return self.kind in INTERNAL

    @property
    def is_sealed(self) -> bool:
        return self.state == DocumentFile.SEALED

    @property
    def state_words(self) -> str:
        return said(STATES, self.state)

    @property
    def todo(self) -> str:
        """What whoever reads this can do about it."""
        if self.state != DocumentFile.SET_ASIDE or self.is_void:
            return ""
        return _("按原因改正后，在“制作中止”页重新制作。") if self.fault else _("工作人员正在处理。")


def document_lines(application: Application, *, official: bool) -> list[DocumentLine]:
    """In the order they were drawn up."""
    rows = Document.objects.filter(application_id=application.pk).select_related("file", "voided__replaced_by")
    shown = [row for row in rows.order_by("id") if visible(row, official=official)]
    return [_line(row, application, official=official) for row in shown]


def visible(document: Document, *, official: bool) -> bool:
    """Is it listed for an official of the case's office (else: for its applicant)?"""
    served = document.served_on is not None and document.kind not in INTERNAL | TO_OTHERS
    return official or served or document.kind in OWN


def served_on(document: Document, application: Application) -> date | None:
    """The day it was served: a result of the case goes out with the case's service, a notice when it is drawn up."""
    day: date | None = application.served_on
    with_the_case = document.kind in RESULTS and (day is None or day >= document.drawn_on)
    return day if with_the_case else document.served_on


def openable(document: Document, application: Application, *, official: bool) -> bool:
    """May the file be read, once it is sealed?"""
    own = document.kind in OWN or served_on(document, application) is not None
    return visible(document, official=official) and (official or own)


def making(lines: Iterable[DocumentLine]) -> str:
    """What the case says from the issue of its licence until that is sealed and served; '' where there is none."""
    licence = next((line for line in reversed(list(lines)) if line.kind == "licence" and not line.is_void), None)
    if licence is None or (licence.is_sealed and licence.served_on is not None):
        return ""
    return said(MAKING, licence.state)


def _line(row: Document, application: Application, *, official: bool) -> DocumentLine:
    voided = getattr(row, "voided", None)
    replaced = voided.replaced_by if voided is not None else None
    sealed = row.file.state == DocumentFile.SEALED
    return DocumentLine(
        key=row.pk,
        kind=row.kind,
        name=str(KINDS[row.kind].name),
        number=row.number,
        drawn_on=row.drawn_on,
        served_on=served_on(row, application),
        state=row.file.state,
        code=row.file.code or "",
        is_open=sealed and openable(row, application, official=official),
        fault=row.file.fault if official else "",
        is_void=voided is not None,
        replaced_by=replaced.number if replaced is not None else "",
    )
