"""Which bureaus an official serves: the topmost offices above his posts in force."""

from collections.abc import Collection
from datetime import date

from approvals.offices import parents, posts_on, topmost
from approvals.people import Post


def bureaus(user_id: int, *, on: date, roles: Collection[str] | None = None) -> set[int]:
    """Ids of the topmost offices; with `roles`, only above posts of these roles."""
    posts = Post.objects.filter(posts_on(on, roles=roles), user_id=user_id)
    above = parents()
    return {topmost(office, above) for office in posts.values_list("office_id", flat=True)}
