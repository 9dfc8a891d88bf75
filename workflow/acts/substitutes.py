"""A/B 角: who may stand in for an official who is away.

Source: the bureau's rule on 代理 (same or higher rank, a planned absence, no conflict, nothing passed on, and back by itself
on return).  Whom a case bars, it bars as a substitute too (seats.py); the power to decide is lent by 授权 and nothing else."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from approvals.accounts import Absence
from approvals.people import ALL_MATTERS, Delegation, Post, User
from approvals.rules.authority import GRADES
from workflow.errors import BadInput

HIMSELF = _("代理人应为其他在岗的工作人员")
AWAY_TOO = _("该人员在此期间也不在岗")
NO_POST = _("代理人在整个不在岗期间应有同样的岗位")
NOT_LENT = _("决定权不随代理转移：请先由分管局领导在授权登记簿中授权给代理人，期间覆盖全部不在岗日")


def check_substitute(user: int, substitute: int, *, from_on: date, until_on: date) -> None:
    """Raises BadInput where this one cannot stand in for the user from day to day."""
    if substitute == user or not User.objects.filter(pk=substitute, is_active=True, office__isnull=False).exists():
        raise BadInput(HIMSELF, field="substitute")
    away = Absence.objects.filter(user=substitute, ended_at=None, from_on__lte=until_on, until_on__gte=from_on)
    if away.exists():
        raise BadInput(AWAY_TOO, field="substitute")
    own = list(_posts(user, from_on=until_on, until_on=from_on))  # any day of it
    his = list(_posts(substitute, from_on=from_on, until_on=until_on))
    for post in own:
        if post.role in GRADES:
            _check_deciding(post, his, substitute, from_on=from_on, until_on=until_on)
        elif all(each.role != post.role for each in his):
            raise BadInput(NO_POST, field="substitute")


def _posts(user: int, *, from_on: date, until_on: date) -> Iterable[Post]:
    """His posts that began by the one day and last to the other."""
    return Post.objects.filter(Q(until_on=None) | Q(until_on__gte=until_on), user=user, from_on__lte=from_on)


def _check_deciding(post: Post, his: Iterable[Post], substitute: int, *, from_on: date, until_on: date) -> None:
    """Each matter in his charge is the substitute's own, or has been lent to him for all the days."""
    grade = GRADES[post.role]
    whole = Delegation.objects.filter(grantee=substitute, revoked_at=None, from_on__lte=from_on, until_on__gte=until_on)
    powers = [(GRADES[each.role], each.matters) for each in his if each.role in GRADES]
    powers += [(GRADES[each.grade], each.matters) for each in whole]
    held = {code for rank, matters in powers if rank >= grade for code in matters}
    if ALL_MATTERS not in held and not all(code in held or code.partition("-")[0] in held for code in post.matters):
        raise BadInput(NOT_LENT, field="substitute")
