"""授权登记: who may decide what on a day, and by which instrument: his post, or what somebody lent him.

The rule itself is approvals/rules/authority.py; here its facts are put into words for those who answer for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.people import Delegation, Post, Role
from approvals.rules.authority import DECIDE
from portal.matter_choice import matter_words
from portal.offices import bureaus
from portal.policy import WATCHERS
from workflow.models import RegisterEntry
from workflow.reading import posts_of


@dataclass(frozen=True, slots=True)
class Held:
    """A power in words; `until_on` None: until further notice."""

    person: str
    grade: str
    matters: str
    from_on: date
    until_on: date | None
    instrument: str


def powers(watcher: int, *, on: date) -> list[Held]:
    """Every power to decide that is in force on this day in the bureaus this account watches, by grade and person.

    A power lent counts as long as its holder has a deciding post himself (授权审批规定)."""
    offices = bureaus(watcher, on=on, roles=WATCHERS)
    if not offices:
        return []
    there = Q(pk__in=[])
    for office in offices:
        there |= posts_of(office, on=on)
    posts = (
        Post.objects.filter(there, role__in=DECIDE, user__is_active=True).select_related("user", "office").distinct()
    )
    own = list(posts.order_by("role", "user__display_name", "id"))
    deciding = {post.user_id for post in own}
    lent = Delegation.objects.filter(grantee__in=deciding, from_on__lte=on, until_on__gte=on, revoked_at=None)
    rows = list(lent.select_related("grantee", "delegator").order_by("grade", "grantee__display_name", "id"))
    entries = instruments(rows)
    return [*(_post(post) for post in own if post.matters), *(_lent(row, entries.get(row.pk)) for row in rows)]


def instruments(rows: Iterable[Delegation]) -> dict[int, int]:
    """The number of each delegation's entry in the register, by the delegation's key."""
    made = {(row.made_at, row.delegator_id): row.pk for row in rows}
    instants = [at for at, _giver in made]
    found = RegisterEntry.objects.filter(register="delegations", act="delegate", at__in=instants)
    pairs = found.values_list("at", "actor_id", "seq")
    return {made[at, actor]: seq for at, actor, seq in pairs if (at, actor) in made}


def _post(post: Post) -> Held:
    words = {"office": post.office, "role": post.get_role_display()}
    return Held(
        str(post.user), _grade(post.role), matter_words(post.matters), post.from_on, post.until_on,
        _("任职：%(office)s %(role)s") % words,
    )  # fmt: skip


def _lent(row: Delegation, entry: int | None) -> Held:
    words = {"giver": row.delegator, "entry": entry or "—"}
    return Held(
        str(row.grantee), _grade(row.grade), matter_words(row.matters), row.from_on, row.until_on,
        _("%(giver)s授权，登记簿第 %(entry)s 项") % words,
    )  # fmt: skip


def _grade(role: str) -> str:
    """What is decided at this grade."""
    if role == Role.DEPUTY_DIRECTOR:
        return _("分管局领导决定的事项、不予许可和首席代表决定的事项")
    return _("首席代表决定的事项")
