"""For the officials: work, dates, visits, delegations, cards, ratings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from notifications.wording import Wording

DESK: Mapping[str, Wording] = MappingProxyType(
    {
        "work_arrived": Wording(
            _("有新的待办：{item}（{number}）"),
            _("“{item}”申请（{number}）等待您办理。"),
            (
                _("环节：{step}。"),
                _("申请人：{applicant}。"),
                _("期限：{due_on}。"),
            ),
        ),
        "pre_check_asked": Wording(
            _("有新的预审：{item}"),
            _("{applicant}就“{item}”请求预审，等待您答复。预审不是申请，不计算期限。"),
            (_("问题：{question}"),),
        ),
        "returned_to_review": Wording(
            _("退回重新审查：{item}（{number}）"),
            _("“{item}”申请（{number}）已退回审查环节，请重新审查并提出意见。"),
            (
                _("退回的理由：{grounds}。"),
                _("退回人：{by}。"),
            ),
        ),
        "overdue": Wording(
            _("已超期：{item}（{number}）"),
            _("“{item}”申请（{number}）的{clock}为 {due_on}，现已超过，请立即办理。"),
            (_("申请人：{applicant}。"),),
        ),
        "visit_booked": Wording(
            _("核查任务：{item}（{number}）"),
            _("您被安排参加“{item}”申请（{number}）的核查。核查须由两名以上工作人员进行，并出示执法证件。"),
            (
                _("核查时间：{booked_for}。"),
                _("核查方式：{mode}。"),
                _("核查人员：{officials}。"),
                _("申请人：{applicant}。"),
            ),
        ),
        "substitute_named": Wording(
            _("代理通知"),
            _("{official}自 {from_on} 至 {until_on}（均含当日）不在岗，其已领取的待办在此期间由您代理；返岗后自动交回。"),
        ),
        "delegation_given": Wording(
            _("授权通知"),
            _("您已获得授权，授权期间为 {from_on} 至 {until_on}（均含当日）。"),
            (
                _("授权事项：{matters}。"),
                _("授权人：{by}。"),
            ),
        ),
        "delegation_revoked": Wording(
            _("授权收回通知"),
            _("对您的授权已收回，即时生效。此前依授权作出的决定不受影响。"),
            (
                _("授权事项：{matters}。"),
                _("收回人：{by}。"),
            ),
        ),
        "card_issued": Wording(
            _("{colour}：{item}（{number}）"),
            _("“{item}”申请（{number}）触发{colour}，原因：{rule}。对此有异议的，可以申辩。"),
            (
                _("触发日期：{day}。"),
                _("期限：{due_on}。"),
                _("请责任人员最迟于 {reply_by} 说明原因。"),
            ),
        ),
        "card_ruled": Wording(
            _("{colour}申辩结果：{item}（{number}）"),
            _("“{item}”申请（{number}）的{colour}（{rule}）经复核，结论：{ruling}。"),
            (_("理由：{reason}。"),),
        ),
        "order_given": Wording(
            _("督办：{item}（{number}）"),
            _("“{item}”申请（{number}）已列入督办，请最迟于 {reply_by} 答复。"),
            (
                _("督办要求：{text}"),
                _("督办人：{by}。"),
                _("申请人：{applicant}。"),
            ),
        ),
        "order_answered": Wording(
            _("督办已答复：{item}（{number}）"),
            _("“{item}”申请（{number}）的督办已经答复，请核实后办结。"),
            (
                _("答复：{text}"),
                _("答复人：{by}。"),
            ),
        ),
        "order_closed": Wording(
            _("督办已办结：{item}（{number}）"),
            _("“{item}”申请（{number}）的督办已经办结。"),
            (_("办结意见：{text}"),),
        ),
        "bad_rating": Wording(
            _("收到差评：{item}（{number}）"),
            _("“{item}”申请（{number}）收到差评，请在期限内联系申请人、核实整改并反馈。"),
            (
                _("星级：{stars}。"),
                _("评价内容：{text}"),
                _("最迟联系日期：{contact_by}。"),
                _("最迟反馈日期：{feedback_by}。"),
            ),
        ),
        "ticket_assigned": Wording(
            _("有新的咨询投诉：{ticket}"),
            _("咨询投诉 {ticket} 已分派给您，请最迟于 {due_on} 答复。"),
            (_("标题：{subject}"),),
        ),
        "follow_up_due": Wording(
            _("请进行事后核查：{item}（{number}）"),
            _("“{item}”申请（{number}）适用告知承诺制办理，请最迟于 {due_on} 完成事后核查。"),
            (_("申请人：{applicant}。"),),
        ),
    }
)
