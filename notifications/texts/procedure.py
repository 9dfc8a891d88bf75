"""Between acceptance and decision: visits, special procedures, hearings, dates that move."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from notifications.wording import Wording

PROCEDURE: Mapping[str, Wording] = MappingProxyType(
    {
        "special_procedure_notice": Wording(
            _("特别程序告知：{item}（{number}）"),
            _(
                "您的“{item}”申请（{number}）需要进行特别程序，所需时间依法不计入办理期限。告知书已生成，请登录系统查看。"
            ),
            (
                _("程序：{procedure}。"),
                _("预计需要的工作日数：{planned_days}。"),
                _("法律依据：{basis}。"),
            ),
        ),
        "extension_notice": Wording(
            _("办理期限延长：{item}（{number}）"),
            _(
                "经本行政机关负责人批准，您的“{item}”申请（{number}）的办理期限予以延长。延长期限告知书已生成，请登录系统查看。"
            ),
            (
                _("延长的工作日数：{days}。"),
                _("延长的理由：{reason}。"),
                _("延长后的法定办结日期：{due_on}。"),
            ),
        ),
        "visit_notice": Wording(
            _("现场核查安排：{item}（{number}）"),
            _("对您的“{item}”申请（{number}）将进行核查，请安排人员配合。"),
            (
                _("核查时间：{booked_for}。"),
                _("核查方式：{mode}。"),
                _("核查人员：{officials}。核查时将出示执法证件。"),
            ),
        ),
        "visit_missed": Wording(
            _("约定的核查未能进行：{item}（{number}）"),
            _("约定对您的“{item}”申请（{number}）进行核查，您未到场，已作记录，占用一次改约次数；办理期限继续计算。"),
            (
                _("核查时间：{booked_for}。"),
                _("还可以自行预约的次数：{left}。次数用完的，由本机关确定核查时间。"),
            ),
        ),
        "visit_record": Wording(
            _("核查记录：{item}（{number}）"),
            _("您的“{item}”申请（{number}）的核查已完成，核查记录已生成，请登录系统查看。"),
        ),
        "rectification_order": Wording(
            _("请限期整改：{item}（{number}）"),
            _(
                "对您的“{item}”申请（{number}）的核查发现需要整改的问题。整改通知书已生成，请登录系统查看，并在期限内完成整改。"
            ),
            (_("整改期限：{due_on}。"),),
        ),
        "third_party_notice": Wording(
            _("利害关系人告知：{item}（{number}）"),
            _(
                "一项“{item}”申请（{number}）与您有重大利害关系。您有权陈述、申辩，并可以要求听证。告知书已生成，请登录系统查看。"
            ),
            (
                _("涉及的利益：{interest}。"),
                _("要求听证的，请最迟于 {due_on} 提出。"),
            ),
        ),
        "hearing_notice": Wording(
            _("听证通知：{item}（{number}）"),
            _("“{item}”申请（{number}）将举行听证。听证通知书已生成，请登录系统查看，并按时参加。"),
            (
                _("听证日期：{day}。"),
                _("主持人：{chair}。您认为主持人与本事项有直接利害关系的，有权申请回避。"),
            ),
        ),
        "hearing_record": Wording(
            _("听证笔录：{item}（{number}）"),
            _("“{item}”申请（{number}）的听证已举行，听证笔录已生成，请登录系统查看。"),
        ),
        "hearing_requested": Wording(
            _("有人要求听证：{item}（{number}）"),
            _("“{item}”申请（{number}）已有人要求听证，请在期限内组织听证。"),
            (
                _("要求听证的人：{party}。"),
                _("最迟举行日期：{due_on}。"),
            ),
        ),
        "termination_notice": Wording(
            _("办理终止：{item}（{number}）"),
            _("您的“{item}”申请（{number}）的办理已终止。终止通知书载明事实、依据、后果和救济途径，请登录系统查看。"),
            (_("终止的理由：{reason}。"),),
        ),
        "deadline_moved": Wording(
            _("期限变动：{item}（{number}）"),
            _("因工作日安排公布或者调整，“{item}”申请（{number}）的{clock}变动为 {due_on}。"),
            (_("原来的日期：{before}。"),),
        ),
        "reminder": Wording(
            _("期限将到：{item}（{number}）"),
            _("“{item}”申请（{number}）的{clock}为 {due_on}，剩余工作日数：{days}。"),
            (
                _("尚未提交的材料：{materials}。"),
                _("申请人：{applicant}。"),
            ),
        ),
        "late_renewal_warning": Wording(
            _("延续申请提出较晚：{item}（{number}）"),
            _(
                "您的“{item}”延续申请（{number}）晚于规定的时间提出。申请仍会办理，但有效期届满前未作出决定的，不视为准予延续。"
            ),
            (_("有效期届满日期：{valid_until}。"),),
        ),
    }
)
