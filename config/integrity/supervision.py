"""电子监察、督办: what is said of a card or an order stands in the chain of its register, and who answers is derived anew.

Who answered for a case is read off the ledger here once more, entry by entry; cards from before it was kept have no day
for an explanation and are not asked."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from config.integrity.findings import Finding, Rule, Scope, stream

SUPERVISION = (
    Rule(
        "card",
        "supervision_card",
        """SELECT c.id, a.number, format('%s by %s at %s: the register has no such entry', x.act, x.by_id, x.at)
        FROM supervision_card c JOIN workflow_application a ON a.id = c.application_id
        CROSS JOIN LATERAL (VALUES ('contest_card', c.contested_by_id, c.contested_at),
         ('rule_on_card', c.ruled_by_id, c.ruled_at)) x(act, by_id, at)
        WHERE {scope} AND x.at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workflow_registerentry e
         WHERE e.register_id = 'cards' AND e.act = x.act AND e.actor_id = x.by_id AND e.at = x.at
         AND e.inputs ->> 'application' = c.application_id::text AND e.inputs ->> 'rule' = c.rule
         AND e.inputs ->> 'day' = c.day::text)""",
    ),
    Rule(
        "order",
        "supervision_order",
        """SELECT o.id, a.number, format('%s by %s at %s: the register has no such entry', x.act, x.by_id, x.at)
        FROM supervision_order o JOIN workflow_application a ON a.id = o.application_id
        CROSS JOIN LATERAL (VALUES ('give_order', o.ordered_by_id, o.ordered_at, NULL),
         ('answer_order', o.answered_by_id, o.answered_at, o.id::text),
         ('close_order', o.closed_by_id, o.closed_at, o.id::text)) x(act, by_id, at, key)
        WHERE {scope} AND x.at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workflow_registerentry e
         WHERE e.register_id = 'orders' AND e.act = x.act AND e.actor_id = x.by_id AND e.at = x.at
         AND e.inputs ->> 'application' = o.application_id::text
         AND coalesce(e.inputs ->> 'order', '') = coalesce(x.key, '')
         AND (x.key IS NOT NULL OR e.inputs ->> 'text' = o.text))""",
    ),
    Rule(
        "outbox",
        "supervision_order",
        """SELECT o.id, a.number, 'order_given was not told to anybody' FROM supervision_order o
        JOIN workflow_application a ON a.id = o.application_id WHERE {scope} AND o.person_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM notifications_message m WHERE m.event = 'order:' || o.id
         AND m.kind = 'order_given' AND m.recipient_id = o.person_id)""",
    ),
)
LABOUR = ("claim", "hand_over", "release")
CARDS = """SELECT c.id, a.number, c.application_id, c.people, c.responsible_id, c.day::timestamp AT TIME ZONE 'Asia/Shanghai'
 FROM supervision_card c JOIN workflow_application a ON a.id = c.application_id
 WHERE {scope} AND c.reply_due_on IS NOT NULL ORDER BY c.application_id, c.id"""
ENTRIES = """SELECT l.act, l.actor_id, l.at, l.inputs FROM workflow_ledgerentry l WHERE l.application_id = %(key)s
 AND l.actor_id IS NOT NULL AND l.act IN ('accept', 'record_opinion', 'claim', 'hand_over', 'release') ORDER BY l.seq"""


def check_answering(scope: Scope) -> Iterator[Finding]:
    """Whoever answers for a card had it in hand before its day: he took the work, was handed it, or handled the case."""
    for key, group in groupby(list(stream(CARDS.replace("{scope}", scope.of("a.id")))), key=lambda row: row[2]):
        entries = list(stream(ENTRIES, {"key": key}))
        for card, number, _key, people, responsible, began in group:
            handled = [actor for act, actor, at, _inputs in entries if act not in LABOUR and at < began]
            if list(people) != list(dict.fromkeys(handled)):
                yield Finding("card", "supervision_card", card, number, f"people {people}, the ledger has {handled}")
            able = {*handled[-1:], *_takers(entries, began)} or {None}
            if responsible not in able:
                differs = f"{responsible} answers for it, the ledger has {sorted(able, key=str)}"
                yield Finding("card", "supervision_card", card, number, differs)


def _takers(entries: list[tuple[Any, ...]], began: Any) -> Iterator[int]:
    """Who had taken work or been handed it before the day."""
    for act, actor, at, inputs in entries:
        if at < began and act in LABOUR[:2]:
            yield actor if act == "claim" else json.loads(inputs)["to"]
