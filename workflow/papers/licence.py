"""What certificates say, and the receipt of their service: 许可证正副本, 备案登记表, 送达回证.  行政许可法 39, 40, 44."""

from typing import Any

from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from workflow.papers.door import LICENSING_LAW, sections_of
from workflow.papers.dossier import Dossier, cited, iso, local, party
from workflow.papers.scope import lines_of, scope_of, table_of, term

OUTCOMES = ("grant_decision", "refusal_decision", "licence", "licence_duplicate", "filing_record", "cancellation_decision")
METHODS = {"electronic": "电子送达", "window": "直接送达（窗口领取）", "post": "邮寄送达", "public": "公告送达"}
COPIES = {"licence": "正本", "licence_duplicate": "副本"}


def licence(dossier: Dossier) -> dict[str, Any]:
    """许可证: number, holder, scope and term; the duplicate says the scope in full."""
    facts, held = dossier.facts, dossier.licence()
    number = facts.get("number") or (held.number if held is not None else None)
    last = iso(facts.get("valid_until"))
    return {
        "title": table_of(dossier).get("title") or dossier.item.result_name,
        "copy": COPIES[dossier.document.kind],
        "licence_number": number or "",
        "holder": party(held.holder if held is not None else dossier.applicant),
        "lines": lines_of(dossier),
        "scope": scope_of(dossier),
        "valid_from": iso(facts.get("valid_from")),
        "valid_until": last,
        "validity": term(facts.get("valid_from"), last),
    }


def filing_record(dossier: Dossier) -> dict[str, Any]:
    """备案登记表: who filed what, when, and (silence) that it counts as filed."""
    application, years = dossier.application, dossier.item.validity_years
    deemed = bool(dossier.facts.get("deemed"))
    return {
        "title": dossier.item.result_name,
        "variant": "deemed" if deemed else "",
        "holder": party(dossier.applicant),
        "scope": dossier.matter,
        "sections": sections_of(dossier.item, dossier.answers()),
        "filed_on": iso(application.decided_on or dossier.document.drawn_on),
        "validity": f"{years} 年" if years else "长期（情况发生变化的应当重新备案）",
        "basis": cited(dossier.item.legal_basis),
    }


def service_receipt(dossier: Dossier) -> dict[str, Any]:
    """送达回证: which documents, how, where, when, and to whom (44; 民事诉讼法 on service, by analogy)."""
    method = dossier.facts["method"]
    rows = Document.objects.filter(application_id=dossier.application.pk, kind__in=OUTCOMES, pk__lt=dossier.document.pk)
    drawn = sorted(rows, key=lambda row: (OUTCOMES.index(row.kind), row.pk))
    places = {
        "electronic": "网上办事系统（申请人账户）",
        "window": dossier.contact()["address"],
        "post": dossier.applicant.address or "申请书载明的地址",
    }
    return {
        "documents": [{"title": str(KINDS[row.kind].name), "number": row.number} for row in drawn],
        "method": METHODS.get(method, method),
        "is_electronic": method == "electronic",
        "place": places.get(method, "—"),
        "served_at": local(dossier.entry.at),
        "server": dossier.name_of(dossier.entry.actor_id),
        "basis": f"{LICENSING_LAW}第四十四条",
    }
