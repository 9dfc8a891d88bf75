"""Who sees which pages: every page of every role, by address."""

EVERYBODY = ("/queue/", "/inbox/")
OFFICIAL = (*EVERYBODY, "/applications/", "/cards/")
WATCHER = (*OFFICIAL, "/dues/", "/dues/list/", "/delegations/")
PARTY = (*EVERYBODY, "/applications/", "/lodge/", "/lodge/EM07-01/", "/lodge/EM06-03/", "/lodge/EM09-01/")
PRE_CHECKS = ("/pre-checks/", "/pre-checks/new/EM07-01/")
VISITOR = ("/", "/sign-in/", "/demo/mail", "/nowhere/")

PAGES: dict[str, tuple[str, ...]] = {
    "": VISITOR,
    "applicant": (*PARTY, *PRE_CHECKS),
    "person": PARTY,
    "agent": PARTY,
    "clerk": OFFICIAL,
    "reviewer": (*OFFICIAL, "/visits/", "/pre-checks/"),
    "reviewer2": OFFICIAL,
    "verifier_a": (*OFFICIAL, "/visits/"),
    "supervisor": OFFICIAL,
    "legal": OFFICIAL,
    "auditor": WATCHER,
    "monitor": WATCHER,
    "head": WATCHER,
    "government_head": WATCHER,
    "chief": (*OFFICIAL, "/delegations/"),
    "deputy": WATCHER,
}
