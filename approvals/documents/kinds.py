"""Every kind of document: its name, the word in its number (文号) and whether it goes to the applicant when drawn up.

Source: the common set of licensing forms (受理 … 送达回证); numbers read 穗应急许准〔2026〕1号."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.documents.errors import ContentMissing, UnknownKind


@dataclass(frozen=True, slots=True)
class DocumentKind:
    code: str
    name: str | Promise
    word: str
    notice: bool = True


_ROWS = (
    ("receipt", _("申请材料收件凭证"), "收"),
    ("supplement_notice", _("补正材料一次性告知书"), "补"),
    ("acceptance_notice", _("受理通知书"), "受"),
    ("commitment_letter", _("承诺书"), "承"),
    ("tolerance_notice", _("容缺受理通知书"), "容"),
    ("termination_notice", _("终止办理通知书"), "终"),
    ("non_acceptance_decision", _("不予受理决定书"), "不受"),
    ("special_procedure_notice", _("特别程序告知书"), "特"),
    ("extension_notice", _("延期决定告知书"), "延"),
    ("visit_record", _("现场核查记录"), "核"),
    ("rectification_order", _("限期整改通知书"), "改"),
    ("third_party_notice", _("利害关系人告知书"), "利"),
    ("hearing_notice", _("听证通知书"), "听"),
    ("hearing_record", _("听证笔录"), "听录"),
    ("late_renewal_warning", _("逾期申请延续提示书"), "提"),
    ("grant_decision", _("准予行政许可决定书"), "准"),
    ("refusal_decision", _("不予行政许可决定书"), "不准"),
    ("licence", _("许可证"), "证"),
    ("filing_record", _("备案登记表"), "备"),
    ("service_receipt", _("送达回证"), "送"),
    ("revocation_notice", _("拟撤销行政许可告知书"), "撤告"),
    ("revocation_decision", _("撤销行政许可决定书"), "撤"),
    ("cancellation_decision", _("注销行政许可决定书"), "注"),
    ("rescission_decision", _("撤回行政许可决定书"), "回"),
)
INTERNAL = frozenset({"hearing_record"})
KINDS = {code: DocumentKind(code, name, word, code not in INTERNAL) for code, name, word in _ROWS}

COMMON = ("title", "number", "agency", "addressee", "drawn_on")


def check_content(kind: str, content: Mapping[str, Any]) -> str:
    """The template that sets this document.  Raises UnknownKind, or ContentMissing for what it must say and does not."""
    if kind not in KINDS:
        raise UnknownKind(kind)
    for field in COMMON:
        if not content.get(field):
            raise ContentMissing(field, field=field)
    return "letter"
