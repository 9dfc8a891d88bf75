"""核验文书文件: is this file what the bureau sealed, and does its document still count?

The digest of the recorded file decides; the signature is looked at besides, because it speaks where there is no database.
Sources: 电子签名法 13; 在线政务服务规定 8–10.  What the ledger and the case say is added in workflow/papers/verifying.py."""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from approvals.documents.models import Document, DocumentFile, DocumentVoid, Seal, SealUse
from approvals.documents.signature import Signature, examine, examine_confined, usable
from approvals.licences import Licence

WORDS = {
    "no_pdf": _("不是 PDF 文件，或者文件过大"),
    "unreadable": _("文件已损坏，无法解析"),
    "no_signature": _("文件上没有电子签章"),
    "several_signatures": _("文件上有不止一个电子签章"),
    "broken": _("签章之后文件内容被改动"),
    "untrusted": _("签章证书不是本机关印章的证书"),
    "not_whole": _("签章没有覆盖整个文件：文件后面或者签章处有别的内容"),
    "changed_after": _("盖章之后文件被追加或者修改"),
    "not_certified": _("签章没有锁定文件内容"),
    "timestamp_broken": _("时间戳无效"),
    "no_roots": _("没有根证书，无法判断印章证书"),
    "not_issued": _("登记簿中没有这份文书"),
    "bytes_differ": _("与登记的文件不一致：文件的 SHA-256 不同"),
    "voided": _("文书已作废"),
    "no_use": _("没有这份文书的用印记录"),
    "other_seal": _("签章证书不是用印记录中的印章"),
    "seal_ended": _("用印时印章已停用"),
    "not_in_chain": _("登记链中没有这份文书的盖章记录，或者记录与登记的文件不一致"),
    "content_differs": _("文书内容与登记的事实不一致"),
}
NAMED = re.compile(r"^\S+〔\d{4}〕\d+号")  # how the reason of every signature begins


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: a code, and what exactly.  `text` is Chinese, translated where it is shown."""

    code: str
    detail: str = ""

    @property
    def text(self) -> str:
        return WORDS[self.code]


@dataclass(frozen=True, slots=True)
class SealState:
    """The seal on the file as it is enrolled."""

    name: str
    purpose: str
    is_test: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """`status`: valid, voided, forged (no such file was sealed) or unusable; `licence`: the status of the licence now."""

    sha256: str
    status: str
    findings: tuple[Finding, ...]
    number: str = ""
    kind: str = ""
    sealed_at: datetime | None = None
    licence: str = ""
    replaced_by: str = ""
    seal: SealState | None = None
    signature: Signature | None = None
    file: DocumentFile | None = field(default=None, repr=False)

    @property
    def genuine(self) -> bool:
        """Exactly the bytes that the bureau sealed, whatever has become of the document since."""
        return self.file is not None

    def with_findings(self, *findings: Finding) -> "Report":
        return replace(self, findings=(*self.findings, *findings))

    def plain(self) -> dict[str, Any]:
        """For machines."""
        told = {name: getattr(self, name) for name in ("number", "kind", "status", "sha256", "licence", "replaced_by")}
        told["sealed_at"] = self.sealed_at.isoformat() if self.sealed_at else None
        told["findings"] = [{"code": each.code, "detail": each.detail} for each in self.findings]
        seal, signature = self.seal, self.signature
        told["seal"] = seal and {"name": seal.name, "purpose": seal.purpose, "test": seal.is_test}
        told["signature"] = signature and {
            "subject": signature.subject,
            "signed_at": signature.signed_at,
            "timestamped": signature.timestamped,
            "faults": list(signature.faults),
        }
        return told


def verify(data: bytes, *, roots: bytes | None = None) -> Report:
    """What the file is.  `roots`: PEM to trust instead of the settings'.  A file that is not ours is read in a process apart."""
    digest = hashlib.sha256(data).hexdigest()
    if not usable(data):
        return Report(digest, "unusable", (Finding("no_pdf"),))
    trusted = _roots() if roots is None else roots
    known = DocumentFile.objects.select_related("document", "document__voided__replaced_by").filter(
        sha256=digest, state=DocumentFile.SEALED
    )
    if file := known.first():
        return _known(file, examine(data, roots=trusted, at=file.sealed_at), missing_roots=not trusted)
    signature = examine_confined(data, roots=trusted)
    found = tuple(Finding(code, signature.detail) for code in signature.faults)
    named = NAMED.match(signature.reason)
    number = named.group() if named else ""
    issued = Document.objects.filter(number=number).exists() if number else False
    found += (Finding("bytes_differ", number),) if issued else (Finding("not_issued", number),)
    return Report(digest, "forged", found, number=number, signature=signature)


def _roots() -> bytes:
    path = settings.LICENSING_SEAL_ROOTS
    return path.read_bytes() if path.exists() else b""


def _known(file: DocumentFile, signature: Signature, *, missing_roots: bool) -> Report:
    document = file.document
    found = [
        Finding("no_roots") if code == "untrusted" and missing_roots else Finding(code, signature.detail)
        for code in signature.faults
    ]
    use = SealUse.objects.select_related("seal").filter(document=document, sha256=file.sha256).first()
    found += [Finding("no_use")] if use is None else _of_the_seal(use, signature)
    void = _void_of(document)
    if void is not None:
        found.append(Finding("voided", void.reason))
    seal = use.seal if use is not None else None
    return Report(
        file.sha256,
        "voided" if void else "valid",
        tuple(found),
        number=document.number,
        kind=document.kind,
        sealed_at=file.sealed_at,
        licence=_licence_of(document),
        replaced_by=void.replaced_by.number if void and void.replaced_by else "",
        seal=SealState(seal.name, seal.purpose, seal.is_test, seal.until_at) if seal else None,
        signature=signature,
        file=file,
    )


def _of_the_seal(use: SealUse, signature: Signature) -> list[Finding]:
    seal: Seal = use.seal
    found = []
    if signature.fingerprint and signature.fingerprint != seal.fingerprint:
        found.append(Finding("other_seal", seal.name))
    if seal.until_at is not None and seal.until_at < use.used_at:
        found.append(Finding("seal_ended", seal.name))
    return found


def _void_of(document: Document) -> DocumentVoid | None:
    return getattr(document, "voided", None)


def _licence_of(document: Document) -> str:
    """The status of the licence that this document is, or grants; empty where there is none."""
    held = Licence.objects.filter(application_id=document.application_id).values_list("status", flat=True).first()
    return held or ""
