"""The decision, the licence and what may follow."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from notifications.wording import Wording

OUTCOME: Mapping[str, Wording] = MappingProxyType(
    {
        "grant_decision": Wording(
            _("准予许可：{item}（{number}）"),
            _("您的“{item}”申请（{number}）已准予许可。准予许可决定书已生成，请登录系统查看。"),
            (
                _("决定日期：{decided_on}。"),
                _("许可证最迟于 {due_on} 送达。"),
            ),
        ),
        "refusal_decision": Wording(
            _("不予许可：{item}（{number}）"),
            _(
                "您的“{item}”申请（{number}）不予许可。决定书载明理由，以及申请行政复议、提起行政诉讼的途径和期限，请登录系统查看。"
            ),
            (_("决定日期：{decided_on}。"),),
        ),
        "filing_record": Wording(
            _("已备案：{item}（{number}）"),
            _("您的“{item}”备案（{number}）已完成。备案证明已生成，请登录系统查看。"),
            (_("备案日期：{decided_on}。"),),
        ),
        "licence": Wording(
            _("许可证已制发：{item}（{number}）"),
            _("您的“{item}”申请（{number}）的许可证已制发，请登录系统查看和下载。"),
            (
                _("许可证编号：{licence}。"),
                _("有效期：{valid_from} 至 {valid_until}。"),
            ),
        ),
        "service_receipt": Wording(
            _("送达回证：{item}（{number}）"),
            _("“{item}”申请（{number}）的文书已送达，送达回证已生成，请登录系统查看。"),
            (_("送达日期：{served_on}。"),),
        ),
        "revocation_notice": Wording(
            _("拟撤销许可告知：{item}（{number}）"),
            _(
                "本行政机关拟撤销您的“{item}”许可（{number}）。您有权陈述、申辩，并可以要求听证。"
                "告知书已生成，请登录系统查看。"
            ),
            (
                _("许可证编号：{licence}。"),
                _("要求听证的，请最迟于 {due_on} 提出。"),
            ),
        ),
        "revocation_decision": Wording(
            _("许可已撤销：{item}（{number}）"),
            _("您的“{item}”许可（{number}）已被撤销。决定书载明理由和救济途径，请登录系统查看。"),
            (
                _("许可证编号：{licence}。"),
                _("决定日期：{decided_on}。"),
            ),
        ),
        "cancellation_decision": Wording(
            _("许可已注销：{item}（{number}）"),
            _("您的“{item}”许可（{number}）已办理注销。决定书载明理由和救济途径，请登录系统查看。"),
            (
                _("许可证编号：{licence}。"),
                _("决定日期：{decided_on}。"),
            ),
        ),
        "rescission_decision": Wording(
            _("许可已撤回：{item}（{number}）"),
            _("您的“{item}”许可（{number}）已被撤回。决定书载明理由和救济途径，请登录系统查看。"),
            (
                _("许可证编号：{licence}。"),
                _("决定日期：{decided_on}。"),
            ),
        ),
        "document_replaced": Wording(
            _("文书已重新制发：{voided}"),
            _(
                "您的“{item}”申请（{number}）中的文书 {voided} 制作有误，已经作废，现以新的文号重新制发，"
                "请登录系统查看，并以新文书为准。"
            ),
            (_("理由：{reason}。"),),
        ),
        "document_voided": Wording(
            _("文书已作废：{voided}"),
            _("您的“{item}”申请（{number}）中的文书 {voided} 已经作废，不再具有效力，请勿继续使用。"),
            (_("理由：{reason}。"),),
        ),
        "licence_expiring": Wording(
            _("许可证即将到期：{licence}"),
            _("您的许可（许可证编号 {licence}）有效期至 {valid_until}。需要延续的，请在规定的时间内提出申请。"),
            (
                _("事项：{item}。"),
                _("请最迟于 {apply_by} 提出延续申请。"),
            ),
        ),
        "licence_expired": Wording(
            _("许可证已到期：{licence}"),
            _(
                "您的许可（许可证编号 {licence}）有效期已于 {valid_until} 届满。"
                "未取得有效许可的，不得继续从事该项活动。"
            ),
            (
                _("事项：{item}。"),
                _("最迟于 {grace_until} 仍可以提出延续申请。"),
            ),
        ),
        "rating_answered": Wording(
            _("对您评价的答复：{item}（{number}）"),
            _("您对“{item}”申请（{number}）的评价，我们已经核实，答复如下：{answer}"),
            (_("您还可以修改一次评价；工作人员会回访您是否满意。"),),
        ),
        "ban_imposed": Wording(
            _("限制告知：{ban}"),
            _("因本系统记录的违诺或者失信情形，您在 {until} 前（含当日）{ban}。如有异议，可以向本行政机关陈述、申辩。"),
            (
                _("事项：{item}。"),
                _("理由：{reason}。"),
            ),
        ),
    }
)
