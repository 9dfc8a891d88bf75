"""A file in the browser or on its way to the disk of whoever may read it: as what it is, and unable to do anything."""

import logging
from uuid import UUID

from django.http import FileResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.files import disk
from approvals.files.binding import file_of
from approvals.files.errors import NoSuchFile, NotYetScanned
from approvals.files.kinds import SHOWN
from approvals.files.models import StoredFile
from portal import moment
from portal.access import Request
from workflow.reading import View, case_by_number

logger = logging.getLogger(__name__)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/tiff": (".tif", ".tiff"),
    "image/heif": (".heic", ".heif"),
    "image/heic": (".heic", ".heif"),
}


@require_safe
@never_cache
def case_file(request: Request, number: str, key: UUID) -> FileResponse:
    """A file of a case, for the officials of its office and for the applicant (photographs of visits: for officials only);
    never for third parties."""
    seen = case_by_number(number=number, by=request.person.id, at=moment.now())
    if seen.view is View.THIRD_PARTY:
        raise NoSuchFile
    file = file_of(application=seen.case.application.pk, key=key, evidence=seen.view is View.OFFICIAL)
    return shown(file, download="download" in request.GET)


def shown(file: StoredFile, *, download: bool) -> FileResponse:
    """The file; what browsers cannot show is downloaded.  Raises NoSuchFile, NotYetScanned."""
    if not file.is_complete:
        raise NoSuchFile
    if file.verdict == StoredFile.PENDING:
        raise NotYetScanned
    try:
        stream = disk.read(file.pk)
    except FileNotFoundError as error:
        logger.exception("file %s is not on the disk", file.pk)
        raise NoSuchFile from error
    saved = download or file.kind not in SHOWN
    return FileResponse(stream, content_type=file.kind, as_attachment=saved, filename=name_of(file), headers=HEADERS)


def name_of(file: StoredFile) -> str:
    """The name it was given, with an ending that is true."""
    endings = ENDINGS[file.kind]
    return file.name if file.name.lower().endswith(endings) else f"{file.name}{endings[0]}"
