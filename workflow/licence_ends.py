"""到期: a licence ends with its last day; its holder is reminded ahead of it, and where there is a grace, ahead of the end of that.

Sources: 行政许可法 50, 70(1); the days of the reminders are the bureau's own rule (catalogue, `expiry`).  Reminders are found and
told by one statement: once each, the nearest alone where several fell due unseen, none while a renewal is under way."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from approvals.licences import VALID, Licence
from workflow import catalogue_versions
from workflow.acts.lodging import on_from
from workflow.acts.register import perform_register, tell
from workflow.errors import LicensingError
from workflow.rules.catalogue import Period, SubItem
from workflow.rules.clock import add_months

LONGEST_MONTHS = 24  # no reminder is further from an end than this
REMIND = """WITH plan AS (SELECT * FROM jsonb_to_recordset(%(plans)s::jsonb) p(item text, names jsonb, status text,
  kind text, code text, ahead interval, apply_before interval, grace interval)),
due AS (SELECT l.id, l.number, l.holder_id, l.valid_until, p.code, p.kind, p.names,
  (l.valid_until + p.grace - p.ahead)::date AS day,
  CASE WHEN p.grace = '0' THEN NULL ELSE (l.valid_until + p.grace)::date END AS grace_until,
  CASE WHEN p.grace = '0' THEN (l.valid_until - p.apply_before)::date END AS apply_by
 FROM approvals_licence l JOIN plan p ON p.item = l.item_code AND p.status = l.status
 WHERE l.status IN ('valid', 'expired') AND l.valid_until BETWEEN %(first)s AND %(last)s AND l.number IS NOT NULL
 AND (l.valid_until + p.grace)::date >= %(today)s AND (l.valid_until + p.grace - p.ahead)::date <= %(today)s
 AND NOT EXISTS (SELECT 1 FROM approvals_licencereminder r
  WHERE r.licence_id = l.id AND r.valid_until = l.valid_until AND r.period = p.code)
 AND NOT EXISTS (SELECT 1 FROM workflow_application a WHERE a.licence_id = l.id AND a.kind IN ('renewal', 'review')
  AND a.status IN ('received', 'supplement_requested', 'accepted'))),
made AS (INSERT INTO approvals_licencereminder (licence_id, valid_until, period, made_at)
 SELECT id, valid_until, code, %(at)s::timestamptz FROM due ON CONFLICT DO NOTHING RETURNING licence_id, period),
nearest AS (SELECT DISTINCT ON (d.id) d.* FROM due d JOIN made m ON m.licence_id = d.id AND m.period = d.code
 ORDER BY d.id, d.day DESC),
told AS (INSERT INTO notifications_message (event, kind, recipient_id, params, link, created_at)
 SELECT 'licence:' || n.id || ':' || n.valid_until || ':' || n.code, n.kind, u.id, jsonb_strip_nulls(jsonb_build_object(
  'licence', n.number, 'valid_until', n.valid_until, 'item', n.names, 'grace_until', n.grace_until,
  'apply_by', CASE WHEN n.apply_by >= %(today)s THEN n.apply_by END)), '/licences/' || n.id || '/', %(at)s::timestamptz
 FROM nearest n JOIN approvals_user u ON u.applicant_id = n.holder_id WHERE u.is_active)
SELECT number, code FROM nearest ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Ending:
    """How the licences kept under an item end: what they are for, and how they are renewed (None: in no such way)."""

    item: SubItem
    renewal: SubItem | None

    @property
    def apply_before(self) -> Period | None:
        return self.renewal.window.apply_before if self.renewal is not None and self.renewal.window is not None else None

    @property
    def grace(self) -> Period | None:
        return self.renewal.window.grace_after_expiry if self.renewal is not None and self.renewal.window else None

    def grace_until(self, valid_until: date) -> date | None:
        """The last day on which a renewal may still be asked for after the end; None without a grace."""
        return None if self.grace is None else on_from(valid_until, self.grace)

    @property
    def names(self) -> dict[str, str]:
        """The name of the item by language, as messages carry it."""
        return {"zh-hans": self.item.item_name, "en": self.item.item_name_en}

    def reminders(self) -> tuple[Period, ...]:
        """How long before its end the holder is reminded."""
        rules, before = self.item.rules, self.apply_before
        early = before is not None and _days(before) >= _days(rules.expiry_early_from)
        return rules.expiry_early if early else rules.expiry_usual


