"""Two per cent of the year of a provincial capital, from a seed: everything adds up, and nothing is out of joint."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from config.simulate.profile import shipped
from tests.databases import ROOT, Database, clone, drop, manage

pytestmark = pytest.mark.long
PROFILE, SCALE = "guangzhou-2022", 0.02


@pytest.fixture(scope="module")
def played(django_db_blocker: Any) -> Iterator[Database]:
    """The year, played once for these tests."""
    with django_db_blocker.unblock():
        database = clone(migrations=True)
    manage(database, "simulate", "--profile", PROFILE, "--scale", str(SCALE))
    yield database
    drop(database)


def test_the_report_of_the_year_adds_up_to_the_volumes_of_the_profile(played: Database) -> None:
    found, profile = json.loads(manage(played, "yearly_report", "2022", "--json")), shipped(PROFILE).scaled(SCALE)
    figures = found["figures"]
    assert found["reconciliation"]["failures"] == []
    assert found["reconciliation"]["checks"] > 400
    assert abs(figures["accepted"] - profile.accepted) <= profile.accepted * 0.02
    for name in ("carried_in", "declined", "refused"):
        assert figures[name] == getattr(profile, name), name
    assert figures["late"] >= profile.late > 0
    assert figures["accepted_tolerance"] > figures["tolerance_broken"] > 0


def test_every_row_of_the_year_is_what_its_inputs_say(played: Database) -> None:
    """But messages: nobody sends them in a simulated year."""
    command = [sys.executable, "manage.py", "check_integrity", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=played.environment, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["findings"]
    assert {each["check"] for each in found} == {"delivery"}, found


def test_officials_were_away_and_somebody_stood_in_for_each(played: Database) -> None:
    with psycopg.connect(played.url) as connection:
        question = "SELECT count(*), count(substitute_id), count(DISTINCT user_id) FROM approvals_absence"
        rows = connection.execute(question).fetchone()
    assert rows is not None
    assert rows[0] == rows[1] > 10
    assert rows[2] > 3
