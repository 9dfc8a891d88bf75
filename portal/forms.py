"""One form for each act: the questions an act asks, as a table, and the form that is made of them for one case.

The law is not here: a form checks that what was typed can be read; whether the act may be done, the acts decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.licence_editions import SAYS
from portal.act_fields import (
    Hint,
    Make,
    Sheet,
    catalogued,
    chair,
    day,
    days,
    dressed,
    line,
    lines,
    materials,
    moment,
    one_of,
    party,
    past_day,
    picked,
    reasons,
    supplied,
    tick,
    two_verifiers,
    wished_address,
)
from portal.case_words import METHODS, PROCEDURES, PUBLIC_NOTICE, in_language
from portal.rating_fields import RATING_FORMS, gathered
from portal.visit_fields import free_slot, of_official
from workflow.acts.materials import OUTSTANDING_MATERIAL
from workflow.errors import LicensingError
from workflow.models import Material, Visit

GRAVE = frozenset(
    {
        "grant", "refuse", "decline", "withdraw", "return_to_review", "request_supplement", "recuse", "extend", "issue",
        "notify_revocation", "revoke_licence", "cancel_licence", "rescind_licence", "correct_licence", "decline_hearing",
    }
)  # fmt: skip
# acts that draw documents up, which may be looked at before
PREVIEWED = frozenset(
    {
        "request_supplement", "accept", "decline", "pause", "extend", "notify_third_party", "call_hearing", "grant", "refuse",
        "issue", "notify_revocation", "revoke_licence", "cancel_licence", "rescind_licence", "decline_hearing",
    }
)  # fmt: skip
SPECIAL = [(code, word) for code, word in PROCEDURES.items() if code != OUTSTANDING_MATERIAL]
NOT_IN = (Material.ABSENT, Material.REQUESTED)
CATALOGUED = "reasons"
_WISHES = [("electronic", _("同意电子送达")), ("window", _("窗口领取")), ("post", _("邮寄"))]


def _running(sheet: Sheet) -> list[tuple[str, Any]]:
    open_rows = [p.procedure for p in sheet.case.pauses if p.closed_on is None]
    return [(code, PROCEDURES[code]) for code in dict.fromkeys(open_rows) if code != OUTSTANDING_MATERIAL]


def _unserved(sheet: Sheet) -> list[tuple[str, Any]]:
    kinds = {"extension_notice": _("延期决定告知书"), "special_procedure_notice": _("特别程序告知书")}
    drawn = {d.kind for d in sheet.case.documents if d.served_on is None}
    return [(code, word) for code, word in kinds.items() if code in drawn]


def _modes(sheet: Sheet) -> list[tuple[str, Any]]:
    video = [("video", _("视频核查"))] if sheet.case.item.video_allowed else []
    return [("site", _("现场核查")), *video]


def _declining(sheet: Sheet) -> list[tuple[str, Any]]:
    grounds = sheet.case.item.grounds_for("decline")
    known = {g.code.lower().replace("-", "_"): in_language(g.text, g.text_en) for g in grounds}
    fallback = {"no_licence_needed": _("不需要取得行政许可"), "not_our_authority": _("不属于本机关职权范围")}
    return [(code, known.get(code, word)) for code, word in fallback.items()]


def _notified(sheet: Sheet) -> str:
    return _("应当提前 %(n)s 个工作日通知") % {"n": sheet.case.item.rules.hearing_notice_days}


def _serving(sheet: Sheet) -> list[tuple[str, Any]]:
    tried = sheet.case.application.undelivered_on is not None
    return [*METHODS.items(), *(PUBLIC_NOTICE.items() if tried else ())]


def _correctable(sheet: Sheet) -> list[tuple[str, Any]]:
    form = [(field.code, in_language(field.label, field.label_en)) for field in sheet.case.item.form]
    return [*SAYS.items(), *form]


def _closed(rule: str) -> Hint:
    return lambda sheet: _("%(n)s 年内不得再次申请该许可") % {"n": getattr(sheet.case.item.rules, rule)}


GROUNDS = lines(_("理由"), most=2000, required=False, hint=_("可以勾选上面的理由，也可以另行写明"))
WRITTEN = lines(_("理由"), most=2000)
HOW = picked(_("方式"), list(METHODS.items()))
POSTED = {
    "tracking": line(_("邮件号码"), most=60, required=False, hint=_("邮寄的填写")),
    "address": wished_address(_("收件地址"), hint=_("邮寄的填写；不填的，按申请人确认的地址")),
}
WHEN: Mapping[str, Make] = {
    "slot": free_slot(_("可以预约的时段")),
    "for_at": of_official(moment(_("核查时间"))),
    "officials": of_official(two_verifiers(_("核查人员"))),
    "mode": of_official(one_of(_("核查方式"), _modes)),
}
NOTICE = tick(_("告知书已经送达申请人"), initial=True, hint=_("未送达的，期限不停止计算"))

FORMS: Mapping[str, Mapping[str, Make]] = {
    "correct": {
        "field": line(_("更正的栏目"), most=60),
        "before": line(_("原来的内容"), required=False),
        "after": line(_("更正为")),
    },
    "request_supplement": {"materials": reasons(_("需要补正的材料和原因（只能告知一次，请一次列全）"))},
    "supply": {"materials": materials(_("现在提交的材料"), (Material.REQUESTED, Material.PROMISED))},
    "reject_material": {"material": picked(_("材料"), supplied), "reason": line(_("不符合的原因"), most=400)},
    "accept": {
        "commit_missing": materials(
            _("申请人在窗口签署承诺书、承诺补齐的材料（容缺受理）"), NOT_IN, required=False, tolerable=True
        )
    },
    "decline": {
        "reason": one_of(_("原因"), _declining),
        "competent": line(_("有权机关"), most=100, required=False, hint=_("不属于本机关职权的，写明有权机关")),
    },
    "withdraw": {"reason": lines(_("原因"), required=False)},
    "record_opinion": {
        "opinion": one_of(_("审查意见"), [("grant", _("拟准予")), ("refuse", _("拟不予"))]),
        CATALOGUED: catalogued(_("拟不予的理由"), "refuse"),
        "grounds": GROUNDS,
    },
    "book_visit": WHEN,
    "change_visit": WHEN,
    "record_no_show": {"remark": lines(_("到场和联系的情况"), hint=_("办理期限继续计算；占用申请人一次改约次数"))},
    "record_visit": {
        "result": one_of(
            _("核查结论"),
            [(Visit.PASSED, _("符合")), (Visit.FAILED, _("不符合")), (Visit.RECTIFY, _("限期整改"))],
        ),
        "officials": two_verifiers(_("核查人员")),
        "rectify_days": days(_("整改期限（工作日）"), required=False, hint=_("结论为限期整改的填写")),
    },
    "confirm_rectification": {
        "result": one_of(_("复查结论"), [(Visit.PASSED, _("整改后符合")), (Visit.FAILED, _("不符合"))])
    },
    "recuse": {"reason": lines(_("回避的原因"))},
    "pause": {
        "procedure": picked(_("特别程序"), SPECIAL),
        "planned_days": days(_("所需时间（工作日）")),
        "notice": NOTICE,
    },
    "resume": {
        "procedure": picked(_("特别程序"), _running),
        "experts": lines(_("评审专家"), required=False, hint=_("专家评审结束的填写：一行一人，姓名，专业资格")),
        "conclusion": lines(_("评审意见"), most=4000, required=False),
        "dissent": lines(_("不同意见"), required=False),
    },
    "extend": {"days": days(_("延长（工作日）")), "reason": lines(_("延长的理由")), "notice": NOTICE},
    "serve_notice": {"document": picked(_("告知书"), _unserved)},
    "notify_third_party": {"party": party(_("利害关系人")), "interest": line(_("与其有何重大利益关系"))},
    "request_hearing": {"reason": lines(_("申请听证的理由"), required=False)},
    "call_hearing": {
        "chair": chair(_("主持人")),
        "day": day(_("听证日期"), hint=_notified),
        "hour": line(_("听证时间"), most=20, required=False, hint=_("不填写的，为本机关通常的时间")),
        "place": line(_("听证地点"), required=False, hint=_("不填写的，为本机关通常的地点")),
    },
    "hold_hearing": {
        "chair": chair(_("主持人")),
        "statements": lines(_("听证情况"), most=8000, required=False, hint=_("不填写的，以书面笔录附卷")),
    },
    "decline_hearing": {
        "party": party(_("要求听证的人")),
        "asked_on": past_day(_("提出的日期")),
        "grounds": lines(_("不予听证的理由"), most=1000),
    },
    "record_statement": {
        "party": party(_("陈述申辩人"), required=False, hint=_("申请人陈述的不填")),
        "statement": lines(_("陈述、申辩的内容"), most=4000),
        "treatment": lines(_("是否采纳及理由"), most=2000),
    },
    "grant": {"grounds": lines(_("理由"), most=2000, required=False)},
    "refuse": {
        CATALOGUED: catalogued(_("不予许可的理由"), "refuse"),
        "grounds": GROUNDS,
        "concealment": tick(_("申请人隐瞒有关情况或者提供虚假材料"), hint=_closed("bar_concealment_years")),
    },
    "return_to_review": {CATALOGUED: catalogued(_("退回的理由"), "return"), "grounds": GROUNDS},
    "issue": {"method": HOW},
    "serve": {
        "method": picked(_("方式"), _serving),
        "recipient": line(_("签收人"), most=120, required=False, hint=_("不填的，为申请人")),
        "signed": tick(_("已在送达回证上签字或者盖章")),
        **POSTED,
        "note": line(_("备注"), most=400, required=False, hint=_("公告送达的，写明公告的媒体或者地点")),
    },
    "record_failed_service": {
        "method": HOW,
        "reason": line(_("未能送达的情况"), most=400, hint=_("例如退回、拒收、查无此人")),
        **POSTED,
    },
    "choose_delivery": {
        "delivery": picked(_("送达方式"), _WISHES),
        "delivery_address": wished_address(_("收件地址"), hint=_("选择邮寄的填写")),
    },
    "publish": {},
    "correct_licence": {
        "field": picked(_("更正的栏目"), _correctable),
        "after": line(_("更正为")),
        "reason": lines(_("更正的理由"), hint=_("只更正笔误；许可的内容有变化的，应当办理变更")),
    },
    "record_follow_up": {
        "result": one_of(
            _("核查结论"), [("kept", _("履行承诺")), ("curable", _("限期整改")), ("false", _("承诺不实"))]
        ),
        "rectify_days": days(_("整改期限（工作日）"), required=False, hint=_("结论为限期整改的填写")),
        "findings": lines(_("检查情况"), most=4000, required=False),
    },
    "notify_revocation": {"grounds": WRITTEN},
    "revoke_licence": {
        "grounds": WRITTEN,
        "fraud": tick(_("以欺骗、贿赂等不正当手段取得"), hint=_closed("bar_fraud_years")),
    },
    "cancel_licence": {"grounds": WRITTEN},
    "rescind_licence": {"grounds": WRITTEN},
    **RATING_FORMS,
}
NEEDS_REASON = frozenset({"refuse", "return_to_review"})
WHOLE_NUMBERS = frozenset({"stars"})
NEEDS_COLLEAGUES = frozenset({"book_visit", "change_visit", "record_visit", "call_hearing", "hold_hearing"})


class ActForm(forms.Form):
    """The form of one act on one case; `version` is the case as the page showed it."""

    def __init__(self, *, act: str, sheet: Sheet, version: int, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{act}-%s")
        self.act, self.sheet = act, sheet
        self.fields["version"] = forms.IntegerField(
            initial=version, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
        )
        for name, make in FORMS[act].items():
            if (made := make(sheet)) is not None:
                self.fields[name] = dressed(made)
        if self.is_grave:
            self.fields["confirmed"] = dressed(
                forms.BooleanField(label=_("我已核对，确认办理"), error_messages={"required": _("请勾选确认")})
            )

    @property
    def is_grave(self) -> bool:
        """Does it want to be confirmed?"""
        return self.act in GRAVE

    @property
    def is_previewed(self) -> bool:
        """Can its documents be looked at before it is done?"""
        return self.act in PREVIEWED

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.act in NEEDS_REASON and not given.get(CATALOGUED) and not given.get("grounds") and not self.errors:
            self.add_error("grounds", _("请勾选或者写明理由"))
        return given

    def arguments(self) -> dict[str, Any]:
        """What the act is asked with; catalogued reasons stand before those that were typed."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "confirmed")}
        if CATALOGUED in given:
            codes = given.pop(CATALOGUED)
            texts = [ground.text for ground in self.sheet.case.item.grounds if ground.code in codes]
            given["grounds"] = "；".join([*dict.fromkeys(texts), *filter(None, [given.get("grounds")])])
        given = {name: int(value) if name in WHOLE_NUMBERS else value for name, value in given.items()}
        return gathered(given)

    def show(self, error: LicensingError, sentence: str) -> None:
        """Puts a refusal where it belongs: at the field it names, else at the head of the form."""
        name = getattr(error, "field", "")
        self.add_error(name if name in self.fields else None, sentence)
