"""A year played through the acts, and its report: it adds up, it says the same twice, and plain SQL counts the same."""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from approvals.people import Office
from config.throwaway import pointed_at
from supervision.reports import figures, stays
from supervision.reports.figures import CUTS, Period, definitions
from tests.databases import ROOT, Database, clone, drop, manage
from tests.supervision.plain_sql import COUNTED, OVER, SHARES, recounted, waited

pytestmark = pytest.mark.long
YEAR, PROFILE = 2020, "taishan-2020"
SEED, DRAWN = 20201231, 100


@pytest.fixture(scope="module")
def played(django_db_blocker: Any) -> Iterator[Database]:
    """A county bureau's year, played once for all these tests: killed in the middle, and gone on with."""
    with django_db_blocker.unblock():
        database = clone(migrations=True)
    command = [sys.executable, "manage.py", "simulate", "--profile", PROFILE]
    with subprocess.Popen(command, cwd=ROOT, env=database.environment, stderr=subprocess.PIPE, text=True) as killed:
        assert killed.stderr is not None
        for line in killed.stderr:
            if line.startswith(f"{YEAR}-06-01"):
                break
        killed.kill()
    assert killed.returncode == -signal.SIGKILL
    manage(database, "simulate", "--profile", PROFILE)
    yield database
    drop(database)


@pytest.fixture(scope="module")
def printed(played: Database) -> str:
    """The report as a command prints it."""
    return manage(played, "yearly_report", str(YEAR), "--json")


@pytest.fixture
def year(played: Database, django_db_blocker: Any) -> Iterator[Period]:
    """The period, with this process looking into the database of the played year."""
    with django_db_blocker.unblock(), pointed_at(played.name):
        yield Period(date(YEAR, 1, 1), date(YEAR, 12, 31), tuple(Office.objects.values_list("pk", flat=True)))


def test_the_year_has_the_volumes_of_the_bureaus_own_report(printed: str) -> None:
    """台山市应急管理局 2020: 105 accepted, 129 concluded (more than accepted: some were carried in), all on time."""
    found = json.loads(printed)["figures"]
    assert (found["accepted"], found["concluded"], found["carried_in"]) == (105, 129, 24)
    assert (found["on_time_rate"], found["late"], found["late_statute"]) == (100.0, 0, 0)


def test_everything_adds_up_in_every_cut(printed: str) -> None:
    found = json.loads(printed)
    assert found["reconciliation"]["failures"] == []
    assert found["reconciliation"]["checks"] > 400
    assert {name: len(parts) > 1 for name, parts in found["cuts"].items()} == {
        "office": False,
        "item": True,
        "sub_item": True,
        "channel": True,
        "person": True,
    }


def test_the_same_question_has_the_same_answer_to_the_byte(played: Database, printed: str) -> None:
    assert manage(played, "yearly_report", str(YEAR), "--json") == printed


def test_a_hundred_figures_drawn_at_random_are_what_plain_sql_counts(played: Database, printed: str) -> None:
    report = json.loads(printed)
    known = [*COUNTED, *OVER, *SHARES]
    places = [("", "", "", code, report["figures"]) for code in known]
    places += [
        (by, part["key"], "", code, part["figures"])
        for by, parts in report["cuts"].items()
        for part in parts
        for code in known
    ]
    places += [("", "", part["key"], code, part["figures"]) for part in report["months"] for code in known]
    drawn, differ = random.Random(SEED).sample(places, DRAWN), []
    assert sum(bool(values[code]) for *_place, code, values in drawn) > DRAWN / 4  # not all of nothing
    with psycopg.connect(played.url) as connection:
        for by, key, month, code, values in drawn:
            since, until = _days_of(month)
            again = recounted(connection, code, since=since, until=until, by=by, key=key)
            if again != values[code]:
                differ.append((by, key, month, code, values[code], again))
    assert differ == []


