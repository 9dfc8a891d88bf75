"""Records kept up to date: made once a decision is published, updated when what became of the licence changes.

Runs with the timers, any number of times, late or twice: an edition is written only where it says something new.  The lock
of the register lets one writer at a time, so that keys of editions rise in the order of commits (the feed's cursor).
Source: 行政许可法 40; the days for an update are the profile's."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from approvals.licences import CANCELLED, EXPIRED, RESCINDED, REVOKED, VALID
from approvals.people import ApplicantKind
from supervision.publication.models import Publication, PublicationEdition
from supervision.publication.record import Told, rules, told
from supervision.rules.publication import digest
from workflow import calendar
from workflow.acts.register import perform_register
from workflow.errors import FAULTS, Failed
from workflow.models import Application, Clock, LedgerEntry
from workflow.rules.clock import legal_day

logger = logging.getLogger(__name__)
REGISTER = "publications"
BATCH = 200
ONE_DAY = timedelta(days=1)
OUTDATED = """SELECT p.application_id FROM supervision_publication p JOIN workflow_application a ON a.id = p.application_id
JOIN supervision_publicationedition e ON e.id = p.latest_id LEFT JOIN approvals_licence l ON l.id = p.licence_id
WHERE p.application_id > %s AND e.change <> 'withdrawn'
AND (p.application_version, p.licence_version) <> (a.version, coalesce(l.version, 0)) ORDER BY 1 LIMIT %s"""
ENDED_BY = {
    REVOKED: ("revoke_licence",),
    RESCINDED: ("rescind_licence",),
    CANCELLED: ("cancel_licence", "grant"),
    VALID: ("correct_licence", "grant", "deem_renewed"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition that was written: of which application (its number), which edition, and what it is."""

    number: str
    edition: int
    change: str


@dataclass(slots=True)
class Written:
    """What a batch came to: the editions, and the records that were looked at and say nothing new."""

    editions: list[PublicationEdition] = field(default_factory=list)
    looked_at: list[Publication] = field(default_factory=list)


class NothingNew(Exception):
    """Takes the entry in the register back: nobody is told of what did not change."""

    def __init__(self, looked_at: list[Publication]) -> None:
        super().__init__(len(looked_at))
        self.looked_at = looked_at


Write = Callable[[Iterable[int], datetime], Written]


def keep(at: datetime, *, failed: Failed | None = None) -> list[Kept]:
    """Makes and updates what is due; returns what this call wrote.  Cases at fault go to `failed`."""
    return _all(_unmade, _make, at, failed) + _all(_outdated, _update, at, failed)


def _all(
    due: Callable[[int], list[int]],
    write: Write,
    at: datetime,
    failed: Failed | None,
) -> list[Kept]:
    last, written = 0, []
    while keys := due(last):
        written += _registered(keys, write, at, [] if failed is None else failed)
        last = keys[-1]
    return written


def _registered(keys: list[int], write: Write, at: datetime, failed: Failed) -> list[Kept]:
    """One entry in the chain for a batch, with the digest of each record; where there is a fault, one by one."""
    inputs: dict[str, Any] = {}

    def change() -> list[PublicationEdition]:
        done = write(keys, at)
        if not done.editions:
            raise NothingNew(done.looked_at)
        inputs["editions"] = [[each.publication.application_id, each.edition, each.digest] for each in done.editions]
        _note(done.looked_at)
        return done.editions

    try:
        made = perform_register("keep_publications", REGISTER, by=None, at=at, inputs=inputs, change=change)
    except NothingNew as nothing:
        _note(nothing.looked_at)
        return []
    except FAULTS as fault:
        if len(keys) > 1:
            return [each for key in keys for each in _registered([key], write, at, failed)]
        logger.exception("publication of application %s", keys[0])
        failed.append((keys[0], f"{type(fault).__name__}: {fault}"))
        return []
    return [Kept(each.publication.application.number, each.edition, each.change) for each in made]


