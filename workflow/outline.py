"""What becomes of an application of one sub-item, station by station: for guides and flow charts (办事指南、流程图).

Desks, limits and acts are read from the flow (flow.py) and the catalogue; which stations a sub-item has follows from its
data: a visit, promised materials (容缺), publication, the check after a promise (告知承诺)."""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.flow import LicensingFlow
from workflow.rules.catalogue import Period, Step, SubItem
from workflow.steps import compile_flow

# rows one after another; the lanes of a row run side by side, the stations of a lane one after another
ROWS = (
    (("lodge",),),
    (("examine",),),
    (("review",), ("verification",), ("cure",)),
    (("decide",),),
    (("issue", "serve"), ("publish",), ("follow_up",)),
)
# where a case may turn off: back (supplement), or to its end by another station (refusal) or by an act alone (decline)
TURNINGS = {"examine": ("supplement", "decline"), "decide": ("refusal",)}
ENDING_ACTS = frozenset({"decline"})
STEPS = compile_flow(LicensingFlow)
OPEN: dict[str, Callable[[SubItem], bool]] = {
    "verification": lambda item: item.visit != "none",
    "cure": lambda item: item.tolerance and bool(item.tolerable),
    "publish": lambda item: item.publish,
    "follow_up": lambda item: item.commitment,
}
SOMETIMES: dict[str, Callable[[SubItem], bool]] = {
    "supplement": lambda item: True,
    "decline": lambda item: True,
    "verification": lambda item: item.visit == "conditional",
    "cure": lambda item: True,
    "follow_up": lambda item: True,
    "refusal": lambda item: True,
}
LIMITS: dict[str, Callable[[SubItem], int | Period]] = {
    "supplement": lambda item: item.rules.supplement_days,
    "cure": lambda item: max(item.materials[code].tolerance_days for code in item.tolerable),
    "publish": lambda item: item.rules.publication_days,
    "follow_up": lambda item: item.follow_up,
}
OWN_DESKS: dict[str, Callable[[SubItem], str]] = {
    "lodge": lambda item: "applicant",
    "decline": lambda item: "window",
    "verification": lambda item: "verification",
    "decide": lambda item: item.approver,
}


@dataclass(frozen=True, slots=True)
class Station:
    """A work item of the flow as this sub-item has it.

    `limit`: working days, or a period of natural time; None where nothing limits it.  `sometimes`: not in every case."""

    name: str
    desk: str
    step: Step | None
    limit: int | Period | None
    sometimes: bool
    turnings: "tuple[Station, ...]" = ()


Lane = tuple[Station, ...]
Row = tuple[Lane, ...]


def outline(item: SubItem) -> tuple[Row, ...]:
    """The rows of stations that an application of this sub-item goes through; lanes it has not are left out."""
    rows = (tuple(_lane(item, lane) for lane in row if _open(item, lane[0])) for row in ROWS)
    return tuple(row for row in rows if row)


def _open(item: SubItem, name: str) -> bool:
    return name not in OPEN or OPEN[name](item)


def _lane(item: SubItem, lane: tuple[str, ...]) -> Lane:
    return tuple(_station(item, name) for name in lane)


def _station(item: SubItem, name: str) -> Station:
    step = item.step(_step_of(name))
    limit: int | Period | None = LIMITS[name](item) if name in LIMITS else None
    return Station(
        name=name,
        desk=_desk(item, name),
        step=step,
        limit=step.days if step is not None else limit,
        sometimes=name in SOMETIMES and SOMETIMES[name](item),
        turnings=tuple(_station(item, turning) for turning in TURNINGS.get(name, ())),
    )


def _step_of(name: str) -> str:
    """The step of the catalogue that limits the work item; the start and an act alone have none."""
    return "" if name == "lodge" or name in ENDING_ACTS else str(STEPS.by_name[name].node.step)


def _desk(item: SubItem, name: str) -> str:
    """Where the flow asks the case, the catalogue says who decides, and a visit is the verifiers'."""
    if name in OWN_DESKS:
        return OWN_DESKS[name](item)
    return str(STEPS.by_name[name].node.desk)
