"""以文件验真: a file that somebody holds, compared byte by byte with the one that was sealed."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from portal.public.verify_facts import Shown, shown
from workflow.papers.verifying import verify

LARGEST = 10 * 1024 * 1024
SAID_BELOW = frozenset({"voided"})  # the document's standing says it


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
    """What came of it: level, heading, what it means, and what is not as it should be; `shown`: the document it is."""

    level: str
    name: str
    meaning: str
    findings: tuple[str, ...] = ()
    shown: Shown | None = None


def examine(data: bytes, *, on: date) -> Verdict:
    """Is this the file of a document as it was sealed, and does everything that is known of it agree?"""
    report = verify(data)
    findings = tuple(dict.fromkeys(gettext(each.text) for each in report.findings if each.code not in SAID_BELOW))
    if report.file is None:
        what = _("文件与本机关保存的任何一份盖章文件都不一致：被改动过，或者不是本机关制作的。")
        return Verdict("bad", _("不是本机关盖章的原文件"), what, findings)
    found = shown(report.file, on=on)
    if findings:
        what = _("文件本身与盖章时相同，但是登记或者印章有异常。请向本机关核实，核实前不要凭它办事。")
        return Verdict("bad", _("需要核实"), what, findings, found)
    what = _("文件的每一个字节都与本机关盖章时相同，电子印章有效。它今天的效力见下。")
    return Verdict("good", _("与盖章的原文件完全一致"), what, shown=found)
