"""A ban ended before its date: because an objection was upheld, or because the credit was repaired.

Sources: 国办发〔2020〕42号 (the way is closed until the credit is repaired); 行政许可法 7 (whoever is concerned may state and
defend himself).  Who decides it, and when it may be asked for, supervision says; this only writes it."""

from datetime import date

from approvals.people import Applicant, Ban
from workflow.errors import refuse


def lift_ban(ban_id: int, *, on: date, reason: str) -> Ban:
    """From `on` the way is open again; inside a transaction.  What was refused before is not undone.

    What is being decided about the applicant at this moment is decided again (his version).  Raises not_in_order where the
    ban has ended."""
    ban = Ban.objects.select_for_update().get(pk=ban_id)
    if ban.lifted_on is not None or on > ban.until:
        raise refuse("not_in_order", f"{ban.get_kind_display()} {ban.until}")
    ban.lifted_on, ban.lifted_for = max(on, ban.from_on), reason
    ban.save(update_fields=["lifted_on", "lifted_for"])
    holder = Applicant.objects.select_for_update().get(pk=ban.applicant_id)
    holder.version += 1
    holder.save(update_fields=["version"])
    return ban
