"""check_integrity finds nothing where only acts wrote, and the very row where somebody else did."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from config import moment
from config.integrity.findings import Finding
from config.integrity.run import check_all, check_rows
from config.play.cast import assemble
from config.play.player import play
from config.play.reader import read
from tests.config.conftest import STORIES
from tests.config.tamperings import DONE, OPEN, STATUTORY, TAMPERINGS

STORY_FILES = ("10", "14", "20", "29", "36", "40")


def findings() -> list[Finding]:
    return list(check_all(at=moment.now()))


@pytest.mark.parametrize("number", STORY_FILES)
def test_after_a_story_nothing_differs(number: str, committed_database: Any) -> None:
    (file,) = STORIES.glob(f"{number}-*.yaml")
    assemble()
    assert play(read(file)) is None
    assert findings() == []


def test_several_stories_in_one_database_leave_no_finding(tampering: Any) -> None:
    assert findings() == []


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_somebody_changed_is_named(name: str, tampering: Any) -> None:
    change, check, table, row = TAMPERINGS[name]
    ((expected,),) = tampering(row)
    assert expected is not None
    for statement in change.split(";\n"):
        tampering(statement)
    found = findings() if check == "guard" else check_rows(at=moment.now())
    assert (check, table, expected) in {(each.check, each.table, each.row) for each in found}


def test_the_command_ends_with_one_and_names_the_row(tampering: Any) -> None:
    ((row,),) = tampering(STATUTORY)
    ((number,),) = tampering(f"SELECT number FROM workflow_application WHERE id = {OPEN}")
    tampering(f"UPDATE workflow_clock SET due_on = due_on + 1 WHERE id = {row}")
    answer = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_integrity", "--json", stdout=answer)
    assert ended.value.code == 1
    report = json.loads(answer.getvalue())
    assert not report["ok"]
    clock = [each for each in report["findings"] if each["check"] == "clock"]
    assert {(each["table"], each["row"], each["application"]) for each in clock} == {("workflow_clock", row, number)}


def test_the_command_says_that_nothing_differs(tampering: Any) -> None:
    answer = StringIO()
    call_command("check_integrity", "--json", stdout=answer)
    assert json.loads(answer.getvalue()) == {"ok": True, "findings": []}


def test_one_case_alone_is_asked_for_by_its_number(tampering: Any) -> None:
    rows = tampering(f"SELECT number FROM workflow_application WHERE id IN ({OPEN}, {DONE}) ORDER BY status")
    (open_case,), (done,) = rows
    tampering(f"UPDATE workflow_clock SET due_on = due_on + 1 WHERE id = ({STATUTORY})")
    call_command("check_integrity", "--case", done, stdout=StringIO())
    with pytest.raises(SystemExit):
        call_command("check_integrity", "--case", open_case, stdout=StringIO())
