"""What the acts of supervision on its own registers share: who may, for which bureau, and the trace of a refusal.

Sources: 行政许可法 61 (supervision of the licensed); the bureau's 授权审批规定 (审批与监管分离)."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from approvals.offices import parents, posts_on, topmost
from approvals.people import Post
from approvals.rules import authority
from supervision.noting import has_role, refusals_noted
from workflow.errors import refuse
from workflow.rules.clock import legal_day


@contextmanager
def acting(
    act: str, *, by: int, at: datetime, application_id: int | None = None, office: int | None = None
) -> Iterator[None]:
    """The body is done by somebody whose role has this act, in this bureau where one is named; a refusal leaves its row.

    Raises not_authorised."""
    with refusals_noted(act, application_id, by=by, at=at):
        has_role(act, by=by, at=at)
        if office is not None and by not in in_bureau(office, roles=authority.ROLES_OF_ACT[act], on=legal_day(at)):
            raise refuse("not_authorised")
        yield


def bureau_of(user_id: int, *, act: str, on: date) -> int:
    """The topmost office above the post that gives this person this act.  Raises not_authorised."""
    post = Post.objects.filter(posts_on(on, roles=authority.ROLES_OF_ACT[act]), user_id=user_id).order_by("id").first()
    if post is None:
        raise refuse("not_authorised")
    return topmost(post.office_id, parents())


def in_bureau(office_id: int, *, roles: Collection[str], on: date) -> list[int]:
    """The active people who hold one of these posts anywhere in the bureau, by key."""
    above = parents()
    posts = Post.objects.filter(posts_on(on, roles=roles), user__is_active=True).values_list("user_id", "office_id")
    return sorted({user for user, office in posts if topmost(office, above) == office_id})
