"""Who may do what, on what, when: roles, grades, delegations, separation of duties.

Sources: 行政许可法 34, 42 (who decides), 公务员法 76–77 (recusal), the bureau's 授权审批规定 (grades, delegation).
Every function is pure: people and dates are handed in, and what comes back is a refusal code or None."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from approvals.rules.agency import Agency

CHIEF, DEPUTY, HEAD, GOVERNMENT_HEAD = "chief_representative", "deputy_director", "bureau_head", "government_head"
GRADES = {CHIEF: 1, DEPUTY: 2}
REQUIRES = {DEPUTY: "requires_deputy_director", HEAD: "requires_bureau_head", GOVERNMENT_HEAD: "requires_government_head"}
WINDOW, REVIEW, VERIFY = frozenset({"clerk"}), frozenset({"reviewer"}), frozenset({"verifier"})
DECIDE, DEPUTIES = frozenset({CHIEF, DEPUTY}), frozenset({DEPUTY})
OFFICIALS = WINDOW | REVIEW | VERIFY | DECIDE | {HEAD, GOVERNMENT_HEAD, "legal", "supervisor", "monitor", "auditor"}
HANDLERS = WINDOW | REVIEW | VERIFY | DECIDE

PARTY_ACTS = frozenset({"lodge", "supply", "withdraw", "request_hearing", "rate"})
STAFF_ACTS = frozenset({"add_official", "open_post", "end_post", "report_absence", "end_absence", "deactivate", "reactivate"})
# the applicant himself, or an official for him: a visit at one of the times offered, the way of delivery
SHARED_ACTS = frozenset({"book_visit", "change_visit", "choose_delivery"})
ROLES_OF_ACT: dict[str, frozenset[str]] = {
    **dict.fromkeys(("correct", "request_supplement", "accept", "decline", "issue", "serve", "publish"), WINDOW),
    **dict.fromkeys(("record_failed_service", "correct_licence"), WINDOW),
    **dict.fromkeys(("reject_material", "serve_notice"), WINDOW | REVIEW),
    **dict.fromkeys(("record_opinion", "book_visit", "change_visit", "pause", "resume", "notify_third_party"), REVIEW),
    **dict.fromkeys(("record_visit", "record_no_show", "confirm_rectification"), VERIFY),
    **dict.fromkeys(("grant", "refuse", "return_to_review"), DECIDE),
    **dict.fromkeys(("delegate", "revoke_delegation"), DEPUTIES),
    **dict.fromkeys(("revoke_licence", "cancel_licence", "rescind_licence"), frozenset({HEAD})),
    "choose_delivery": WINDOW,
    "extend": frozenset({HEAD, GOVERNMENT_HEAD}),
    **dict.fromkeys(("call_hearing", "hold_hearing", "decline_hearing"), frozenset({"legal"})),
    "record_statement": REVIEW | {"legal", "supervisor"},
    **dict.fromkeys(("record_follow_up", "notify_revocation"), frozenset({"supervisor"})),
    **dict.fromkeys(("reseal", "revoke_document"), DECIDE | {HEAD}),
    "make_document_again": WINDOW | DECIDE | {HEAD},
    "state_for_report": frozenset({HEAD}),
    "contest_card": HANDLERS,
    "rule_on_card": frozenset({"monitor"}),
    **dict.fromkeys(("give_order", "close_order"), frozenset({"monitor", HEAD})),
    "answer_order": HANDLERS | {"supervisor"},
    **dict.fromkeys(("contact_rater", "answer_rating"), WINDOW | REVIEW),
    "call_back_rater": frozenset({"supervisor", "monitor"}),
    "receive_ticket": WINDOW | {"monitor"},
    **dict.fromkeys(("assign_ticket", "call_back_ticket"), WINDOW | {HEAD, "monitor"}),
    "answer_ticket": HANDLERS | {"legal", "supervisor"},
    "write_answer": WINDOW | REVIEW | {"legal"},
    "withdraw_publication": frozenset({HEAD, "legal"}),
    "publish_plan": frozenset({HEAD}),
    **dict.fromkeys(("announce_inspections", "draw_inspections"), frozenset({"supervisor"})),
    **dict.fromkeys(("record_inspection", "sign_inspection", "record_recheck"), VERIFY | {"supervisor"}),
    **dict.fromkeys(("decide_plea", "announce_review", "draw_review", "score_file", "settle_finding"), frozenset({"legal"})),
    "answer_finding": HANDLERS,
    "recuse": OFFICIALS,
    **dict.fromkeys(("claim", "release"), HANDLERS | {"supervisor"}),
    "hand_over": HANDLERS | {"supervisor", HEAD},
    **dict.fromkeys(STAFF_ACTS, frozenset({HEAD})),
}
DECISIONS = frozenset({"grant", "refuse", "return_to_review"})
OF_RATINGS = frozenset({"contact_rater", "answer_rating", "call_back_rater"})


@dataclass(frozen=True, slots=True)
class Power:
    """A post or a delegation: a role or grade over matters between two days, both included (no end: None)."""

    id: int
    role: str
    matters: tuple[str, ...]
    from_on: date
    until_on: date | None
    version: int
    revoked_on: date | None = None
    giver: int | None = None

    def covers(self, codes: Iterable[str]) -> bool:
        return "*" in self.matters or any(code in self.matters for code in codes)

    def begun(self, day: date) -> bool:
        return self.from_on <= day

    def in_force(self, day: date) -> bool:
        return self.begun(day) and (self.until_on is None or day <= self.until_on) and self.revoked_on is None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account with its posts, the delegations it holds, and the applicants it may act for (`parties`): `own`,
    and the principals of powers of attorney in force (`agencies` has those that are over, too)."""

    id: int | None
    name: str = ""
    posts: tuple[Power, ...] = ()
    delegations: tuple[Power, ...] = ()
    parties: frozenset[int] = field(default_factory=frozenset)
    own: int | None = None
    agencies: tuple[Agency, ...] = ()

    def is_party(self, day: date) -> bool:
        """Is it an account that acts for an applicant, or did once, and no official's?"""
        return (self.own is not None or bool(self.agencies)) and not self.roles(day)

    def roles(self, day: date) -> frozenset[str]:
        return frozenset(post.role for post in self.posts if post.in_force(day))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` is None when the act is allowed; `basis` says on what authority, `power` is what it rests on."""

    code: str | None
    basis: str = ""
    power: Power | None = None
    delegated: bool = False


def role_verdict(*, actor: Actor, act: str, day: date, joint: bool = False) -> Verdict:
    """Has one of the person's roles the power of this act at all?"""
    allowed = ROLES_OF_ACT.get(act, frozenset())
    for post in actor.posts:
        if post.in_force(day) and post.role in allowed:
            if act == "extend" and (post.role == GOVERNMENT_HEAD) != joint:
                continue
            return Verdict(None, post.role, post)
    return Verdict(_too_low(actor.roles(day), act, joint) or "not_authorised")


def window_verdict(*, actor: Actor, codes: Sequence[str], day: date) -> Verdict:
    """May this person take in an application for somebody else at the window (收件)?  A post that names matters covers
    those and no other; one that names none covers all, as for every act of the window."""
    for post in actor.posts:
        if post.in_force(day) and post.role in WINDOW and (not post.matters or post.covers(codes)):
            return Verdict(None, post.role, post)
    return Verdict("not_authorised")


def _too_low(roles: frozenset[str], act: str, joint: bool) -> str | None:
    """The refusal of one who decides, but at too low a grade."""
    if act in {"delegate", "revoke_delegation"} and CHIEF in roles:
        return REQUIRES[DEPUTY]
    if act == "extend" and joint and roles & (DECIDE | {HEAD}):
        return REQUIRES[GOVERNMENT_HEAD]
    if ROLES_OF_ACT.get(act, frozenset()) & {HEAD} and roles & DECIDE:
        return REQUIRES[HEAD]
    return None


def decision_verdict(*, actor: Actor, codes: Sequence[str], grade: str, day: date) -> Verdict:
    """May this person decide the matter named by `codes` (sub-item and item) at this grade on this day?

    A deputy director may decide whatever the chief representative may; a delegation counts from its first to its
    last day and not once it is taken back."""
    if not actor.roles(day) & DECIDE:
        return Verdict("not_authorised")
    needed = GRADES[grade]
    own = [p for p in actor.posts if p.role in GRADES and p.in_force(day) and p.covers(codes)]
    lent = [d for d in actor.delegations if d.begun(day) and d.covers(codes)]
    for delegated, powers in ((False, own), (True, [d for d in lent if d.in_force(day)])):
        for power in powers:
            if GRADES[power.role] >= needed:
                return Verdict(None, ("授权：" if delegated else "") + power.role, power, delegated)
    if any(not d.in_force(day) and GRADES[d.role] >= needed for d in lent):
        return Verdict("delegation_lapsed")
    if own or lent or (CHIEF in actor.roles(day) and needed > GRADES[CHIEF]):
        return Verdict(REQUIRES[DEPUTY])
    return Verdict("not_authorised")


def delegation_verdict(*, giver: Actor, grantee: Actor, matters: Sequence[str], grade: str, day: date) -> str | None:
    """May the giver lend this grade over these matters to the grantee?  No power that he was lent is lent on."""
    own = [p for p in giver.posts if p.role in GRADES and p.in_force(day) and GRADES[p.role] >= GRADES[grade]]
    if not own or not all(any(p.covers((m, m.partition("-")[0])) for p in own) for m in matters):
        return "not_authorised"
    held = [GRADES[p.role] for p in grantee.posts if p.role in GRADES and p.in_force(day)]
    if not held or giver.id == grantee.id:
        return "not_authorised"
    return None if max(held) >= GRADES[grade] else REQUIRES[DEPUTY]


def separation(
    *, act: str, actor: int, accepted_by: int | None, reviewed_by: Iterable[int], chaired_by: Iterable[int],
    instant: bool,
) -> bool:
    """Does an earlier act on the same application bar this one?  On items decided on the spot one person may accept
    and review; elsewhere three persons accept, review and decide."""
    if act == "record_opinion":
        return (actor == accepted_by and not instant) or actor in chaired_by
    if act in DECISIONS or act in OF_RATINGS:  # who is rated answers no rating of his work
        return actor == accepted_by or actor in reviewed_by
    return False
