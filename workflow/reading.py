"""Reading without acting: who may see how much of a case, and which ways are open to whoever wants to lodge.

Sources: 行政许可法 30 (the applicant is told), 36 and 47 (third parties), 个人信息保护法 6 (no more than is needed).
Whoever may not see a case is told that there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import connection
from django.db.models import Q

from approvals.licences import EXPIRED, VALID, Licence
from approvals.people import ALL_MATTERS, Applicant, Ban, Post
from approvals.rules.agency import LODGE, agency_verdict
from approvals.rules.authority import Actor
from workflow import store
from workflow.acts.lodging import ON_LICENCE
from workflow.acts.materials import banned
from workflow.case import Case
from workflow.errors import REFUSALS, NotFound, refuse
from workflow.models import Application
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import legal_day
from workflow.store import ACTOR, Stored, actor_of


class View(StrEnum):
    """How much of a case somebody sees: all; what concerns the applicant; what concerns a notified third party."""

    OFFICIAL = "official"
    PARTY = "party"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as it was read for somebody, and how much of it he may see."""

    stored: Stored
    view: View

    @property
    def case(self) -> Case:
        return self.stored.case

    @property
    def version(self) -> int:
        return self.stored.version


def case_by_number(*, number: str, by: int, at: datetime) -> Seen:
    """The case with this number as this account may see it.  Raises NotFound where there is none for him."""
    found = Application.objects.filter(number=number).values_list("id", "office_id").first()
    if found is None:
        raise NotFound(number)
    stored = store.load(found[0], by=by, at=at, today=legal_day(at))
    case = stored.case
    serves = bool(case.actor.roles(case.today)) and _serves(by, found[1], case.today)
    view = may_view(case, serves=serves)
    if view is None:
        _check_lapsed(case)
        raise NotFound(number)
    return Seen(stored, view)


def _check_lapsed(case: Case) -> None:
    """Raises power_lapsed for one who acted for the applicant once: his form is open, and he is told why it goes no further."""
    agencies, principals = case.actor.agencies, {case.application.applicant_id}
    codes = (case.item.code, case.item.item_code)
    code, _power = agency_verdict(agencies, principals=principals, scopes=(), codes=codes, day=case.today)
    if code == "power_lapsed":
        raise refuse(code)


def may_view(case: Case, *, serves: bool) -> View | None:
    """The rights of the account that read the case; `serves`: it holds a post in the office of the case today."""
    if serves:
        return View.OFFICIAL
    if _acts_for(case, case.application.applicant_id):
        return View.PARTY
    notified = any(_acts_for(case, notice.party_id) for notice in case.third_parties)
    return View.THIRD_PARTY if notified else None


def _acts_for(case: Case, party: int) -> bool:
    """Is it the party's own account, or its agent's in this matter, for whatever act?"""
    codes = (case.item.code, case.item.item_code)
    mine = [agency for agency in case.actor.agencies if agency.principal == party and agency.in_force(case.today)]
    return case.actor.own == party or any(agency.covers(codes) for agency in mine)


def within(actor: Actor, *, on: date) -> Q:
    """Rows (with applicant and sub_item_code) of those for whom this account acts: of a principal the matters named only."""
    seen = Q(applicant=actor.own) if actor.own is not None else Q(pk=None)
    for agency in actor.agencies:
        if agency.in_force(on):
            seen |= Q(applicant=agency.principal) & _named(agency.matters)
    return seen


def _named(matters: Sequence[str]) -> Q:
    if ALL_MATTERS in matters:
        return Q()
    found = Q(sub_item_code__in=matters)
    for code in matters:
        found |= Q(sub_item_code__startswith=f"{code}-")
    return found


def posts_of(office_id: int, *, on: date) -> Q:
    """Posts in force on this day in the office, in the departments beneath it or in those above it."""
    in_force = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))
    beneath = Q(office=office_id) | Q(office__parent=office_id) | Q(office__parent__parent=office_id)
    return in_force & (beneath | Q(office__office=office_id) | Q(office__office__office=office_id))


def _serves(account: int, office_id: int, on: date) -> bool:
    return Post.objects.filter(posts_of(office_id, on=on), user_id=account).exists()


@dataclass(frozen=True, slots=True)
class Way:
    """A way of handling: `ordinary`, `tolerance` (容缺受理) or `commitment` (告知承诺); closed, with the code why."""

    name: str
    code: str | None = None

    @property
    def open(self) -> bool:
        return self.code is None

    @property
    def text(self) -> str:
        return REFUSALS[self.code].text if self.code else ""


@dataclass(frozen=True, slots=True)
class Lodger:
    """Who wants to lodge, and those he may lodge for with what is known of them."""

    actor: Actor
    applicants: tuple[Applicant, ...]
    bans: tuple[Ban, ...]
    licences: tuple[Licence, ...]
    on: date

    def applicants_for(self, item: SubItem) -> tuple[Applicant, ...]:
        """Those for whom it may lodge this: itself, and the principals whose powers cover it."""
        return tuple(applicant for applicant in self.applicants if self.refused(item, applicant.pk) is None)

    def refused(self, item: SubItem, applicant: int, scope: str = LODGE) -> str | None:
        """The code of what keeps this account from lodging this (or signing for it) for the applicant; None: it may."""
        if applicant == self.actor.own:
            return None
        codes, powers = (item.code, item.item_code), self.actor.agencies
        return agency_verdict(powers, principals={applicant}, scopes=(scope,), codes=codes, day=self.on)[0]

    def licences_for(self, item: SubItem, applicant: int | None = None) -> list[Licence]:
        """The licences a change, a renewal … of this item may be asked on."""
        return [x for x in self.licences if x.item_code == item.item_code and applicant in (None, x.holder_id)]


def lodger(*, by: int, at: datetime) -> Lodger:
    """The account with the applicants it acts for; none of them for an official."""
    today = legal_day(at)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ACTOR}", {"by": by})
        actor = actor_of(cursor.fetchone()[0], today)
    parties = sorted(actor.parties)
    if not parties:
        return Lodger(actor, (), (), (), today)
    held = Licence.objects.filter(holder__in=parties, status__in=(VALID, EXPIRED), number__isnull=False)
    return Lodger(
        actor,
        tuple(Applicant.objects.filter(pk__in=parties).order_by("id")),
        tuple(Ban.objects.filter(Ban.not_over(today), applicant__in=parties)),
        tuple(held.order_by("id")),
        today,
    )


def needs_licence(item: SubItem) -> bool:
    """Is this asked for on a licence that is there already?"""
    return item.kind in ON_LICENCE


def ways(item: SubItem, *, applicant: Applicant, bans: Sequence[Ban], on: date, signs: bool = True) -> tuple[Way, ...]:
    """The ways an application of this applicant can go, each open or with the code of what closes it; `signs`: whoever
    lodges may sign the letter that two of them need."""
    own = [ban for ban in bans if ban.applicant_id == applicant.pk]
    barred = banned(own, "reapplication", on=on, item_code=item.item_code)

    def way(name: str, *, eligible: bool) -> Way:
        if barred:
            return Way(name, "reapplication_barred")
        if not eligible:
            return Way(name, "item_not_eligible")
        if name != "ordinary" and not signs:
            return Way(name, "beyond_power")
        closed = name != "ordinary" and (applicant.bad_credit or banned(own, name, on=on))
        return Way(name, f"banned_from_{name}" if closed else None)

    return (
        way("ordinary", eligible=True),
        way("tolerance", eligible=item.tolerance and bool(item.tolerable)),
        way("commitment", eligible=item.commitment),
    )
