"""Which bureaus an official serves: the topmost offices above his posts in force."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from approvals.people import Office, Post


def bureaus(user_id: int, *, on: date, roles: Collection[str] | None = None) -> set[int]:
    """Ids of the topmost offices; with `roles`, only above posts of these roles."""
    in_force = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))
    posts = Post.objects.filter(in_force, user_id=user_id)
    if roles is not None:
        posts = posts.filter(role__in=roles)
    parents = dict(Office.objects.values_list("id", "parent_id"))
    return {_top(office, parents) for office in posts.values_list("office_id", flat=True)}


def _top(office: int, parents: Mapping[int, int | None]) -> int:
    above = parents.get(office)
    return office if above is None else _top(above, parents)
