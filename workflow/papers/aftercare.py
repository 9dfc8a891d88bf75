"""What documents after the decision say: 监督检查记录, 拟撤销告知, 撤销, 注销, 撤回.  行政许可法 8, 36, 61, 69, 70."""

from typing import Any

from workflow.papers.door import LICENSING_LAW
from workflow.papers.dossier import Dossier, iso, local
from workflow.rules.remedies import remedies

RETURN = "自收到本决定书之日起，不得再以该许可从事相关活动，并将许可证正本、副本交回本机关；电子证照同时失效"
FINDINGS = {
    "kept": "核查情况与承诺一致，持续符合许可条件",
    "curable": "核查情况与承诺部分不一致，可以在期限内整改",
    "false": "核查情况与承诺不符，承诺不实",
}
RESULTS = {"kept": "履行承诺", "curable": "责令限期整改", "false": "承诺不实，依法处理"}
STATUTORY_ON_REQUEST = "持证人申请注销，经审查符合规定"


def inspection_record(dossier: Dossier) -> dict[str, Any]:
    """监督检查记录: when, by whom, what was found and what follows (61)."""
    facts = dossier.facts
    return {
        "inspected_on": iso(dossier.document.drawn_on),
        "recorded_at": local(dossier.entry.at),
        "inspectors": dossier.name_of(dossier.entry.actor_id),
        "findings": facts.get("findings") or FINDINGS[facts["result"]],
        "result": RESULTS[facts["result"]],
        "rectify_days": facts.get("rectify_days") or 0,
        "basis": f"{LICENSING_LAW}第六十一条",
    }


def _licence(dossier: Dossier) -> dict[str, Any]:
    held = dossier.licence()
    number = dossier.facts.get("number") or (held.number if held is not None else None)
    return {"licence_number": number or "（尚未制发许可证）", "licence_name": dossier.item.result_name}


def revocation_notice(dossier: Dossier) -> dict[str, Any]:
    """拟撤销告知: facts, basis, and the right to state, to defend and to be heard before it is decided."""
    return {
        **_licence(dossier),
        "facts": dossier.facts["grounds"],
        "basis": f"{LICENSING_LAW}第六十九条",
        "rights": "陈述、申辩的权利和要求听证的权利",
        "due_on": dossier.facts["due_on"],
        "days": dossier.item.rules.hearing_request_days,
    }


def _ending(dossier: Dossier) -> dict[str, Any]:
    words = dossier.words
    return {
        **_licence(dossier),
        "facts": dossier.facts.get("grounds") or STATUTORY_ON_REQUEST,
        "effective_on": iso(dossier.document.drawn_on),
        "returning": RETURN,
        "remedies": remedies(government=words["government"], court=words["court"]),
    }


def revocation_decision(dossier: Dossier) -> dict[str, Any]:
    """撤销: by fraud nothing is made good and the item is closed for years; else damage is compensated (69, 79)."""
    fraud = bool(dossier.inputs.get("fraud"))
    years = dossier.item.rules.bar_fraud_years
    return {
        **_ending(dossier),
        "basis": f"{LICENSING_LAW}第六十九条第{'二' if fraud else '一'}款",
        "compensation": (
            "被许可人基于该行政许可取得的利益不受保护（第六十九条第四款）"
            if fraud
            else "被许可人的合法权益受到损害的，可以依法申请赔偿（第六十九条第四款）"
        ),
        "bar": f"依照第七十九条，被许可人自本决定之日起 {years} 年内不得再次申请该行政许可" if fraud else "",
    }


def cancellation_decision(dossier: Dossier) -> dict[str, Any]:
    """注销: ex officio, or on the holder's own request (70)."""
    requested = dossier.entry.act == "issue"
    return {**_ending(dossier), "variant": "requested" if requested else "", "basis": f"{LICENSING_LAW}第七十条"}


def rescission_decision(dossier: Dossier) -> dict[str, Any]:
    """撤回: the law or the facts have changed; what is lost by it is made good (8(2))."""
    return {
        **_ending(dossier),
        "basis": f"{LICENSING_LAW}第八条第二款",
        "compensation": "由此给公民、法人或者其他组织造成财产损失的，可以依法申请补偿（第八条第二款）",
    }
