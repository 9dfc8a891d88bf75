"""What documents at the door say: 申请书, 收件凭证, 补正, 受理, 容缺与告知承诺, 不予受理, 终止.  行政许可法 29–32, 50."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count

from approvals.files.models import MaterialFile
from workflow.acts.lodging import back
from workflow.models import Commitment
from workflow.papers.dossier import Dossier, cite, cited, iso, local
from workflow.rules.catalogue import SubItem
from workflow.rules.catalogue_pages import FormField
from workflow.rules.clock import legal_day
from workflow.rules.forms import shown
from workflow.rules.remedies import remedies

LICENSING_LAW = "《中华人民共和国行政许可法》"
TRUTH = (
    "本申请人如实提交有关材料和反映真实情况，对申请材料实质内容的真实性负责（行政许可法第三十一条）；"
    "隐瞒有关情况或者提供虚假材料的，依法承担相应的法律责任（行政许可法第七十八条）。"
)
NOT_HANDED_IN = "未提交"
PERIODS = {"D": "日", "M": "个月", "Y": "年"}
PRIVATE = frozenset({"phone", "email"})


def application_form(dossier: Dossier) -> dict[str, Any]:
    """申请书: who asks for what, with which materials, and that it is true (29, 31)."""
    application, codes = dossier.application, dossier.facts.get("materials", [])
    sections = sections_of(dossier.item, dossier.answers())
    by_himself = application.channel == "online"
    return {
        "scope": dossier.matter,
        "route": application.get_route_display(),
        "sections": sections,
        "materials": [dossier.material(code) for code in codes] or [{"name": "（未随申请提交材料）", "form": "—", "copies": 0}],
        "truth": TRUTH,
        "signer": dossier.applicant.name,
        "agent": "" if by_himself and _own(dossier) else dossier.name_of(application.lodged_by_id),
        "signing": "电子签名" if by_himself else "窗口签署",
        "lodged_at": local(application.lodged_at),
    }


def _own(dossier: Dossier) -> bool:
    return dossier.name_of(dossier.application.lodged_by_id) == dossier.applicant.name


def sections_of(item: SubItem, answers: dict[str, str]) -> list[dict[str, Any]]:
    """The form with its answers, section by section; telephone and e-mail are masked, the bureau has them in its file."""
    found: dict[str, list[dict[str, str]]] = {}
    for field in shown(item.form, answers):
        if answer := answers.get(field.code, "").strip():
            found.setdefault(field.section, []).append({"label": field.label, "value": _said(field, answer)})
    return [{"name": name, "rows": rows} for name, rows in found.items()]


def _said(field: FormField, answer: str) -> str:
    if field.kind == "choice":
        return next((choice.label for choice in field.choices if choice.code == answer), answer)
    if field.kind == "yes_no":
        return {"yes": "是", "no": "否"}.get(answer, answer)
    if field.kind == "email":
        name, _at, domain = answer.partition("@")
        return f"{name[:1]}***@{domain}"
    return f"{answer[:3]}****{answer[-4:]}" if field.kind == "phone" and len(answer) > 7 else answer


def receipt(dossier: Dossier) -> dict[str, Any]:
    """收件凭证: what was received, by whom and when; it is not yet accepted."""
    codes = dossier.facts.get("materials", [])
    window = dossier.application.channel == "window"
    nothing = [{"name": "（未提交材料，仅收到申请）", "form": "—", "copies": 0}]
    files = dict(_files(dossier))
    rows = [{**dossier.material(code), "pages": f"电子文件 {files[code]} 个" if code in files else "—"} for code in codes]
    return {
        "materials": rows or nothing,
        "receiver": dossier.name_of(dossier.entry.actor_id) if window else "网上受理系统",
        "received_at": local(dossier.entry.at),
        "notice_days": dossier.item.rules.notice_days,
        "basis": f"{LICENSING_LAW}第三十二条",
    }


def _files(dossier: Dossier) -> Iterable[tuple[str, int]]:
    """How many files came in with the application, by material."""
    rows = MaterialFile.objects.filter(application_id=dossier.application.pk, added_at__lte=dossier.entry.at)
    return rows.values_list("material_code").annotate(Count("id")).order_by("material_code")


def supplement_notice(dossier: Dossier) -> dict[str, Any]:
    """补正: every defect at once, what is required, until when, and what follows if nothing comes (32(4))."""
    given = dossier.inputs.get("materials", {})
    reasons = given if isinstance(given, dict) else {}
    rows = []
    for code in dossier.facts["materials"]:
        known = dossier.material(code)
        required = f"提交{known['form']}，{known['copies']} 份，内容完整、符合法定形式"
        rows.append({**known, "reason": str(reasons.get(code) or NOT_HANDED_IN), "required": required})
    return {
        "materials": rows,
        "due_on": dossier.facts["due_on"],
        "days": dossier.item.rules.supplement_days,
        "effect": "逾期未补正的，视为撤回申请；不影响重新提出申请。",
        "basis": f"{LICENSING_LAW}第三十二条第一款第四项",
    }


def acceptance_notice(dossier: Dossier) -> dict[str, Any]:
    """受理: from when, until when by law and by promise, who handles it, and which special procedures may come (32(5))."""
    facts = dossier.facts
    foreseen = [p.name for p in dossier.item.procedures.values() if p.stops_clock]
    handler = dossier.name_of(dossier.entry.actor_id) if dossier.entry.actor_id else "行政许可受理窗口"
    return {
        "variant": "deemed" if facts["acceptance"] == "deemed" else "",
        "acceptance": facts["acceptance"],
        "accepted_on": facts["accepted_on"],
        **{name: facts.get(name, "") for name in ("statutory_due", "promised_due", "statutory_days", "promised_days")},
        "handler": handler,
        "query_code": dossier.application.query_code or dossier.application.number,
        "procedures": "、".join(foreseen) if foreseen else "无",
        "basis": f"{LICENSING_LAW}第三十二条第一款第{'四' if facts['acceptance'] == 'deemed' else '五'}项",
    }


def commitment_letter(dossier: Dossier) -> dict[str, Any]:
    """承诺书: 容缺 (what is promised) or 告知承诺 (the conditions, one by one); bound to its digest."""
    letter = Commitment.objects.get(application_id=dossier.application.pk, digest=dossier.facts["digest"])
    signed = {
        "signed_at": local(letter.signed_at),
        "signer": dossier.applicant.name,
        "signing": "电子签名" if letter.signed_by_id else "窗口签署纸质承诺书或者当场电子签名",
        "agent": _signing_agent(dossier, letter),
        "digest": letter.digest,
    }
    return {**signed, **(_promised(dossier, letter) if letter.kind == "tolerance" else _conditions(dossier))}


def _signing_agent(dossier: Dossier, letter: Commitment) -> str:
    name = dossier.name_of(letter.signed_by_id) if letter.signed_by_id else ""
    return "" if name == dossier.applicant.name else name


def _promised(dossier: Dossier, letter: Commitment) -> dict[str, Any]:
    rows, rules = [], dossier.item.rules
    for code in letter.materials:
        days = dossier.item.materials[code].tolerance_days
        rows.append({**dossier.material(code), "due": f"受理之日起 {days} 个工作日内"})
    return {
        "variant": "tolerance",
        "materials": rows,
        "consequences": (
            "逾期未补齐或者补交的材料不符合要求的，同意终止办理，由此造成的损失自行承担；"
            f"记入信用记录，{rules.tolerance_ban_months} 个月内不再适用容缺受理和告知承诺；提供虚假材料的，依法承担相应责任。"
        ),
        "basis": cited(rules.basis["tolerance"]),
    }


def _conditions(dossier: Dossier) -> dict[str, Any]:
    item, rules = dossier.item, dossier.item.rules
    conditions = [{"text": c.text, "basis": cite(c.legal_basis) if c.legal_basis else "—"} for c in item.conditions]
    after = f"{item.follow_up.n} {PERIODS[item.follow_up.unit]}"
    return {
        "variant": "notification",
        "basis": cited(item.legal_basis),
        "conditions": conditions,
        "materials": [dossier.material(code) for code in item.materials],
        "verification": f"作出决定后 {after}内，本机关对承诺内容是否属实进行核查，申请人应当配合。",
        "consequences": (
            f"承诺不实的，责令限期整改（最长 {rules.commitment_rectify_max_days} 个工作日）；逾期不整改、整改后仍不符合条件"
            f"或者承诺虚假的，依法撤销许可，记入信用记录，{rules.commitment_ban_months} 个月内不再适用告知承诺；"
            "以欺骗手段取得许可的，三年内不得再次申请该许可（行政许可法第六十九条、第七十九条）。"
        ),
        "publicity": "本承诺书在本机关门户网站公开，接受社会监督；涉及国家秘密、商业秘密和个人隐私的内容除外。",
    }


def tolerance_notice(dossier: Dossier) -> dict[str, Any]:
    """容缺受理: the list of what is owed, until when, how to hand it in, and what follows if it does not come."""
    facts, rules = dossier.facts, dossier.item.rules
    dues = facts.get("dues", {})
    return {
        "materials": [{**dossier.material(code), "due_on": dues.get(code, facts["due_on"])} for code in facts["materials"]],
        "way": "通过网上申请页面提交，或者到受理窗口提交",
        "consequences": (
            f"逾期未补齐的，终止办理，记入信用记录，{rules.tolerance_ban_months} 个月内不再适用容缺受理和告知承诺。"
        ),
        "accepted_on": iso(dossier.application.accepted_on),
        "statutory_due": facts.get("statutory_due", ""),
        "promised": "材料全部补齐前，承诺办结期限暂停计算；法定办结期限照常计算",
        "basis": cited(rules.basis["tolerance"]),
    }


def termination_notice(dossier: Dossier) -> dict[str, Any]:
    """终止: asked for, taken to be asked for, or because a promise was broken."""
    facts, act = dossier.facts, dossier.entry.act
    ended = {"reason": facts["reason"], "ended_on": iso(dossier.document.drawn_on)}
    if act == "terminate":
        return {**ended, **_broken(dossier)}
    if act == "withdraw":
        return {**ended, "variant": "withdrawn"}
    return {**ended, "variant": "deemed_withdrawn", "basis": cited(dossier.item.rules.basis["supplement"])}


def _broken(dossier: Dossier) -> dict[str, Any]:
    facts, words = dossier.facts, dossier.words
    where = words["credit"] or "信用记录"
    until = facts.get("banned_until", "")
    return {
        "variant": "broken_promise",
        "materials": [dossier.material(code) for code in facts.get("materials", [])],
        "missed_on": facts.get("missed_on", ""),
        "facts": "承诺补齐的材料在承诺的期限内没有补齐",
        "basis": cited(dossier.item.rules.basis["tolerance"]),
        "banned_until": until,
        "credit": f"未履行承诺的情况记入{where}",
        "remedies": remedies(government=words["government"], court=words["court"]),
    }


def non_acceptance_decision(dossier: Dossier) -> dict[str, Any]:
    """不受理 (32(1)) or 不予受理 (32(2)), then with the authority that is competent."""
    reason = str(dossier.facts["reason"])
    ours = reason == "no_licence_needed"
    said = "申请事项依法不需要取得行政许可" if ours else "申请事项依法不属于本行政机关职权范围"
    return {
        "variant": reason,
        "grounds": said,
        "competent": dossier.facts.get("competent", ""),
        "basis": f"{LICENSING_LAW}第三十二条第一款第{'一' if ours else '二'}项",
        "remedies": remedies(government=dossier.words["government"], court=dossier.words["court"]),
    }


def late_renewal_warning(dossier: Dossier) -> dict[str, Any]:
    """逾期提示: asked for after the day on which a renewal should be asked for; silence is then no consent (50)."""
    held, window = dossier.licence(), dossier.item.window
    end = date.fromisoformat(dossier.facts["valid_until"])
    return {
        "licence_number": (held.number if held is not None else None) or "—",
        "valid_until": dossier.facts["valid_until"],
        "apply_before": iso(back(end, window.apply_before)) if window is not None else "",
        "asked_on": iso(legal_day(dossier.application.lodged_at)),
        "basis": f"{LICENSING_LAW}第五十条",
        "effect": (
            "本机关照常审查；许可证有效期届满前未作出决定的，不适用视为准予延续。"
            "届满后未取得准予延续决定的，不得继续从事许可活动。"
        ),
    }
