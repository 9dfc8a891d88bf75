"""The smallest real stand-in for the workers that render and seal: the rows they leave behind, and bytes."""

import hashlib
from datetime import datetime
from uuid import uuid4

from approvals.documents.check_code import new_code
from approvals.documents.models import Document, DocumentFile, Seal, SealUse
from approvals.files import disk
from approvals.people import Office

BYTES = b"%PDF-1.7 stand-in of "


def seal_of(*, at: datetime, is_test: bool = True) -> Seal:
    office = Office.objects.order_by("id")[0]
    print_of = f"{is_test}".rjust(64, "0")
    made, _new = Seal.objects.get_or_create(
        office=office,
        purpose="licensing",
        fingerprint=print_of,
        defaults={"name": "行政许可专用章", "certificate": "", "is_test": is_test, "from_at": at},
    )
    return made


def seal(document: Document, *, at: datetime, is_test: bool = True) -> bytes:
    """The document is sealed; its bytes."""
    data = BYTES + document.number.encode()
    file = DocumentFile.objects.get(pk=document.pk)
    file.code, file.content, file.key, file.state = new_code(), {"number": document.number}, uuid4(), "sealed"
    file.sha256, file.size, file.pages, file.sealed_at = hashlib.sha256(data).hexdigest(), len(data), 1, at
    file.save()
    disk.create(file.key, size=len(data))
    disk.append(file.key, data, at_byte=0)
    SealUse.objects.create(document=document, seal=seal_of(at=at, is_test=is_test), sha256=file.sha256, used_at=at)
    return data
