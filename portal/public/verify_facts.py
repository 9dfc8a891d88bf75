"""What the check page shows of a document: enough to compare it with the paper, of a person no more than the paper confirms.

个人信息保护法 6 and domain rules J: of natural persons the family name and the last four characters of the number."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.documents.check_code import Claim
from approvals.documents.kinds import KINDS
from approvals.documents.models import DocumentFile, SealUse
from approvals.people import ApplicantKind
from portal.case_words import Words, said
from portal.public.masks import HIDDEN, SHOWN_DIGITS, masked_name
from portal.public.words import LICENCE_MEANINGS, LICENCE_STATES
from workflow.document_standing import NOT_READY, Standing, standing
from workflow.models import Application

STATES: Words = {
    **LICENCE_STATES,
    "in_force": gettext_lazy("有效"),
    "not_ready": gettext_lazy("尚未盖章"),
    "voided": gettext_lazy("已经作废"),
    "superseded": gettext_lazy("已被新证代替"),
}
MEANINGS: Words = {
    **LICENCE_MEANINGS,
    "in_force": gettext_lazy("本机关制作了这份文书，没有作废、撤销或者撤回。请逐项核对下列内容。"),
    "not_ready": gettext_lazy("这份文书还在制作，没有加盖印章，不能作为凭证。请稍后再查。"),
    "voided": gettext_lazy("这份文书的编号已经作废，不能作为凭证。"),
    "superseded": gettext_lazy("同一许可后来换发了新证，应当出示新证。"),
    "revoked": gettext_lazy("许可决定已经被撤销，这份文书不再有效。"),
    "rescinded": gettext_lazy("许可已经被撤回，这份文书不再有效。"),
}
LEVELS = {"in_force": "good", "valid": "good", "not_yet": "wait", "not_ready": "wait"}


@dataclass(frozen=True, slots=True)
class Shown:
    """The document as anybody may see it; `rows`: what to compare, label by label; `use`: the seal on it."""

    kind: str
    number: str
    drawn_on: date
    standing: Standing
    rows: tuple[tuple[str, str], ...]
    use: SealUse | None
    sha256: str
    sealed_at: datetime | None

    @property
    def state_name(self) -> str:
        return said(STATES, self.standing.state)

    @property
    def meaning(self) -> str:
        return said(MEANINGS, self.standing.state)

    @property
    def level(self) -> str:
        return LEVELS.get(self.standing.state, "bad")

    @property
    def is_ready(self) -> bool:
        return self.standing.state != NOT_READY


def by_code(code: str, *, on: date) -> Shown | None:
    """The document with this code; None where there is none."""
    joined = "document__voided__replaced_by", "document__seal_use__seal"
    file = DocumentFile.objects.select_related(*joined).filter(code=code).first()
    return shown(file, on=on) if file is not None else None


def shown(file: DocumentFile, *, on: date) -> Shown:
    """What is shown of the document of this file; nothing of its content before it is sealed."""
    document = file.document
    application = Application.objects.select_related("applicant").get(pk=file.application_id)
    found = standing(file, application, on=on)
    sealed = file.state == DocumentFile.SEALED
    return Shown(
        kind=_title(file),
        number=document.number,
        drawn_on=document.drawn_on,
        standing=found,
        rows=tuple(_rows(file)) if sealed else (),
        use=getattr(document, "seal_use", None),
        sha256=file.sha256,
        sealed_at=file.sealed_at,
    )


def _title(file: DocumentFile) -> str:
    """As it is printed, or what kind it is."""
    printed = file.content if file.state == DocumentFile.SEALED else None
    return str((printed or {}).get("title") or KINDS[file.document.kind].name)


def differing(shown: Shown, claim: Claim) -> list[str]:
    """What the signed link says otherwise than the register: a document that was changed behind the bureau's back."""
    said_twice = [(_("文号"), claim.number, shown.number), (_("成文日期"), claim.drawn_on, shown.drawn_on)]
    return [str(label) for label, signed, kept in said_twice if signed != kept]


def _rows(file: DocumentFile) -> list[tuple[str, str]]:
    """As it is printed, in its own language; of an enterprise also what stands on its licence beside the scope."""
    printed: dict[str, Any] = file.content or {}
    holder = printed.get("holder") or printed["applicant"]
    person = bool(holder["is_person"])
    lines = [] if person else [(line["label"], line["value"]) for line in printed.get("lines", ())]
    rows = [
        (_("持证人") if "holder" in printed else _("申请人"), _masked(holder["name"]) if person else holder["name"]),
        (_("证件号"), HIDDEN * SHOWN_DIGITS + holder["number"][-SHOWN_DIGITS:] if person else holder["number"]),
        (_("许可证编号"), printed.get("licence_number", "")),
        (_("事项"), printed["item"]),
        (_("许可范围"), printed.get("scope", "")),
        *lines,
        (_("有效期"), printed.get("validity", "")),
        (_("成文日期"), f"{file.document.drawn_on:%Y-%m-%d}"),
        (_("机关"), printed["agency"]),
    ]
    return [(str(label), str(value)) for label, value in rows if value]


def _masked(name: str) -> str:
    return masked_name(ApplicantKind.PERSON, name)
