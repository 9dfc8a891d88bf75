"""What is no longer wanted goes: uploads nobody continued, files nothing uses.  Asked for by every tick, in small lots."""

from datetime import datetime, timedelta

from django.db import transaction

from approvals.files import disk
from approvals.files.models import StoredFile

KEPT = timedelta(days=7)  # an upload may be continued, and a file waits to be used, for so long
BATCH = 100


def tidy(*, at: datetime) -> int:
    """Removes loose files that have not been touched for KEPT; how many."""
    with transaction.atomic():
        loose = StoredFile.objects.filter(changed_at__lt=at - KEPT, uses=None, drafts=None, sheets=None).order_by("changed_at")
        keys = list(loose.values_list("pk", flat=True)[:BATCH])
        held = StoredFile.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=keys)
        gone = [row.pk for row in held if not (row.uses.exists() or row.drafts.exists() or row.sheets.exists())]
        for key in gone:
            disk.remove(key)
        StoredFile.objects.filter(pk__in=gone).delete()
    return len(gone)
