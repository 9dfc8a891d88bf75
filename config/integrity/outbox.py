"""Every act told whom it concerned, and nobody was told of what did not happen.

What must have been told is derived from the ledger: a notice that was drawn up and served goes to the party, some acts
tell others.  An account counts as one of the party's if it existed then, or was told something of the case before."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from approvals.documents.kinds import KINDS
from approvals.rules.agency import BY_POWER
from config.integrity.findings import Finding, Rule, Scope

PORTION = 300
BANNING: dict[str, dict[str, Any]] = {
    "terminate": {},
    "break_promise": {},
    "record_follow_up": {"result": "false"},
    "refuse": {"concealment": True},
    "revoke_licence": {"fraud": True},
}
TO_PARTY = {"reject_material": "material_rejected", "record_no_show": "visit_missed"}
TO_PARTY |= {"reseal": "document_replaced", "revoke_document": "document_voided"}
TO_PARTY |= {"answer_rating": "rating_answered"}
TO_PARTY |= dict.fromkeys(("book_visit", "change_visit"), "visit_notice")
TO_REVIEWERS = {"return_to_review": "returned_to_review", "request_hearing": "hearing_requested"}
TO_HANDLERS = {"supply": "materials_supplied", "withdraw": "withdrawn"}
TOLD_BY: dict[str, frozenset[str]] = {
    **{kind: frozenset({act}) for act, kind in (TO_PARTY | TO_REVIEWERS | TO_HANDLERS).items()},
    "visit_notice": frozenset({"book_visit", "change_visit"}),
    "ban_imposed": frozenset(BANNING),
    "visit_booked": frozenset({"book_visit", "change_visit"}),
    "work_arrived": frozenset({"hand_over"}),
    "bad_rating": frozenset({"rate"}),
    "deadline_moved": frozenset({"move_dates"}),
    "reminder": frozenset({"remind"}),
    "overdue": frozenset({"remind"}),
}
NEXT = """SELECT a.id, a.number, a.applicant_id, a.lodged_by_id FROM workflow_application a
 WHERE {scope} AND a.id > %(after)s ORDER BY a.id LIMIT %(limit)s"""
ENTRIES = """SELECT l.application_id, l.id, l.seq, l.act, l.actor_id, l.at, l.inputs, l.authority FROM workflow_ledgerentry l
 WHERE l.application_id = ANY(%(keys)s) ORDER BY l.application_id, l.seq"""
DRAWN = "SELECT d.application_id, d.seq, d.kind FROM approvals_document d WHERE d.application_id = ANY(%(keys)s)"
HEARINGS = """SELECT h.application_id, h.requested_by_id FROM workflow_hearing h
 WHERE h.application_id = ANY(%(keys)s) AND h.requested_by_id IS NOT NULL"""
ACCOUNTS = "SELECT u.applicant_id, u.id, u.date_joined FROM approvals_user u WHERE u.applicant_id = ANY(%(parties)s)"
MESSAGES = "SELECT m.id, m.event, m.kind, m.recipient_id FROM notifications_message m WHERE m.event = ANY(%(events)s)"
STRAYS = (
    Rule(
        "outbox",
        "notifications_message",
        """SELECT m.id, (SELECT a.number FROM workflow_application a WHERE a.id::text = split_part(m.event, ':', 2)),
         m.kind || ' of ' || m.event || ', which is not in the ledger' FROM notifications_message m
        LEFT JOIN workflow_ledgerentry l ON m.event = 'application:' || l.application_id || ':' || l.seq
        WHERE m.event LIKE 'application:%' AND l.id IS NULL""",
    ),
    Rule(
        "outbox",
        "notifications_message",
        """SELECT m.id, NULL, m.kind || ' of ' || m.event || ', and there is no such card' FROM notifications_message m
        LEFT JOIN supervision_card c ON m.event = 'card:' || c.id WHERE m.event LIKE 'card:%' AND c.id IS NULL""",
    ),
    Rule(
        "outbox",
        "notifications_message",
        """SELECT m.id, NULL, m.kind || ' of ' || m.event || ', and there is no such order' FROM notifications_message m
        LEFT JOIN supervision_order o ON m.event = 'order:' || o.id WHERE m.event LIKE 'order:%' AND o.id IS NULL""",
    ),
    Rule(
        "outbox",
        "notifications_message",
        """SELECT m.id, NULL, m.kind || ' of ' || m.event || ' to ' || m.recipient_id || ', who has no account'
        FROM notifications_message m LEFT JOIN approvals_user u ON u.id = m.recipient_id WHERE u.id IS NULL""",
    ),
    Rule(
        "outbox",
        "supervision_card",
        """SELECT c.id, a.number, 'card_issued was not told to ' || p FROM supervision_card c
        JOIN workflow_application a ON a.id = c.application_id, unnest(c.people) p WHERE NOT EXISTS (
         SELECT 1 FROM notifications_message m WHERE m.event = 'card:' || c.id AND m.kind = 'card_issued'
         AND m.recipient_id = p)""",
    ),
)


@dataclass(slots=True)
class Entry:
    """One act, what was drawn up by it, and who was told what of it: (kind, account) → row."""

    id: int
    seq: int
    act: str
    actor: int | None
    at: datetime
    inputs: dict[str, Any]
    authority: str
    drawn: set[str] = field(default_factory=set)
    told: dict[tuple[str, int], int] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """An application with its acts; `accounts` of each party with the instants from which they existed."""

    id: int
    number: str
    party: int
    lodged_by: int
    entries: list[Entry] = field(default_factory=list)
    hearers: set[int] = field(default_factory=set)
    accounts: dict[int, dict[int, datetime]] = field(default_factory=dict)


def check_outbox(scope: Scope) -> Iterator[Finding]:
    """Both ways: each act's messages are there, and each message has its act."""
    after = 0
    while portion := _portion(scope, after):
        for case in portion:
            yield from _untold(case)
            yield from _made_up(case)
        after = portion[-1].id
    if scope.everything:
        for rule in STRAYS:
            yield from rule.findings(scope)


