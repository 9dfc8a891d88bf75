"""Acts about officials: accounts, posts with their days, absence, and leaving.  Done by the bureau's head, never for himself.

Sources: 公务员法 (任免), 行政许可法 5 and 34 (who handles a matter is known); the bureau's rules on 岗位职责.  No separate
administrator exists: who appoints, answers for it, and every entry stands in the chain of the register `staff`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from approvals.accounts import Absence
from approvals.fields import blind_index
from approvals.people import Delegation, Office, Post, Role, User
from approvals.rules import authority
from workflow import queue
from workflow.acts.perform import perform
from workflow.acts.register import known_matters, perform_register, read_actor, tell
from workflow.acts.substitutes import check_substitute
from workflow.errors import BadInput, LicensingError, NotFound, refuse
from workflow.rules.clock import legal_day

APART = frozenset({Role.MONITOR.value, Role.AUDITOR.value})
NAME_TAKEN = _("该用户名已经有人使用，请换一个")
DATES = _("截止日不能早于起始日")
APART_TEXT = _("监察、审计岗位不能与其他岗位由同一人兼任")
HELD = _("该人员在此期间已有同样的岗位")


@dataclass(frozen=True, slots=True)
class Leaving:
    """What became of the work somebody had taken: how many items went to the colleague, how many back to their desks."""

    handed: int
    returned: int


def offices_of(account: int, today: date) -> set[int]:
    """Ids of the offices whose people this head administers: his own and all beneath their topmost one."""
    parents = dict(Office.objects.values_list("id", "parent_id"))

    def root(office: int) -> int:
        above = parents.get(office)
        return office if above is None else root(above)

    held = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    posts = Post.objects.filter(held, user_id=account, role=authority.HEAD)
    roots = {root(office) for office in posts.values_list("office_id", flat=True)}
    return {office for office in parents if root(office) in roots}


def _may(act: str, *, by: int, at: datetime, office: int | None, who: int | None = None) -> None:
    """Raises not_authorised but for a head on another person of his bureau."""
    today = legal_day(at)
    verdict = authority.role_verdict(actor=read_actor(by, today), act=act, day=today)
    if verdict.code or who == by or office not in offices_of(by, today):
        raise refuse(verdict.code or "not_authorised")


def _official(key: int) -> User:
    found = User.objects.filter(pk=key, office__isnull=False).first()
    if found is None:
        raise NotFound(str(key))
    return found


def add_official(
    *, by: int, at: datetime, username: str, display_name: str, email: str, office: int, phone: str = ""
) -> User:
    """An account without a password: its holder sets one by a code sent to the e-mail address."""
    _may("add_official", by=by, at=at, office=office)

    def change() -> User:
        if User.objects.filter(username__iexact=username).exists():
            raise BadInput(NAME_TAKEN, field="username")
        made = User(username=username, display_name=display_name, email=email, office_id=office)
        made.phone, made.phone_index = phone, blind_index(phone)
        made.set_unusable_password()
        made.save()
        return made

    inputs = {"username": username, "name": display_name, "office": office}
    return perform_register("add_official", "staff", by=by, at=at, inputs=inputs, change=change)


def open_post(
    *, by: int, at: datetime, user: int, role: str, office: int, from_on: date, until_on: date | None = None,
    matters: str | Sequence[str] = (),
) -> Post:
    """任职: a role in an office from day to day (both included); deciding roles name the matters they are in charge of."""
    who = _official(user)
    _may("open_post", by=by, at=at, office=who.office_id, who=user)
    _may("open_post", by=by, at=at, office=office)
    if role not in Role.values:
        raise BadInput(role, field="role")
    if until_on is not None and until_on < from_on:
        raise BadInput(DATES, field="until_on")
    codes = known_matters(matters) if role in authority.DECIDE else []
    inputs = {"user": user, "role": role, "office": office, "from": from_on, "until": until_on, "matters": codes}

    def change() -> Post:
        _compatible(user, role, office, from_on, until_on)
        dates = {"from_on": from_on, "until_on": until_on}
        return Post.objects.create(user_id=user, role=role, office_id=office, matters=codes, **dates)

    return perform_register("open_post", "staff", by=by, at=at, inputs=inputs, change=change)


def _compatible(user: int, role: str, office: int, from_on: date, until_on: date | None) -> None:
    beside = Post.objects.filter(user_id=user).filter(Q(until_on=None) | Q(until_on__gte=from_on))
    beside = beside.filter(from_on__lte=until_on) if until_on is not None else beside
    held = set(beside.values_list("role", "office_id"))
    if (role, office) in held:
        raise BadInput(HELD, field="role")
    if any((role in APART) or (other in APART) for other, _office in held if other != role):
        raise BadInput(APART_TEXT, field="role")


def end_post(*, by: int, at: datetime, post: int, until_on: date) -> None:
    """免职: the last day (included).  What was done before stands; acts not yet written rest on it no more."""
    row = Post.objects.select_related("user").filter(pk=post).first()
    if row is None:
        raise NotFound(str(post))
    _may("end_post", by=by, at=at, office=row.user.office_id, who=row.user_id)
    if until_on < row.from_on:
        raise BadInput(DATES, field="until_on")

    def change() -> None:
        _end([post], until_on)

    inputs = {"post": post, "user": row.user_id, "role": row.role, "until": until_on}
    perform_register("end_post", "staff", by=by, at=at, inputs=inputs, change=change)


def _end(posts: Iterable[int], until_on: date) -> None:
    for row in Post.objects.select_for_update().filter(pk__in=list(posts)):
        row.until_on, row.version = max(until_on, row.from_on), row.version + 1
        row.save(update_fields=["until_on", "version"])


def report_absence(
    *, by: int, at: datetime, user: int, from_on: date, until_on: date, substitute: int | None = None
) -> Absence:
    """不在岗: what he has taken waits on these days for the substitute (A/B 角), else for the desk's others.

    A substitute holds posts of the same rank on all these days; power to decide comes to him by the register of delegations
    only.  Raises BadInput for one who cannot be."""
    who = _official(user)
    if by != user:
        _may("report_absence", by=by, at=at, office=who.office_id, who=user)
    if until_on < from_on:
        raise BadInput(DATES, field="until_on")

    def change() -> Absence:
        if substitute is not None:
            check_substitute(user, substitute, from_on=from_on, until_on=until_on)
        made = Absence.objects.create(user_id=user, from_on=from_on, until_on=until_on, substitute_id=substitute)
        if substitute is not None:
            event, name = f"absence:{made.pk}:substitute", str(who)
            tell(event, "substitute_named", to=[substitute], at=at, official=name, from_on=from_on, until_on=until_on)
        return made

    inputs = {"user": user, "from": from_on, "until": until_on}
    inputs |= {"substitute": substitute} if substitute is not None else {}
    return perform_register("report_absence", "staff", by=by, at=at, inputs=inputs, change=change)


def end_absence(*, by: int, at: datetime, absence: int) -> None:
    """He is back."""
    row = Absence.objects.select_related("user").filter(pk=absence, ended_at=None).first()
    if row is None:
        raise NotFound(str(absence))
    if by != row.user_id:
        _may("end_absence", by=by, at=at, office=row.user.office_id, who=row.user_id)

    def change() -> None:
        Absence.objects.filter(pk=absence, ended_at=None).update(ended_at=at)

    perform_register("end_absence", "staff", by=by, at=at, inputs={"absence": absence, "user": row.user_id}, change=change)


def deactivate(*, by: int, at: datetime, user: int, to: int | None = None) -> Leaving:
    """离岗: the account is closed, posts and delegations end at once, and what was taken goes to `to` or to the desks."""
    who = _official(user)
    _may("deactivate", by=by, at=at, office=who.office_id, who=user)
    if not who.is_active:
        raise refuse("not_in_order")
    taken = queue.taken_by(user)

    def change() -> None:
        today = legal_day(at)
        User.objects.filter(pk=user).update(is_active=False)
        held = Post.objects.filter(user_id=user).filter(Q(until_on=None) | Q(until_on__gt=today))
        _end(held.values_list("pk", flat=True), today)
        lent = Delegation.objects.select_for_update().filter(Q(delegator_id=user) | Q(grantee_id=user), revoked_at=None)
        for row in lent:
            row.revoked_at, row.version = at, row.version + 1
            row.save(update_fields=["revoked_at", "version"])

    perform_register("deactivate", "staff", by=by, at=at, inputs={"user": user, "to": to}, change=change)
    handed = sum(_handed_on(each, by=by, at=at, to=to) for each in taken) if to is not None else 0
    return Leaving(handed, len(taken) - handed)


def _handed_on(item: tuple[int, str], *, by: int, at: datetime, to: int) -> bool:
    """False: the colleague cannot have this one, and it is on its desk again (seats.TAKEN needs an active account)."""
    application, stage = item
    given: dict[str, Any] = {"stage": stage, "to": to}
    try:
        perform("hand_over", application, by=by, at=at, **given)
    except LicensingError:
        return False
    return True


def reactivate(*, by: int, at: datetime, user: int) -> None:
    """The account is open again, without any post."""
    who = _official(user)
    _may("reactivate", by=by, at=at, office=who.office_id, who=user)

    def change() -> None:
        User.objects.filter(pk=user).update(is_active=True)

    perform_register("reactivate", "staff", by=by, at=at, inputs={"user": user}, change=change)
