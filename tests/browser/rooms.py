"""Who sees which pages: every page of every role, by address."""

EVERYBODY = ("/queue/", "/inbox/", "/account/")
OFFICIAL = (*EVERYBODY, "/applications/", "/cards/")
WATCHER = (*OFFICIAL, "/dues/", "/dues/list/", "/delegations/")
PARTY = (*EVERYBODY, "/applications/", "/agents/", "/lodge/", "/lodge/EM07-01/", "/lodge/EM06-03/", "/lodge/EM09-01/")
VISITOR = ("/", "/sign-in/", "/register/", "/password/", "/demo/mail", "/nowhere/")

PAGES: dict[str, tuple[str, ...]] = {
    "": VISITOR,
    "applicant": PARTY,
    "person": PARTY,
    "agent": PARTY,
    "clerk": (*OFFICIAL, "/undelivered/"),
    "reviewer": OFFICIAL,
    "reviewer2": OFFICIAL,
    "verifier_a": OFFICIAL,
    "supervisor": OFFICIAL,
    "legal": OFFICIAL,
    "auditor": WATCHER,
    "monitor": (*WATCHER, "/undelivered/", "/calendar/"),
    "head": (*WATCHER, "/staff/", "/staff/new/", "/staff/2/", "/calendar/"),
    "government_head": WATCHER,
    "chief": (*OFFICIAL, "/delegations/"),
    "deputy": WATCHER,
}
