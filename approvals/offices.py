"""The tree of offices (机关): which bureau stands above an office, and which posts are in force on a day."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from approvals.people import Office


def posts_on(day: date, *, roles: Collection[str] | None = None) -> Q:
    """Posts in force on this day; with `roles`, of these only."""
    in_force = Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))
    return in_force if roles is None else in_force & Q(role__in=roles)


def parents() -> Mapping[int, int | None]:
    """The office above each office."""
    return dict(Office.objects.values_list("id", "parent_id"))


def topmost(office: int, above: Mapping[int, int | None]) -> int:
    """The bureau: the last office on the way up."""
    higher = above.get(office)
    return office if higher is None else topmost(higher, above)
