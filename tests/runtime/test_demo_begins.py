"""The demo begins on any day, and only in a database of its own."""

from datetime import date, datetime, time

import pytest
from django.core.management import CommandError, call_command

from approvals.people import Office, User
from config import demo_cases
from tests.moments import SHANGHAI
from workflow.models import Application


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2026, 9, 26), time(0, 10)), (date(2026, 10, 3), time(18)), (date(2027, 2, 22), time(9))],
)
def test_it_can_begin_on_any_day_at_any_hour(db: None, day: date, hour: time):
    assert demo_cases.seed(at=datetime.combine(day, hour, SHANGHAI)) >= 40


def test_a_database_with_other_people_is_left_alone(db: None):
    office = Office.objects.create(code="440100XX", name="某局")
    User.objects.create(username="somebody", email="somebody@example.org", office=office)
    with pytest.raises(CommandError, match="不在其中建立"):
        call_command("demo_data")
    assert Application.objects.count() == 0
