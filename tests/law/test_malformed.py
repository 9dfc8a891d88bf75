"""A file that does not fit the format is an error that names the line and the key, whatever is wrong with it."""

from pathlib import Path

import pytest

from config.play.reader import BadScenario, read

SWEEP = "title: x\nlaw: []\nsteps:\n  - at: 2026-01-05 09:00\n    do: sweep\n"
LODGE = "title: x\nlaw: []\nsteps:\n  - at: 2026-01-05 09:00\n    by: applicant\n    do: lodge\n"
PAUSE = "title: x\nsteps:\n  - at: 2026-01-05 09:00\n    by: reviewer\n    do: pause\n"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("", 1, "file"),
        ("- a list\n", 1, "file"),
        ("title: x\nsteps: [\n", 3, "file"),
        ("title: x\nsteps: \x01\n", 2, "file"),
        ("title: x\nsteps: nothing\n", 2, "steps"),
        ("title: x\nsteps:\n  - sweep\n", 2, "steps"),
        ("steps:\n  - {at: 2026-01-05 09:00, do: sweep}\n", 1, "title"),
        ("title: x\nstory: y\nsteps: []\n", 2, "story"),
        ("title: x\ncalendar: lunar\nsteps:\n  - {at: 2026-01-05 09:00, do: sweep}\n", 2, "calendar"),
        ("title: x\ncalendar: {shut: []}\nsteps:\n  - {at: 2026-01-05 09:00, do: sweep}\n", 2, "shut"),
        ("title: x\ncalendar: {closed: [someday]}\nsteps:\n  - {at: 2026-01-05 09:00, do: sweep}\n", 2, "closed"),
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00, do: sweep}\n  - {at: 2026-01-05 08:59, do: sweep}\n", 4, "at"),
        ("title: x\nsteps:\n  - {do: sweep}\n", 3, "at"),
        ("title: x\nsteps:\n  - {at: 2026-02-30 09:00, do: sweep}\n", 3, "at"),
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00}\n", 3, "do"),
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00, do: [sweep]}\n", 3, "do"),
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00, do: accept}\n", 3, "by"),
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00, by: clerk, do: sweep}\n", 3, "by"),
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00, by: [clerk], do: accept}\n", 3, "by"),
        (SWEEP + "    with: {every: day}\n", 6, "every"),
        (SWEEP + "    refused: nonsense\n", 6, "refused"),
        (SWEEP + "    expect: {status: received}\n    refused: too_late\n", 7, "refused"),
        (SWEEP + "    expect: [received]\n", 6, "expect"),
        (SWEEP + "    expect: {status: recieved}\n", 6, "status"),
        (SWEEP + "    expect:\n      due: {notice: soon}\n", 7, "notice"),
        (SWEEP + "    expect:\n      due: {notice: 2026-02-30}\n", 7, "notice"),
        (SWEEP + "    expect:\n      due: [notice]\n", 7, "due"),
        (SWEEP + "    expect:\n      paused: [clock]\n", 7, "paused"),
        (SWEEP + "    expect:\n      documents: [reciept]\n", 7, "documents"),
        (SWEEP + "    expect:\n      absent: {documents: [licnece]}\n", 7, "documents"),
        (SWEEP + "    expect:\n      cards: [promised_near]\n", 7, "cards"),
        (SWEEP + "    expect:\n      cards: [{color: red}]\n", 7, "color"),
        (SWEEP + "    expect:\n      cards: [{colour: pink}]\n", 7, "colour"),
        (SWEEP + "    expect:\n      bans: [{kind: tolerance, until: never}]\n", 7, "until"),
        (SWEEP + "    expect:\n      licence: {state: valid}\n", 7, "state"),
        (SWEEP + "    expect:\n      queue: [nobody]\n", 7, "queue"),
        (SWEEP + "    expect:\n      notices: [receipt]\n", 7, "notices"),
        (LODGE + "    with: {materials: all}\n", 7, "item"),
        (LODGE + "    with: [EM06-01]\n", 7, "with"),
        (LODGE + "    with: {item: EM06-01, route: fast}\n", 7, "route"),
        (LODGE + "    with: {item: EM06-01, facts: {rich: true}}\n", 7, "rich"),
        (LODGE + "    with: {item: EM06-01, facts: {bad_credit: perhaps}}\n", 7, "bad_credit"),
        (PAUSE + "    with: {procedure: lunch, planned_days: 1}\n", 6, "procedure"),
        (PAUSE + "    with: {procedure: testing, planned_days: many}\n", 6, "planned_days"),
        (PAUSE + "    with: {procedure: testing, planned_days: 1, notice: maybe}\n", 6, "notice"),
    ],
)
def test_the_error_names_line_and_key(text: str, line: int, key: str, tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadScenario) as error:
        read(file)
    assert (error.value.line, error.value.key) == (line, key)


def test_what_yaml_takes_for_a_number_is_a_text_where_a_text_is_meant(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(LODGE + "    with: {item: EM06-02, licence: 20240031}\n", encoding="utf-8")
    assert read(file).steps[0].arguments["licence"] == "20240031"
