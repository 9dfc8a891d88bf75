"""到期: reminders on their days and once, late sweeps or not; the grace of a special-operations certificate is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from approvals.licence_editions import LicenceReminder
from approvals.licences import Licence
from approvals.people import User
from notifications.models import Message
from tests.moments import moment
from workflow import acts
from workflow.rules.clock import add_months
from workflow.sweep import sweep

TRADE, SPECIAL, QUALIFIED = "EM06-01", "EM09-01", "EM10-01"  # apply three months ahead; in grace after it; thirty days ahead
UNTIL = date(2027, 8, 31)
Registering = Callable[..., Licence]


@pytest.fixture
def registered(people: dict[str, User]) -> Registering:
    def register(item: str = TRADE, *, by: str = "applicant", number: str = "旧证1号", until: date = UNTIL) -> Licence:
        holder = people[by].applicant_id
        assert holder is not None
        return acts.register_licence(
            at=moment(), number=number, item=item, holder=holder, valid_from=date(2024, 9, 1), valid_until=until
        )

    return register


def on(day: date) -> list[tuple[str, str]]:
    return sweep(at=moment(day, 0, 5)).reminded


def told(kind: str = "licence_expiring") -> list[dict[str, Any]]:
    return list(Message.objects.filter(kind=kind, event__startswith="licence:").order_by("id").values_list("params", flat=True))


def test_who_must_apply_three_months_ahead_is_reminded_by_the_months(registered):
    licence = registered()
    days = [(date(2027, 2, 28), "P6M"), (date(2027, 4, 30), "P4M"), (date(2027, 5, 18), "P105D")]
    for day, period in days:
        assert on(day - timedelta(days=1)) == []
        assert on(day) == [(licence.number, period)]
        assert on(day) == []
    assert [message["apply_by"] for message in told()] == ["2027-05-31"] * 3
    assert told()[0]["item"]["zh-hans"] == "危险化学品经营许可（无储存）"


def test_others_are_reminded_by_the_days(registered):
    licence = registered(QUALIFIED, by="person")
    for days in (90, 60, 45, 30):
        assert on(UNTIL - timedelta(days=days)) == [(licence.number, f"P{days}D")]
    assert [message["apply_by"] for message in told()] == ["2027-08-01"] * 4


def test_a_sweep_after_missed_days_tells_the_nearest_alone(registered):
    licence = registered(QUALIFIED, by="person")
    assert on(UNTIL - timedelta(days=40)) == [(licence.number, "P45D")]
    assert len(told()) == 1
    assert LicenceReminder.objects.filter(licence=licence).count() == 3
    assert on(UNTIL - timedelta(days=30)) == [(licence.number, "P30D")]


def test_once_the_last_day_to_apply_is_past_it_is_not_named(registered):
    registered(QUALIFIED, by="person")
    on(UNTIL - timedelta(days=10))
    assert "apply_by" not in told()[0]


def test_nobody_is_reminded_while_his_renewal_is_under_way_but_after_it_was_withdrawn(registered, people):
    licence = registered(until=date(2027, 1, 31))
    day = moment(date(2026, 10, 12))
    case = acts.lodge(by=people["applicant"].pk, at=day, item="EM06-03", licence=licence.number)
    assert on(day.date()) == []
    acts.perform("withdraw", case.pk, by=people["applicant"].pk, at=day)
    assert on(day.date()) == [(licence.number, "P4M")]


def test_a_renewed_licence_is_reminded_of_its_new_end(registered):
    licence = registered(QUALIFIED, by="person")
    on(UNTIL - timedelta(days=60))
    later = add_months(UNTIL, 36)
    Licence.objects.filter(pk=licence.pk).update(valid_until=later)
    assert on(UNTIL - timedelta(days=45)) == []
    assert on(later - timedelta(days=90)) == [(licence.number, "P90D")]


def test_the_holder_of_a_special_operations_certificate_is_told_of_the_grace_and_before_its_end(registered):
    licence = registered(SPECIAL, by="person", until=date(2026, 10, 31))
    sweep(at=moment(date(2026, 11, 1), 0, 5))
    assert [m["grace_until"] for m in told("licence_expired")] == ["2027-01-29"]
    assert on(date(2026, 12, 29)) == []
    assert on(date(2026, 12, 30)) == [(licence.number, "grace-P30D")]
    assert on(date(2026, 12, 31)) == []
    assert [m["grace_until"] for m in told("licence_expired")] == ["2027-01-29"] * 2


def test_who_holds_no_valid_licence_is_not_reminded(registered):
    licence = registered()
    row = Licence.objects.get(pk=licence.pk)
    row.revoke()
    row.save()
    assert on(date(2027, 5, 18)) == []
    assert LicenceReminder.objects.count() == 0