def _days_of(month: str) -> tuple[date, date]:
    if not month:
        return date(YEAR, 1, 1), date(YEAR, 12, 31)
    first = date(YEAR, int(month), 1)
    after = date(YEAR + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def test_every_figure_of_cases_is_recounted_in_plain_sql() -> None:
    """What is not, is worked out from figures that are, or counts the catalogue."""
    left = {"compression_promised_weighted", "compression_actual_weighted", "compression_actual"}
    of_cases = {each.code for each in definitions().values() if each.kind not in ("catalogue", "share", "saving")}
    assert of_cases - left <= {*COUNTED, *OVER}
    assert {*COUNTED, *OVER, *SHARES} <= set(definitions())


def test_every_figure_leads_to_exactly_the_cases_it_counts(year: Period) -> None:
    whole = figures.whole(year)
    for figure in definitions().values():
        if figure.kind == "count":
            assert len(figures.cases_of(figure.code, year)) == whole[figure.code], figure.code
    for by in CUTS:
        for key, values in figures.cut(year, by).items():
            for code in ("accepted", "concluded", "open", "served", "rated"):
                assert len(figures.cases_of(code, year, by=by, key=key)) == values[code], (by, key, code)


def test_where_cases_wait_is_what_plain_sql_counts_and_leads_to_them(played: Database, year: Period) -> None:
    with psycopg.connect(played.url) as connection:
        again = waited(connection, since=year.since, until=year.until)
    bounds = {"none": range(1), "days": range(1, 4), "weeks": range(4, 11), "long": range(11, 400)}
    found = stays.waits(year)
    assert {each.step for each in found} == {step for step, _days in again} >= {"examine", "review", "decide", "issue"}
    for each in found:
        of_step = {days: number for (step, days), number in again.items() if step == each.step}
        for wait, number in each.cases.items():
            assert number == sum(of_step.get(days, 0) for days in bounds[wait]), (each.step, wait)
            assert len(stays.cases_at(each.step, wait, year)) == number
        mean = sum(days * number for days, number in of_step.items()) / sum(of_step.values())
        assert abs(float(each.average or 0) - mean) <= 0.05 + 1e-9, each.step


def test_the_days_on_which_promises_end_make_the_figure(year: Period) -> None:
    days = figures.fell_due(year)
    assert sum(days.values()) == figures.whole(year)["fell_due"]
    assert len(days) > 50


def test_a_past_day_is_counted_as_it_was_on_that_day(played: Database) -> None:
    """As of midsummer: what was entered later is not there, and months after it neither."""
    summer = json.loads(manage(played, "yearly_report", str(YEAR), "--until", f"{YEAR}-06-30", "--json"))
    assert [part["key"] for part in summer["months"]] == [f"{month:02}" for month in range(1, 7)]
    assert summer["reconciliation"]["failures"] == []
    whole = json.loads(manage(played, "yearly_report", str(YEAR), "--json"))
    by_june = sum(part["figures"]["accepted"] for part in whole["months"][:6])
    assert summer["figures"]["accepted"] == by_june < whole["figures"]["accepted"]


def test_a_year_that_is_over_is_left_as_it_is_and_another_is_not_played_over_it(played: Database, printed: str) -> None:
    assert "131" in manage(played, "simulate", "--profile", PROFILE)
    assert manage(played, "yearly_report", str(YEAR), "--json") == printed
    command = [sys.executable, "manage.py", "simulate", "--profile", "guangzhou-2022", "--scale", "0.001"]
    other = subprocess.run(command, cwd=ROOT, env=played.environment, capture_output=True, text=True, check=False)
    assert other.returncode != 0
    assert "LICENSING_DATA_DIR" in other.stderr


def test_no_case_was_left_undone_for_a_fault(played: Database) -> None:
    """The acts of the year were done; what the timers had done first is all that was refused."""
    with psycopg.connect(played.url) as connection:
        codes = connection.execute("SELECT DISTINCT code FROM workflow_refusedattempt").fetchall()
    assert {code for (code,) in codes} <= {"not_in_order"}
