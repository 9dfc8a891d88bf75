"""台账的链: every application's ledger and every register, entry by entry, from the first to the head.

Of each chain the first broken row is named; what follows it proves nothing."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from config.integrity.findings import Finding, Scope, stream
from workflow.models import Application

LEDGER = """SELECT a.id, a.number, a.version, a.chain_hash, a.status, l.id, l.seq, l.prev_hash, l.hash, l.act, l.actor_id,
 l.at, l.inputs, l.authority, l.from_status, l.to_status
 FROM workflow_application a LEFT JOIN workflow_ledgerentry l ON l.application_id = a.id WHERE {scope} ORDER BY a.id, l.seq"""
REGISTERS = """SELECT r.name, NULL, r.version, r.chain_hash, NULL, e.id, e.seq, e.prev_hash, e.hash, e.act, e.actor_id, e.at,
 e.inputs FROM workflow_register r LEFT JOIN workflow_registerentry e ON e.register_id = r.name ORDER BY r.name, e.seq"""
TURNED_INTO = {"supply": "complete_supplement", "reject_material": "reject_supplement"}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it stands in its table; `content` is what the digest covers."""

    id: int
    seq: int
    prev: str
    hash: str
    act: str
    before: str
    after: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with what its head row says of it."""

    check: str
    table: str
    head: str
    key: int | str
    number: str | None
    version: int
    hash: str
    status: str | None
    links: list[Link]


def check_ledger(scope: Scope) -> Iterator[Finding]:
    """Gapless, unbroken, told as the lifecycle admits, and the application says what its last entry says."""
    rows = stream(LEDGER.replace("{scope}", scope.of("a.id")))
    for key, group in groupby(rows, key=lambda row: row[0]):
        held = list(group)
        _, number, version, head, status = held[0][:5]
        links = [_entry(key, row[5:]) for row in held if row[5] is not None]
        chain = Chain(
            "ledger", "workflow_ledgerentry", "workflow_application", key, number, version, head, status, links
        )
        yield from broken(chain)
        yield from _not_of_the_lifecycle(chain)


def check_registers(scope: Scope) -> Iterator[Finding]:
    """The same of every register."""
    if not scope.everything:
        return
    for name, group in groupby(stream(REGISTERS), key=lambda row: row[0]):
        held = list(group)
        links = [_register_entry(name, row[5:]) for row in held if row[5] is not None]
        _, _, version, head, _ = held[0][:5]
        yield from broken(
            Chain("register", "workflow_registerentry", "workflow_register", name, None, version, head, None, links)
        )


def _entry(key: int, row: tuple[Any, ...]) -> Link:
    id_, seq, prev, digest, act, actor, at, inputs, authority, before, after = row
    content = {"application": key, "seq": seq, "act": act, "actor": actor, "authority": authority, "at": _utc(at)}
    content |= {"from": before, "to": after, "inputs": json.loads(inputs)}
    return Link(id_, seq, prev, digest, act, before, after, content)


def _register_entry(name: str, row: tuple[Any, ...]) -> Link:
    id_, seq, prev, digest, act, actor, at, inputs = row
    content = {"register": name, "seq": seq, "act": act, "actor": actor, "at": _utc(at), "inputs": json.loads(inputs)}
    return Link(id_, seq, prev, digest, act, "", "", content)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(prev: str, content: dict[str, Any]) -> str:
    """SHA-256 of the digest before and of the entry: keys sorted, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(prev.encode() + text.encode()).hexdigest()


def broken(chain: Chain) -> Iterator[Finding]:
    """The first link that does not hold, else what the head row says otherwise."""
    prev, status = "", chain.links[0].before if chain.links else ""
    for expected, link in enumerate(chain.links, 1):
        wrong = _wrong(link, expected, prev, status)
        if wrong:
            yield Finding(chain.check, chain.table, link.id, chain.number or str(chain.key), wrong)
            return
        prev, status = link.hash, link.after
    yield from _head(chain, prev, status)


def _wrong(link: Link, expected: int, prev: str, status: str) -> str:
    if link.seq != expected:
        return f"seq {link.seq} where {expected} should stand"
    if link.prev != prev:
        return f"seq {link.seq}: prev_hash {link.prev[:12]} is not the hash {prev[:12]} of the entry before"
    if link.hash != digest(prev, link.content):
        return f"seq {link.seq}: hash {link.hash[:12]} is not that of its content"
    return "" if link.before == status else f"seq {link.seq}: from_status {link.before} after {status}"


def _head(chain: Chain, last: str, status: str) -> Iterator[Finding]:
    length, name = len(chain.links), chain.number or str(chain.key)
    if chain.version != length:
        yield Finding(chain.check, chain.head, chain.key, name, f"version {chain.version}, but {length} entries")
    elif chain.hash != last:
        yield Finding(chain.check, chain.head, chain.key, name, f"chain_hash {chain.hash[:12]}, last entry {last[:12]}")
    if chain.status is not None and chain.status != status:
        yield Finding(chain.check, chain.head, chain.key, name, f"status {chain.status}, last entry {status}")


def _not_of_the_lifecycle(chain: Chain) -> Iterator[Finding]:
    for link in chain.links:
        names = (link.act, TURNED_INTO.get(link.act, link.act))
        if not any(_admits(TRANSITIONS.get(name, ()), link.before, link.after) for name in names):
            differs = f"seq {link.seq}: {link.act} does not lead from {link.before} to {link.after}"
            yield Finding("lifecycle", chain.table, link.id, chain.number, differs)


def _admits(ways: Iterable[tuple[str, str | None]], before: str, after: str) -> bool:
    return any(source in ("*", before) and (target or before) == after for source, target in ways)


def _transitions() -> dict[str, list[tuple[str, str | None]]]:
    found: dict[str, list[tuple[str, str | None]]] = {}
    for each in Application._meta.get_field("status").get_all_transitions(Application):
        found.setdefault(each.name, []).append((str(each.source), None if each.target is None else str(each.target)))
    return found


TRANSITIONS = _transitions()
