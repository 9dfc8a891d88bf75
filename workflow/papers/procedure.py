"""What documents between acceptance and decision say: 特别程序, 延期, 核查, 整改, 专家评审.  行政许可法 34, 42, 45, 62."""

from collections.abc import Mapping
from typing import Any

from approvals.documents.models import Document
from approvals.people import Role
from notifications.words import PROCEDURES, VISIT_MODES
from workflow.models import Visit
from workflow.papers.door import LICENSING_LAW
from workflow.papers.dossier import Dossier, cited, local, named_day
from workflow.rules.visit_record import CHECKED, CONFORM, NOT_APPLICABLE, NOT_CONFORM, SIGNED

TWO_OFFICIALS = f"{LICENSING_LAW}第三十四条第三款"
FINDINGS = {CONFORM: "符合", NOT_CONFORM: "不符合", NOT_APPLICABLE: "不适用"}
RESULTS = {Visit.PASSED: "符合", Visit.FAILED: "不符合", Visit.RECTIFY: "限期整改后复查"}
RESULTS_AGAIN = {Visit.PASSED: "整改后符合", Visit.FAILED: "整改后仍不符合"}
AFTER_DECISION = "record_follow_up"
ADDRESSES = tuple(f"{what}_ADDRESS" for what in ("PLANT", "STORE", "WAREHOUSE", "TRADE", "USE", "PROJECT", "SHOP"))


def special_procedure_notice(dossier: Dossier) -> dict[str, Any]:
    """特别程序: which, on what basis, from when, how many days, and what it does to the date of the decision (45)."""
    facts = dossier.facts
    known = dossier.item.procedures.get(facts["procedure"])
    days = f"上述 {facts['planned_days']} 个工作日不计入办理期限"
    if facts.get("statutory_due"):
        effect = f"{days}，法定办结日期顺延至 {named_day(facts['statutory_due'])}；提前结束的，自结束次日起恢复计算"
    else:
        effect = f"自本告知书送达之日起，{days}，办结日期相应顺延；提前结束的，自结束次日起恢复计算"
    return {
        "procedure": known.name if known is not None else str(PROCEDURES[facts["procedure"]]),
        "basis": cited(facts["basis"]),
        "begins_on": facts.get("begins_on", dossier.document.drawn_on.isoformat()),
        "planned_end": facts.get("planned_end", ""),
        "planned_days": facts["planned_days"],
        "further": bool(facts.get("further")),
        "effect": effect,
    }


def extension_notice(dossier: Dossier) -> dict[str, Any]:
    """延期: the date before, why, who approved it, by how much, and the new date (42)."""
    facts, joint = dossier.facts, dossier.application.joint_handling
    approver = "本级人民政府负责人" if joint else f"本行政机关负责人（{Role(dossier.entry.authority).label}）"
    return {
        "before": facts["before"],
        "reason": facts["reason"],
        "days": facts["days"],
        "due_on": facts["due_on"],
        "approver": approver,
        "basis": f"{LICENSING_LAW}第四十二条第{'二' if joint else '一'}款",
    }


def visit_notice(dossier: Dossier) -> dict[str, Any]:
    """核查通知: when, where, how, and who comes (34(3))."""
    facts = dossier.facts
    return {
        "booked_for": local(facts["booked_for"]),
        "mode": str(VISIT_MODES[facts["mode"]]),
        "is_video": facts["mode"] == "video",
        "place": _place(dossier),
        "officials": _names(dossier, facts),
        "basis": TWO_OFFICIALS,
    }


