"""What certificates say, and the receipt of their service: 许可证正副本, 备案登记表, 送达回证.  行政许可法 39, 40, 44."""

from typing import Any

from approvals.documents.errors import ContentMissing
from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.documents.service import RESULTS
from approvals.licence_editions import LicenceEdition
from workflow.editions import said_by
from workflow.papers.door import LICENSING_LAW, sections_of
from workflow.papers.dossier import Dossier, cited, iso, local, named_day, party
from workflow.papers.scope import lines_of, scope_of, table_of, term

METHODS = {
    "electronic": "电子送达",
    "window": "直接送达（窗口领取）",
    "post": "邮寄送达",
    "public_notice": "公告送达",
}
COPIES = {"licence": "正本", "licence_duplicate": "副本"}


def licence(dossier: Dossier) -> dict[str, Any]:
    """许可证: number, holder, scope and term as this edition says them; the duplicate says the scope in full."""
    held, made = dossier.licence(), said_by(dossier.document)
    if held is None or made is None:
        raise ContentMissing("licence_number", field="licence_number")
    edition, holder = made.edition, party(held.holder)
    told = {"name": made.holder, "representative": made.legal_representative, "address": made.address}
    return {
        "title": table_of(dossier).get("title") or dossier.item.result_name,
        "copy": COPIES[dossier.document.kind],
        "licence_number": edition.number,
        "identifier": edition.identifier or "",
        "holder": {**holder, **told},
        "lines": lines_of(dossier, made.answers),
        "scope": scope_of(dossier, made.answers),
        "valid_from": iso(edition.valid_from),
        "valid_until": iso(edition.valid_until),
        "validity": term(edition.valid_from, edition.valid_until),
        "remark": _remark(edition),
    }


def _remark(edition: LicenceEdition) -> str:
    """What this edition differs in, and from when; the first needs none."""
    if edition.cause in (LicenceEdition.ISSUED, LicenceEdition.REGISTERED):
        return ""
    why = f"：{edition.reason}" if edition.reason else ""
    return f"{named_day(edition.from_on)}{edition.get_cause_display()}{why}"


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
    facts, method = dossier.facts, dossier.facts["method"]
    rows = Document.objects.filter(
        application_id=dossier.application.pk, kind__in=RESULTS, pk__lt=dossier.document.pk, voided=None
    )
    announced = dossier.acted("serve")
    drawn = sorted(rows, key=lambda row: (RESULTS.index(row.kind), row.pk))
    places = {
        "electronic": "网上办事系统（申请人账户）",
        "window": dossier.contact()["address"],
        "post": facts.get("address") or dossier.applicant.address or "申请书载明的地址",
        "public_notice": facts.get("note") or (announced.inputs.get("note", "") if announced is not None else ""),
    }
    noticed = method == "public_notice" and dossier.application.served_on is not None
    return {
        "documents": [{"title": str(KINDS[row.kind].name), "number": row.number} for row in drawn],
        "method": METHODS.get(method, method),
        "by": method,
        "recipient": facts.get("recipient") or dossier.applicant.name,
        "signed": bool(facts.get("signed")),
        "tracking": facts.get("tracking", ""),
        "place": places.get(method) or "—",
        "served_at": iso(dossier.application.served_on) if noticed else local(dossier.entry.at),
        "server": dossier.name_of(dossier.entry.actor_id),
        "basis": f"{LICENSING_LAW}第四十四条",
    }