def endings() -> dict[str, Ending]:
    """Every item in force by its code."""
    rows: dict[str, list[SubItem]] = {}
    for item in catalogue_versions.all_current():
        rows.setdefault(item.item_code, []).append(item)
    return {code: Ending(found[0], _renewal(found)) for code, found in rows.items()}


def _renewal(rows: list[SubItem]) -> SubItem | None:
    with_window = [row for row in rows if row.window is not None]
    return next((row for row in with_window if row.kind == "renewal"), with_window[0] if with_window else None)


def _days(period: Period) -> int:
    """About how long it is; enough to compare two."""
    return period.n if period.months is None else 30 * period.months


def _interval(period: Period | None) -> str:
    """As PostgreSQL reads it: a month counted back ends on the month's last day where it has no such day."""
    if period is None:
        return "0"
    return f"{period.n} days" if period.months is None else f"{period.months} months"


def _plans() -> Iterator[dict[str, Any]]:
    for code, ending in endings().items():
        common = {"item": code, "names": ending.names, "apply_before": _interval(ending.apply_before)}
        for period in ending.reminders():
            ahead = {"status": "valid", "kind": "licence_expiring", "code": str(period), "ahead": _interval(period)}
            yield {**common, **ahead, "grace": "0"}
        for period in ending.item.rules.expiry_grace if ending.grace is not None else ():
            late = {"status": "expired", "kind": "licence_expired", "code": f"grace-{period}", "ahead": _interval(period)}
            yield {**common, **late, "grace": _interval(ending.grace)}


def remind_holders(*, at: datetime, today: date) -> list[tuple[str, str]]:
    """Tells whoever is due to be reminded; (number of the licence, which reminder) each."""
    first, last = add_months(today, -LONGEST_MONTHS), add_months(today, LONGEST_MONTHS)
    plans = json.dumps(list(_plans()), ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(REMIND, {"plans": plans, "today": today, "at": at, "first": first, "last": last})
        return list(cursor.fetchall())


class NoLongerDue(LicensingError):
    """Another sweep has done it, or an act came before."""

    code = "no_longer_due"


def expire_licences(*, at: datetime, today: date) -> list[str]:
    """Licences whose last day is past.  A renewal asked for in time has by now been granted by silence."""
    expired: list[str] = []
    known: dict[str, Ending] = {}
    for key in Licence.objects.filter(status=VALID, valid_until__lt=today).order_by("id").values_list("id", flat=True):
        known = known or endings()
        with suppress(NoLongerDue):  # takes the entry in the register back with it
            expired.append(_expire(key, known, at=at, today=today))
    return expired


def _expire(key: int, known: dict[str, Ending], *, at: datetime, today: date) -> str:
    def change() -> str:
        licence = Licence.objects.select_for_update(of=("self",)).get(pk=key)
        if licence.status != VALID or licence.valid_until is None or licence.valid_until >= today:
            raise NoLongerDue(str(licence))
        licence.expire()
        licence.version += 1
        licence.save()
        ending = known.get(licence.item_code)
        facts: dict[str, Any] = {"licence": str(licence), "valid_until": licence.valid_until}
        if ending is not None:
            facts |= {"item": ending.names}
            facts |= {"grace_until": until} if (until := ending.grace_until(licence.valid_until)) else {}
        event, holders = f"licence:{key}:{licence.version}", licence.holder.accounts.values_list("id", flat=True)
        tell(event, "licence_expired", to=holders, at=at, link=f"/licences/{key}/", **facts)
        return str(licence)

    return perform_register("expire_licence", "licences", by=None, at=at, inputs={"licence": key}, change=change)
