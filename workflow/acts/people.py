"""Acts about those who apply: registering an applicant with his first account, and powers of attorney given and taken back.

Sources: 行政许可法 29 (an agent may lodge), 民法典 163–165, 173 (agency, its end); 个人信息保护法 6 (the registers name no
resident ID number)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from approvals.fields import blind_index
from approvals.people import Applicant, ApplicantKind, PowerOfAttorney, User
from approvals.rules.agency import SCOPES
from workflow.acts.register import known_matters, perform_register, tell
from workflow.errors import BadInput, refuse
from workflow.identity import checked, is_known, newcomer, plain, recorded
from workflow.rules.clock import legal_day

ENTERPRISE_KNOWN = _(
    "该统一社会信用代码已经登记，不能再次注册。请先以本人身份注册，再由该企业在其账户的“代理人”页中授权给您；"
    "企业账户无法登录的，请凭营业执照到窗口办理"
)
PERSON_KNOWN = _("该公民身份号码已经注册。请直接登录；忘记密码的，请重设密码")
NAME_TAKEN = _("该用户名已经有人使用，请换一个")
NO_AGENT = _("没有找到该用户名或者手机号的账户。请受托人先注册账户")
SEVERAL = _("该手机号对应多个账户，请填写用户名")
OFFICIAL = _("行政机关工作人员不能担任代理人")
ALREADY = _("该代理人已有有效的授权委托；需要改变期间或者范围的，请先收回")


@dataclass(frozen=True, slots=True)
class Registration:
    """What an applicant says of himself; `number`: USCC of an enterprise, resident ID of a person."""

    kind: str
    number: str
    name: str
    username: str
    phone: str
    password: str
    email: str = ""
    representative: str = ""
    language: str = "zh-hans"


def register_applicant(*, at: datetime, given: Registration) -> User:
    """注册: the applicant and the account that acts for him.  Raises BadInput for a number or user name that is taken."""
    enterprise = given.kind == ApplicantKind.ENTERPRISE
    number = checked(given.kind, given.number)
    applicant = newcomer(given.kind, number, name=given.name, representative=given.representative)
    inputs = {"kind": given.kind, "username": given.username, **recorded(applicant)}
    password = make_password(given.password)

    def change() -> User:
        if User.objects.filter(username__iexact=given.username).exists():
            raise BadInput(NAME_TAKEN, field="username")
        if is_known(given.kind, number):
            raise BadInput(ENTERPRISE_KNOWN if enterprise else PERSON_KNOWN, field="number")
        applicant.save()
        return _account(given, applicant, password)

    try:
        return perform_register("register_applicant", "applicants", by=None, at=at, inputs=inputs, change=change)
    except IntegrityError as error:  # entered elsewhere (a window) between the look and the writing
        raise BadInput(ENTERPRISE_KNOWN if enterprise else PERSON_KNOWN, field="number") from error


def _account(given: Registration, applicant: Applicant, password: str) -> User:
    return User.objects.create(
        username=given.username,
        display_name=given.name[:60],
        password=password,
        email=given.email,
        phone=given.phone,
        phone_index=blind_index(given.phone),
        language=given.language,
        applicant=applicant,
    )


def _principal(account: int) -> int:
    """The applicant whose own account this is; an agent cannot lend on what he was lent.  Raises not_authorised."""
    own = User.objects.filter(pk=account, is_active=True).values_list("applicant_id", flat=True).first()
    if own is None:
        raise refuse("not_authorised")
    return own


def _agent(who: str, principal: int) -> User:
    """The account with this user name or telephone number.  Raises BadInput."""
    found = list(User.objects.filter(is_active=True).filter(Q(username__iexact=who) | Q(phone_index=blind_index(who)))[:2])
    if not found or found[0].applicant_id == principal:
        raise BadInput(NO_AGENT, field="agent")
    if len(found) > 1:
        raise BadInput(SEVERAL, field="agent")
    if found[0].office_id is not None or found[0].posts.exists():
        raise BadInput(OFFICIAL, field="agent")
    return found[0]


def grant_power(
    *, by: int, at: datetime, agent: str, from_on: date, until_on: date, matters: str | Sequence[str] = "all",
    scopes: Collection[str] = SCOPES,
) -> PowerOfAttorney:
    """授权委托: the agent (user name or telephone number) does the acts named (`scopes`, rules/agency.py) for the applicant
    on the matters named (items or sub-items; `all`) from day to day, both included.

    Raises not_authorised for an account that is nobody's own, BadInput for an agent, a scope or days that cannot be."""
    principal, today = _principal(by), legal_day(at)
    found = _agent(plain_name(agent), principal)
    if from_on < today:
        raise BadInput(_("起始日不能早于今日"), field="from_on")
    if until_on < from_on:
        raise BadInput(_("截止日不能早于起始日"), field="until_on")
    if not scopes or set(scopes) - set(SCOPES):
        raise BadInput(_("请选择委托的权限"), field="scopes")
    scope = {"matters": known_matters(matters), "acts": [each for each in SCOPES if each in scopes]}
    inputs = {"principal": principal, "agent": found.pk, "from": from_on, "until": until_on, **scope}

    def change() -> PowerOfAttorney:
        held = PowerOfAttorney.objects.filter(principal_id=principal, agent=found, revoked_at=None, until_on__gte=today)
        if held.exists():
            raise BadInput(ALREADY, field="agent")
        days: dict[str, Any] = {"from_on": from_on, "until_on": until_on}
        made = PowerOfAttorney.objects.create(principal_id=principal, agent=found, **days, **scope)
        tell(f"power:{made.pk}:given", "power_given", to=[found.pk], at=at, principal=made.principal.name, **days)
        return made

    return perform_register("grant_power", "powers", by=by, at=at, inputs=inputs, change=change)


def plain_name(text: str) -> str:
    """A user name or telephone number as typed: half-width, without spaces; the case stays."""
    return plain(text) if plain(text).isdecimal() else text.strip()


def revoke_power(*, by: int, at: datetime, agent: int) -> int:
    """收回授权委托: whatever this agent holds of the applicant ends at once.  Raises not_in_order where there is none."""
    principal = _principal(by)

    def change() -> int:
        rows = PowerOfAttorney.objects.select_for_update().select_related("principal").filter(
            principal_id=principal, agent_id=agent, revoked_at=None, until_on__gte=legal_day(at)
        )
        for row in rows:
            row.revoked_at, row.version = at, row.version + 1
            row.save(update_fields=["revoked_at", "version"])
            tell(f"power:{row.pk}:revoked", "power_revoked", to=[agent], at=at, principal=row.principal.name)
        if not rows:
            raise refuse("not_in_order")
        return len(rows)

    inputs = {"principal": principal, "agent": agent}
    return perform_register("revoke_power", "powers", by=by, at=at, inputs=inputs, change=change)
