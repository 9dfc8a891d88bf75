"""制作: a document's content is gathered, its check code allotted, its PDF set; nobody is shown it before it is sealed."""

from datetime import datetime

from approvals.documents import disk
from approvals.documents.check_code import new_code, signed_link
from approvals.documents.models import Document, DocumentFile
from approvals.documents.rendering import render
from approvals.licences import Licence
from approvals.people import Applicant, ApplicantKind
from workflow.papers.content import content_of
from workflow.papers.work import Claimed, Kind, Worked, run


def make(claimed: Claimed, now: datetime) -> None:
    """From waiting to rendered.  Raises DocumentError for what cannot be printed, NoRoom where the disk is full."""
    file, document = claimed.file, claimed.file.document
    code = file.code or new_code()
    content = content_of(document, code=code, link=link_to(document, code))
    rendered = render(kind=document.kind, content=content)
    key = disk.keep(rendered.pdf)
    place = {"page": rendered.place.page, "x_mm": rendered.place.x_mm, "y_mm": rendered.place.y_mm}
    written = claimed.held().update(
        state=DocumentFile.RENDERED,
        code=code,
        content=content,
        key=key,
        place=place,
        pages=rendered.pages,
        attempts=0,
        crashes=0,
        lease=None,
        next_attempt_at=None,
        fault="",
    )
    if not written:
        disk.remove(key)


MAKING = Kind(DocumentFile.WAITING, make)


def make_due(
    *, at: datetime, limit: int = 500, budget_seconds: float | None = None, inside_transaction: bool = False
) -> Worked:
    """Renders what waits (work.run)."""
    return run(MAKING, at=at, limit=limit, budget_seconds=budget_seconds, inside_transaction=inside_transaction)


def link_to(document: Document, code: str) -> str:
    """What the QR code of this document says: the check page, signed, with what anybody may see of it."""
    applicant = Applicant.objects.get(application=document.application_id)
    licences = Licence.objects.filter(application_id=document.application_id) if document.kind == "licence" else None
    until = licences.values_list("valid_until", flat=True).first() if licences is not None else None
    return signed_link(
        code=code,
        number=document.number,
        kind=document.kind,
        drawn_on=document.drawn_on,
        holder=_as_anybody_sees(applicant),
        valid_until=until,
    )


def _as_anybody_sees(applicant: Applicant) -> str:
    """个人信息保护法 6: of a person the family name only."""
    name = applicant.name
    return name if applicant.kind == ApplicantKind.ENTERPRISE else name[:1] + "*" * max(1, len(name) - 1)
