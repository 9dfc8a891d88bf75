"""What supervision after the licence tells: inspections, the credit record, file review."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from notifications.wording import Wording

OVERSIGHT: Mapping[str, Wording] = MappingProxyType(
    {
        "inspection_assigned": Wording(
            _("检查任务：{applicant}"),
            _("随机抽取结果：由您和另一名检查人员检查{applicant}（{title}）。有应当回避情形的，请立即报告。"),
        ),
        "inspection_to_sign": Wording(
            _("检查记录待签字：{applicant}"),
            _("{applicant}的检查记录（{title}）已经填写，请核对后签字。"),
        ),
        "inspection_rectify": Wording(
            _("责令限期改正：{title}"),
            _("监督检查发现以下问题，请在 {before} 前（含当日）改正，届时复查：{problems}。"),
        ),
        "plea_made": Wording(
            _("信用记录待处理：{applicant}"),
            _("{applicant}对信用记录（{ban}）提出异议或者申请修复，请在 {due_on} 前处理。"),
        ),
        "plea_decided": Wording(
            _("信用记录处理结果：{plea}{verdict}"),
            _("您就信用记录（{ban}）提出的{plea}经审核{verdict}。对处理结果不服的，可以依法申请行政复议或者提起行政诉讼。"),
            (_("理由：{reason}。"),),
        ),
        "file_reviewed": Wording(
            _("案卷评查：{number} 得 {score} 分"),
            _("您经办的 {number} 的案卷经评查发现以下问题，请整改并答复：{problems}。"),
        ),
    }
)
