"""The timers: late or daily, once or at once, killed or not, they come to the same; and one fault stops nobody else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from approvals.licences import Licence
from config import moment as clock
from config.clockwork import tick
from config.integrity.run import check_rows
from config.play import player
from config.play.cast import assemble
from config.play.reader import read
from tests.databases import ROOT, Database
from tests.moments import moment
from tests.runtime.processes import eventually
from tests.supervision.conftest import Bureau
from workflow import store
from workflow.acts import register_licence
from workflow.acts.perform import decide
from workflow.models import Application, Clock, LedgerEntry, RegisterEntry
from workflow.rules.clock import legal_day
from workflow.sweep import sweep

STORIES = ROOT / "tests" / "law"
BEGUN = ("01", "03", "05", "15", "18", "19", "20", "22", "23", "29", "34", "35", "36", "37")
DAYS = 45
CASES, LONG_AGO = 12, timedelta(days=40)
# what a late sweep must leave as daily ones do: the law, not the days on which somebody was reminded of it
LAW = {
    "applications": """SELECT a.id, a.status, a.acceptance, a.received_on, a.accepted_on, a.decided_on, a.served_on
     FROM workflow_application a ORDER BY a.id""",
    "clocks": """SELECT application_id, kind, subject, trigger_on, length, extension, due_on, met_on IS NULL
     FROM workflow_clock ORDER BY 1, 2, 3, id""",
    "pauses": "SELECT application_id, procedure, noticed_on, planned_end, ended_on FROM workflow_pause ORDER BY id",
    "bans": "SELECT applicant_id, kind, item_code, from_on, until FROM approvals_ban ORDER BY 1, 2, 3",
    "licences": "SELECT id, status, valid_from, valid_until, renewal FROM approvals_licence ORDER BY id",
    "documents": "SELECT application_id, kind FROM approvals_document ORDER BY 1, 2",
    "decisions": "SELECT application_id, kind, deemed, decided_on FROM approvals_decision ORDER BY 1",
    "cards": "SELECT application_id, rule, day, colour FROM supervision_card ORDER BY 1, 2, 3",
    "work": """SELECT process_id, flow_task, desk FROM workflow_task WHERE finished IS NULL AND flow_task_type = 'HUMAN'
     ORDER BY 1, 2""",
}


def law() -> dict[str, list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        found = {}
        for name, sql in LAW.items():
            cursor.execute(sql)
            found[name] = cursor.fetchall()
        return found


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def begin(file: Path) -> datetime:
    """Plays a story up to its first sweep, if it has one; returns the instant of the last step."""
    scenario = read(file)
    steps = [*takewhile(lambda step: step.do != "sweep", scenario.steps)]
    assert player.play(replace(scenario, steps=steps)) is None
    return steps[-1].at


@pytest.mark.parametrize("number", BEGUN)
def test_one_late_sweep_finds_what_daily_ones_would_have(number: str, committed_database: Database) -> None:
    (file,) = STORIES.glob(f"{number}-*.yaml")
    assemble()
    last = legal_day(begin(file))
    days = [last + timedelta(days=n) for n in range(1, DAYS)]
    with taken_back():
        for day in days:
            tick(at=moment(day, 0, 5))
        daily = law()
    with taken_back():
        tick(at=moment(days[-1], 0, 5))
        late = law()
    with taken_back():
        for day in days[::7] + days[-1:]:
            tick(at=moment(day, 0, 5))
        weekly = law()
    for name in LAW:
        assert late[name] == daily[name], f"{name}: late"
        assert weekly[name] == daily[name], f"{name}: weekly"


def due_cases(bureau: Bureau, number: int = CASES) -> list[int]:
    """Cases nobody looked at for weeks by the wall clock, and as many licences that ran out."""
    long_ago = clock.now() - LONG_AGO
    holder = bureau.people["applicant"].applicant_id
    assert holder is not None
    for n in range(number):
        until = legal_day(long_ago) + timedelta(days=1)
        given: dict[str, Any] = {"number": f"GZ-{n}", "item": "EM06-01", "holder": holder}
        register_licence(at=long_ago, valid_from=until - timedelta(days=1000), valid_until=until, **given)
    return [bureau.lodge(long_ago).pk for _ in range(number)]


def once(cases: list[int]) -> None:
    """Each case was accepted by silence once and each licence expired once; nothing differs from anything."""
    entries = LedgerEntry.objects.filter(act="deem_accepted")
    assert sorted(entries.values_list("application_id", flat=True)) == cases
    assert RegisterEntry.objects.filter(act="expire_licence").count() == len(cases)
    assert set(Licence.objects.values_list("status", flat=True)) == {"expired"}
    assert [each for each in check_rows(at=clock.now()) if each.check != "delivery"] == []


def by_hand(database: Database) -> "subprocess.Popen[bytes]":
    """`manage.py sweep` in a process of its own."""
    command = [sys.executable, str(ROOT / "manage.py"), "sweep"]
    return subprocess.Popen(command, env=database.environment, cwd=ROOT, stdout=subprocess.DEVNULL)


def test_two_sweeps_at_once_do_everything_once(committed_database: Database) -> None:
    cases = due_cases(Bureau())
    rivals = [by_hand(committed_database) for _ in range(2)]
    assert [rival.wait(120) for rival in rivals] == [0, 0]
    once(cases)


def test_a_sweep_killed_in_the_middle_is_finished_by_the_next(committed_database: Database) -> None:
    cases = due_cases(Bureau(), 40)
    victim = by_hand(committed_database)
    done = LedgerEntry.objects.filter(act="deem_accepted")
    assert eventually(lambda: done.count() > 3)
    victim.kill()
    victim.wait()
    assert done.count() < len(cases)
    sweep(at=clock.now())
    once(cases)
    assert sweep(at=clock.now()).acts == []


def test_the_fault_of_one_case_stops_nobody_else(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = Bureau()
    at = moment(date(2026, 3, 2))
    cases = [bureau.lodge(at).pk for _ in range(3)]

    def faulty(case: Any, *given: Any) -> None:
        if case.application.pk == cases[0]:
            raise KeyError("a fault")
        decide(case, *given)

    with monkeypatch.context() as patch:
        patch.setattr("workflow.sweep.decide", faulty)
        swept = sweep(at=moment(date(2026, 3, 20)))
    assert swept.failed == [(cases[0], "KeyError: 'a fault'")]
    assert {number for _, number in swept.acts} == set(
        Application.objects.filter(pk__in=cases[1:]).values_list("number", flat=True)
    )
    assert ("deem_accepted", Application.objects.get(pk=cases[0]).number) in sweep(at=moment(date(2026, 3, 20))).acts


def test_the_fault_of_one_case_keeps_nobody_elses_dates_from_moving(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = Bureau()
    cases = [bureau.lodge(moment(date(2026, 6, 15))).pk for _ in range(3)]
    Clock.objects.update(calendar_version=0)
    real = store.load

    def faulty(key: int, **given: Any) -> Any:
        if key == cases[0]:
            raise LookupError("a fault")
        return real(key, **given)

    with monkeypatch.context() as patch:
        patch.setattr("workflow.acts.recompute.store.load", faulty)
        swept = sweep(at=moment(date(2026, 6, 16)))
    stale = Clock.objects.filter(calendar_version=0)
    assert swept.failed == [(cases[0], "LookupError: a fault")]
    assert set(stale.values_list("application_id", flat=True)) == {cases[0]}
    assert sweep(at=moment(date(2026, 6, 16))).failed == []
    assert not stale.exists()


def test_a_dry_run_says_what_tonight_would_do_and_does_nothing(db: None) -> None:
    number = Bureau().lodge(moment(date(2026, 3, 2))).number
    before, said = law(), StringIO()
    call_command("sweep", "--dry-run", "--at", "2026-03-10", stdout=said)
    assert f"2026-03-10 deem_accepted {number}" in said.getvalue().splitlines()
    assert law() == before
    assert LedgerEntry.objects.count() == 1
    quiet = StringIO()
    call_command("sweep", "--dry-run", "--at", "2026-03-09T23:59", stdout=quiet)
    assert "deem_accepted" not in quiet.getvalue()


def test_a_sweep_by_hand_is_done_now_and_at_no_other_time(db: None) -> None:
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("sweep", "--at", "2026-03-10")
    with pytest.raises(CommandError, match="tomorrow"):
        call_command("sweep", "--dry-run", "--at", "tomorrow")