def _unmade(last: int) -> list[int]:
    """Applications whose decision is published and has no record; never a natural person's."""
    known = Publication.objects.filter(application_id=OuterRef("application_id"))
    rows = LedgerEntry.objects.filter(~Exists(known), act="publish", application_id__gt=last)
    rows = rows.filter(application__applicant__kind=ApplicantKind.ENTERPRISE).order_by("application_id")
    return list(rows.values_list("application_id", flat=True).distinct()[:BATCH])


def _outdated(last: int) -> list[int]:
    """Applications with a record made from an earlier version of the case or of its licence."""
    with connection.cursor() as cursor:
        cursor.execute(OUTDATED, [last, BATCH])
        return [key for (key,) in cursor.fetchall()]


def _make(keys: Iterable[int], at: datetime) -> Written:
    cases = Application.objects.filter(pk__in=list(keys), publication=None).select_related("applicant", "office")
    done = Written()
    for case in cases.order_by("pk"):
        entry = LedgerEntry.objects.filter(application=case, act="publish").order_by("-seq")[0]
        found, on = told(case), legal_day(entry.at)
        limit = Clock.objects.filter(application=case, kind="publication").order_by("-id").first()
        due_on = limit.due_on if limit is not None else on
        head = Publication.objects.create(
            application=case,
            office=case.office,
            licence_id=found.licence.pk if found.licence is not None else None,
            published_on=on,
            application_version=case.version,
            licence_version=found.licence.version if found.licence is not None else 0,
        )
        done.editions.append(write(head, PublicationEdition.MADE, found.content, since_on=on, due_on=due_on, at=at))
    return done


def _update(keys: Iterable[int], at: datetime) -> Written:
    """The version of the case is read before its facts: who changes it meanwhile has it looked at again."""
    heads = Publication.objects.select_for_update(of=("self",)).filter(application_id__in=list(keys))
    done = Written()
    for head in heads.select_related("application__applicant", "application__office", "latest").order_by("pk"):
        if head.latest is None or head.latest.change == PublicationEdition.WITHDRAWN:
            continue
        before = None if _corrected(head) else head.latest.content
        found = told(head.application, before=before)
        head.application_version = head.application.version
        head.licence_version = found.licence.version if found.licence is not None else 0
        if digest(found.content) == head.latest.digest:
            done.looked_at.append(head)
            continue
        since = _since(head, found, legal_day(at))
        due_on = calendar.current().add(since, rules().update_days)
        edition = write(head, PublicationEdition.UPDATED, found.content, since_on=since, due_on=due_on, at=at)
        done.editions.append(edition)
    return done


def write(
    head: Publication,
    change: str,
    content: dict[str, str],
    *,
    since_on: date,
    due_on: date,
    at: datetime,
    by: int | None = None,
    reason: str = "",
) -> PublicationEdition:
    """The next edition of a record, and the record points to it.  The lock of the register must be held."""
    edition = PublicationEdition.objects.create(
        publication=head,
        edition=head.latest.edition + 1 if head.latest is not None else 1,
        change=change,
        content=content,
        digest=digest(content),
        since_on=since_on,
        due_on=due_on,
        made_at=at,
        by_id=by,
        reason=reason,
    )
    head.latest = edition
    head.save(update_fields=["latest", "application_version", "licence_version"])
    return edition


def _corrected(head: Publication) -> bool:
    """Has a slip of the licence been corrected since the case was read?"""
    since = LedgerEntry.objects.filter(application_id=head.application_id, seq__gt=head.application_version)
    return since.filter(act="correct_licence").exists()


def _since(head: Publication, found: Told, today: date) -> date:
    """The day on which what is to be said now came about."""
    licence, state = found.licence, found.content["state"]
    if licence is None:
        return today
    if state == EXPIRED and licence.valid_until is not None:
        return licence.valid_until + ONE_DAY
    about = Q(application_id=head.application_id) | Q(application__licence_id=licence.pk)
    entries = LedgerEntry.objects.filter(about, act__in=ENDED_BY.get(state, ()))
    last = entries.order_by("-at").values_list("at", flat=True).first()
    return legal_day(last) if last is not None else today


def _note(looked_at: Iterable[Publication]) -> None:
    """Up to which versions these records say all there is to say; they are not looked at again for them."""
    for head in looked_at:
        head.save(update_fields=["application_version", "licence_version"])
