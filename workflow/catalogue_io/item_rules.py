"""What the fields of a catalogue item must be to each other; the law's reasons for saying no to a file."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import Node
from workflow.rules.catalogue_values import Period

DAYS_IN = {"D": (1, 1), "M": (28, 31), "Y": (365, 366)}


def _note(problems: Problems, node: Node, key: str, word: str, text: str) -> None:
    given = node.value.get(word)
    problems.add(given.line if given else node.line, f"{key}.{given.word if given else word}", text)


def _part(value: Any, word: str) -> Any:
    return value.get(word) if isinstance(value, dict) else None


def _is(value: Any, wanted: bool) -> bool:
    return isinstance(value, bool) and value is wanted


def essential_is_never_tolerable(value: Any, node: Node, key: str, problems: Problems) -> None:
    """容缺 is for secondary materials only: 广东省优化营商环境条例 32."""
    if _is(value["essential"], True) and _is(value["tolerable"], True):
        _note(problems, node, key, "tolerable", _("主要材料（essential）不得容缺"))


def tolerance_has_days(value: Any, node: Node, key: str, problems: Problems) -> None:
    """Days of tolerance stand exactly where the material is tolerable."""
    days = value["tolerance_days"]
    if not isinstance(days, int):
        return
    if _is(value["tolerable"], False) and days > 0:
        _note(problems, node, key, "tolerance_days", _("不可容缺的材料不得有容缺天数"))
    if _is(value["tolerable"], True) and days == 0:
        _note(problems, node, key, "tolerance_days", _("可容缺的材料应当有容缺天数"))


def necessity_fits(value: Any, node: Node, key: str, problems: Problems) -> None:
    """容缺后补 says the same as `tolerable`."""
    if isinstance(value["necessity"], str) and _is(value["tolerable"], value["necessity"] != "容缺后补"):
        _note(problems, node, key, "necessity", _("容缺后补应当与 tolerable 一致"))


def basis_of_a_pause(value: Any, node: Node, key: str, problems: Problems) -> None:
    """No clock stands still without a basis: 行政许可法 45."""
    if _is(value["stops_clock"], True) and value["basis"] is None:
        _note(problems, node, key, "stops_clock", _("停止计算期限的程序应当有依据（basis）"))


def window_opens_before_it_closes(value: Any, node: Node, key: str, problems: Problems) -> None:
    """`open_before` is longer than `apply_before`."""
    opens, closes = value["open_before"], value["apply_before"]
    if isinstance(opens, str) and isinstance(closes, str) and _days(opens)[1] < _days(closes)[0]:
        _note(
            problems,
            node,
            key,
            "open_before",
            _("%(opens)s 短于 apply_before %(closes)s") % {"opens": opens, "closes": closes},
        )


def grace_fits(value: Any, node: Node, key: str, problems: Problems) -> None:
    """A grace period after the expiry is a policy of its own, and needs its length."""
    policy = value["late_policy"]
    if policy == "accept_within_grace" and value["grace_after_expiry"] is None:
        _note(problems, node, key, "late_policy", _("accept_within_grace 应当写明 grace_after_expiry"))
    if policy == "accept_flag_no_deemed_renewal" and isinstance(value["grace_after_expiry"], str):
        _note(
            problems,
            node,
            key,
            "grace_after_expiry",
            _("有 grace_after_expiry 的，late_policy 应为 accept_within_grace"),
        )


def _days(text: str) -> tuple[int, int]:
    period = Period.parse(text)
    shortest, longest = DAYS_IN[period.unit]
    return period.n * shortest, period.n * longest


def promise_within_the_law(value: Any, node: Node, key: str, problems: Problems) -> None:
    """The bureau may promise less than the statutory period, never more."""
    promised, statutory = value["promised_days"], value["statutory_days"]
    if isinstance(promised, int) and isinstance(statutory, int) and promised > statutory:
        _note(
            problems,
            node,
            key,
            "promised_days",
            _("承诺 %(promised)s 日超过法定 %(statutory)s 日") % {"promised": promised, "statutory": statutory},
        )


def instant_is_one_day(value: Any, node: Node, key: str, problems: Problems) -> None:
    """即办件: decided on the spot, promised within one working day, and named so in both places."""
    instant = _part(value["paths"], "instant")
    if isinstance(value["processing_type"], str) and _is(instant, value["processing_type"] != "即办件"):
        _note(problems, node, key, "processing_type", _("办件类型应当与 paths.instant 一致"))
    promised = value["promised_days"]
    if _is(instant, True) and isinstance(promised, int) and promised > 1:
        _note(problems, node, key, "promised_days", _("即办件的承诺期限至多一日，现为 %s 日") % promised)


def renewal_has_a_window(value: Any, node: Node, key: str, problems: Problems) -> None:
    """A renewal says from when and until when it may be asked for: 行政许可法 50."""
    kind, window = value["kind"], value["renewal_window"]
    if kind == "renewal" and window is None:
        _note(problems, node, key, "renewal_window", _("延续应当有申请期间（renewal_window）"))
    if kind in ("initial", "change", "cancel", "reissue", "filing") and isinstance(window, dict):
        _note(problems, node, key, "renewal_window", _("只有延续和复审有申请期间，%s 没有") % kind)


def commitment_is_followed_up(value: Any, node: Node, key: str, problems: Problems) -> None:
    """告知承诺 decides first and looks afterwards: without a follow-up nobody would look."""
    if not _is(_part(value["paths"], "notification_commitment"), True):
        return
    if value["follow_up"] is None and "follow_up" in node.value:
        _note(problems, node, key, "follow_up", _("告知承诺应当有事后核查期限（follow_up）"))
    length = _part(value["follow_up"], "length")
    if isinstance(length, str) and Period.parse(length).n == 0:
        _note(problems, node, key, "follow_up", _("告知承诺应当有事后核查期限，%s 等于没有") % length)


def silence_is_for_filings(value: Any, node: Node, key: str, problems: Problems) -> None:
    """Silence files a filing; it grants no licence."""
    if value["silence"] == "deemed_filed" and value["kind"] in ("initial", "change", "renewal", "review", "cancel"):
        _note(problems, node, key, "silence", _("只有备案可以逾期视为备案，%s 不可以") % value["kind"])


def steps_keep_the_promise(value: Any, node: Node, key: str, problems: Problems) -> None:
    """Review and decision together take no longer than was promised."""
    steps, promised = value["steps"], value["promised_days"]
    if not isinstance(steps, list) or not isinstance(promised, int):
        return
    limits = [
        step["days"] for step in steps if step["desk"] in ("review", "decision") and isinstance(step["days"], int)
    ]
    if sum(limits) > promised:
        _note(
            problems,
            node,
            key,
            "steps",
            _("审查和决定共 %(days)s 日，超过承诺的 %(promised)s 日") % {"days": sum(limits), "promised": promised},
        )


def grounds_name_materials(value: Any, node: Node, key: str, problems: Problems) -> None:
    """A ground about a material names one of this sub-item."""
    if not isinstance(value["grounds"], list) or not isinstance(value["materials"], list):
        return
    codes = {material["code"] for material in value["materials"]}
    for ground in value["grounds"]:
        if isinstance(ground["material"], str) and ground["material"] not in codes:
            _note(problems, node, key, "grounds", _("本事项没有材料 %s") % ground["material"])


def codes_begin_with_the_items(value: Any, node: Node, key: str, problems: Problems) -> None:
    """EM06-01 belongs to EM06."""
    for entry in node.value["sub_items"].value if isinstance(value["sub_items"], list) else ():
        code = entry.value.get("code") if isinstance(entry.value, dict) else None
        if code and isinstance(value["code"], str) and not str(code.value).startswith(f"{value['code']}-"):
            problems.add(
                code.line,
                f"{key}.sub_items.{code.word}".strip("."),
                _("%(code)s 不是 %(item)s 的代码") % {"code": code.value, "item": value["code"]},
            )


def library_names_its_source(value: Any, node: Node, key: str, problems: Problems) -> None:
    """What the library serves for says where it comes from; 免提交 has its reason."""
    if value["library"] and value["exempt"] is None:
        _note(problems, node, key, "library", _("由本局证照库提供的材料应当写明来源（exempt）"))


def own_licence_is_applied_on(value: Any, node: Node, key: str, problems: Problems) -> None:
    """`own` is the licence applied on: only where something is asked for on a licence."""
    materials = value["materials"] if isinstance(value["materials"], list) else ()
    if value["kind"] in ("initial", "filing") and any("own" in m["library"] for m in materials if isinstance(m["library"], list)):
        _note(problems, node, key, "materials", _("首次申请和备案没有所依据的许可证（own）"))


OF_A_MATERIAL = (library_names_its_source, essential_is_never_tolerable, tolerance_has_days, necessity_fits)
OF_A_WINDOW = (window_opens_before_it_closes, grace_fits)
OF_A_SUB_ITEM = (
    promise_within_the_law,
    instant_is_one_day,
    renewal_has_a_window,
    commitment_is_followed_up,
    silence_is_for_filings,
    steps_keep_the_promise,
    grounds_name_materials,
    own_licence_is_applied_on,
)


def fits_the_defaults(node: Node, defaults: Mapping[str, Any], key: str, problems: Problems) -> None:
    """Visits with as many officials as the common rules ask for, and ground codes that are not the common ones."""
    common = {ground["code"] for ground in defaults["grounds"]}
    for entry in node.value["sub_items"].value:
        where = f"{key}[{entry.value['code'].value}]"
        for ground in entry.value["grounds"].value or () if "grounds" in entry.value else ():
            if ground.value["code"].value in common:
                problems.add(ground.line, f"{where}.grounds", _("共用理由中已有 %s") % ground.value["code"].value)
        visit, least = entry.value["visit"], defaults["visit"]["min_officials"]
        if visit.value["requirement"].value != "none" and visit.value["min_officials"].value < least:
            problems.add(visit.line, f"{where}.{visit.word}.min_officials", _("核查至少应有 %s 名工作人员") % least)
