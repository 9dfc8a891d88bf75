"""A new password by a code: sent to the account's own e-mail address and telephone, once usable, for fifteen minutes.

Nothing here tells whether an account exists; a code may be tried five times, and a newer one voids the older."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from approvals.accounts import ResetCode
from approvals.attempts import barred_until
from approvals.people import User
from notifications.models import Message

MINUTES, TRIES = 15, 5
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
CODES_A_DAY = 5


def request_code(*, username: str, at: datetime) -> None:
    """Sends a code where there is such an account, once a minute and five times a day; never says whether it did."""
    who = username.lower()
    if barred_until(purpose="reset-minute", who=who, at=at, most=1, per=A_MINUTE):
        return
    if barred_until(purpose="reset-day", who=who, at=at, most=CODES_A_DAY, per=A_DAY):
        return
    user = _account(username)
    if user is None:
        return
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        made = ResetCode.objects.create(user=user, digest=_digest(user, code), made_at=at)
        facts: dict[str, Any] = {"code": code, "minutes": str(MINUTES)}
        Message.objects.create(
            event=f"reset:{made.pk}", kind="password_code", recipient=user, params=facts, created_at=at
        )


def known_code(*, username: str, code: str, at: datetime) -> User | None:
    """The account, if the code is its newest, unused, fresh and tried less than five times; counts this try."""
    user = _account(username)
    newest = ResetCode.objects.filter(user=user).order_by("-id").first() if user is not None else None
    if user is None or newest is None or at >= newest.made_at + timedelta(minutes=MINUTES):
        return None
    counted = ResetCode.objects.filter(pk=newest.pk, used_at=None, tries__lt=TRIES).update(tries=F("tries") + 1)
    return user if counted and constant_time_compare(newest.digest, _digest(user, code.strip())) else None


def set_password(*, user: User, password: str, at: datetime) -> bool:
    """Sets it and uses the code up; False where another request was faster.  Other sessions of the account end."""
    with transaction.atomic():
        newest = ResetCode.objects.filter(user=user).order_by("-id").values("pk")[:1]
        if not ResetCode.objects.filter(pk__in=list(newest.values_list("pk", flat=True)), used_at=None).update(used_at=at):
            return False
        user.set_password(password)
        user.save(update_fields=["password"])
    return True


def _account(username: str) -> User | None:
    return User.objects.filter(username=username, is_active=True).first()


def _digest(user: User, code: str) -> str:
    return salted_hmac("approvals.passwords", f"{user.pk}:{code}", algorithm="sha256").hexdigest()
