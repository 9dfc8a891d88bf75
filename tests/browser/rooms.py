"""Who sees which pages: every page of every role, by address."""

EVERYBODY = ("/queue/", "/inbox/", "/account/")
SERVING = (*EVERYBODY, "/applications/", "/cards/", "/orders/", "/documents/voided/")
OFFICIAL = (*SERVING, "/enterprises/")
PARTY = (*EVERYBODY, "/applications/", "/agents/", "/lodge/", "/lodge/EM07-01/", "/lodge/EM06-03/", "/lodge/EM09-01/")
PRE_CHECKS = ("/pre-checks/", "/pre-checks/new/EM07-01/")
PUBLIC = ("/matters/", "/matters/EM07-01/", "/matters/EM06-01/", "/progress/", "/check/", "/published/", "/random-inspections/")
ASKING = ("/ratings/", "/ask/", "/ask/progress/", "/answers/", "/answers/?matter=EM06-01")
CHECK = ("/verify/", "/verify/?asked=GZ1", "/verify/key/")
VISITOR = ("/", "/sign-in/", "/register/", "/password/", *PUBLIC, *ASKING, *CHECK, "/demo/mail", "/kiosk/", "/nowhere/")
OVERSIGHT = ("/inspections/", "/follow-ups/", "/credit/", "/file-reviews/")
FIGURES = (
    *("/figures/", "/figures/?by=item", "/figures/cases/?figure=accepted", "/figures/cases/?figure=turned_down_matters"),
    *("/figures/pictures/", "/figures/waits/?step=decide&wait=days", "/figures/yearly/"),
)
WATCHING = ("/dues/", "/dues/list/", "/delegations/", "/head/", "/head/cases/")
SUPERVISING = ("/publications/", "/efficiency/", "/outlook/", *FIGURES, *OVERSIGHT)  # the same for all who watch
DESK = ("/rating-orders/", "/tickets/", "/entries/")
WATCHER = (*OFFICIAL, *WATCHING)

PAGES: dict[str, tuple[str, ...]] = {
    "": VISITOR,
    "applicant": (*PARTY, *PRE_CHECKS),
    "person": PARTY,
    "agent": PARTY,
    "clerk": (*OFFICIAL, "/documents/set-aside/", "/undelivered/", "/window/", *DESK, "/tickets/new/"),
    "reviewer": (*OFFICIAL, "/visits/", "/pre-checks/", "/rating-orders/", "/tickets/"),
    "reviewer2": OFFICIAL,
    "verifier_a": (*OFFICIAL, "/visits/", "/inspections/", "/file-reviews/"),
    "supervisor": (*OFFICIAL, "/inspections/", "/follow-ups/", "/credit/", "/random-inspections/", "/rating-orders/"),
    "legal": (*OFFICIAL, "/credit/", "/file-reviews/", "/publications/", "/tickets/", "/entries/", "/entries/new/"),
    "auditor": (*WATCHER, "/documents/seal-uses/"),
    "monitor": (
        *(*WATCHER, *SUPERVISING, "/rating-orders/", "/tickets/", "/tickets/new/", "/undelivered/", "/calendar/"),
        "/documents/seal-uses/",
    ),
    "head": (
        *(*WATCHER, "/figures/appendix/", "/rating-orders/", "/staff/", "/staff/new/", "/staff/2/", "/calendar/"),
        "/documents/seal-uses/",
    ),
    "government_head": (*SERVING, *WATCHING),
    "chief": (*OFFICIAL, "/delegations/", "/approval/"),
    "deputy": (*WATCHER, "/approval/"),
}
# Addresses that show no page by themselves: what forms and scripts send to, and pages that need a case, a card … at hand,
# which the tests of pages open by their links.
SENT_TO = frozenset(
    {
        *("case-act", "case-work", "card-contest", "card-rule", "delegate", "delegation-revoke", "inbox-channels"),
        *(
            "inbox-read",
            "language",
            "sign-out",
            "account-password",
            "account-preferences",
            "agent-grant",
            "agent-revoke",
        ),
        "appendix-state",
        *("approval-act", "approval-bulk-check", "approval-bulk-go", "approval-view-change", "approval-view-save"),
        *("calendar-import", "calendar-preview", "draft-delete", "draft-save", "staff-change", "undelivered-settle"),
        *(
            "upload",
            "uploads",
            "window-next",
            "window-take",
            "visit-book",
            "visit-draft",
            "visit-slots",
            "visit-slot-close",
            "verify-file",
            "set-aside-again",
            "case-preview",
            "order-answer",
            "order-close",
            "publication-withdraw",
            "ticket-act",
            "asked-judge",
            "inspection-plan",
            "inspection-announce",
            "inspection-draw",
            "inspection-record",
            "inspection-sign",
            "inspection-recheck",
            "credit-plead",
            "credit-decide",
            "file-review-announce",
            "file-review-draw",
            "file-review-score",
            "file-review-answer",
            "file-review-settle",
        ),
    }
)
# Each of these is opened by tests/browser/links.py.
OPENED_BY_LINK = frozenset(
    {
        *("case", "card", "demo_message", "approval-case", "approval-days", "approval-bulk-confirm", "approval-bulk"),
        *("password-new", "window-letter", "window-print", "review", "visit-record", "pre-check", "verify-code"),
        *("enterprise", "enterprise-part", "licence", "address-label", "order", "order-new"),
        *("publication", "published-record", "ticket", "entry", "draw", "inspection", "credit-entry", "file-review"),
    }
)
FILES = frozenset({"case-file", "case-document", "yearly-report-file", "draw-data"})  # handed in, issued, reported, drawn
OF_MACHINES = frozenset({"healthz", "published-csv", "published-json", "published-fields"})
