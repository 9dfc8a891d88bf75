"""The words of the public pages: what a status, a day or a stage means to whoever applied; words of the catalogue."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.case_words import DESKS as DESKS_OF_CASES
from portal.case_words import Words
from workflow.rules.catalogue import Period

DESKS: Words = {**DESKS_OF_CASES, "review": _("审查岗"), "verification": _("核查岗")}
STATIONS: Words = {
    "lodge": _("提交申请"),
    "examine": _("收件、受理"),
    "supplement": _("补正材料"),
    "decline": _("不予受理"),
    "review": _("审查"),
    "verification": _("现场核查"),
    "cure": _("补齐承诺的材料"),
    "decide": _("作出决定"),
    "issue": _("制证"),
    "serve": _("送达"),
    "publish": _("公示"),
    "follow_up": _("事后核查"),
    "refusal": _("不予许可，送达决定书"),
}
WHEN: Words = {
    "supplement": _("材料不齐的"),
    "decline": _("不归本机关的"),
    "verification": _("需要核查的"),
    "cure": _("容缺受理的"),
    "follow_up": _("告知承诺的"),
    "refusal": _("不符合条件的"),
}
MEANINGS: Words = {
    "lodge": _("网上提交，或者在窗口提交；当场得到编号和查询码。"),
    "examine": _("检查材料是否齐全，告知是否受理、要补正什么。"),
    "supplement": _("一次性告知全部要补正的内容，补正后继续办理。"),
    "decline": _("依法不需要许可，或者不属于本机关职权的；决定书写明理由。"),
    "review": _("审查人员对材料的内容提出意见。"),
    "verification": _("两名以上工作人员到现场核对。"),
    "cure": _("把书面承诺补交的材料交齐。"),
    "decide": _("决定准予或者不予，并说明理由。"),
    "issue": _("制作证件或者登记文书。"),
    "serve": _("电子送达、窗口领取或者邮寄。"),
    "publish": _("在网上公开决定；自然人的不公开。"),
    "follow_up": _("核对实际情况与承诺是否一致。"),
    "refusal": _("决定书写明理由和救济途径。"),
}
LEVELS: Words = {
    "municipal": _("市级"),
    "municipal (provincial power delegated)": _("市级（省级委托）"),
    "municipal (剧毒/易制爆) / district (others)": _("市级（剧毒、易制爆），其他由区级办理"),
    "provincial": _("省级"),
    "provincial (delegation to city possible)": _("省级（可以委托市级）"),
    "district (devolved)": _("区级（已下放）"),
}
STATUSES: Words = {
    "received": _("已经收到您的申请，正在检查材料，还没有受理。"),
    "supplement_requested": _("材料需要补正，请登录查看告知书并补交。"),
    "accepted": _("已经受理，正在办理，还没有作出决定。"),
    "not_accepted": _("不予受理；决定书写明理由，请登录查看。"),
    "granted": _("已经准予，正在制证和送达。"),
    "refused": _("决定不予许可；决定书写明理由和救济途径，请登录查看。"),
    "issued": _("已经准予，证件或者文书已经制作。"),
    "withdrawn": _("申请已经撤回，或者逾期没有补正，不再办理。"),
    "terminated": _("承诺的材料没有按期补齐，已经终止办理。"),
}
DAYS: Words = {
    "notice": _("最迟在这一天告知是否受理、要补正什么；逾期不告知的，自收到材料之日起即为受理。"),
    "supplement": _("补正材料的最后一天；逾期视为撤回申请。"),
    "statutory": _("法律规定的作出决定的最后一天。"),
    "promised": _("本机关承诺作出决定的最后一天。"),
    "cure": _("补齐承诺材料的最后一天；逾期终止办理。"),
    "rectification": _("完成整改的最后一天。"),
    "renewal": _("许可证届满前决定是否延续的最后一天；逾期没有决定的，视为准予延续。"),
    "delivery": _("送达决定和证件的最后一天。"),
    "publication": _("公开决定的最后一天。"),
}
LICENCE_STATES: Words = {
    "valid": _("有效"),
    "not_yet": _("尚未生效"),
    "expired": _("已经到期"),
    "revoked": _("已经撤销"),
    "cancelled": _("已经注销"),
    "rescinded": _("已经撤回"),
}
LICENCE_MEANINGS: Words = {
    "valid": _("今天有效。请核对下列内容与所持证件是否一致；不一致的，以此处为准。"),
    "not_yet": _("有效期还没有开始，今天不能凭此证从事许可的活动。"),
    "expired": _("有效期已经届满，不能再凭此证从事许可的活动。"),
    "revoked": _("许可决定已经被撤销，此证无效。"),
    "cancelled": _("许可已经注销，此证无效。"),
    "rescinded": _("许可已经被撤回，此证无效。"),
}


def data_word(text: str | None) -> str:
    """A word of the catalogue (a source, a form, a fee) in the language of the page."""
    return gettext(text) if text else ""


def period_words(period: Period) -> str:
    """A length of natural time in words."""
    words = {
        "D": ngettext("%(n)s 日", "%(n)s 日", period.n),
        "M": ngettext("%(n)s 个月", "%(n)s 个月", period.n),
        "Y": ngettext("%(n)s 年", "%(n)s 年", period.n),
    }
    return words[period.unit] % {"n": period.n}


def limit_words(limit: int | Period | None) -> str:
    """A limit in words: working days, the day itself, or natural time; '' for none."""
    if limit is None:
        return ""
    if isinstance(limit, Period):
        return gettext("%(period)s内") % {"period": period_words(limit)}
    if limit == 0:
        return gettext("当日")
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", limit) % {"n": limit}
