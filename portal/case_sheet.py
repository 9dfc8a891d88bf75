"""Everything the case page shows, read in a handful of statements and put into words.

How much of it somebody sees was asked of workflow/reading.py."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals import application_forms
from approvals.decisions import Decision
from approvals.files.binding import of_application
from approvals.files.models import MaterialFile, StoredFile
from approvals.people import Applicant, Ban
from portal import item_form
from portal.act_fields import material_name
from portal.case_findings import FoundLine, wrong_found
from portal.case_people import People, people
from portal.case_service import ServiceLine, service_lines
from portal.case_words import ACTS, DESKS, INTERNAL_ACTS, PROCEDURES, WORK, in_language, said
from portal.clock_lines import ClockLine, clock_lines
from portal.documents.lines import DocumentLine, document_lines, making
from portal.lines import CardMark, mark
from portal.work_items import Hands, hands
from supervision.models import Card, Order
from workflow.case import Case
from workflow.lifecycle import NOT_ACCEPTED, REFUSED, STATUSES, TERMINATED, WITHDRAWN
from workflow.models import LedgerEntry, Material
from workflow.reading import Seen, View

FOR_THIRD_PARTIES = frozenset({"hearing_request", "hearing"})
RATINGS = frozenset({"rate", "contact_rater", "call_back_rater"})
STATUS_WORDS = dict(STATUSES)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the line at the head of the page: done, now, next, or over where the case ended there."""

    name: str
    on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material with its state, and the last day for it where one runs."""

    code: str
    name: str
    state: str
    state_name: str
    essential: bool
    reason: str
    handed_in_on: date | None
    due_on: date | None
    exempted: str = ""
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """An open work item: what, at which desk, who is responsible, and until when."""

    name: str
    desk: str
    people: str
    due_on: date | None
    node_due_on: date | None
    hands: Hands | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One act in the history; `moved_to` names the status it led to."""

    act: str
    actor: str
    at: datetime
    moved_to: str
    detail: str


@dataclass(slots=True)
class CaseSheet:
    """The part of the page that is read."""

    seen: Seen
    people: People
    stages: list[Stage] = field(default_factory=list)
    materials: list[MaterialLine] = field(default_factory=list)
    clocks: list[ClockLine] = field(default_factory=list)
    documents: list[DocumentLine] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    history: list[Happened] = field(default_factory=list)
    answers: list[item_form.Section] = field(default_factory=list)
    services: list[ServiceLine] = field(default_factory=list)
    bans: list[Ban] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    decision: Decision | None = None
    latest: Happened | None = None

    @property
    def case(self) -> Case:
        return self.seen.case

    @property
    def applicant(self) -> Applicant:
        return self.people.applicants[self.case.applicant.pk]

    @property
    def item_name(self) -> str:
        return in_language(self.case.item.item_name, self.case.item.item_name_en)

    @property
    def name(self) -> str:
        return in_language(self.case.item.name, self.case.item.name_en)

    @property
    def basis_reason(self) -> str:
        """Why the legal basis of the item is marked as to be checked."""
        check = self.case.item.basis_check
        return in_language(check.reason, check.reason_en) if check is not None else ""

    @property
    def decision_words(self) -> str:
        """The decision in words."""
        if self.decision is None:
            return ""
        if self.decision.deemed:
            return _("视为准予")
        return _("准予许可") if self.decision.kind == "grant" else _("不予许可")

    @property
    def card_marks(self) -> list[tuple[CardMark, Card]]:
        return [(mark(card), card) for card in self.cards]

    @property
    def own_notices(self) -> list[tuple[str, Any]]:
        """What the notified third party that reads this was told."""
        return [(who, row) for who, row in self.third_parties if row.party_id in self.case.actor.parties]

    @property
    def is_official(self) -> bool:
        return self.seen.view is View.OFFICIAL

    @property
    def hides_rating(self) -> bool:
        """Who is rated does not read the words of who rated him (评价人信息保密)."""
        rated = (self.case.application.accepted_by_id, *self.case.application.reviewed_by)
        return self.is_official and self.case.actor.id in rated

    @property
    def is_limited(self) -> bool:
        """A third party sees what the case is about and its own rights."""
        return self.seen.view is View.THIRD_PARTY

    @property
    def making(self) -> str:
        """Granted, and the licence is being made."""
        return making(self.documents)

    @property
    def running(self) -> list[ClockLine]:
        return [line for line in self.clocks if line.met_on is None]

    @property
    def met(self) -> list[ClockLine]:
        return [line for line in self.clocks if line.met_on is not None]

    @property
    def pauses(self) -> list[tuple[str, Any]]:
        return [(said(PROCEDURES, row.procedure), row) for row in self.case.pauses]

    @property
    def visits(self) -> list[tuple[str, Any]]:
        return [(self.people.named(row.officials), row) for row in self.case.visits]

    @property
    def opinions(self) -> list[tuple[str, Any, list[FoundLine]]]:
        rows = self.case.opinions
        return [(self.people.named([row.by_id]), row, wrong_found(self.case, row.findings)) for row in rows]

    @property
    def recusals(self) -> list[tuple[str, Any]]:
        return [(self.people.named([row.official_id]), row) for row in self.case.recusals]

    @property
    def hearings(self) -> list[tuple[str, str, Any]]:
        asked, chair = self.people.party, self.people.named
        return [(asked(row.requested_by_id), chair([row.chair_id]), row) for row in self.case.hearings]

    @property
    def third_parties(self) -> list[tuple[str, Any]]:
        return [(self.people.party(row.party_id), row) for row in self.case.third_parties]