def visit_record(dossier: Dossier) -> dict[str, Any]:
    """核查记录, or the record of the second look: line by line, problems, the party's statement, the signatures."""
    facts = dossier.facts
    record: Mapping[str, Any] = facts.get("record") or {}
    again = bool(facts.get("again"))
    begun, ended = record.get("started_at", ""), record.get("ended_at", "")
    when = f"{begun.replace('T', ' ')} 至 {ended.replace('T', ' ')}" if begun else local(facts["booked_for"])
    return {
        "variant": "again" if again else "",
        "officials": _names(dossier, facts),
        "visited_at": when,
        "mode": str(VISIT_MODES[facts["mode"]]),
        "place": record.get("place") or _place(dossier),
        "position": record.get("position", ""),
        "accompanying": _accompanying(record),
        "items": [_line(row) for row in record.get("items", ())],
        "problems": record.get("problems", ""),
        "statement": record.get("statement", ""),
        "result": (RESULTS_AGAIN if again else RESULTS)[facts["result"]],
        "signatures": [{"name": row["name"], "at": local(row["at"])} for row in record.get("signatures", ())],
        "party_signature": _party_signature(record),
        "recording": _recording(record),
        "basis": TWO_OFFICIALS,
    }


def _names(dossier: Dossier, facts: Mapping[str, Any]) -> str:
    return "、".join(dossier.name_of(key) for key in facts["visitors"])


def _place(dossier: Dossier) -> str:
    answers = dossier.answers()
    stated = next((answers[code] for code in ADDRESSES if answers.get(code)), "")
    return stated or dossier.applicant.address or "申请书载明的地址"


def _recording(record: Mapping[str, Any]) -> str:
    digest, kept = record.get("recording", ""), record.get("recording_kept", "")
    return f"{digest}（存放处：{kept}）" if digest and kept else str(digest)


def _accompanying(record: Mapping[str, Any]) -> str:
    name, title, last = (record.get(f"accompanying_{part}", "") for part in ("name", "title", "id"))
    checked = "已当场核对身份证件" if record.get("identity") == CHECKED else ""
    said = [name, title, f"证件号码后四位 {last}" if last else "", checked]
    return "，".join(part for part in said if part)


def _line(row: Mapping[str, Any]) -> dict[str, str]:
    photos = [photo["sha256"][:8] for photo in row.get("photos", ())]
    remark = row.get("remark", "")
    evidence = f"照片 {len(photos)} 张（{'、'.join(photos)}）" if photos else ""
    return {
        "text": row["text"],
        "finding": FINDINGS.get(row["finding"], row["finding"]),
        "remark": "；".join(part for part in (remark, evidence) if part),
    }


def _party_signature(record: Mapping[str, Any]) -> str:
    if not record:
        return ""
    if record.get("party_signature") == SIGNED:
        return "已签字确认"
    return f"拒绝签字，见证人：{record.get('witness', '')}"


def rectification_order(dossier: Dossier) -> dict[str, Any]:
    """限期整改: what is to be put right, until when, and what follows; before the decision or after it."""
    facts, after = dossier.facts, dossier.entry.act == AFTER_DECISION
    record = "监督检查记录" if after else "现场核查记录"
    drawn = Document.objects.filter(
        application_id=dossier.application.pk, seq=dossier.document.seq, kind__in=("visit_record", "inspection_record")
    ).first()
    number = f"（{drawn.number}）" if drawn is not None else ""
    return {
        "variant": "follow_up" if after else "visit",
        "problems": facts.get("problems") or f"见{record}{number}",
        "days": facts["days"],
        "due_on": facts["due_on"],
        "basis": cited(dossier.item.rules.basis["commitment"]) if after else TWO_OFFICIALS,
        "effect": (
            "逾期不整改或者整改后仍不符合许可条件的，依法撤销行政许可。"
            if after
            else "整改完成后请申请复查；逾期未整改或者复查不符合条件的，依法作出不予行政许可的决定。"
        ),
    }


def expert_opinion(dossier: Dossier) -> dict[str, Any]:
    """专家评审意见: who, with which qualification, what they think, who thinks otherwise, and that none has an interest."""
    facts = dossier.facts
    return {
        "experts": [_expert(line) for line in facts["experts"]],
        "opinion": facts["conclusion"],
        "dissent": facts.get("dissent") or "无",
        "reviewed_on": dossier.document.drawn_on.isoformat(),
        "basis": f"{LICENSING_LAW}第四十五条",
    }


def _expert(line: str) -> dict[str, str]:
    name, _comma, qualification = line.replace(",", "，").partition("，")
    return {"name": name.strip(), "qualification": qualification.strip() or "—", "interest": "已声明无利害关系"}
