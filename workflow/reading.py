"""Reading without acting: who may see how much of a case, and which ways are open to whoever wants to lodge.

Sources: 行政许可法 30 (the applicant is told), 36 and 47 (third parties), 个人信息保护法 6 (no more than is needed).
Whoever may not see a case is told that there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from approvals.licences import EXPIRED, VALID, Licence
from approvals.people import Applicant, Ban, Post, PowerOfAttorney
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

LAPSED = _("授权委托已经收回或者到期，没有提交任何内容")


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
        if lapsed(agent=by, principal=case.application.applicant_id):
            raise refuse("not_yours", LAPSED)
        raise NotFound(number)
    return Seen(stored, view)


def may_view(case: Case, *, serves: bool) -> View | None:
    """The rights of the account that read the case; `serves`: it holds a post in the office of the case today."""
    if serves:
        return View.OFFICIAL
    parties = case.actor.parties
    if case.application.applicant_id in parties:
        return View.PARTY
    notified = any(notice.party_id in parties for notice in case.third_parties)
    return View.THIRD_PARTY if notified else None


def lapsed(*, agent: int, principal: int) -> bool:
    """Did this account once act for the applicant by a power of attorney?"""
    return PowerOfAttorney.objects.filter(agent=agent, principal=principal).exists()


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
        return Lodger(actor, (), (), ())
    held = Licence.objects.filter(holder__in=parties, status__in=(VALID, EXPIRED), number__isnull=False)
    return Lodger(
        actor,
        tuple(Applicant.objects.filter(pk__in=parties).order_by("id")),
        tuple(Ban.objects.filter(applicant__in=parties, until__gte=today)),
        tuple(held.order_by("id")),
    )


def needs_licence(item: SubItem) -> bool:
    """Is this asked for on a licence that is there already?"""
    return item.kind in ON_LICENCE


def ways(item: SubItem, *, applicant: Applicant, bans: Sequence[Ban], on: date) -> tuple[Way, ...]:
    """The ways an application of this applicant can go, each open or with the code of what closes it."""
    own = [ban for ban in bans if ban.applicant_id == applicant.pk]
    barred = banned(own, "reapplication", on=on, item_code=item.item_code)

    def way(name: str, *, eligible: bool) -> Way:
        if barred:
            return Way(name, "reapplication_barred")
        if not eligible:
            return Way(name, "item_not_eligible")
        closed = name != "ordinary" and (applicant.bad_credit or banned(own, name, on=on))
        return Way(name, f"banned_from_{name}" if closed else None)

    return (
        way("ordinary", eligible=True),
        way("tolerance", eligible=item.tolerance and bool(item.tolerable)),
        way("commitment", eligible=item.commitment),
    )
