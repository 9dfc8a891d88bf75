"""What the counter needs to know before an application exists: one statement.  SQL, no law."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

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
from workflow.store import ACTOR, APPLICANT, CALENDAR, STEPS, Stored, actor_of, many

_ME = """coalesce(%(applicant)s::bigint, u.applicant_id,
 (SELECT w.principal_id FROM approvals_powerofattorney w WHERE w.agent_id = u.id AND w.revoked_at IS NULL
  AND %(today)s::date BETWEEN w.from_on AND w.until_on ORDER BY w.id LIMIT 1))"""
# by its number; one that is granted and not made out has none yet
_NAMED = "(l.number = %(licence)s OR (l.number IS NULL AND l.id = %(licence_key)s::bigint))"
READ = f"""SELECT {ACTOR}, nextval('workflow_application_id_seq'), nextval('workflow_process_id_seq'),
 nextval('workflow_task_id_seq'), {CALENDAR},
 (SELECT v.id FROM workflow_itemversion v WHERE v.item_code = %(item)s AND v.is_current), {APPLICANT.select("p")}::text,
 (SELECT json_agg(x.id ORDER BY x.id)::text FROM approvals_user x WHERE x.applicant_id = p.id),
 (SELECT json_build_array(o.id, o.code, o.short_name)::text FROM approvals_office o
  WHERE o.parent_id IS NULL ORDER BY o.id LIMIT 1),
 (SELECT json_agg(b)::text FROM approvals_ban b WHERE b.applicant_id = p.id),
 (SELECT to_json(l)::text FROM approvals_licence l WHERE {_NAMED}),
 (SELECT count(*) FROM workflow_application a JOIN approvals_licence l ON l.id = a.licence_id
  WHERE {_NAMED} AND a.kind = 'renewal' AND a.status IN ('received', 'supplement_requested', 'accepted')),
 CASE WHEN %(library)s::bool THEN {HOLDINGS} END
FROM approvals_user u LEFT JOIN approvals_applicant p ON p.id = {_ME} WHERE u.id = %(by)s"""


@dataclass(slots=True)
class Counter:
    """An application about to come in: its empty case, and what is known of the applicant and the licence."""

    stored: Stored
    known_bans: list[Ban] = field(default_factory=list)
    renewals_open: int = 0
    holdings: list[Holding] = field(default_factory=list)


def _read(parameters: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(READ, parameters)
        found: tuple[Any, ...] | None = cursor.fetchone()
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
    asked = {"item": item.partition("-")[0], "applicant": applicant_id, "library": library}
    asked |= {"licence": None, "licence_key": licence} if isinstance(licence, int) else {"licence": licence, "licence_key": None}
    found = _read({"by": by, "today": today, **asked})
    who, key, process, first_id, known, version, applicant, accounts, office, bans, lic, renewals, held_by_us = found
    actor = actor_of(who, today)
    party = _party(actor, applicant, today, for_another=window and applicant_id is not None and bool(actor.roles(today)))
    if version is None:
        raise catalogue_versions.UnknownSubItem(item, field="item")
    sub_item = catalogue_versions.sub_item(version, item)
    office_id, code, word = json.loads(office)
    held = table(Licence).read(json.loads(lic)) if lic else None
    application = _application(key, process, code, sub_item, at)
    application.item_version_id, application.licence_id = version, held.pk if held else None
    application.office_id, application.applicant_id, application.lodged_by_id = office_id, party.pk, by
    case = Case(application, sub_item, calendar.known(known), actor, at, today, party, many(accounts), code, word)
    case.licence = held
    if by not in case.accounts and party.pk in actor.parties:
        case.accounts.append(by)
    case.walk = Walk(STEPS, case, [], first_id)
    known_bans = [table(Ban).read(b) for b in many(bans)]
    return Counter(Stored(case, 0, "draft"), known_bans, renewals, read_holdings(held_by_us, on=today))


def _party(actor: Actor, applicant: str, today: date, *, for_another: bool) -> Applicant:
    """For whom: somebody the account acts for; for another, whoever is named (whether he may, the act asks)."""
    if not for_another and not actor.is_party(today):
        raise refuse("not_authorised")
    party: Applicant = APPLICANT.read(json.loads(applicant))
    unknown = party.pk is None
    if unknown and not for_another and not actor.parties:
        raise refuse("power_lapsed")
    if unknown:
        raise BadInput("没有找到申请人", field="applicant")
    return party


def _application(key: int, process: int, office_code: str, item: SubItem, at: datetime) -> Application:
    """The application that is about to come in; its number tells office and day."""
    return Application(
        id=key,
        number=f"{office_code}{at.astimezone(LEGAL_ZONE):%Y%m%d}{key % 1_000_000:06d}",
        item_code=item.item_code,
        sub_item_code=item.code,
        kind=item.kind,
        lodged_at=at,
        received_on=legal_day(at),
        process_id=process,
    )
