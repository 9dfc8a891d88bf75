"""What anybody with number and query code is told of a case: where it stands, and its days.  No names, no contents."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.case_words import said
from portal.clock_lines import ClockLine, clock_lines
from portal.documents.lines import document_lines, making
from portal.lines import item_name
from portal.public.masks import masked_name
from portal.public.words import DAYS, DESKS, STATIONS, STATUSES
from workflow.case import Case
from workflow.lifecycle import GIVEN, NOT_ACCEPTED, REFUSED, TERMINATED, WITHDRAWN
from workflow.lifecycle import STATUSES as STATUS_NAMES

ENDED = (NOT_ACCEPTED, WITHDRAWN, TERMINATED)
TONES = {**dict.fromkeys(GIVEN, "good"), **dict.fromkeys((REFUSED, NOT_ACCEPTED, TERMINATED), "bad")}


@dataclass(frozen=True, slots=True)
class Reached:
    """A day on which something was done, and what that was."""

    on: date
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is being done now, and at which desk; no name of a person."""

    name: str
    desk: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A last day that lies ahead, with what it means."""

    line: ClockLine
    meaning: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The answer to a query by number and code."""

    number: str
    item: str
    applicant: str
    status: str
    tone: str
    meaning: str
    waiting: tuple[Waiting, ...]
    reached: tuple[Reached, ...]
    ahead: tuple[Ahead, ...]


def progress_of(case: Case) -> Progress:
    """What may be told of the case."""
    status = case.status
    running = [line for line in clock_lines(case, parties={}) if line.met_on is None and line.kind in DAYS]
    return Progress(
        number=case.application.number,
        item=item_name(case.application.item_version_id, case.item.code),
        applicant=masked_name(case.applicant.kind, case.applicant.name),
        status=said(dict(STATUS_NAMES), status),
        tone=TONES.get(status, "wait" if status == "supplement_requested" else ""),
        meaning=_being_made(case) or said(STATUSES, status),
        waiting=tuple(_waiting(case)),
        reached=tuple(_reached(case)),
        ahead=tuple(Ahead(line, said(DAYS, line.kind)) for line in running),
    )


def _being_made(case: Case) -> str:
    """Granted, and the licence is not yet sealed and served."""
    return making(document_lines(case.application, official=False)) if case.status in GIVEN else ""


def _waiting(case: Case) -> list[Waiting]:
    rows = case.walk.open_humans()
    return [Waiting(said(STATIONS, row.step.name), said(DESKS, row.desk)) for row in rows]


def _reached(case: Case) -> list[Reached]:
    """The days of law that have come, in their order."""
    application = case.application
    decision = _("不予许可") if case.status == REFUSED else _("准予许可")
    deemed = application.acceptance == "deemed"
    rows = [
        (application.received_on, _("收件"), _("收到申请材料的日子。")),
        (application.accepted_on, _("视为受理") if deemed else _("已受理"), _("从这一天起算办理期限。")),
        (application.decided_on, decision, _("作出决定的日子。")),
        (application.served_on, _("送达"), _("决定或者证件送达的日子；申请复议、提起诉讼的期限从此起算。")),
        (_ended_on(case), said(dict(STATUS_NAMES), case.status), _("不再办理的日子。")),
    ]
    return [Reached(on, name, meaning) for on, name, meaning in rows if on is not None]


def _ended_on(case: Case) -> date | None:
    """An application that is over without a decision: the day its last clock ended."""
    ends = [clock.met_on for clock in case.clocks if clock.met_on is not None]
    return max(ends, default=None) if case.status in ENDED else None
