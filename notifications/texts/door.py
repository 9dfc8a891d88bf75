"""From lodging to acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from notifications.wording import Wording

DOOR: Mapping[str, Wording] = MappingProxyType(
    {
        "receipt": Wording(
            _("申请材料已收到：{item}（{number}）"),
            _("您提交的“{item}”申请材料已收到，申请编号为 {number}。收件凭证已生成，请登录系统查看。"),
            (
                _("收到材料的日期：{received_on}。"),
                _("是否受理，最迟于 {due_on} 告知您；逾期不告知的，自收到申请材料之日起即为受理。"),
            ),
        ),
        "supplement_notice": Wording(
            _("请补正申请材料：{item}（{number}）"),
            _(
                "您的“{item}”申请（{number}）材料不齐全或者不符合法定形式。"
                "需要补正的全部内容已在补正告知书中一次性告知，请登录系统查看并补正。"
            ),
            (
                _("需要补正的材料：{materials}。"),
                _("请最迟于 {due_on} 提交补正材料。"),
            ),
        ),
        "acceptance_notice": Wording(
            _("申请已受理：{item}（{number}）"),
            _("您的“{item}”申请（{number}）已受理。受理通知书已生成，请登录系统查看。"),
            (
                _("受理日期：{accepted_on}。"),
                _("承诺办结日期：{promised_on}。"),
                _("法定办结日期：{statutory_on}。"),
            ),
        ),
        "commitment_letter": Wording(
            _("承诺书已存入您的申请：{item}（{number}）"),
            _("您为“{item}”申请（{number}）签署的承诺书已收存，请登录系统查看。请按照承诺的内容和期限履行。"),
            (
                _("承诺的材料：{materials}。"),
                _("请最迟于 {due_on} 履行承诺。"),
            ),
        ),
        "tolerance_notice": Wording(
            _("申请已容缺受理：{item}（{number}）"),
            _(
                "您的“{item}”申请（{number}）已容缺受理。请在期限内补齐所承诺的材料；逾期未补齐的，将依照告知的内容处理。"
            ),
            (
                _("需要补齐的材料：{materials}。"),
                _("补齐期限：{due_on}。"),
            ),
        ),
        "non_acceptance_decision": Wording(
            _("申请不予受理：{item}（{number}）"),
            _("您的“{item}”申请（{number}）不予受理。决定书载明理由和救济途径，请登录系统查看。"),
            (
                _("理由：{reason}。"),
                _("有权处理的行政机关：{competent}。"),
            ),
        ),
        "material_rejected": Wording(
            _("提交的材料不符合要求：{item}（{number}）"),
            _("您为“{item}”申请（{number}）提交的材料“{material}”不符合要求，视为尚未提交。原定的期限不变。"),
            (
                _("原因：{reason}。"),
                _("请最迟于 {due_on} 重新提交。"),
            ),
        ),
        "file_infected": Wording(
            _("附件含有病毒，已经删除：{item}（{number}）"),
            _("“{item}”申请（{number}）中作为“{material}”提交的文件“{file}”被查出含有病毒，已经删除，不能再查看。"),
            (_("申请人请联系承办人员重新提交；承办人员请核对该材料，需要时依法要求补正或者核对原件。"),),
        ),
        "materials_supplied": Wording(
            _("申请人已提交材料：{item}（{number}）"),
            _("“{item}”申请（{number}）的申请人提交了材料，请查验。"),
            (
                _("提交的材料：{materials}。"),
                _("申请人：{applicant}。"),
            ),
        ),
        "withdrawn": Wording(
            _("申请已撤回：{item}（{number}）"),
            _("“{item}”申请（{number}）已由申请人撤回，办理程序终止。"),
            (_("撤回的理由：{reason}。"),),
        ),
    }
)
