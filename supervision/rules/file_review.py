"""案卷评查: the scored checklist, and what a machine can see in a file before anybody reads it.

Sources: 行政许可法 32, 34, 38, 42, 44 (what a file must show), 72 (what officials answer for); points and shares are the
bureau's own rule: supervision/schemes/file_review.yaml.  A machine's finding costs all the points of its line, so the same
file has the same score whoever asks; a person's costs what he says, with his reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from workflow.rules.errors import LicensingError
from workflow.rules.workdays import Calendar

MACHINE, PERSON = "machine", "person"
OUTCOMES = ("granted", "refused", "terminated", "not_accepted", "withdrawn")
KEYS = {"name", "version", "legal_basis", "shares", "items"}
LINE_KEYS = {"points", "check", "text", "text_en", "legal_basis"}
FULL, TWO = 100, 2
GRANTING = {"grant_decision", "filing_record"}
ONE_DAY = timedelta(days=1)


class ChecklistError(LicensingError):
    """A checklist cannot be read; the detail names the key."""

    code, text = "checklist_invalid", "评查评分表文件有误"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist: its points, and whether a machine or a person looks."""

    code: str
    points: int
    check: str
    text: str
    text_en: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """`shares`: per cent of each outcome that a sample takes."""

    name: str
    version: int
    legal_basis: str
    shares: Mapping[str, int]
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return f"{self.name}/{self.version}"

    @property
    def out_of(self) -> int:
        return sum(line.points for line in self.lines)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the file: its kind, and the days it was drawn up and served."""

    kind: str
    drawn_on: date
    served_on: date | None


@dataclass(frozen=True, slots=True)
class File:
    """What a machine reads of a file.  `steps`: first and last day of each work item; `standstills`: of each pause;
    `signatures`: how many signed each visit that was recorded."""

    received_on: date
    accepted_on: date | None = None
    decided_on: date | None = None
    served_on: date | None = None
    statutory_due_on: date | None = None
    accepted_by: int | None = None
    reviewed_by: tuple[int, ...] = ()
    decided_by: int | None = None
    authority: str = ""
    deemed: bool = False
    refused: bool = False
    terminated: bool = False
    signatures: tuple[int, ...] = ()
    papers: tuple[Paper, ...] = ()
    steps: tuple[tuple[date, date], ...] = ()
    standstills: tuple[tuple[date, date], ...] = field(default=())


def signatures(file: File, calendar: Calendar) -> str:
    """Two sign a visit; a decision that a person took names him and his authority."""
    if any(number < TWO for number in file.signatures):
        return "核查记录不足两名人员签字"
    if file.decided_on and not file.deemed and (file.decided_by is None or not file.authority):
        return "决定缺少决定人或者授权依据"
    return ""


def dates(file: File, calendar: Calendar) -> str:
    """Receipt, acceptance, decision, service: none before the one before it.

    >>> from workflow.rules.workdays import Year
    >>> march = Calendar([Year(2026, closed=frozenset())])
    >>> dates(File(date(2026, 3, 3), date(2026, 3, 2)), march)
    '2026-03-02 早于 2026-03-03'
    """
    days = [day for day in (file.received_on, file.accepted_on, file.decided_on, file.served_on) if day is not None]
    return next((f"{later} 早于 {earlier}" for earlier, later in pairwise(days) if later < earlier), "")


def authority(file: File, calendar: Calendar) -> str:
    """Who decided has neither accepted nor reviewed."""
    if file.decided_by is not None and file.decided_by in (file.accepted_by, *file.reviewed_by):
        return "决定人同时办理了受理或者审查"
    return ""


def notices(file: File, calendar: Calendar) -> str:
    """The papers that law asks for are there; what goes to the applicant was served."""
    needed = [("acceptance_notice", file.accepted_on), ("refusal_decision", file.decided_on if file.refused else None)]
    needed.append(("termination_notice", file.received_on if file.terminated else None))
    granted = file.decided_on if file.decided_on and not file.refused else None
    kinds = {paper.kind for paper in file.papers}
    missing = [kind for kind, day in needed if day is not None and kind not in kinds]
    missing += ["grant_decision"] if granted and not kinds & GRANTING else []
    unserved = [paper.kind for paper in file.papers if paper.kind in dict(needed) and paper.served_on is None]
    return "；".join([*(f"缺少 {kind}" for kind in missing), *(f"未送达 {kind}" for kind in unserved)])


def step_times(file: File, calendar: Calendar) -> str:
    """Every working day from receipt to decision lies in a step or in a pause: else nobody had the case.

    >>> from workflow.rules.workdays import Year
    >>> march = Calendar([Year(2026, closed=frozenset())])
    >>> gap = File(date(2026, 3, 2), decided_on=date(2026, 3, 6), steps=((date(2026, 3, 2), date(2026, 3, 3)),))
    >>> step_times(gap, march)
    '办件用时 4 个工作日，其中 3 个没有承办环节：2026-03-04'
    """
    if file.decided_on is None or file.deemed:
        return ""
    covered = (*file.steps, *file.standstills)
    days = [file.received_on + ONE_DAY * n for n in range(1, (file.decided_on - file.received_on).days + 1)]
    working = [day for day in days if calendar.is_working(day)]
    alone = [day for day in working if not any(first <= day <= last for first, last in covered)]
    return f"办件用时 {len(working)} 个工作日，其中 {len(alone)} 个没有承办环节：{alone[0]}" if alone else ""


def periods(file: File, calendar: Calendar) -> str:
    """Decided by the last day of the statutory period, with what lengthened it."""
    if file.decided_on is None or file.statutory_due_on is None or file.decided_on <= file.statutory_due_on:
        return ""
    return f"决定日 {file.decided_on}，法定期限 {file.statutory_due_on}"


CHECKS: Mapping[str, Callable[[File, Calendar], str]] = {
    "signatures": signatures,
    "dates": dates,
    "authority": authority,
    "notices": notices,
    "step_times": step_times,
    "periods": periods,
}


def machine_findings(checklist: Checklist, file: File, *, calendar: Calendar) -> dict[str, str]:
    """What the machine lines of the checklist find wrong, by code; nothing where all is well."""
    lines = [line for line in checklist.lines if line.check == MACHINE]
    return {line.code: found for line in lines if (found := CHECKS[line.code](file, calendar))}


def checklist_of(content: Mapping[str, Any]) -> Checklist:
    """A checklist from the content of its file.  Raises ChecklistError with the key that is wrong."""
    if set(content) != KEYS:
        raise ChecklistError("、".join(sorted(set(content) ^ KEYS)))
    shares, items = content["shares"], content["items"]
    if not isinstance(shares, Mapping) or set(shares) != set(OUTCOMES):
        raise ChecklistError("shares")
    if not all(type(percent) is int and 0 <= percent <= FULL for percent in shares.values()):
        raise ChecklistError("shares")
    if not isinstance(items, Mapping) or not items:
        raise ChecklistError("items")
    lines = tuple(_line(code, given) for code, given in items.items())
    made = Checklist(content["name"], content["version"], content["legal_basis"], dict(shares), lines)
    if made.out_of != FULL:
        raise ChecklistError(f"items: {made.out_of}")
    return made


def _line(code: str, given: Any) -> Line:
    where = f"items.{code}"
    if not isinstance(given, Mapping) or set(given) != LINE_KEYS:
        raise ChecklistError(where)
    if type(given["points"]) is not int or not 0 < given["points"] <= FULL:
        raise ChecklistError(f"{where}.points")
    if given["check"] not in (MACHINE, PERSON) or (given["check"] == MACHINE) != (code in CHECKS):
        raise ChecklistError(f"{where}.check")
    return Line(code, **given)
