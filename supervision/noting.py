"""What every act of supervision asks first: has the person the role, and has he recused himself; refusals are noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from approvals.rules import authority
from workflow.acts.perform import note_refusal
from workflow.acts.register import read_actor
from workflow.errors import Refusal, refuse
from workflow.models import Recusal
from workflow.rules.clock import legal_day


@contextmanager
def refusals_noted(act: str, application_id: int | None, *, by: int, at: datetime) -> Iterator[None]:
    """A refusal within is written down (被拒绝的操作) and goes on."""
    try:
        yield
    except Refusal as refusal:
        note_refusal(act, application_id, by=by, at=at, refusal=refusal)
        raise


def has_role(act: str, *, by: int, at: datetime) -> None:
    """Raises not_authorised, or which grade it takes."""
    today = legal_day(at)
    verdict = authority.role_verdict(actor=read_actor(by, today), act=act, day=today)
    if verdict.code:
        raise refuse(verdict.code)


def may(act: str, application_id: int, *, by: int, at: datetime) -> None:
    """An act about a case.  Raises not_authorised or recused."""
    has_role(act, by=by, at=at)
    if Recusal.objects.filter(application_id=application_id, official_id=by).exists():
        raise refuse("recused")
