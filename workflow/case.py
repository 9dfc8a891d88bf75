"""办件: one application with everything a decision about it needs, in memory.  The gates of flow.py read it, the acts change it.

No SQL, no clock: store.py read it and will write it; `at` is the instant of the act, `today` its day of law."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from approvals.decisions import Decision
from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.documents.service import Service
from approvals.licences import GONE, Licence
from approvals.people import Applicant, Ban
from approvals.rules.agency import BY_POWER, agency_verdict
from approvals.rules.authority import Actor, Power
from workflow.errors import refuse
from workflow.graph import Walk
from workflow.lifecycle import ACCEPTED, GIVEN
from workflow.models import (
    Application,
    Clock,
    Commitment,
    Extension,
    FollowUp,
    Hearing,
    Material,
    Opinion,
    Pause,
    Rating,
    Recusal,
    ThirdPartyNotice,
    Visit,
    VisitSlot,
)
from workflow.new_edition import NewEdition
from workflow.rows import table
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import Calendar


@dataclass(slots=True)
class Notice:
    """A message to be sent: one outbox row to an account, or one to each account of a party."""

    kind: str
    params: dict[str, Any]
    to: int | None = None
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Void:
    """A document that is voided; `replaced`: by the one this act draws up."""

    document: int
    reason: str
    replaced: bool


@dataclass(slots=True, weakref_slot=True)
class Case:
    """The working file.  Lists hold the rows read and the rows the act adds; what is new has no primary key yet."""

    application: Application
    item: SubItem
    calendar: Calendar
    actor: Actor
    at: datetime
    today: date
    applicant: Applicant
    accounts: list[int]
    office_code: str
    office_word: str
    walk: Walk = field(init=False)
    licence: Licence | None = None
    renewals_open: int = 0
    materials: list[Material] = field(init=False, default_factory=list)
    clocks: list[Clock] = field(init=False, default_factory=list)
    pauses: list[Pause] = field(init=False, default_factory=list)
    visits: list[Visit] = field(init=False, default_factory=list)
    opinions: list[Opinion] = field(init=False, default_factory=list)
    commitments: list[Commitment] = field(init=False, default_factory=list)  # those that the act adds
    third_parties: list[ThirdPartyNotice] = field(init=False, default_factory=list)
    hearings: list[Hearing] = field(init=False, default_factory=list)
    recusals: list[Recusal] = field(init=False, default_factory=list)
    extensions: list[Extension] = field(init=False, default_factory=list)
    follow_ups: list[FollowUp] = field(init=False, default_factory=list)
    ratings: list[Rating] = field(init=False, default_factory=list)
    documents: list[Document] = field(default_factory=list)
    services: list[Service] = field(init=False, default_factory=list)
    bans: list[Ban] = field(default_factory=list)
    decisions: list[Decision] = field(init=False, default_factory=list)
    notices: list[Notice] = field(init=False, default_factory=list)
    guards: list[tuple[str, int, int]] = field(init=False, default_factory=list)
    holders: frozenset[int] = frozenset()
    slots: dict[int, VisitSlot] = field(init=False, default_factory=dict)
    authority: str = ""
    power: Power | None = None
    office_uscc: str = ""
    edition: NewEdition | None = None
    unsealed: list[str] = field(default_factory=list)
    without_files: bool = False
    voids: list[Void] = field(init=False, default_factory=list)

    # ------------------------------------------------------------------ what the gates ask
    @property
    def status(self) -> str:
        status: str = self.application.__dict__["status"]  # past the FSM's descriptor: it is asked a dozen times an act
        return status

    @property
    def on_commitment_route(self) -> bool:
        return self.application.route == "commitment"

    @property
    def opinion(self) -> Opinion | None:
        return next((o for o in self.opinions if o.current), None)

    @property
    def awaits_opinion(self) -> bool:
        """On the commitment route the form check at acceptance is the review, unless the decider sent it back."""
        asked = not self.on_commitment_route or self.application.returned
        return self.status == ACCEPTED and asked and self.opinion is None

    @property
    def visit(self) -> Visit | None:
        return self.visits[-1] if self.visits else None

    @property
    def awaits_visit(self) -> bool:
        """Awaited where the item requires it, elsewhere once one has been booked; never on the commitment route."""
        if self.status != ACCEPTED or self.on_commitment_route:
            return False
        if self.visit is None:
            return self.item.visit == "required"
        return self.visit.result not in (Visit.PASSED, Visit.CONFIRMED)

    @property
    def visit_booked(self) -> bool:
        return self.visit is not None and self.visit.result in (Visit.BOOKED, Visit.RECTIFY)

    @property
    def exempt(self) -> list[Material]:
        """Materials that need not be handed in, each with its reason."""
        return [m for m in self.materials if m.exempted]

    @property
    def outstanding(self) -> list[Material]:
        """Materials promised and not yet in."""
        return [m for m in self.materials if m.state == Material.PROMISED]

    @property
    def rejectable(self) -> list[Material]:
        """What came in with a supplement or, once accepted, in place of a promise, and can be found not to conform."""
        cured = {c.subject for c in self.clocks if c.kind == "cure"}
        came = [m for m in self.materials if m.state == Material.HANDED_IN]
        return [m for m in came if (m.code in cured if self.status == ACCEPTED else m.in_supplement)]

    @property
    def awaits_cure(self) -> bool:
        return self.status == ACCEPTED and bool(self.outstanding)

    @property
    def awaited(self) -> list[str]:
        branches = {"review": self.awaits_opinion, "verification": self.awaits_visit, "cure": self.awaits_cure}
        return [name for name, due in branches.items() if due]

    @property
    def reopened(self) -> bool:
        """Work of a branch is due and nobody has it: the block must be entered again."""
        return any(self.walk.find(name) is None for name in self.awaited)

    @property
    def decision_grade(self) -> str:
        """The grade a grant needs: the item's, and a deputy director after a hearing."""
        return "deputy_director" if self.application.hearing_held else self.item.approver

    @property
    def decision_desk(self) -> str:
        """Where the decision waits; `refusal` is seen by the chief representative and the deputy director alike."""
        if self.decision_grade == "deputy_director":
            return "deputy_director"
        return "refusal" if self.opinion is not None and self.opinion.opinion == "refuse" else "chief_representative"

    @property
    def awaits_publication(self) -> bool:
        return self.running("publication") is not None

    @property
    def awaits_follow_up(self) -> bool:
        if not self.on_commitment_route or self.status not in GIVEN:
            return False
        if self.licence is not None and self.licence.status in GONE:
            return False
        return not self.follow_ups or self.follow_ups[-1].result == "curable"

    # ------------------------------------------------------------------ people
    @property
    def by_party(self) -> bool:
        """Does the applicant act, or somebody for him?"""
        return self.application.applicant_id in self.actor.parties

    @property
    def official(self) -> int:
        """The account that acts, where an act needs a person."""
        if self.actor.id is None:
            raise refuse("not_authorised")
        return self.actor.id

    @property
    def handlers(self) -> list[int]:
        """The officials who have worked on the case so far: who accepted it, who reviewed it."""
        accepted_by = self.application.accepted_by_id
        return [*([accepted_by] if accepted_by else []), *self.application.reviewed_by]

    def recused(self, official: int | None) -> bool:
        return any(r.official_id == official for r in self.recusals)

    @property
    def chairs(self) -> list[int]:
        return [h.chair_id for h in self.hearings if h.chair_id and h.held_on]

    def material(self, code: str) -> Material | None:
        return next((m for m in self.materials if m.code == code), None)

    def running(self, kind: str, subject: str | None = None) -> Clock | None:
        """The earliest clock of this kind that runs."""
        found: Clock | None = None
        for clock in self.clocks:
            if clock.kind == kind and clock.met_on is None and (subject is None or clock.subject == subject):
                found = clock if found is None or clock.due_on < found.due_on else found
        return found

    # ------------------------------------------------------------------ what acts leave behind
    def draw(
        self, kind: str, *, served: bool = True, parties: Iterable[int] = (), kept: Mapping[str, Any] | None = None, **facts: Any
    ) -> None:
        """A document is drawn up; served, it goes to the applicant (and to the parties given) as a notice.

        kept: what is printed as it is now and may be otherwise when the document is made; the notice does not say it."""
        self.documents.append(
            table(Document).new(
                office_id=self.application.office_id,
                kind=kind,
                drawn_on=self.today,
                served_on=self.today if served else None,
                facts={**facts, **(kept or {})},
            )
        )
        if served and KINDS[kind].notice:
            self.tell(kind, **facts)
            self.notices += [Notice(kind, facts, party=party) for party in sorted(parties)]

    def void(self, document: Document, reason: str, *, replaced: bool) -> None:
        """The number of this document does not count any more; replaced: the one drawn up by this act stands for it."""
        self.documents = [each for each in self.documents if each is not document]
        self.voids.append(Void(document.pk, reason, replaced))

    def tell(self, kind: str, *, to: Iterable[int] | None = None, **params: Any) -> None:
        """A message to the applicant's accounts, or to the accounts given; once a kind and person."""
        known = {(n.kind, n.to) for n in self.notices}
        for account in dict.fromkeys(self.accounts if to is None else to):
            if (kind, account) not in known:
                self.notices.append(Notice(kind, params, to=account))

    def guard(self, table: str, key: int, version: int) -> None:
        """The write goes through only if this row outside the case is still of this version."""
        if (table, key, version) not in self.guards:
            self.guards.append((table, key, version))

    def rest_on_no_ban(self) -> None:
        """The act rests on there being no ban beyond those read: who imposes one raises the applicant's version."""
        self.guard("approvals_applicant", self.applicant.pk, self.applicant.version)

    def rest_on(self, power: Power | None, *, delegated: bool) -> None:
        """The act rests on this post or delegation: it must still be in force when it is written."""
        if power is not None:
            self.guard("approvals_delegation" if delegated else "approvals_post", power.id, power.version)

    def act_for(self, principals: Collection[int], *scopes: str) -> None:
        """Raises the refusal unless the account acts for itself, or by a power of attorney that covers all of these; the
        act then rests on this power, which must still be in force when it is written."""
        if self.actor.own in principals:
            return
        codes = (self.item.code, self.item.item_code)
        code, power = agency_verdict(
            self.actor.agencies, principals=principals, scopes=scopes, codes=codes, day=self.today
        )
        if power is None:
            raise refuse(str(code) if self.actor.is_party(self.today) else "not_authorised")
        self.authority = f"{BY_POWER}第{power.id}号"
        self.guard("approvals_powerofattorney", power.id, power.version)
