"""The words a scenario may use: acts with their arguments, handles, and what can be expected."""

from supervision.profile import shipped
from workflow.acts.delivery import METHODS, SERVING
from workflow.acts.procedures import ALWAYS, LISTED
from workflow.lifecycle import STATUSES
from workflow.queue import STAGES

PEOPLE = frozenset(
    "applicant applicant2 person agent clerk clerk2 reviewer reviewer2 verifier_a verifier_b verifier_c chief deputy "
    "deputy2 head government_head supervisor monitor auditor legal".split()
)
WITHOUT_PERSON = frozenset({"sweep", "import_calendar", "register_licence"})
STEP_KEYS = frozenset("at case by do with expect refused".split())
FILE_KEYS = frozenset("title law calendar steps".split())
ARGUMENTS: dict[str, frozenset[str]] = {
    act: frozenset(words.split())
    for act, words in {
        "lodge": "item materials route commit_missing channel licence facts delivery delivery_address exempt",
        "correct": "field before after",
        "request_supplement": "materials",
        "supply": "materials",
        "reject_material": "material reason",
        "accept": "commit_missing",
        "decline": "reason competent",
        "record_opinion": "opinion grounds",
        "book_visit": "for officials mode",
        "change_visit": "for officials mode",
        "record_no_show": "remark",
        "record_visit": "result officials rectify_days",
        "confirm_rectification": "result",
        "pause": "procedure planned_days notice",
        "resume": "procedure experts conclusion dissent",
        "extend": "days reason notice",
        "serve_notice": "document",
        "notify_third_party": "party interest",
        "request_hearing": "reason",
        "call_hearing": "chair day hour place",
        "hold_hearing": "chair statements",
        "decline_hearing": "party asked_on grounds",
        "record_statement": "party statement treatment",
        "recuse": "who reason",
        "claim": "stage",
        "release": "stage",
        "hand_over": "stage to",
        "delegate": "matters to from until grade",
        "revoke_delegation": "to",
        "grant": "grounds",
        "refuse": "grounds concealment",
        "return_to_review": "grounds",
        "issue": "method",
        "serve": "method recipient signed tracking address note",
        "record_failed_service": "method reason tracking address",
        "choose_delivery": "delivery delivery_address",
        "publish": "",
        "correct_licence": "field after reason",
        "withdraw": "reason",
        "record_follow_up": "result rectify_days findings",
        "notify_revocation": "grounds",
        "revoke_licence": "grounds fraud",
        "cancel_licence": "grounds",
        "rescind_licence": "grounds",
        "rate": "stars text",
        "contact_rater": "text",
        "answer_rating": "text",
        "call_back_rater": "outcome text",
        "contest_card": "rule text",
        "rule_on_card": "rule uphold text",
        "sweep": "",
        "import_calendar": "year closed opened",
        "register_licence": "number item holder valid_from valid_until",
    }.items()
}
# what a story tells of; `exactly` forbids none of the small acts beside it
TOLD_ACTS = frozenset(ARGUMENTS) - frozenset(
    "change_visit record_no_show decline_hearing record_statement claim release hand_over record_failed_service "
    "choose_delivery correct_licence contact_rater answer_rating call_back_rater".split()
)
HANDLE_ARGUMENTS = frozenset("officials who to chair party holder".split())
CLOCKS = frozenset(
    "notice statutory promised cure delivery announcement publication follow_up rectification hearing_request hearing "
    "supplement node renewal contact feedback".split()
)
# the kinds a story tells of; papers that go with another or stay in the file are not told
DOCUMENTS = frozenset(
    "receipt commitment_letter supplement_notice acceptance_notice tolerance_notice non_acceptance_decision "
    "termination_notice visit_record rectification_order special_procedure_notice extension_notice third_party_notice "
    "hearing_notice hearing_record grant_decision refusal_decision licence filing_record service_receipt "
    "late_renewal_warning revocation_notice revocation_decision cancellation_decision rescission_decision".split()
)
TOLD_NOTICES = DOCUMENTS | {"deadline_moved"}
SCALARS = frozenset("status acceptance received_on accepted_on decided_on served_on".split())
LISTS = frozenset(
    "paused provisional overdue outstanding offers queue documents notices cards bans tasks ledger".split()
)
EXPECTATIONS = SCALARS | LISTS | {"due", "licence", "explains", "for", "exactly", "absent"}
MAP_KEYS = {
    "cards": frozenset("colour rule day state".split()),
    "bans": frozenset("kind until".split()),
    "licence": frozenset("status valid_from valid_until renewal".split()),
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "lodge": ("item",),
    "delegate": ("matters", "to", "from", "until"),
    "revoke_delegation": ("to",),
    "hand_over": ("to",),
    "import_calendar": ("year",),
    "register_licence": ("number", "item", "holder", "valid_from"),
}
DATES = frozenset(
    "asked_on received_on accepted_on decided_on served_on day from until valid_from valid_until closed opened".split()
)
NUMBERS = frozenset("planned_days days rectify_days stars year".split())
SWITCHES = frozenset("notice concealment fraud uphold exactly signed".split())
TEXTS = frozenset(
    "number licence item reason remark grounds text field before after interest competent hour place experts conclusion dissent "
    "statements statement treatment findings recipient tracking address note delivery_address".split()
)
CARD_RULES = frozenset(rule.name for rule in shipped().rules)
WORDS: dict[str, frozenset[str]] = {
    "status": frozenset(code for code, _ in STATUSES),
    "acceptance": frozenset("normal on_commitment deemed instant".split()),
    "route": frozenset({"ordinary", "commitment"}),
    "channel": frozenset({"online", "window"}),
    "mode": frozenset({"site", "video"}),
    "method": frozenset(SERVING),
    "delivery": frozenset(METHODS),
    "opinion": frozenset({"grant", "refuse"}),
    "outcome": frozenset({"satisfied", "not_satisfied", "not_reached"}),
    "result": frozenset("passed failed rectify kept curable false".split()),
    "procedure": ALWAYS | LISTED,
    "document": DOCUMENTS,
    "documents": DOCUMENTS,
    "rule": CARD_RULES,
    "offers": frozenset(ARGUMENTS),
    "stage": frozenset(STAGES),
    **dict.fromkeys(("paused", "provisional", "overdue"), CLOCKS),
    **dict.fromkeys(("queue", "for", *HANDLE_ARGUMENTS), PEOPLE),
}
ENTRY_WORDS: dict[str, dict[str, frozenset[str]]] = {
    "cards": {
        "rule": CARD_RULES,
        "colour": frozenset({"amber", "yellow", "red"}),
        "state": frozenset({"open", "contested", "upheld", "cancelled"}),
    },
    "bans": {"kind": frozenset({"tolerance", "commitment", "reapplication"})},
    "licence": {
        "status": frozenset({"valid", "expired", "revoked", "cancelled", "rescinded"}),
        "renewal": frozenset({"normal", "deemed"}),
    },
}
