"""What the acts of supervision on its own registers share: who may, for which bureau, and the trace of a refusal.

Sources: 行政许可法 61 (supervision of the licensed); the bureau's 授权审批规定 (审批与监管分离)."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.db.models import Q

from approvals.people import Office, Post
from approvals.rules import authority
from workflow.acts.perform import note_refusal
from workflow.acts.register import read_actor
from workflow.errors import Refusal, refuse
from workflow.rules.clock import legal_day


@contextmanager
def acting(
    act: str, *, by: int, at: datetime, application_id: int | None = None, office: int | None = None
) -> Iterator[None]:
    """The body is done by somebody whose role has this act, in this bureau where one is named; a refusal leaves its row.

    Raises not_authorised."""
    today = legal_day(at)
    try:
        verdict = authority.role_verdict(actor=read_actor(by, today), act=act, day=today)
        if verdict.code:
            raise refuse(verdict.code)
        if office is not None and by not in in_bureau(office, roles=authority.ROLES_OF_ACT[act], on=today):
            raise refuse("not_authorised")
        yield
    except Refusal as refusal:
        note_refusal(act, application_id, by=by, at=at, refusal=refusal)
        raise


def posts_on(day: date, *, roles: Collection[str]) -> Q:
    """Posts of these roles in force on this day."""
    return Q(role__in=roles, from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))


def bureau_of(user_id: int, *, act: str, on: date) -> int:
    """The topmost office above the post that gives this person this act.  Raises not_authorised."""
    post = Post.objects.filter(posts_on(on, roles=authority.ROLES_OF_ACT[act]), user_id=user_id).order_by("id").first()
    if post is None:
        raise refuse("not_authorised")
    return _top(post.office_id, _parents())


def in_bureau(office_id: int, *, roles: Collection[str], on: date) -> list[int]:
    """The active people who hold one of these posts anywhere in the bureau, by key."""
    parents = _parents()
    posts = Post.objects.filter(posts_on(on, roles=roles), user__is_active=True).values_list("user_id", "office_id")
    return sorted({user for user, office in posts if _top(office, parents) == office_id})


def _parents() -> Mapping[int, int | None]:
    return dict(Office.objects.values_list("id", "parent_id"))


def _top(office: int, parents: Mapping[int, int | None]) -> int:
    above = parents.get(office)
    return office if above is None else _top(above, parents)
