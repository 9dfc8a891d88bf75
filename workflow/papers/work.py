"""One file at a time: claimed in a statement of its own, worked on outside any transaction, answered for in one write.

The claim raises `attempts` and takes a lease before the work.  A worker that dies leaves the lease, and whoever comes after
its end does the work anew; a file whose lease ended unanswered five times is set aside, and so at once is one whose content
cannot be printed: a person mends it and takes it up again (mending.py)."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, QuerySet

from approvals.documents.errors import DocumentError
from approvals.documents.models import DocumentFile
from approvals.documents.sealing.errors import NotSealable, SealError
from approvals.files.errors import NoRoom
from workflow.errors import LicensingError

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
FIRST_GAP, WIDEST_GAP = timedelta(seconds=5), timedelta(minutes=5)
CRASHES_BEFORE_SET_ASIDE = 5
FAULT_LENGTH = 500
OF_THE_CONTENT = 422  # the status of errors that no later attempt mends by itself

CLAIM = """UPDATE approvals_documentfile SET attempts = attempts + 1,
 crashes = crashes + CASE WHEN lease IS NULL THEN 0 ELSE 1 END,
 lease = %(lease)s::uuid, next_attempt_at = %(lease_end)s::timestamptz
 WHERE document_id = (SELECT document_id FROM approvals_documentfile WHERE state = '{state}'
  AND (next_attempt_at IS NULL OR next_attempt_at <= %(now)s::timestamptz)
  ORDER BY next_attempt_at NULLS FIRST, document_id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING document_id"""


class InsideTransaction(LicensingError):
    """The work was asked for inside a transaction that may be taken back, and files cannot be taken back."""

    code, status = "inside_transaction", 500


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file under this worker's lease, with its document."""

    file: DocumentFile
    lease: UUID

    def held(self) -> QuerySet[DocumentFile]:
        """The row, as long as the lease still stands and the file is where it was."""
        return DocumentFile.objects.filter(pk=self.file.pk, state=self.file.state, lease=self.lease)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: on files in this state; `work` raises what went wrong."""

    state: str
    work: Callable[[Claimed, datetime], None]


@dataclass(frozen=True, slots=True)
class Worked:
    """What one run did; `more`: there was something left when it stopped."""

    done: int = 0
    put_off: int = 0
    set_aside: int = 0
    more: bool = False


@dataclass(slots=True)
class _Running:
    """The run's own time: `at` and what has passed since, so that leases are right however long it takes."""

    at: datetime
    started: float = field(default_factory=monotonic)

    def seconds(self) -> float:
        return monotonic() - self.started

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds())


def run(
    kind: Kind,
    *,
    at: datetime,
    limit: int = 500,
    budget_seconds: float | None = None,
    inside_transaction: bool = False,
) -> Worked:
    """Works on up to `limit` files that are due, for `budget_seconds` at most; any number of workers may.

    `inside_transaction=True` is for tests, whose database is thrown away.  Raises InsideTransaction."""
    if connection.in_atomic_block and not inside_transaction:
        raise InsideTransaction
    running, counted = _Running(at), Counter[str]()
    while counted.total() < limit and (budget_seconds is None or running.seconds() < budget_seconds):
        claimed = claim(kind.state, now=running.now())
        if claimed is None:
            return _told(counted, more=False)
        counted[attempt(kind, claimed, now=running.now())] += 1
    return _told(counted, more=True)


def _told(counted: Counter[str], *, more: bool) -> Worked:
    return Worked(counted["done"], counted["put_off"], counted["set_aside"], more)


def claim(state: str, *, now: datetime) -> Claimed | None:
    """A file that is due in this state, under a new lease: new ones in their order, then what was put off; None: nothing is."""
    lease = uuid4()
    values: dict[str, Any] = {"lease": lease, "lease_end": now + LEASE, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM.format(state=state), values)
        row = cursor.fetchone()
    return None if row is None else Claimed(DocumentFile.objects.select_related("document").get(pk=row[0]), lease)


def take(file: DocumentFile, *, now: datetime) -> Claimed | None:
    """This file under a new lease, where nobody has one and it is where it was; None otherwise."""
    lease = uuid4()
    free = DocumentFile.objects.filter(pk=file.pk, state=file.state, lease=None)
    taken = free.update(lease=lease, next_attempt_at=now + LEASE, attempts=F("attempts") + 1)
    return Claimed(file, lease) if taken else None


def attempt(kind: Kind, claimed: Claimed, *, now: datetime) -> str:
    """Works on one claimed file and writes what came of it: `done`, `put_off` or `set_aside`."""
    file = claimed.file
    if file.crashes >= CRASHES_BEFORE_SET_ASIDE:
        return _set_aside(claimed, f"{file.fault}（制作程序反复中断 / the worker ended {file.crashes} times）".strip())
    try:
        kind.work(claimed, now)
    except (OperationalError, InterfaceError):
        raise
    except (DocumentError, NotSealable) as error:
        if isinstance(error, NotSealable) or error.status == OF_THE_CONTENT:
            return _set_aside(claimed, str(error))
        return _put_off(claimed, str(error), now)
    except (SealError, NoRoom) as error:
        return _put_off(claimed, str(error) or error.code, now)
    except Exception as error:
        logger.exception("document %s: %s broke", file.document.number, kind.state)
        return _put_off(claimed, f"{type(error).__name__}: {error}", now, crashes=file.crashes + 1)
    return "done"


def gap(*, attempts: int) -> timedelta:
    """The wait after the n-th attempt: five seconds, doubled each time, at most five minutes.

    >>> [gap(attempts=n).seconds for n in (1, 2, 3, 9)]
    [5, 10, 20, 300]
    """
    return min(FIRST_GAP * 2 ** min(attempts - 1, 16), WIDEST_GAP)


def make_new_ones_first(*, at: datetime) -> None:
    """What waits now is due from `at`, after whatever is drawn up later: for many documents that come at once."""
    DocumentFile.objects.filter(state__in=(DocumentFile.WAITING, DocumentFile.RENDERED), next_attempt_at=None).update(
        next_attempt_at=at
    )


def _put_off(claimed: Claimed, fault: str, now: datetime, **changed: int) -> str:
    at = now + gap(attempts=claimed.file.attempts)
    claimed.held().update(next_attempt_at=at, lease=None, fault=fault[:FAULT_LENGTH], **changed)
    return "put_off"


def _set_aside(claimed: Claimed, fault: str) -> str:
    claimed.held().update(
        state=DocumentFile.SET_ASIDE, next_attempt_at=None, lease=None, fault=fault[:FAULT_LENGTH] or "?"
    )
    return "set_aside"
