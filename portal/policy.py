"""Who may open which address: every named URL of the system has a row here, and the middleware of access.py obeys it.

A row is a set of roles, or of the words ANYONE, SIGNED_IN, OFFICIAL (who holds a post today), PARTY (who acts for an
applicant today).  What somebody sees *of a case* is asked again with the case (workflow/reading.py)."""

from workflow import seats

ANYONE, SIGNED_IN, OFFICIAL, PARTY = "*", "signed in", "official", "party"
WATCHERS = frozenset(seats.WATCHERS)
DECIDERS = frozenset({"chief_representative", "deputy_director"})
HANDLERS = frozenset({"clerk", "reviewer", "verifier"}) | DECIDERS
VISITING = frozenset({"reviewer", "verifier"})


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
    "queue": _only(SIGNED_IN),
    "inbox": _only(SIGNED_IN),
    "inbox-read": _only(SIGNED_IN),
    "inbox-channels": _only(SIGNED_IN),
    "applications": _only(OFFICIAL, PARTY),
    "case": _only(SIGNED_IN),
    "case-act": _only(SIGNED_IN),
    "lodge": _only(PARTY),
    "lodge-item": _only(PARTY),
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
    "cards": _only(OFFICIAL),
    "card": _only(OFFICIAL),
    "card-contest": HANDLERS,
    "card-rule": _only("monitor"),
    "delegations": DECIDERS | WATCHERS,
    "delegate": _only("deputy_director"),
    "delegation-revoke": _only("deputy_director"),
}
