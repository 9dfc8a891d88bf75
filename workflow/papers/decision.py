"""What the papers of the decision say: 审批表, 准予, 不予.  行政许可法 34, 37, 38, 40, 49, 50."""

import re
from typing import Any

from approvals.people import Role
from notifications.words import VISIT_MODES
from workflow.models import Hearing, Opinion, Visit
from workflow.papers.door import LICENSING_LAW
from workflow.papers.dossier import Dossier, cite, cited, local, named_day
from workflow.papers.scope import answers_of, changes_of, scope_of, term
from workflow.rules.remedies import remedies

DELEGATED = "授权："
PARTS = re.compile(r"[；\n]+")
OPINIONS = {"grant": "拟准予行政许可", "refuse": "拟不予行政许可"}
DECISIONS = {"grant": "准予行政许可", "refuse": "不予行政许可"}
ACCEPTANCE = {
    "normal": "材料齐全、符合法定形式，予以受理",
    "instant": "材料齐全、符合法定形式，予以受理（即办）",
    "on_commitment": "主要材料齐全，申请人已承诺补齐其他材料，容缺受理",
    "deemed": "逾期未告知，自收到申请材料之日起视为受理",
}
UNNUMBERED = "制发证件时编定，以许可证载明的编号为准"
SILENCE = f"本机关在许可证有效期届满前未作出是否准予延续的决定，依照{LICENSING_LAW}第五十条第二款的规定，视为准予延续"
DUTIES = (
    "在许可的范围、期限内从事许可活动，持续符合许可条件，接受监督检查",
    "许可事项发生变化的，依法办理变更；有效期届满需要延续的，在规定的期限内提出申请",
    "不得涂改、倒卖、出租、出借或者以其他形式非法转让行政许可",
)


def approval_form(dossier: Dossier) -> dict[str, Any]:
    """审批表: every opinion on the way to the decision, by whom and when."""
    facts, entry = dossier.facts, dossier.entry
    final = DECISIONS[facts["decision"]]
    decided = {
        "name": "决定",
        "opinion": f"{final}。{facts['grounds']}" if facts.get("grounds") else final,
        "by": f"{dossier.name_of(entry.actor_id)}（{authority(entry.authority)}）",
        "at": local(entry.at),
    }
    return {
        "steps": [*_accepted(dossier), *_looked(dossier), decided],
        "internal": True,
        "applicant_kind": "自然人" if dossier.is_person else "企业",
    }


def authority(word: str) -> str:
    """On what authority somebody decided, as papers say it."""
    lent = word.startswith(DELEGATED)
    role = word.removeprefix(DELEGATED)
    label = str(Role(role).label) if role in Role.values else role
    return f"受委托行使{label}的审批权" if lent else label


def _accepted(dossier: Dossier) -> list[dict[str, str]]:
    entry = dossier.acted("accept") or dossier.acted("deem_accepted")
    if entry is None:
        return []
    said = ACCEPTANCE.get(dossier.application.acceptance, "受理")
    return [{"name": "受理", "opinion": said, "by": dossier.name_of(entry.actor_id), "at": local(entry.at)}]


def _looked(dossier: Dossier) -> list[dict[str, str]]:
    """Visits, hearings and opinions in the order of time."""
    found = []
    key, at = dossier.application.pk, dossier.entry.at
    for row in Opinion.objects.filter(application_id=key, recorded_at__lte=at):
        said = f"{OPINIONS[row.opinion]}。{row.grounds}" if row.grounds else OPINIONS[row.opinion]
        said += "" if row.current else "（已退回重新审查）"
        found.append((row.recorded_at, {"name": "审查", "opinion": said, "by": dossier.name_of(row.by_id)}))
    for visit in Visit.objects.filter(application_id=key, recorded_at__lte=at):
        when = visit.recorded_at or at
        mode, names = VISIT_MODES[visit.mode], "、".join(dossier.name_of(each) for each in visit.officials)
        found.append((when, {"name": "核查", "opinion": f"{mode}：{visit.get_result_display()}", "by": names}))
    steps = [{**row, "at": local(when)} for when, row in sorted(found, key=lambda pair: pair[0])]
    for hearing in Hearing.objects.filter(application_id=key, about="decision", held_on__isnull=False):
        chaired = f"主持人：{dossier.name_of(hearing.chair_id)}"
        steps.append({"name": "听证", "opinion": "已举行听证，笔录附卷", "by": chaired, "at": str(hearing.held_on)})
    return steps


