"""What the counter needs to know before an application exists: one statement.  SQL, no law."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from weakref import proxy

from approvals.licences import Licence
from approvals.people import Applicant, Ban
from approvals.rules.authority import Actor
from workflow import calendar, catalogue_versions
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.graph import Walk
from workflow.licence_library import HOLDINGS, Holding
from workflow.licence_library import read as read_holdings
from workflow.models import Application
from workflow.rows import table
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import LEGAL_ZONE, legal_day
from workflow.sending import first_row
from workflow.store import ACTOR, APPLICANT, CALENDAR, STEPS, Stored, actor_of

_ME = """coalesce(%(applicant)s::bigint, u.applicant_id,
 (SELECT w.principal_id FROM approvals_powerofattorney w WHERE w.agent_id = u.id AND w.revoked_at IS NULL
  AND %(today)s::date BETWEEN w.from_on AND w.until_on ORDER BY w.id LIMIT 1))"""
# by its number; one that is granted and not made out has none yet
_NAMED = "(l.number = %(licence)s OR (l.number IS NULL AND l.id = %(licence_key)s::bigint))"
_LICENCE = f"(SELECT to_json(l) FROM approvals_licence l WHERE {_NAMED})"
_RENEWALS = f"""(SELECT count(*) FROM workflow_application a JOIN approvals_licence l ON l.id = a.licence_id
 WHERE {_NAMED} AND a.kind = 'renewal' AND a.status IN ('received', 'supplement_requested', 'accepted'))"""


@cache
def reading(*, licence: bool, library: bool) -> str:
    """What reads it: with a licence if one is named, with the bureau's library if it is asked.  What could be left out would
    make PostgreSQL plan the statement anew each time."""
    return f"""SELECT {ACTOR}, nextval('workflow_application_id_seq'), nextval('workflow_process_id_seq'),
 nextval('workflow_task_id_seq'), {CALENDAR},
 (SELECT v.id FROM workflow_itemversion v WHERE v.item_code = %(item)s AND v.is_current), {APPLICANT.select("p")},
 ARRAY(SELECT x.id FROM approvals_user x WHERE x.applicant_id = p.id),
 (SELECT json_build_array(o.id, o.code, o.short_name) FROM approvals_office o
  WHERE o.parent_id IS NULL ORDER BY o.id LIMIT 1),
 ARRAY(SELECT to_json(b) FROM approvals_ban b WHERE b.applicant_id = p.id),
 {_LICENCE if licence else "NULL"}, {_RENEWALS if licence else "0"}, {HOLDINGS if library else "NULL"}
FROM approvals_user u LEFT JOIN approvals_applicant p ON p.id = {_ME} WHERE u.id = %(by)s"""


@dataclass(slots=True)
class Counter:
    """An application about to come in: its empty case, and what is known of the applicant and the licence."""

    stored: Stored
    known_bans: list[Ban] = field(default_factory=list)
    renewals_open: int = 0
    holdings: list[Holding] = field(default_factory=list)


def _read(asked: dict[str, Any], *, licence: bool, library: bool) -> tuple[Any, ...]:
    found = first_row(reading(licence=licence, library=library), asked)
    if found is None:
        raise refuse("not_authorised")
    return found


def read_counter(
    *, by: int, at: datetime, item: str, licence: str | int | None, applicant_id: int | None, window: bool = False,
    library: bool = False,
) -> Counter:
    """Reads and reserves what lodging needs.  Raises UnknownSubItem; not_authorised for an official, unless he names the
    applicant for whom he takes it in at the `window`.  `library`: with what the bureau has issued to him."""
    today = legal_day(at)
    asked = {"by": by, "today": today, "item": item.partition("-")[0], "applicant": applicant_id}
    asked |= {"licence": None, "licence_key": licence} if isinstance(licence, int) else {"licence": licence, "licence_key": None}
    found = _read(asked, licence=licence is not None, library=library)
    who, key, process, first_id, known, version, applicant, accounts, office, bans, lic, renewals, held_by_us = found
    actor = actor_of(who, today)
    party = _party(actor, applicant, today, for_another=window and applicant_id is not None and bool(actor.roles(today)))
    if version is None:
        raise catalogue_versions.UnknownSubItem(item, field="item")
    sub_item = catalogue_versions.sub_item(version, item)
    office_id, code, word = office
    held = table(Licence).read(lic) if lic else None
    application = _application(key, process, code, sub_item, at)
    application.item_version_id, application.licence_id = version, held.pk if held else None
    application.office_id, application.applicant_id, application.lodged_by_id = office_id, party.pk, by
    case = Case(application, sub_item, calendar.known(known), actor, at, today, party, sorted(accounts), code, word)
    case.licence = held
    if by not in case.accounts and party.pk in actor.parties:
        case.accounts.append(by)
    case.walk = Walk(STEPS, proxy(case), [], first_id)
    known_bans = [table(Ban).read(b) for b in bans]
    return Counter(Stored(case, 0, "draft"), known_bans, renewals, read_holdings(held_by_us, on=today))


def _party(actor: Actor, applicant: dict[str, Any], today: date, *, for_another: bool) -> Applicant:
    """For whom: somebody the account acts for; for another, whoever is named (whether he may, the act asks)."""
    if not for_another and not actor.is_party(today):
        raise refuse("not_authorised")
    party: Applicant = APPLICANT.read(applicant)
    unknown = party.pk is None
    if unknown and not for_another and not actor.parties:
        raise refuse("power_lapsed")
    if unknown:
        raise BadInput("没有找到申请人", field="applicant")
    return party


def _application(key: int, process: int, office_code: str, item: SubItem, at: datetime) -> Application:
    """The application that is about to come in; its number tells office and day."""
    found: Application = table(Application).new(
        id=key,
        number=f"{office_code}{at.astimezone(LEGAL_ZONE):%Y%m%d}{key % 1_000_000:06d}",
        item_code=item.item_code,
        sub_item_code=item.code,
        kind=item.kind,
        lodged_at=at,
        received_on=legal_day(at),
        process_id=process,
    )
    return found
