"""What is to be said of a licence beside its status: a renewal under way or granted by silence, how long to ask for one.

Sources: 行政许可法 50 (silence renews; when to ask), the bureau's grace for special-operations certificates (catalogue)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from approvals.licences import EXPIRED, VALID, Licence
from workflow.acts.lodging import back
from workflow.document_standing import state_on
from workflow.licence_ends import Ending, endings
from workflow.lifecycle import OPEN
from workflow.models import Application


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """A licence on a day.

    state: its status, `not_yet` before it begins, `expired` after its end whether or not the sweep has been round;
    pending: the number of the renewal under way; deemed: its term was renewed by silence; apply_from, apply_by: when a
    renewal may be asked for; grace_until: the last day on which it still may, where the end is past."""

    licence: Licence
    state: str
    pending: str = ""
    deemed: bool = False
    apply_from: date | None = None
    apply_by: date | None = None
    grace_until: date | None = None


def facts_of(licences: Iterable[Licence], *, on: date) -> list[LicenceFacts]:
    """The same of several, in two statements beside the catalogue's."""
    found, known = list(licences), endings()
    open_ones = Application.objects.filter(licence_id__in=[x.pk for x in found], kind__in=("renewal", "review"))
    pending = dict(open_ones.filter(status__in=OPEN).order_by("id").values_list("licence_id", "number"))
    return [_facts(licence, known.get(licence.item_code), pending.get(licence.pk, ""), on) for licence in found]


def _facts(licence: Licence, ending: Ending | None, pending: str, on: date) -> LicenceFacts:
    state = state_on(licence, on)
    deemed, until = licence.renewal == "deemed", licence.valid_until
    window = ending.renewal.window if ending is not None and ending.renewal is not None else None
    if window is None or until is None or state not in (VALID, EXPIRED):
        return LicenceFacts(licence, state, pending, deemed)
    grace = ending.grace_until(until) if ending is not None and state == EXPIRED else None
    return LicenceFacts(
        licence,
        state,
        pending,
        deemed,
        apply_from=back(until, window.open_before) if state == VALID else None,
        apply_by=back(until, window.apply_before) if state == VALID else None,
        grace_until=grace if grace is not None and on <= grace else None,
    )
