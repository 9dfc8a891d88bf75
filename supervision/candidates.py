"""Who may be drawn: the licence holders of a bureau by risk and credit, and whom his part in their cases keeps away.

Sources: 行政许可法 61; 公务员法 76 (recusal); 审批与监管分离: who approved a case does not supervise it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from approvals.licences import VALID, Licence
from approvals.people import Applicant, ApplicantKind
from supervision.credit import grades
from supervision.rules.inspection_plan import Plan, gravest, stratum
from workflow import catalogue_versions
from workflow.models import LedgerEntry, Recusal, Visit
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import add_months

TOOK_PART = (
    *("correct", "request_supplement", "reject_material", "accept", "decline", "record_opinion", "grant", "refuse"),
    *("return_to_review", "record_visit", "confirm_rectification"),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A licence holder with the sub-items he holds, and his stratum."""

    applicant: Applicant
    sub_items: tuple[str, ...]
    stratum: str


def holders_of(office_id: int, plan: Plan, *, on: date) -> list[Holder]:
    """Enterprises with a licence in force that the plan reaches.  Natural persons are not drawn."""
    rows = Licence.objects.filter(
        office_id=office_id, status=VALID, valid_from__lte=on, number__isnull=False, holder__kind=ApplicantKind.ENTERPRISE
    )
    if plan.granted_within_months:
        rows = rows.filter(valid_from__gt=add_months(on, -plan.granted_within_months))
    held: dict[int, list[Licence]] = defaultdict(list)
    for licence in rows.select_related("holder").order_by("holder__uscc", "id"):
        if plan.covers(licence.item_code):
            held[licence.holder_id].append(licence)
    applicants = [licences[0].holder for licences in held.values()]
    known, grade = {item.code: item for item in catalogue_versions.all_current()}, grades(applicants, on=on)
    return [
        Holder(each, _codes(held[each.pk]), stratum(_risk(held[each.pk], known), grade[each.pk])) for each in applicants
    ]


def _codes(licences: list[Licence]) -> tuple[str, ...]:
    return tuple(sorted({licence.sub_item_code for licence in licences}))


def _risk(licences: list[Licence], known: Mapping[str, SubItem]) -> str:
    """The gravest class; a licence of an item that the catalogue no longer has counts as grave."""
    return gravest([known[row.sub_item_code].risk_class if row.sub_item_code in known else "high" for row in licences])


def conflicts(holders: Collection[int]) -> dict[int, set[int]]:
    """By holder, the officials who acted on his cases, visited him, or recused themselves there."""
    found: dict[int, set[int]] = {key: set() for key in holders}
    acted = LedgerEntry.objects.filter(application__applicant__in=found, actor__isnull=False, act__in=TOOK_PART)
    for key, person in acted.values_list("application__applicant_id", "actor_id").distinct():
        found[key].add(int(person or 0))
    visited = Visit.objects.filter(application__applicant__in=found)
    for key, pair in visited.values_list("application__applicant_id", "officials"):
        found[key].update(pair)
    recused = Recusal.objects.filter(application__applicant__in=found)
    for key, person in recused.values_list("application__applicant_id", "official_id"):
        found[key].add(person)
    return found
