"""The demo's cases: one in every state, something to do at every desk, made once."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from stdnum.cn import uscc

from approvals.people import Applicant, User
from config import demo_cases
from config.demo_account import PASSWORD
from config.integrity.run import check_all
from notifications import outbox
from notifications.models import Message
from supervision.models import Card, CreditPlea, Draw, FileReview, Inspection
from tests.moments import moment
from workflow import calendar, queue
from workflow.lifecycle import DRAFT, STATUSES
from workflow.models import Application, LedgerEntry

DESKS = (
    "applicant yunling jinfeng clerk clerk2 reviewer reviewer2 verifier_a verifier_b chief deputy deputy2 supervisor"
).split()


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo, begun on the suite's day, taken back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo_cases.seed(at=moment())
        yield
        transaction.set_rollback(True)


def test_there_is_a_case_in_every_state(seeded: None):
    found = set(Application.objects.values_list("status", flat=True))
    assert found == {status for status, _ in STATUSES} - {DRAFT}
    assert set(Application.objects.exclude(acceptance="").values_list("acceptance", flat=True)) >= {
        *("normal", "on_commitment", "deemed", "instant"),
    }


def test_there_are_cards_of_every_colour_and_one_waits_for_the_ruling(seeded: None):
    assert set(Card.objects.values_list("colour", flat=True)) == {"amber", "yellow", "red"}
    assert set(Card.objects.values_list("state", flat=True)) >= {"open", "contested", "cancelled"}


def test_every_desk_has_something_to_do_and_something_is_due_today(seeded: None):
    today, days = moment().date(), calendar.current()
    waiting = {user.username: queue.size(user_id=user.pk, today=today) for user in User.objects.all()}
    assert {handle: waiting[handle] for handle in DESKS if not waiting[handle]} == {}
    chief = User.objects.get(username="chief")
    assert queue.counts(user_id=chief.pk, today=today, calendar=days).states["today"] > 0


def test_every_act_has_its_entry_and_every_case_its_messages(seeded: None):
    assert LedgerEntry.objects.filter(act="lodge").count() == Application.objects.count() >= 40
    told = {link.split("/")[2] for link in Message.objects.values_list("link", flat=True) if link.startswith("/cases/")}
    assert told >= set(Application.objects.values_list("number", flat=True))


def test_the_checks_of_integrity_find_nothing(seeded: None, settings: Any):
    settings.NOTIFICATION_CHANNELS = {}
    outbox.drain(at=moment(), limit=10_000, inside_transaction=True)
    assert list(check_all(at=moment())) == []


def test_the_enterprises_have_codes_with_the_right_check_digit(seeded: None):
    codes = Applicant.objects.filter(kind="enterprise").values_list("uscc", flat=True)
    assert len(codes) >= 10
    assert [code for code in codes if not uscc.is_valid(code or "")] == []


def test_nobody_of_the_demo_can_be_written_to_outside(seeded: None):
    assert User.objects.exclude(email__endswith="@demo.invalid").count() == 0


def test_it_is_made_once(seeded: None):
    before = Application.objects.count()
    printed = StringIO()
    call_command("demo_data", stdout=printed)
    assert Application.objects.count() == before
    assert all(f"  {handle} " in printed.getvalue() for handle in DESKS)
    assert PASSWORD in printed.getvalue()


def test_there_is_something_to_see_after_the_licence(seeded: None):
    states = set(Inspection.objects.values_list("state", flat=True))
    assert states >= {"assigned", "rechecked", "closed"}
    assert set(Draw.objects.values_list("kind", flat=True)) == {"random", "recheck", "review"}
    assert CreditPlea.objects.filter(state="open").count() == 1
    assert FileReview.objects.filter(scored_at=None).exists()
    assert FileReview.objects.filter(scored_at__isnull=False).exists()
