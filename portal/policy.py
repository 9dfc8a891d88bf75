"""Who may open which address: every named URL of the system has a row here, and the middleware of access.py obeys it.

A row is a set of roles, or of the words ANYONE, SIGNED_IN, OFFICIAL (who holds a post today), PARTY (who acts for an
applicant today).  What somebody sees *of a case* is asked again with the case (workflow/reading.py)."""

from workflow import seats

ANYONE, SIGNED_IN, OFFICIAL, PARTY = "*", "signed in", "official", "party"
WATCHERS = frozenset(seats.WATCHERS)
DECIDERS = frozenset({"chief_representative", "deputy_director"})
ADMINISTRATORS = frozenset({"bureau_head"})  # who appoints, answers for it; nobody administers himself
MENDERS = DECIDERS | {"clerk", "bureau_head"}  # authority.py: make_document_again
HANDLERS = frozenset({"clerk", "reviewer", "verifier"}) | DECIDERS
ORDERING = frozenset({"monitor", "bureau_head"})  # authority.py: give_order
VISITING = frozenset({"reviewer", "verifier"})
PUBLISHERS = WATCHERS | {"legal"}  # 公示台账
ENTERPRISE_READERS = HANDLERS | {"bureau_head", "supervisor", "legal", "monitor", "auditor"}  # 一企一档 of their bureau

INSPECTING = WATCHERS | {"supervisor", "verifier"}
PLEA_READERS = WATCHERS | {"legal", "supervisor"}
REVIEW_READERS = HANDLERS | WATCHERS | {"legal"}


def _only(*words: str) -> frozenset[str]:
    return frozenset(words)


