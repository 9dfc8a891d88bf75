"""What a grant does to the licence: a first one, a change, a renewal, a cancellation.  行政许可法 49, 50, 70; 民法典 202."""

from datetime import date, timedelta
from typing import Any

from approvals.licences import Licence
from workflow.case import Case
from workflow.rules.clock import last_valid_day

ONE_DAY = timedelta(days=1)


def last_day(first: date, years: int | None) -> date | None:
    """The end of a term of so many years; None where the item sets none."""
    return None if years is None else last_valid_day(first, 12 * years)


def term_kept(licence: Licence | None, prefix: str = "") -> dict[str, Any]:
    """The number and term of a licence as they stand now; a later act may change them before the printing."""
    if licence is None:
        return {}
    return {f"{prefix}{name}": getattr(licence, name) for name in ("number", "valid_from", "valid_until")}


def carry_into_licence(case: Case, day: date, *, deemed: bool) -> None:
    """Filings have no licence; a change, a re-issue and a review leave its end where it is."""
    item, licence = case.item, case.licence
    if item.is_filing:
        return
    if licence is None:
        case.licence = Licence(
            office_id=case.application.office_id,
            holder_id=case.applicant.pk,
            item_code=item.item_code,
            sub_item_code=item.code,
            valid_from=day,
            valid_until=last_day(day, item.validity_years),
            application_id=case.application.pk,
        )
        return
    case.guard("approvals_licence", licence.pk, licence.version)
    licence.version += 1
    if item.kind == "renewal":
        first = licence.valid_until + ONE_DAY if licence.valid_until else day
        licence.renew()
        licence.valid_from, licence.valid_until = first, last_day(first, item.validity_years)
        licence.renewal = "deemed" if deemed else "normal"
    elif item.kind == "cancel":
        licence.cancel()
