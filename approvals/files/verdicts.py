"""The scanner's verdict on a complete file.  A scanner that is away leaves it pending; the next tick asks again."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from approvals.files import disk, scanner
from approvals.files.errors import Infected
from approvals.files.models import StoredFile
from approvals.files.scanner import ScannerAway

logger = logging.getLogger(__name__)
BATCH = 20


def scan(key: UUID, *, at: datetime, infected: Callable[[UUID], None] | None = None) -> bool:
    """Asks once and writes the verdict; False: the scanner is away.  Raises Infected: the file is then gone, its row refused.

    infected: what else is to be written in the same transaction where it is found so."""
    if not scanner.configured():
        StoredFile.objects.filter(pk=key, verdict=StoredFile.PENDING).update(verdict=StoredFile.NOT_SCANNED)
        return True
    try:
        with disk.read(key) as stream:
            clean = scanner.is_clean(stream)
    except ScannerAway as error:
        logger.warning("virus scanner: %s", error)
        StoredFile.objects.filter(pk=key, verdict=StoredFile.PENDING).update(changed_at=at)
        return False
    if clean:
        StoredFile.objects.filter(pk=key, verdict=StoredFile.PENDING).update(verdict=StoredFile.CLEAN)
        return True
    with transaction.atomic():
        StoredFile.objects.filter(pk=key).update(verdict=StoredFile.INFECTED, state=StoredFile.REFUSED, changed_at=at)
        if infected is not None:
            infected(key)
        disk.remove(key)
    raise Infected


def scan_waiting(*, at: datetime, infected: Callable[[UUID], None] | None = None) -> int:
    """The files that wait for a verdict, those first that were asked about longest ago; how many were.  A scanner that is
    away is not asked again; `infected` as above."""
    waiting = StoredFile.objects.filter(state=StoredFile.COMPLETE, verdict=StoredFile.PENDING)
    asked = 0
    for key in waiting.order_by("changed_at").values_list("pk", flat=True)[:BATCH]:
        asked += 1
        try:
            if not scan(key, at=at, infected=infected):
                break
        except Infected:
            logger.warning("file %s is infected and was removed", key)
        except FileNotFoundError:
            logger.exception("file %s is not on the disk", key)
    return asked