def collect(seen: Seen) -> CaseSheet:
    """Reads what the page shows beside the case itself."""
    case, application = seen.case, seen.case.application
    entries = list(LedgerEntry.objects.filter(application=application.pk).order_by("seq"))
    known = people(case, entries)
    sheet = CaseSheet(seen, known, clocks=clock_lines(case, parties=known.parties))
    happened = [_happened(entry, sheet) for entry in entries]
    sheet.latest = happened[-1] if happened else None
    if sheet.is_limited:
        sheet.clocks = _of_third_party(case, sheet)
        return sheet
    official = sheet.is_official
    sheet.history = [h for e, h in zip(entries, happened, strict=True) if official or e.act not in INTERNAL_ACTS]
    sheet.stages = _stages(case)
    attached = of_application(application.pk)
    sheet.materials = [_material(case, row, attached.get(row.code, [])) for row in case.materials]
    sheet.answers = item_form.told(case.item.form, application_forms.of_application(application.pk))
    sheet.documents = document_lines(application, official=official)
    sheet.services = service_lines(application.pk, official=official) if application.decided_on else []
    sheet.work = _work(sheet)
    sheet.decision = Decision.objects.filter(application_id=application.pk).first() if application.decided_on else None
    if official:
        sheet.bans = list(Ban.objects.filter(Ban.not_over(case.today), applicant=case.applicant.pk).order_by("until"))
        sheet.cards = list(Card.objects.filter(application=application.pk).order_by("day", "id"))
        sheet.orders = list(Order.objects.filter(application=application.pk).select_related("person").order_by("id"))
    return sheet


def _of_third_party(case: Case, sheet: CaseSheet) -> list[ClockLine]:
    """The time in which it may ask for a hearing, and the hearing."""
    own = {str(key) for key in case.actor.parties}
    others = {c.subject for c in case.clocks if c.kind == "hearing_request"} - own
    names = {sheet.people.party(int(key)) for key in others if key.isdigit()} | {_("撤销许可")}
    shown = [line for line in sheet.running if line.kind in FOR_THIRD_PARTIES]
    return [line for line in shown if line.kind == "hearing" or line.subject not in names]


def _stages(case: Case) -> list[Stage]:
    application = case.application
    days = [
        (_("收件"), application.received_on),
        (_("受理"), application.accepted_on),
        (_("不予许可") if case.status == REFUSED else _("审查、决定"), application.decided_on),
        (_("送达"), application.served_on),
    ]
    if case.status in (NOT_ACCEPTED, WITHDRAWN, TERMINATED):
        return [*(Stage(n, on, "done") for n, on in days if on), Stage(str(STATUS_WORDS[case.status]), None, "over")]
    pending = next((n for n, (_name, on) in enumerate(days) if on is None), len(days))
    states = ["done" if n < pending else "now" if n == pending else "next" for n in range(len(days))]
    return [Stage(name, on, state) for (name, on), state in zip(days, states, strict=True)]


def _material(case: Case, row: Material, attached: list[MaterialFile]) -> MaterialLine:
    known = case.item.materials.get(row.code)
    cure = case.running("cure", row.code) if row.state == Material.PROMISED else None
    clock = cure or (case.running("supplement") if row.state == Material.REQUESTED else None)
    return MaterialLine(
        code=row.code,
        name=material_name(case, row.code),
        state=row.state,
        state_name=str(row.get_state_display()),
        essential=known is not None and known.essential,
        reason=row.reason,
        handed_in_on=row.handed_in_on,
        due_on=clock.due_on if clock is not None else None,
        exempted=row.exempted,
        files=tuple(each.file for each in attached),
    )


def _work(sheet: CaseSheet) -> list[Work]:
    known = hands(sheet.case, sheet.people.accounts) if sheet.is_official else {}
    return [
        Work(
            name=said(WORK, row.step.name),
            desk=said(DESKS, row.desk),
            people=sheet.people.responsible(row),
            due_on=row.due_on,
            node_due_on=row.node_due_on if sheet.is_official else None,
            hands=known.get(row.id),
        )
        for row in sheet.case.walk.open_humans()
    ]


def _happened(entry: LedgerEntry, sheet: CaseSheet) -> Happened:
    moved = entry.to_status != entry.from_status
    typed = entry.inputs.get("grounds") or entry.inputs.get("reason") or entry.inputs.get("text") or ""
    return Happened(
        act=said(ACTS, entry.act),
        actor=sheet.people.named([entry.actor_id]) or _("系统"),
        at=entry.at,
        moved_to=str(STATUS_WORDS.get(entry.to_status, "")) if moved else "",
        detail=str(typed) if sheet.is_official and not (entry.act in RATINGS and sheet.hides_rating) else "",
    )