def grant_decision(dossier: Dossier) -> dict[str, Any]:
    """准予: what is granted, on what conditions, for how long, under which number, and that it is public (38(1), 40)."""
    item, facts = dossier.item, dossier.facts
    deemed = bool(facts.get("deemed"))
    variant = "deemed_renewal" if deemed and item.kind == "renewal" else item.kind
    changing = item.kind in ("change", "renewal")
    return {
        "variant": variant,
        "basis": _granting_basis(dossier, deemed),
        "grounds": facts.get("grounds", ""),
        "accepted_on": dossier.application.accepted_on.isoformat() if dossier.application.accepted_on else "",
        "licence_number": facts.get("number") or UNNUMBERED,
        "scope": scope_of(dossier, answers_of(dossier)),
        "conditions": [*(condition.text for condition in item.conditions), *DUTIES],
        "validity": _validity(dossier),
        "publication": _publication(dossier),
        "on_promise": dossier.application.route == "commitment",
        "changes": changes_of(dossier) if changing else [],
        "deemed": SILENCE if deemed else "",
    }


def _validity(dossier: Dossier) -> str:
    facts = dossier.facts
    if dossier.item.is_filing:
        years = dossier.item.validity_years
        return f"自备案之日起 {years} 年内有效" if years else "长期有效，情况发生变化的应当重新备案"
    return term(facts.get("valid_from"), facts.get("valid_until"))


def _granting_basis(dossier: Dossier, deemed: bool) -> str:
    article = {"change": "第四十九条", "renewal": "第五十条第二款", "cancel": "第七十条"}.get(
        dossier.item.kind, "第三十八条第一款"
    )
    if deemed:
        return f"{LICENSING_LAW}第五十条第二款"
    return f"{LICENSING_LAW}{article}、{cited(dossier.item.legal_basis)}"


def _publication(dossier: Dossier) -> str:
    if dossier.is_person or not dossier.item.publish:
        return "本决定涉及个人信息或者依法不予公开的内容，不向社会公开"
    site = dossier.words["publication_site"] or "本机关门户网站"
    days = dossier.item.rules.publication_days
    return f"本决定依法公开，公众有权查阅；自作出之日起 {days} 个工作日内在{site}公示"


def refusal_decision(dossier: Dossier) -> dict[str, Any]:
    """不予: the facts, the reasons point by point with their basis, and both remedies (38(2))."""
    facts, words = dossier.facts, dossier.words
    grounds = [_ground(dossier, part) for part in PARTS.split(facts["grounds"]) if part.strip()]
    return {
        "variant": dossier.item.kind,
        "facts": _found(dossier),
        "grounds": grounds,
        "basis": f"{LICENSING_LAW}第三十八条第二款、{cited(dossier.item.legal_basis)}",
        "concealment": bool(dossier.inputs.get("concealment")),
        "bar_years": dossier.item.rules.bar_concealment_years,
        "remedies": remedies(government=words["government"], court=words["court"]),
    }


def _ground(dossier: Dossier, part: str) -> dict[str, str]:
    text = part.strip().rstrip("。")
    source = next((g.legal_basis for g in dossier.item.grounds if g.text == text and g.legal_basis), None)
    return {"text": text, "basis": cite(source) if source else ""}


def _found(dossier: Dossier) -> str:
    """What was done and found before the decision, in sentences."""
    application = dossier.application
    accepted = named_day(application.accepted_on) if application.accepted_on else ""
    said = [f"本机关于{accepted}受理该申请" if accepted else "本机关收到该申请"]
    said += [f"经{step['name']}（{step['at'][:10]}），{step['opinion'].partition('。')[0]}" for step in _looked(dossier)]
    if application.hearing_held:
        said.append("本决定根据听证笔录作出")
    return "；".join(said)