def _rows(sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _portion(scope: Scope, after: int) -> list[Told]:
    found = _rows(NEXT.replace("{scope}", scope.of("a.id")), after=after, limit=PORTION)
    cases = {row[0]: Told(*row) for row in found}
    keys = list(cases)
    events: dict[str, Entry] = {}
    for key, row, seq, act, actor, at, inputs, authority in _rows(ENTRIES, keys=keys):
        entry = Entry(row, seq, act, actor, at, json.loads(inputs), authority)
        cases[key].entries.append(entry)
        events[f"application:{key}:{entry.seq}"] = entry
    for key, seq, kind in _rows(DRAWN, keys=keys):
        if drawing := events.get(f"application:{key}:{seq}"):
            drawing.drawn.add(kind)
    for key, party in _rows(HEARINGS, keys=keys):
        cases[key].hearers.add(party)
    for row, event, kind, recipient in _rows(MESSAGES, events=list(events)):
        events[event].told[kind, recipient] = row
    _add_accounts(list(cases.values()))
    return list(cases.values())


def _add_accounts(cases: list[Told]) -> None:
    heard = {
        case.id: {e.inputs["party"] for e in case.entries if e.inputs.get("party")} | case.hearers for case in cases
    }
    parties = {case.party for case in cases}.union(*heard.values())
    accounts: dict[int, dict[int, datetime]] = defaultdict(dict)
    for party, account, since in _rows(ACCOUNTS, parties=list(parties)):
        accounts[party][account] = since
    for case in cases:
        case.accounts = {party: accounts[party] for party in heard[case.id] | {case.party}}


def _untold(case: Told) -> Iterator[Finding]:
    known: set[int] = set()
    accepted: set[int] = set()
    reviewed: set[int] = set()
    for entry in case.entries:
        for kind, person in sorted(_owed(case, entry, known, accepted, reviewed) - set(entry.told)):
            differs = f"seq {entry.seq} ({entry.act}): {kind} was not told to {person}"
            yield Finding("outbox", "workflow_ledgerentry", entry.id, case.number, differs)
        known |= {person for _, person in entry.told}
        if entry.actor is not None:
            accepted |= {entry.actor} if entry.act == "accept" else set()
            reviewed |= {entry.actor} if entry.act == "record_opinion" else set()


def _owed(case: Told, entry: Entry, known: set[int], accepted: set[int], reviewed: set[int]) -> set[tuple[str, int]]:
    """What this act had to tell, and whom."""

    def of(party: int) -> set[int]:
        return {account for account, since in case.accounts[party].items() if since <= entry.at or account in known}

    own = not entry.authority or entry.authority.startswith(BY_POWER)
    by_party = entry.act == "lodge" and own  # a clerk who took it in is not told
    party = of(case.party) | ({case.lodged_by} if by_party else set())
    owed = {(kind, person) for kind in _to_party(entry) for person in party}
    for kind in entry.drawn & {"third_party_notice", "hearing_notice"}:
        parties = (
            {entry.inputs["party"]} if entry.inputs.get("party") else case.hearers if len(case.hearers) == 1 else ()
        )
        owed |= {(kind, person) for each in parties for person in of(each)}
    for kinds, people in ((TO_REVIEWERS, reviewed), (TO_HANDLERS, accepted | reviewed)):
        if entry.act in kinds:
            owed |= {(kinds[entry.act], person) for person in people}
    if entry.act in ("book_visit", "change_visit"):
        owed |= {("visit_booked", person) for person in entry.inputs.get("officials") or ()}
    return owed


def _to_party(entry: Entry) -> set[str]:
    kinds = {TO_PARTY[entry.act]} if entry.act in TO_PARTY else set()
    if entry.inputs.get("notice", True) and entry.act != "reseal":
        kinds |= {kind for kind in entry.drawn if KINDS[kind].notice}
    if entry.act == "serve_notice":
        kinds.add(str(entry.inputs.get("document")))
    if entry.act == "move_dates" and entry.inputs.get("moved"):
        kinds.add("deadline_moved")
    if entry.act in BANNING and BANNING[entry.act].items() <= entry.inputs.items():
        kinds.add("ban_imposed")
    return kinds


def _made_up(case: Told) -> Iterator[Finding]:
    for entry in case.entries:
        served = {entry.inputs.get("document")} if entry.act == "serve_notice" else set()
        for (kind, _), row in entry.told.items():
            if kind not in entry.drawn | served and entry.act not in TOLD_BY.get(kind, ()):
                differs = f"{kind} does not follow from seq {entry.seq} ({entry.act})"
                yield Finding("outbox", "notifications_message", row, case.number, differs)
