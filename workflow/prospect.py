"""What would become of an application that lies on the counter: the acts themselves decide it in memory, and it is thrown away.

So a page that shows which ways are open can never say otherwise than the act that follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.acts.lodging import receive
from workflow.acts.perform import decide
from workflow.acts.registry import ACTS
from workflow.errors import LicensingError
from workflow.lodging_store import read_counter
from workflow.rules.catalogue import SubItem


@dataclass(frozen=True, slots=True)
class Intent:
    """What would be lodged at the window: for whom, what, with which materials in hand."""

    item: str
    applicant_id: int
    materials: Sequence[str]
    licence: str | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)
    exempt: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Prospect:
    """Accepted, with the last day of each clock that would run (kind, material code); or the error that bars it."""

    error: LicensingError | None = None
    due: Mapping[tuple[str, str], date] = field(default_factory=dict)


def foresee(
    intent: Intent, *, by: int, at: datetime, route: str = "ordinary", promised: Sequence[str] = ()
) -> Prospect:
    """Lodging by this clerk and acceptance on the spot; a letter that is needed counts as signed."""
    try:
        counter = read_counter(
            by=by,
            at=at,
            item=intent.item,
            licence=intent.licence,
            applicant_id=intent.applicant_id,
            window=True,
            library=bool(intent.exempt),
        )
        case = receive(
            counter,
            materials=list(intent.materials),
            route=route,
            commit_missing=list(promised),
            channel="window",
            licence=intent.licence,
            facts=dict(intent.facts),
            query_code="",
            signed="paper",
            exempt=list(intent.exempt),
        )
        decide(case, ACTS["accept"], {})
    except LicensingError as error:
        return Prospect(error)
    return Prospect(due={(c.kind, c.subject): c.due_on for c in case.clocks if c.met_on is None})


def last_days(intent: Intent, item: SubItem, *, by: int, at: datetime) -> dict[str, date]:
    """Until when each material that may be promised would have to be in, accepted today; none where promising is closed."""
    codes = [code for code in item.materials if code in item.tolerable] if item.tolerance else []
    most = item.rules.tolerance_max_missing
    found: dict[str, date] = {}
    for first in range(0, len(codes), most):
        some = codes[first : first + most]
        rest = [code for code in item.materials if code not in some]
        all_but = Intent(intent.item, intent.applicant_id, rest, intent.licence, intent.facts)
        due = foresee(all_but, by=by, at=at, promised=some).due
        found |= {code: due["cure", code] for code in some if ("cure", code) in due}
    return found
