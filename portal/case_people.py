"""Who is named on a case page: colleagues of the office, those who acted, and who is responsible for open work."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.people import ALL_MATTERS, Applicant, Post, User
from portal.act_fields import Sheet
from portal.case_words import ROLES_OF_DESK
from portal.visit_fields import slot_choices
from workflow import visit_slots
from workflow.case import Case
from workflow.graph import Row
from workflow.models import LedgerEntry
from workflow.reading import posts_of

DECIDERS = frozenset({"chief_representative", "deputy_director"})
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class People:
    """Names by account and by party, and the posts in force in the office of the case."""

    case: Case
    posts: tuple[Post, ...]
    accounts: dict[int, str]
    applicants: dict[int, Applicant]

    @property
    def parties(self) -> dict[int, str]:
        return {key: row.name for key, row in self.applicants.items()}

    def named(self, accounts: Iterable[int | None]) -> str:
        """The names of these accounts, in their order."""
        return "、".join(self.accounts.get(key, f"#{key}") for key in accounts if key is not None)

    def party(self, key: int | None) -> str:
        """The name of a party; empty for none."""
        row = self.applicants.get(key) if key is not None else None
        return row.name if row is not None else ""

    def sheet(self) -> Sheet:
        """The colleagues who may be named in an act."""
        everybody = {post.user_id: str(post.user) for post in self.posts}
        verifiers = {post.user_id: str(post.user) for post in self.posts if post.role == "verifier"}
        return Sheet(self.case, tuple(verifiers.items()), tuple(everybody.items()), self._slots())

    def _slots(self) -> tuple[tuple[int, str], ...]:
        """The times offered to an applicant whose case waits for a visit."""
        if not (self.case.by_party and self.case.awaits_visit):
            return ()
        return slot_choices(visit_slots.free(self.case), self.accounts)

    def responsible(self, row: Row) -> str:
        """Who does this work: the verifiers booked, else the first few of the desk whom nothing bars."""
        if row.desk == "applicant":
            return self.case.applicant.name
        if row.desk == "verification" and self.case.visit is not None:
            return self.named(self.case.visit.officials)
        roles = ROLES_OF_DESK.get(row.desk, ())
        able = [p for p in self.posts if p.role in roles and self._in_charge(p) and p.user_id not in row.barred]
        names = list(dict.fromkeys(str(post.user) for post in able))
        shown = "、".join(names[:MOST_NAMES])
        return _("%(names)s 等") % {"names": shown} if len(names) > MOST_NAMES else shown

    def _in_charge(self, post: Post) -> bool:
        """A deciding post is in charge of the matters it names."""
        item = self.case.item
        return post.role not in DECIDERS or not {ALL_MATTERS, item.code, item.item_code}.isdisjoint(post.matters)


def people(case: Case, entries: Iterable[LedgerEntry]) -> People:
    """Everybody the page may name, in three statements at most."""
    in_force = Post.objects.filter(posts_of(case.application.office_id, on=case.today), user__is_active=True)
    posts = tuple(in_force.select_related("user").order_by("id").distinct())
    known = {post.user_id: str(post.user) for post in posts}
    missing = _accounts(case, entries) - known.keys()
    if missing:
        known |= {user.pk: str(user) for user in User.objects.filter(pk__in=missing)}
    parties = {case.applicant.pk, *(n.party_id for n in case.third_parties)}
    parties |= {hearing.requested_by_id for hearing in case.hearings if hearing.requested_by_id is not None}
    return People(case, posts, known, Applicant.objects.in_bulk(parties))


def _accounts(case: Case, entries: Iterable[LedgerEntry]) -> set[int]:
    found = {entry.actor_id for entry in entries} | {row.by_id for row in case.opinions}
    found |= {key for row in case.visits for key in row.officials} | {row.chair_id for row in case.hearings}
    found |= {row.official_id for row in case.recusals} | {row.approved_by_id for row in case.extensions}
    return {key for key in found if key is not None}
