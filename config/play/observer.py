"""What is so after a step, in the words of the format."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from approvals.documents.models import Document
from approvals.people import Ban
from config.play.vocabulary import DOCUMENTS, TOLD_ACTS, TOLD_NOTICES
from notifications.models import Message
from notifications.words import PROCEDURES
from supervision import acts as cards
from supervision.models import Card
from workflow import store, timekeeping
from workflow.acts.timers import LAPSING
from workflow.case import Case
from workflow.models import LedgerEntry, RegisterEntry
from workflow.offers import offers
from workflow.queue import holders
from workflow.rules.clock import legal_day

if TYPE_CHECKING:
    from config.play.player import Story

DATES = ("received_on", "accepted_on", "decided_on", "served_on")
DESK_WORDS = {
    "window": ("window", "clerk"),
    "review": ("review", "reviewer"),
    "verification": ("verification", "verifier"),
    "chief_representative": ("decision", "chief"),
    "refusal": ("decision", "chief", "deputy"),
    "deputy_director": ("decision", "deputy"),
    "supervision": ("supervision", "supervisor"),
    "applicant": ("applicant",),
}


def observe(key: int, *, at: datetime, story: "Story", wanted: dict[str, Any]) -> dict[str, Any]:
    """Everything the format can name about one application, as of this instant; the dear ones only if asked for."""
    case = store.load(key, by=None, at=at, today=legal_day(at)).case
    asked = set(wanted) | set(wanted.get("absent") or ())
    names = {user.pk: handle for handle, user in story.people.items()}
    found: dict[str, Any] = {
        "status": case.status,
        "acceptance": case.application.acceptance or None,
        "outstanding": [m.code for m in case.outstanding],
        "licence": _licence(case),
        "due": _due(case),
        "paused": sorted({c.kind for c in case.clocks if timekeeping.stands_still(case, c)}),
        "provisional": sorted({c.kind for c in case.clocks if c.met_on is None and c.provisional}),
        "overdue": _overdue(case),
        "documents": _documents(key),
        "bans": _bans(key),
        "cards": _cards(key),
        "ledger": _acts(key),
        "notices": _notices(key, names),
    }
    found |= {name: _iso(getattr(case.application, name)) for name in DATES}
    if asked & {"queue", "tasks"}:
        found["queue"] = sorted(names[user] for user in holders(key, today=case.today))
        found["tasks"] = _tasks(case, found["queue"])
    if "offers" in asked:
        found["offers"] = _offers(key, by=story.account(wanted.get("for")), at=at)
    if "explains" in asked:
        found["explains"] = _explanations(case)
    return found | _told(found, wanted) if wanted.get("exactly") else found


def _told(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, list[str]]:
    """Of acts and notices those that a story tells of, and those that this one expects."""
    told = {"offers": TOLD_ACTS, "ledger": TOLD_ACTS, "notices": TOLD_NOTICES}
    return {
        key: [each for each in found[key] if each.partition("@")[0] in words or each in (wanted[key] or ())]
        for key, words in told.items()
        if key in wanted
    }


def _offers(key: int, *, by: int, at: datetime) -> list[str]:
    """What this person could do now, on the case and on its cards."""
    on_case = [offer.act for offer in offers(key, by=by, at=at, without_files=True) if offer.open]
    return on_case + [act for act in cards.STATES if cards.may_now(act, key, by=by, at=at)]


def _acts(key: int) -> list[str]:
    """Those in the chain of the case, and those on its cards in that of the register."""
    entries = list(LedgerEntry.objects.filter(application_id=key).order_by("seq").values_list("at", "act"))
    on_cards = RegisterEntry.objects.filter(register="cards", inputs__application=key).order_by("seq")
    return [act for _, act in sorted([*entries, *on_cards.values_list("at", "act")], key=lambda entry: entry[0])]


def _documents(key: int) -> list[str]:
    drawn = Document.objects.filter(application_id=key).order_by("id").values_list("kind", flat=True)
    return [kind for kind in drawn if kind in DOCUMENTS]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _licence(case: Case) -> dict[str, Any] | None:
    licence = case.licence
    if licence is None:
        return None
    return {
        "status": licence.status,
        "valid_from": _iso(licence.valid_from),
        "valid_until": _iso(licence.valid_until),
        "renewal": licence.renewal or None,
    }


def _due(case: Case) -> dict[str, str]:
    lapsed = {c.id for c in case.clocks if c.kind in LAPSING and c.due_on < case.today}
    running = [c for c in case.clocks if c.met_on is None and c.id not in lapsed]
    running.sort(key=lambda clock: clock.due_on, reverse=True)
    found = {clock.kind: clock.due_on.isoformat() for clock in running}
    limits = [row.node_due_on for row in case.walk.open_humans() if row.node_due_on is not None]
    return found | ({"node": min(limits).isoformat()} if limits else {})


def _overdue(case: Case) -> list[str]:
    late = {c.kind for c in case.clocks if c.met_on is None and c.due_on < case.today}
    return sorted(late - LAPSING)


def _bans(key: int) -> list[dict[str, Any]]:
    return [{"kind": ban.kind, "until": ban.until.isoformat()} for ban in Ban.objects.filter(application_id=key)]


def _cards(key: int) -> list[dict[str, Any]]:
    rows = Card.objects.filter(application_id=key).order_by("day", "id")
    return [{"colour": c.colour, "rule": c.rule, "day": c.day.isoformat(), "state": c.state} for c in rows]


def _notices(key: int, names: dict[int, str]) -> list[str]:
    rows = Message.objects.filter(event__startswith=f"application:{key}:").order_by("id")
    return [f"{message.kind}@{names[message.recipient_id]}" for message in rows]


def _tasks(case: Case, queue: list[str]) -> list[str]:
    """Who or which desk has open work: handles, desks, and the roles that sit there."""
    desks = {word for row in case.walk.open_humans() for word in DESK_WORDS[row.desk]}
    return sorted(desks | set(queue))


def _explanations(case: Case) -> str:
    lines = []
    for clock in case.clocks:
        if clock.met_on is None:
            tentative = "（暂定）" if clock.provisional else ""
            lines.append(f"{clock.get_kind_display()} {clock.due_on}{tentative} {clock.legal_basis}")
            lines += [f"{each.day} {_worded(each.reason)}" for each in timekeeping.explain(case, clock)]
    return "\n".join(lines)


def _worded(reason: str) -> str:
    """Procedures by their names beside their codes."""
    head, stopped, codes = reason.partition("中止：")
    names = [f"{PROCEDURES[code]} {code}" if code in PROCEDURES else code for code in codes.split("、")]
    return head + stopped + "、".join(names)
