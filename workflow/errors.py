"""Everything that can be refused, each a class with a code; the edge turns it into 403, 409 or 422 and a sentence.

The codes are those of the scenario format (docs/scenarios.md); the texts are Chinese and are translated where they are shown."""

from django.db import DatabaseError
from django.utils.translation import gettext_noop as _
from django_fsm import TransitionNotAllowed

from workflow.rules.errors import LicensingError

__all__ = ["FAULTS", "REFUSALS", "BadInput", "Busy", "Conflict", "LicensingError", "NotFound", "Refusal", "refuse"]


# what the fault of one case may come out as, when many are gone through and it must stop nobody else
FAULTS = (
    *(LicensingError, TransitionNotAllowed, DatabaseError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)
Failed = list[tuple[int, str]]  # keys of applications at fault, with why


class BadInput(LicensingError):
    """What was handed in cannot be read; `field` names where."""

    code = "bad_input"
    text = _("填写有误")

    def __init__(self, detail: str = "", *, field: str = "", **facts: object) -> None:
        super().__init__(detail, **facts)
        self.field = field


class NotFound(LicensingError):
    """There is no such case, or it is not yours to see."""

    code, status, text = "not_found", 404, _("没有找到该办件")


class Busy(LicensingError):
    """Others kept writing this case; try again."""

    code, status, text = "busy", 503, _("该办件正被他人办理，请稍后再试")


class Refusal(LicensingError):
    """The law or the bureau's rules do not admit this act now."""

    status = 409


class Conflict(Refusal):
    """Somebody else changed the case since this page was read."""

    code, text = "conflict", _("您打开页面后，该办件已被他人更新，请核对后再办理")


def _refusal(code: str, text: str, *, status: int = 409) -> type[Refusal]:
    name = "".join(part.title() for part in code.split("_"))
    return type(name, (Refusal,), {"code": code, "text": text, "status": status, "__doc__": code.replace("_", " ")})


REFUSALS: dict[str, type[Refusal]] = {
    code: _refusal(code, text, status=status)
    for code, status, text in (
        ("not_in_order", 409, _("办件当前状态不能办理此项")),
        ("not_authorised", 403, _("您没有办理此项的权限")),
        ("requires_deputy_director", 403, _("此项须由分管局领导决定")),
        ("requires_bureau_head", 403, _("此项须由本行政机关负责人（局长）决定")),
        ("requires_government_head", 403, _("联合办理的延期须由本级人民政府负责人批准")),
        ("delegation_lapsed", 403, _("授权已到期或者已收回")),
        ("separation_of_duties", 403, _("受理、审查、决定应当由不同人员办理，您已经办理过本件的其他环节")),
        ("recused", 403, _("应当回避的人员不得办理本件")),
        ("two_officials_required", 422, _("核查应当由两名以上工作人员进行")),
        ("chair_is_reviewer", 422, _("听证主持人不得是审查本申请的工作人员")),
        ("item_not_eligible", 422, _("该事项不适用此办理方式")),
        ("essential_material_missing", 422, _("缺少主要材料，不能容缺")),
        ("too_many_missing", 422, _("容缺材料超过允许的件数")),
        ("banned_from_tolerance", 409, _("申请人在限制期内，不适用容缺受理")),
        ("banned_from_commitment", 409, _("申请人在限制期内，不适用告知承诺")),
        ("reapplication_barred", 409, _("申请人在限制期内，不得再次申请该许可")),
        ("promised_material_outstanding", 409, _("承诺补齐的材料尚未补齐，不能作出决定")),
        ("verification_outstanding", 409, _("核查尚未通过或者整改尚未确认")),
        ("opinion_outstanding", 409, _("尚无审查意见")),
        ("procedure_open", 409, _("特别程序、听证或者申请听证的期限尚未结束")),
        ("one_time_notice_used", 409, _("补正应当一次告知，不得再要求补正其他材料")),
        ("notice_period_passed", 409, _("五个工作日的告知期限已过，自收到申请材料之日起即为受理")),
        ("no_legal_basis_for_pause", 422, _("没有中止计算期限的法定依据")),
        ("notice_missing", 409, _("应当先行送达的告知书尚未送达")),
        ("deadline_passed", 409, _("期限已经届满")),
        ("one_extension_only", 409, _("期限只能延长一次")),
        ("limit_exceeded", 422, _("超过法律或者事项规定的天数")),
        ("grounds_missing", 422, _("应当写明理由（不属本机关职权的，写明有权机关）")),
        ("material_unknown", 422, _("该事项的材料清单中没有此材料")),
        ("too_late", 409, _("已过办理的最后期限")),
        ("outside_renewal_window", 409, _("不在可以申请延续的期间内")),
        ("not_yours", 403, _("这不是您的申请")),
        ("power_lapsed", 403, _("授权委托已经收回或者到期，没有提交任何内容")),
        ("beyond_power", 403, _("授权委托书没有写明此项：请由委托人办理，或者请其另行授权")),
        ("letter_missing", 422, _("缺少的材料既未提交，也没有签署容缺承诺书")),
        ("renewal_open", 409, _("该许可证已有在办的延续申请")),
        ("slot_full", 409, _("该时段已经约满")),
        ("visit_changes_used", 409, _("预约核查的时间已经改满次数，不能再改")),
        ("visit_rounds_used", 409, _("整改的次数已经用完，不能再次责令整改")),
        ("document_not_ready", 409, _("文书尚未加盖印章")),
        ("not_in_library", 409, _("本局证照库中没有可以免提交该材料的有效证照")),
        ("consent_missing", 409, _("申请人没有同意电子送达")),
        ("inspectors_missing", 422, _("与持证人的办件无关、可以派出的检查人员不足两名")),
        ("not_your_inspection", 403, _("您不是本次检查指派的检查人员，或者记录由您本人填写")),
        ("seed_not_yet", 409, _("种子尚未公开，应当在公告的日期以后抽取")),
        ("repair_not_open", 409, _("该项限制还不能或者依法不得申请信用修复")),
        ("service_not_tried", 409, _("其他方式未能送达的，才可以公告送达")),
    )
}


def refuse(code: str, detail: str = "", **facts: object) -> Refusal:
    """The refusal with this code, to be raised."""
    return REFUSALS[code](detail, **facts)
