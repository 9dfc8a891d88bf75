"""The sealed file of a document, in the browser or to be kept, for whoever may see the document; never an unsealed one."""

import hashlib
import logging
from io import BytesIO
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.documents import disk
from approvals.documents.kinds import KINDS
from approvals.documents.models import Document, DocumentFile
from portal import errors, moment
from portal.access import Request
from portal.case_words import said
from portal.documents.lines import STATES, visible
from portal.keys import key_of
from portal.uploads.showing import HEADERS
from workflow.errors import NotFound, refuse
from workflow.reading import Seen, View, case_by_number
from workflow.service import opened

SECONDS = 3  # a document is sealed about as soon
logger = logging.getLogger(__name__)


@require_safe
@never_cache
def case_document(request: Request, number: str, document: str) -> HttpResponseBase:
    """For officials of the case's office, and for its parties what was served on them; `download`: to be kept.

    Before it is sealed document_not_ready, and the browser asks again by itself.  Raises NotFound for everybody else."""
    seen = case_by_number(number=number, by=request.person.id, at=moment.now())
    row = document_of(seen, key_of(document, "document"))
    if row.file.state != DocumentFile.SEALED or row.file.key is None:
        return _not_ready(request, row.file)
    data = _read(row.file.key)
    if hashlib.sha256(data).hexdigest() != row.file.sha256:
        logger.error("the file of document %s is not the one that was sealed", row.pk)
        return errors.page(request, status=500, text=_("文书的文件丢失或者与盖章时不一致，已经停止提供，请联系本机关"))
    opened(document_id=row.pk, by=request.person.id, at=moment.now())
    saved = "download" in request.GET
    return FileResponse(
        BytesIO(data), content_type="application/pdf", as_attachment=saved, filename=name_of(row), headers=HEADERS
    )


def _read(key: UUID) -> bytes:
    """Nothing where there is no file."""
    try:
        return disk.read(key)
    except FileNotFoundError:
        return b""


def _not_ready(request: Request, file: DocumentFile) -> HttpResponse:
    """409; who waits at the counter sees the file as soon as it is sealed."""
    words = said(STATES, file.state)
    response = errors.of_licensing(request, refuse("document_not_ready", words))
    if file.state != DocumentFile.SET_ASIDE:
        response["Refresh"] = str(SECONDS)
    return response


def document_of(seen: Seen, key: int) -> Document:
    """The document of the case, if this person may see it.  Raises NotFound."""
    rows = Document.objects.filter(application_id=seen.case.application.pk, pk=key).select_related("file")
    row = rows.first()
    if row is None or seen.view is View.THIRD_PARTY or not visible(row, official=seen.view is View.OFFICIAL):
        raise NotFound(seen.case.application.number)
    return row


def name_of(document: Document) -> str:
    """The name of the file on somebody's disk: in the language of the document."""
    with override("zh-hans"):
        return f"{KINDS[document.kind].name} {document.number}.pdf"
