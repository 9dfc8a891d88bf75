"""Acts that belong to no application: delegations, the calendar.  Each register has a chain.

Sources: the bureau's 授权审批规定 (delegation); 全国年节及纪念日放假办法 (calendar)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from approvals.people import Delegation
from approvals.rules import authority
from notifications.models import Message
from workflow import calendar, catalogue_versions
from workflow.acts.recompute import recompute_stale
from workflow.calendar import Moved
from workflow.errors import BadInput, refuse
from workflow.models import Register, RegisterEntry
from workflow.rows import jsonable
from workflow.rules.clock import legal_day
from workflow.store import ACTOR, actor_of
from workflow.store_write import chain, instant

__all__ = [
    "delegate",
    "import_calendar",
    "perform_register",
    "recompute_stale",
    "revoke_delegation",
    "state_calendar",
]

Made = TypeVar("Made")


def perform_register(
    act: str, register: str, *, by: int | None, at: datetime, inputs: dict[str, Any], change: Callable[[], Made]
) -> Made:
    """Does `change` in one transaction with its entry in the register's chain; one after another for each register."""
    with transaction.atomic():
        Register.objects.bulk_create([Register(name=register)], ignore_conflicts=True)
        held = Register.objects.select_for_update().get(name=register)
        made = change()
        plain = {name: jsonable(value) for name, value in inputs.items()}
        seq = held.version + 1
        entry = {"register": register, "seq": seq, "act": act, "actor": by, "at": instant(at), "inputs": plain}
        digest = chain(held.chain_hash, entry)
        RegisterEntry.objects.create(
            register_id=register, seq=seq, act=act, actor_id=by, at=at, inputs=plain, prev_hash=held.chain_hash, hash=digest
        )
        held.version, held.chain_hash = seq, digest
        held.save(update_fields=["version", "chain_hash"])
    return made


def tell(event: str, kind: str, *, to: Iterable[int], at: datetime, link: str = "", **params: Any) -> None:
    """Messages of an act on a register, in its own transaction; once an event, kind and person.  `link`: a path here."""
    facts = {name: jsonable(value) for name, value in params.items()}
    Message.objects.bulk_create(
        Message(event=event, kind=kind, recipient_id=account, params=facts, link=link, created_at=at) for account in to
    )


def read_actor(account: int, today: date) -> authority.Actor:
    """The person with posts and delegations, outside any case."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ACTOR}", {"by": account})
        return actor_of(cursor.fetchone()[0], today)


def known_matters(matters: str | Sequence[str]) -> list[str]:
    """The codes of items or sub-items that the catalogue has; `*` for all."""
    if matters == "all":
        return ["*"]
    known = {code for each in catalogue_versions.all_current() for code in (each.code, each.item_code)}
    wrong = [code for code in matters if code not in known]
    if wrong or not matters:
        raise BadInput(f"事项目录中没有 {wrong[0]}" if wrong else "请选择授权的事项", field="matters")
    return list(matters)


def delegate(
    *, by: int, at: datetime, matters: str | Sequence[str], to: int, from_on: date, until_on: date, grade: str
) -> Delegation:
    """授权: to an equal, for the days named (both included).  Raises not_authorised or requires_deputy_director."""
    today = legal_day(at)
    codes = known_matters(matters)
    if grade not in authority.GRADES:
        raise BadInput("授权的层级应为首席代表或者分管局领导", field="grade")
    if until_on < from_on:
        raise BadInput("授权的起止日期有误", field="until_on")
    giver = read_actor(by, today)
    verdict = authority.role_verdict(actor=giver, act="delegate", day=today)
    code = verdict.code or authority.delegation_verdict(
        giver=giver, grantee=read_actor(to, today), matters=codes, grade=grade, day=today
    )
    if code:
        raise refuse(code)
    inputs = {"matters": codes, "to": to, "from": from_on, "until": until_on, "grade": grade}

    def change() -> Delegation:
        made = Delegation.objects.create(
            delegator_id=by, grantee_id=to, grade=grade, matters=codes, from_on=from_on, until_on=until_on, made_at=at
        )
        event = f"delegation:{made.pk}:given"
        tell(event, "delegation_given", to=[to], at=at, from_on=from_on, until_on=until_on, by=giver.name)
        return made

    return perform_register("delegate", "delegations", by=by, at=at, inputs=inputs, change=change)


def revoke_delegation(*, by: int, at: datetime, to: int) -> int:
    """收回授权: what the deputy director lent to this person ends at once.  Raises not_in_order where there is none."""
    taker = read_actor(by, legal_day(at))
    verdict = authority.role_verdict(actor=taker, act="revoke_delegation", day=legal_day(at))
    if verdict.code:
        raise refuse(verdict.code)

    def change() -> int:
        today = legal_day(at)
        rows = Delegation.objects.select_for_update().filter(
            delegator_id=by, grantee_id=to, revoked_at=None, until_on__gte=today
        )
        for row in rows:
            row.revoked_at, row.version = at, row.version + 1
            row.save(update_fields=["revoked_at", "version"])
            tell(f"delegation:{row.pk}:revoked", "delegation_revoked", to=[to], at=at, by=taker.name)
        if not rows:
            raise refuse("not_in_order")
        return len(rows)

    return perform_register("revoke_delegation", "delegations", by=by, at=at, inputs={"to": to}, change=change)


def state_calendar(
    *,
    year: int,
    closed: Sequence[date],
    opened: Sequence[date],
    official: bool,
    source: str,
    sha256: str,
    at: datetime,
    names: dict[date, str] | None = None,
    by: int | None = None,
) -> None:
    """The schedule of a year: replaces what was known of it.  Every sweep computes the open clocks that this leaves stale."""
    inputs = {"year": year, "closed": [d.isoformat() for d in closed], "opened": [d.isoformat() for d in opened]}
    inputs |= {"official": official, "source": source, "sha256": sha256}

    def change() -> Any:
        return calendar.replace_year(
            year=year, closed=closed, opened=opened, official=official, source=source, sha256=sha256, names=names, at=at
        )

    perform_register("import_calendar", "calendar", by=by, at=at, inputs=inputs, change=change)


def import_calendar(*, at: datetime, **stated: Any) -> list[Moved]:
    """The same as `state_calendar`, and computes open clocks anew at once and tells whom it concerns; what moved."""
    state_calendar(at=at, **stated)
    return recompute_stale(at=at)