POLICY: dict[str, frozenset[str]] = {
    "healthz": _only(ANYONE),
    "demo_mail": _only(ANYONE),  # mounted in the demo only
    "demo_message": _only(ANYONE),
    "start": _only(ANYONE),
    "sign-in": _only(ANYONE),
    "sign-out": _only(SIGNED_IN),
    "language": _only(ANYONE),
    "matters": _only(ANYONE),
    "matter": _only(ANYONE),
    "progress": _only(ANYONE),
    "licence-check": _only(ANYONE),
    "verify": _only(ANYONE),
    "verify-file": _only(ANYONE),
    "verify-key": _only(ANYONE),
    "verify-code": _only(ANYONE),
    **dict.fromkeys(("ask", "asked", "asked-judge", "answers", "ratings"), _only(ANYONE)),
    **dict.fromkeys(("published", "published-record", "published-csv", "published-json", "published-fields"), _only(ANYONE)),
    "queue": _only(SIGNED_IN),
    "inbox": _only(SIGNED_IN),
    "inbox-read": _only(SIGNED_IN),
    "inbox-channels": _only(SIGNED_IN),
    "applications": _only(OFFICIAL, PARTY),
    "case": _only(SIGNED_IN),
    "case-act": _only(SIGNED_IN),
    "case-work": _only(OFFICIAL),
    "lodge": _only(PARTY),
    "lodge-item": _only(PARTY),
    "case-file": _only(SIGNED_IN),
    "case-document": _only(SIGNED_IN),
    "case-preview": _only(OFFICIAL),
    "uploads": _only("clerk", "verifier", PARTY),
    "upload": _only("clerk", "verifier", PARTY),
    "draft-save": _only(PARTY),
    "draft-delete": _only(PARTY),
    "visits": VISITING,
    "visit-book": _only("reviewer"),
    "visit-slots": VISITING,
    "visit-slot-close": VISITING,
    "visit-record": _only(OFFICIAL),
    "visit-draft": _only("verifier"),
    "review": _only("reviewer"),
    "pre-checks": _only("reviewer", PARTY),
    "pre-check": _only("reviewer", PARTY),
    "pre-check-ask": _only(PARTY),
    "dues": WATCHERS,
    "dues-list": WATCHERS,
    "head": WATCHERS,
    "head-cases": WATCHERS,
    **dict.fromkeys(("figures", "figure-cases", "figure-waits", "figure-pictures", "appendix"), WATCHERS),
    **dict.fromkeys(("yearly-report", "yearly-report-file"), WATCHERS),
    "appendix-state": ADMINISTRATORS,
    "cards": _only(OFFICIAL),
    "card": _only(OFFICIAL),
    "card-contest": HANDLERS,
    "card-rule": _only("monitor"),
    "efficiency": WATCHERS,
    "outlook": WATCHERS,
    **dict.fromkeys(("orders", "order"), _only(OFFICIAL)),
    **dict.fromkeys(("order-new", "order-close"), ORDERING),
    "order-answer": HANDLERS | {"supervisor"},
    **dict.fromkeys(("publications", "publication"), PUBLISHERS),
    **dict.fromkeys(("tickets", "ticket", "ticket-act"), HANDLERS | {"legal", "supervisor", "monitor", "bureau_head", "auditor"}),
    "ticket-new": _only("clerk", "monitor"),
    **dict.fromkeys(("entries", "entry-new", "entry"), _only("clerk", "reviewer", "legal")),
    "rating-orders": frozenset({"clerk", "reviewer", "supervisor", "monitor", "bureau_head"}),
    "publication-withdraw": frozenset({"bureau_head", "legal"}),
    "approval": DECIDERS,
    "approval-view-save": DECIDERS,
    "approval-view-change": DECIDERS,
    "approval-bulk-check": DECIDERS,
    "approval-bulk-confirm": DECIDERS,
    "approval-bulk": DECIDERS,
    "approval-bulk-go": DECIDERS,
    "approval-case": DECIDERS,
    "approval-days": DECIDERS,
    "approval-act": DECIDERS,
    "delegations": DECIDERS | WATCHERS,
    "delegate": _only("deputy_director"),
    "delegation-revoke": _only("deputy_director"),
    "password-forgotten": _only(ANYONE),
    "password-new": _only(ANYONE),
    "account": _only(SIGNED_IN),
    "account-password": _only(SIGNED_IN),
    "account-preferences": _only(SIGNED_IN),
    "calendar": frozenset({"bureau_head", "monitor"}),
    "calendar-preview": frozenset({"bureau_head", "monitor"}),
    "calendar-import": frozenset({"bureau_head", "monitor"}),
    "undelivered": _only("clerk", "monitor"),
    "undelivered-settle": _only("clerk", "monitor"),
    "set-aside": MENDERS,
    "set-aside-again": MENDERS,
    "voided-numbers": _only(OFFICIAL),
    "seal-uses": frozenset({"bureau_head", "auditor", "monitor"}),
    "staff": ADMINISTRATORS,
    "staff-add": ADMINISTRATORS,
    "staff-person": ADMINISTRATORS,
    "staff-change": ADMINISTRATORS,
    "register": _only(ANYONE),
    "agents": _only(PARTY),
    "agent-grant": _only(PARTY),  # of these, only the applicant's own account (acts/people.py)
    "agent-revoke": _only(PARTY),
    "window": _only("clerk"),
    "window-next": _only("clerk"),
    "window-take": _only("clerk"),
    "window-letter": _only("clerk"),
    "window-print": _only("clerk"),
    "kiosk": _only(ANYONE),
    "enterprises": ENTERPRISE_READERS,
    **dict.fromkeys(("enterprise", "enterprise-part", "licence"), ENTERPRISE_READERS | {PARTY}),
    "address-label": _only("clerk"),
    **dict.fromkeys(("draws", "draw", "draw-data"), _only(ANYONE)),
    "inspection-plan": ADMINISTRATORS,
    **dict.fromkeys(("inspection-announce", "inspection-draw"), _only("supervisor")),
    "inspections": INSPECTING,
    "inspection": INSPECTING | {PARTY},
    **dict.fromkeys(("inspection-record", "inspection-sign", "inspection-recheck"), _only("supervisor", "verifier")),
    "follow-ups": WATCHERS | {"supervisor"},
    "credit": PLEA_READERS,
    "credit-entry": ENTERPRISE_READERS | {PARTY},
    "credit-plead": _only(PARTY),
    "credit-decide": _only("legal"),
    **dict.fromkeys(("file-reviews", "file-review"), REVIEW_READERS),
    **dict.fromkeys(("file-review-announce", "file-review-draw", "file-review-score", "file-review-settle"), _only("legal")),
    "file-review-answer": HANDLERS,
}
