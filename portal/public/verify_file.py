"""以文件验真: a file that somebody holds, compared byte by byte with the one that was sealed."""

import hashlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

from approvals.documents.models import DocumentFile
from portal.public.verify_facts import Shown, shown

LARGEST = 10 * 1024 * 1024


class Bounded(FileUploadHandler):
    """Keeps the first file in memory, if it is no larger than LARGEST; nothing is written to the disk."""

    kept: BytesIO | None = None
    taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.taken:
            raise SkipFile
        self.kept, self.taken = BytesIO(), True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.kept is None or start + len(raw_data) > LARGEST:
            self.kept = None
            raise SkipFile
        self.kept.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.kept is None:
            return None
        self.kept.seek(0)
        kind = self.content_type or ""
        return InMemoryUploadedFile(self.kept, self.field_name, self.file_name or "", kind, file_size, self.charset)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it: level good or bad, a heading, what it means; `shown`: the document it is, if it is one."""

    level: str
    name: str
    meaning: str
    shown: Shown | None = None


def examine(data: bytes, *, on: date) -> Verdict:
    """Is this the file of a document as it was sealed?"""
    digest = hashlib.sha256(data).hexdigest()
    joined = "document__voided__replaced_by", "document__seal_use__seal"
    file = DocumentFile.objects.select_related(*joined).filter(sha256=digest, state=DocumentFile.SEALED).first()
    if file is None:
        return Verdict(
            "bad",
            _("不是本机关盖章的原文件"),
            _("文件与本机关保存的任何一份盖章文件都不一致：被改动过，或者不是本机关制作的。"),
        )
    return Verdict(
        "good",
        _("与盖章的原文件完全一致"),
        _("文件的每一个字节都与本机关盖章时相同。它今天的效力见下。"),
        shown(file, on=on),
    )
