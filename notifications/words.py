"""Codes that stand in the params of a message and the words people read for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Words = Mapping[str, Promise]

CLOCKS: Words = MappingProxyType(
    {
        "notice": pgettext_lazy("clock", "受理告知期限"),
        "statutory": pgettext_lazy("clock", "法定办结期限"),
        "promised": pgettext_lazy("clock", "承诺办结期限"),
        "cure": pgettext_lazy("clock", "容缺材料补齐期限"),
        "delivery": pgettext_lazy("clock", "决定送达期限"),
        "announcement": pgettext_lazy("clock", "公告送达期限"),
        "publication": pgettext_lazy("clock", "决定公示期限"),
        "follow_up": pgettext_lazy("clock", "事后核查期限"),
        "rectification": pgettext_lazy("clock", "整改期限"),
        "hearing_request": pgettext_lazy("clock", "申请听证期限"),
        "hearing": pgettext_lazy("clock", "举行听证期限"),
        "supplement": pgettext_lazy("clock", "补正材料期限"),
        "node": pgettext_lazy("clock", "环节办理期限"),
        "renewal": pgettext_lazy("clock", "延续审批期限"),
        "contact": pgettext_lazy("clock", "差评首次联系期限"),
        "feedback": pgettext_lazy("clock", "差评整改反馈期限"),
    }
)

PROCEDURES: Words = MappingProxyType(
    {
        "expert_review": pgettext_lazy("procedure", "专家评审"),
        "hearing": pgettext_lazy("procedure", "听证"),
        "inspection": pgettext_lazy("procedure", "检验"),
        "testing": pgettext_lazy("procedure", "检测"),
        "quarantine": pgettext_lazy("procedure", "检疫"),
        "appraisal": pgettext_lazy("procedure", "鉴定"),
        "tender": pgettext_lazy("procedure", "招标"),
        "auction": pgettext_lazy("procedure", "拍卖"),
        "site_visit": pgettext_lazy("procedure", "现场核查"),
        "rectification": pgettext_lazy("procedure", "整改"),
    }
)

COLOURS: Words = MappingProxyType(
    {
        "amber": pgettext_lazy("card colour", "橙色预警"),
        "yellow": pgettext_lazy("card colour", "黄牌"),
        "red": pgettext_lazy("card colour", "红牌"),
    }
)

RULES: Words = MappingProxyType(
    {
        "promised_near": pgettext_lazy("card rule", "临近承诺期限"),
        "statutory_near": pgettext_lazy("card rule", "临近法定期限"),
        "promised_overdue": pgettext_lazy("card rule", "超过承诺期限"),
        "statutory_overdue": pgettext_lazy("card rule", "超过法定期限"),
        "statutory_long_overdue": pgettext_lazy("card rule", "超过法定期限两个工作日以上"),
        "window_step_overdue": pgettext_lazy("card rule", "超过收件受理环节时限"),
        "review_step_overdue": pgettext_lazy("card rule", "超过审查环节时限"),
        "verification_step_overdue": pgettext_lazy("card rule", "超过核查环节时限"),
        "decision_step_overdue": pgettext_lazy("card rule", "超过决定环节时限"),
        "issue_step_overdue": pgettext_lazy("card rule", "超过制证环节时限"),
        "delivery_step_overdue": pgettext_lazy("card rule", "超过送达环节时限"),
        "procedure_notice_missing": pgettext_lazy("card rule", "特别程序未书面告知申请人"),
        "extension_notice_missing": pgettext_lazy("card rule", "延长期限未告知申请人"),
        "deemed_acceptance": pgettext_lazy("card rule", "逾期未告知，视为受理"),
        "deemed_renewal": pgettext_lazy("card rule", "逾期未决定，视为准予延续"),
        "deemed_filing": pgettext_lazy("card rule", "逾期未处理，视为备案"),
    }
)

BANS: Words = MappingProxyType(
    {
        "tolerance": pgettext_lazy("ban", "不得适用容缺受理"),
        "commitment": pgettext_lazy("ban", "不得适用告知承诺制"),
        "reapplication": pgettext_lazy("ban", "不得再次申请该事项"),
    }
)

RULINGS: Words = MappingProxyType(
    {
        "upheld": pgettext_lazy("ruling", "维持"),
        "cancelled": pgettext_lazy("ruling", "撤销"),
    }
)

PLEAS: Words = MappingProxyType(
    {
        "objection": pgettext_lazy("plea", "异议"),
        "repair": pgettext_lazy("plea", "信用修复申请"),
    }
)

VERDICTS: Words = MappingProxyType(
    {
        "upheld": pgettext_lazy("verdict", "成立"),
        "declined": pgettext_lazy("verdict", "不成立"),
    }
)

VISIT_MODES: Words = MappingProxyType(
    {
        "site": pgettext_lazy("visit mode", "现场核查"),
        "video": pgettext_lazy("visit mode", "视频核查"),
    }
)

REASONS: Words = MappingProxyType(
    {
        "no_licence_needed": pgettext_lazy("reason", "申请事项依法不需要取得行政许可"),
        "not_our_authority": pgettext_lazy("reason", "申请事项依法不属于本行政机关职权范围"),
    }
)

BY_PARAMETER: Mapping[str, Words] = MappingProxyType(
    {
        "clock": CLOCKS,
        "procedure": PROCEDURES,
        "colour": COLOURS,
        "rule": RULES,
        "ban": BANS,
        "ruling": RULINGS,
        "plea": PLEAS,
        "verdict": VERDICTS,
        "mode": VISIT_MODES,
    }
)
