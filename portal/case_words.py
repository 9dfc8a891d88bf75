"""The words a page uses for the codes of a case: acts, desks, kinds of items, and what to do about a barred act."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from notifications.words import PROCEDURES as NOTIFIED_PROCEDURES

Words = Mapping[str, str | Promise]

ACTS: Words = {
    "lodge": _("提交申请"),
    "correct": _("当场更正"),
    "request_supplement": _("一次性告知补正"),
    "supply": _("提交材料"),
    "reject_material": _("退回不合格材料"),
    "accept": _("受理"),
    "decline": _("不予受理"),
    "withdraw": _("撤回申请"),
    "record_opinion": _("出具审查意见"),
    "book_visit": _("预约核查"),
    "change_visit": _("改约核查"),
    "record_no_show": _("记录未到场"),
    "record_visit": _("记录核查结果"),
    "confirm_rectification": _("复查整改"),
    "recuse": _("回避"),
    "pause": _("启动特别程序"),
    "resume": _("结束特别程序"),
    "extend": _("延长期限"),
    "serve_notice": _("送达告知书"),
    "notify_third_party": _("告知利害关系人"),
    "request_hearing": _("申请听证"),
    "call_hearing": _("通知听证"),
    "hold_hearing": _("举行听证"),
    "decline_hearing": _("不予听证"),
    "record_statement": _("记录陈述申辩"),
    "grant": _("准予许可"),
    "refuse": _("不予许可"),
    "return_to_review": _("退回审查"),
    "issue": _("制证"),
    "serve": _("送达"),
    "record_failed_service": _("记录未能送达"),
    "choose_delivery": _("确认送达方式"),
    "publish": _("公示"),
    "correct_licence": _("更正许可证"),
    "record_follow_up": _("记录事后核查"),
    "notify_revocation": _("拟撤销告知"),
    "revoke_licence": _("撤销许可"),
    "cancel_licence": _("注销许可证"),
    "rescind_licence": _("撤回许可"),
    "rate": _("评价"),
    "contact_rater": _("联系评价人"),
    "answer_rating": _("答复差评"),
    "call_back_rater": _("回访评价人"),
    "claim": _("领取"),
    "release": _("退还本岗位"),
    "hand_over": _("转办"),
    "reseal": _("重制文书"),
    "revoke_document": _("作废文书"),
    "deem_accepted": _("视为受理"),
    "deem_filed": _("视为备案"),
    "deem_renewed": _("视为准予延续"),
    "deem_withdrawn": _("逾期未补正，视为撤回"),
    "deem_served": _("公告期满，视为送达"),
    "terminate": _("逾期未补齐，终止办理"),
    "break_promise": _("逾期未整改"),
    "remind": _("期限提醒"),
    "move_dates": _("按新日历重算期限"),
}
INTERNAL_ACTS = frozenset(
    {"record_opinion", "record_statement", "return_to_review", "recuse", "remind", "claim", "release", "hand_over"}
)

DESKS: Words = {
    "window": _("窗口"),
    "applicant": _("申请人"),
    "review": _("审查"),
    "verification": _("核查"),
    "chief_representative": _("首席代表"),
    "deputy_director": _("分管局领导"),
    "refusal": _("首席代表、分管局领导"),
    "supervision": _("事中事后监管"),
}
ROLES_OF_DESK: Mapping[str, tuple[str, ...]] = {
    "window": ("clerk",),
    "review": ("reviewer",),
    "verification": ("verifier",),
    "chief_representative": ("chief_representative",),
    "deputy_director": ("deputy_director",),
    "refusal": ("chief_representative", "deputy_director"),
    "supervision": ("supervisor",),
}
WORK: Words = {
    "examine": _("收件审核"),
    "supplement": _("补正材料"),
    "review": _("审查"),
    "verification": _("核查"),
    "cure": _("补齐承诺的材料"),
    "decide": _("作出决定"),
    "issue": _("制证"),
    "serve": _("送达"),
    "publish": _("公示"),
    "follow_up": _("事后核查"),
    "refusal": _("送达不予许可决定"),
}
KINDS: Words = {
    "initial": _("首次申请"),
    "change": _("变更"),
    "renewal": _("延续"),
    "review": _("复审"),
    "cancel": _("注销"),
    "reissue": _("补证"),
    "filing": _("备案"),
}
PROCEDURES: Words = {**NOTIFIED_PROCEDURES, "outstanding_material": _("承诺的材料尚未补齐")}
METHODS: Words = {"electronic": _("电子送达"), "window": _("窗口领取"), "post": _("邮寄")}
PUBLIC_NOTICE: Words = {"public_notice": _("公告送达")}
UNITS: Words = {"wd": _("个工作日"), "nd": _("日"), "month": _("个月")}
WAYS: Words = {"ordinary": _("一般程序"), "tolerance": _("容缺受理"), "commitment": _("告知承诺")}

# what somebody who finds an act barred can do about it, by the refusal's code
REMEDIES: Words = {
    "not_in_order": _("办件进入相应环节后即可办理。"),
    "not_authorised": _("请由有权办理的人员办理。"),
    "requires_deputy_director": _("请提请分管局领导决定；首席代表可以退回审查。"),
    "requires_bureau_head": _("请提请局长决定。"),
    "requires_government_head": _("请报本级人民政府负责人批准。"),
    "delegation_lapsed": _("请授权人重新授权，或者由其本人办理。"),
    "separation_of_duties": _("请由没有办理过本件其他环节的同事办理。"),
    "recused": _("请由其他同事办理。"),
    "two_officials_required": _("请选择两名核查人员。"),
    "chair_is_reviewer": _("请另选一名没有审查本申请的主持人。"),
    "item_not_eligible": _("请改用该事项开放的办理方式。"),
    "essential_material_missing": _("请一次性告知申请人补正所缺的主要材料。"),
    "too_many_missing": _("请减少承诺补齐的件数，其余材料现在提交。"),
    "banned_from_tolerance": _("请提交全部材料，按一般程序办理。"),
    "banned_from_commitment": _("请改按一般程序办理。"),
    "reapplication_barred": _("限制期满后可以再次申请。"),
    "promised_material_outstanding": _("等申请人补齐后再决定；逾期未补齐，系统将终止办理。"),
    "verification_outstanding": _("等核查通过或者整改确认后再决定。"),
    "opinion_outstanding": _("请先由审查人员出具审查意见。"),
    "procedure_open": _("请先结束特别程序；听证的，等听证举行或者申请期限届满。"),
    "one_time_notice_used": _("只能就上次告知的材料再次要求补正。"),
    "notice_period_passed": _("可以办理受理，系统按视为受理记录。"),
    "no_legal_basis_for_pause": _("该程序不停止计算期限，请在期限内办理。"),
    "notice_missing": _("请先作出并送达相应的告知书。"),
    "deadline_passed": _("期限已过，不能再办理此项。"),
    "one_extension_only": _("请在已经延长的期限内办理。"),
    "limit_exceeded": _("请填写不超过规定的天数。"),
    "grounds_missing": _("请写明理由。"),
    "material_unknown": _("请从材料清单中选择。"),
    "too_late": _("最后期限已过，不能再办理此项。"),
    "outside_renewal_window": _("不在申请期内的，请按首次申请办理。"),
    "not_yours": _("请由申请人本人或者其代理人办理。"),
    "power_lapsed": _("请委托人重新授权，或者由其本人办理。"),
    "beyond_power": _("请委托人办理，或者另行授权时写明此项。"),
    "letter_missing": _("请提交所缺的材料，或者签署容缺承诺书。"),
    "renewal_open": _("请在已有的延续申请中办理，或者先撤回它。"),
    "slot_full": _("请另选一个时段。"),
    "visit_changes_used": _("请与承办人员联系，由本机关确定核查时间。"),
    "visit_rounds_used": _("请按复查情况作出符合或者不符合的结论。"),
    "document_not_ready": _("文书正在生成，请稍后再试。"),
    "not_in_library": _("请由申请人提交该材料。"),
    "inspectors_missing": _("请增加检查人员，或者由上级机关指派。"),
    "not_your_inspection": _("请由指派的两名检查人员分别填写、签字。"),
    "seed_not_yet": _("请在公告的日期再来抽取。"),
    "repair_not_open": _("请等待限制期满；认为有误的，可以提出异议。"),
    "consent_missing": _("请改用窗口、邮寄送达，或者请申请人确认同意电子送达。"),
    "service_not_tried": _("请先用其他方式送达，并记录未能送达的情况。"),
    "conflict": _("页面已更新，请核对后再提交。"),
    "busy": _("请稍后再提交。"),
}


def in_language(chinese: str, english: str) -> str:
    """A text of the catalogue in the language of the page; Chinese where there is no other."""
    return english if english and (get_language() or "").startswith("en") else chinese


def said(words: Words, code: str) -> str:
    """The word for a code; the code itself where nobody has given it one."""
    return str(words.get(code, code))
