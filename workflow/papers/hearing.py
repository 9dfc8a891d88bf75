"""What documents about interested parties and hearings say.  行政许可法 36, 46–48."""

from typing import Any

from approvals.people import Applicant
from workflow.models import ThirdPartyNotice
from workflow.papers.door import LICENSING_LAW
from workflow.papers.dossier import Dossier, iso, local
from workflow.rules.remedies import remedies

ABOUT_REVOCATION = "revocation"
STATE_AND_DEFEND = "陈述和申辩的权利；对直接涉及重大利益关系的事项，要求听证的权利；听证费用由本机关承担"
ON_PAPER = "听证中各方的陈述、申辩和质证情况，见经参加人逐页签字的书面笔录（附卷）。"


def third_party_notice(dossier: Dossier) -> dict[str, Any]:
    """利害关系人告知: what is at stake for him, his rights, and until when he may ask to be heard (36, 47)."""
    facts = dossier.facts
    told = Applicant.objects.get(pk=facts["party"])
    return {
        "addressee": told.name,
        "you": "你单位" if told.uscc else "你",
        "interest": facts["interest"],
        "rights": STATE_AND_DEFEND,
        "due_on": facts["due_on"],
        "days": dossier.item.rules.hearing_request_days,
        "basis": f"{LICENSING_LAW}第三十六条、第四十七条",
    }


def hearing_rights_notice(dossier: Dossier) -> dict[str, Any]:
    """听证告知, to the applicant: somebody else is concerned, and either may ask for a hearing (47)."""
    facts = dossier.facts
    notice = ThirdPartyNotice.objects.filter(application_id=dossier.application.pk, interest=facts["interest"])
    row = notice.select_related("party").last()
    return {
        "interest": facts["interest"],
        "third_party": row.party.name if row is not None else "",
        "rights": STATE_AND_DEFEND,
        "due_on": facts["due_on"],
        "days": dossier.item.rules.hearing_request_days,
        "basis": f"{LICENSING_LAW}第四十七条",
    }


def statement_record(dossier: Dossier) -> dict[str, Any]:
    """陈述申辩笔录: who stated what, and how it was treated (36)."""
    facts = dossier.facts
    heard = _name(facts["party"])
    return {
        "party": heard,
        "role": "申请人" if facts["party"] == dossier.application.applicant_id else "利害关系人",
        "stated_at": local(dossier.entry.at),
        "place": dossier.contact()["address"],
        "statement": facts["statement"],
        "treatment": facts["treatment"],
        "recorder": dossier.name_of(dossier.entry.actor_id),
        "basis": f"{LICENSING_LAW}第三十六条",
    }


def hearing_notice(dossier: Dossier) -> dict[str, Any]:
    """听证通知 and 听证公告: when, where, before whom, about what, and what the parties may do (46–48)."""
    facts, words = dossier.facts, dossier.words
    called = {dossier.applicant.name: None, _name(facts.get("asked_by")): None}
    return {
        "addressee": "、".join(name for name in called if name),
        "asked_by": _name(facts.get("asked_by")),
        "day": facts["day"],
        "hour": facts.get("hour") or words["hearing_hour"],
        "place": facts.get("place") or words["hearing_place"],
        "chair": dossier.name_of(facts["chair"]),
        "matter": matter(dossier, facts.get("about", "")),
        "basis": f"{LICENSING_LAW}第四十{'七' if facts.get('asked_by') else '六'}条、第四十八条",
    }


def matter(dossier: Dossier, about: str) -> str:
    """What a hearing is about, in one phrase."""
    who, item = dossier.applicant.name, dossier.matter
    return f"拟撤销{who}取得的“{item}”行政许可" if about == ABOUT_REVOCATION else f"{who}申请“{item}”行政许可"


def hearing_declined(dossier: Dossier) -> dict[str, Any]:
    """不予听证: who asked, when, and why he is not heard (47)."""
    facts, words = dossier.facts, dossier.words
    return {
        "addressee": _name(facts["party"]),
        "party": _name(facts["party"]),
        "asked_on": facts["asked_on"],
        "grounds": facts["grounds"],
        "basis": f"{LICENSING_LAW}第四十七条",
        "remedies": remedies(government=words["government"], court=words["court"]),
    }


def hearing_record(dossier: Dossier) -> dict[str, Any]:
    """听证笔录: who was there, what was said; signed on each page, and the decision follows it (48)."""
    facts = dossier.facts
    parties = [{"name": dossier.applicant.name, "role": "申请人"}]
    asking = facts.get("asked_by")
    if asking and asking != dossier.application.applicant_id:
        parties.append({"name": _name(asking), "role": "利害关系人"})
    reviewers = [{"name": dossier.name_of(key), "role": "审查人员"} for key in dossier.application.reviewed_by]
    called = dossier.acted("call_hearing")
    place = called.inputs.get("place") if called is not None else ""
    return {
        "held_on": iso(facts["held_on"]),
        "place": place or dossier.words["hearing_place"],
        "chair": dossier.name_of(facts["chair"]),
        "recorder": dossier.name_of(dossier.entry.actor_id),
        "parties": [*parties, *reviewers],
        "matter": matter(dossier, facts.get("about", "")),
        "statements": facts.get("statements") or ON_PAPER,
        "basis": f"{LICENSING_LAW}第四十八条",
    }


def _name(party: int | None) -> str:
    found = Applicant.objects.filter(pk=party).values_list("name", flat=True).first() if party else None
    return found or ""
