"""What a grant does to the licence: a first one, a change, a renewal, a cancellation.  行政许可法 49, 50, 70; 民法典 202."""

from datetime import date, timedelta
from typing import Any

from approvals.licence_editions import LicenceEdition
from approvals.licences import Licence
from approvals.rules.licence_identifier import Identifier
from approvals.rules.licence_number import pattern
from workflow.case import Case
from workflow.new_edition import NewEdition
from workflow.rows import table
from workflow.rules.clock import last_valid_day

ONE_DAY = timedelta(days=1)
CAUSES = {
    "initial": LicenceEdition.ISSUED,
    "change": LicenceEdition.CHANGED,
    "renewal": LicenceEdition.RENEWED,
    "review": LicenceEdition.REVIEWED,
    "reissue": LicenceEdition.REISSUED,
}


def last_day(first: date, years: int | None) -> date | None:
    """The end of a term of so many years; None where the item sets none."""
    return None if years is None else last_valid_day(first, 12 * years)


def term_kept(licence: Licence | None, prefix: str = "") -> dict[str, Any]:
    """The number and term of a licence as they stand now; a later act may change them before the printing."""
    if licence is None:
        return {}
    return {f"{prefix}{name}": getattr(licence, name) for name in ("number", "valid_from", "valid_until")}


def make_out(case: Case, cause: str, **corrected: Any) -> None:
    """制证: an edition of the licence, with its first number where it has none and an identifier of its own.

    Whoever makes out the same licence at the same time decides again: two editions never have one number."""
    licence, form, application = case.licence, case.item.licence, case.application
    if licence is None:
        return
    case.guard("approvals_licence", licence.pk, licence.version)
    begins = {LicenceEdition.ISSUED: licence.valid_from, LicenceEdition.RENEWED: licence.valid_from}
    decided = application.decided_on or case.today
    case.edition = NewEdition(
        cause=cause,
        from_on=case.today if cause == LicenceEdition.CORRECTED else begins.get(cause, decided),
        identifier=identifier_of(case, licence),
        number=pattern(form.number) if form is not None and form.number is not None else None,
        sets={field.code: field.sets for field in case.item.form if field.sets} if cause == LicenceEdition.CHANGED else {},
        **corrected,
    )


def identifier_of(case: Case, licence: Licence) -> str | None:
    """电子证照标识 of the edition to be made out; None where the office or the kind of licence has no code."""
    form = case.item.licence
    if form is None or form.type_code is None or not case.office_uscc:
        return None
    return str(Identifier(form.type_code, case.office_uscc, f"{licence.pk:010d}", licence.edition + 1))


def carry_into_licence(case: Case, day: date, *, deemed: bool) -> None:
    """Filings have no licence; a change, a re-issue and a review leave its end where it is."""
    item, licence = case.item, case.licence
    if item.is_filing:
        return
    if licence is None:
        case.licence = table(Licence).new(
            office_id=case.application.office_id,
            holder_id=case.applicant.pk,
            item_code=(item.licence and item.licence.kept_under) or item.item_code,
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
