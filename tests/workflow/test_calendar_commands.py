"""`manage.py due`, `import_calendar` and `load_calendar`: what they print, and what they refuse with which sentence."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from workflow import calendar
from workflow.calendar import Moved
from workflow.models.calendar import CalendarVersion, CalendarYear

pytestmark = pytest.mark.django_db
FILE = "year: 2027\nclosed:\n  2027-01-01: 元旦\nopened: [2027-01-09]\n"
NOTICE = "国办发明电〔2026〕9号"


def run(*words, **options):
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue()


@pytest.fixture
def seeded(db):
    calendar.seed()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "2027.yaml"
    path.write_text(FILE)
    return str(path)


@pytest.fixture
def act(monkeypatch, seeded):
    """Stands in for the act: states the year, and says that one date moved."""
    asked = []

    def import_calendar(**given):
        asked.append(given)
        calendar.replace_year(**given)
        return [Moved("粤应急许〔2026〕1号", "statutory", date(2027, 1, 19), date(2027, 1, 18))]

    monkeypatch.setattr("workflow.acts.import_calendar", import_calendar, raising=False)
    return asked


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2026-09-24", "20"], "2026-10-29"),
        (["2026-01-30", "20"], "2026-03-05"),
        (["2026-03-30", "2", "--unit", "month"], "2026-06-01"),
        (["2026-03-02", "30", "--unit=nd"], "2026-04-01"),
        (["2026-10-03", "0"], "2026-10-08"),
    ],
)
def test_due_prints_the_date(seeded, words, expected):
    assert run("due", *words) == ([expected], "")


def test_due_without_a_register_uses_the_shipped_calendar(db):
    CalendarYear.objects.all().delete()
    CalendarVersion.objects.all().delete()
    assert run("due", "2026-09-24", "20")[0] == ["2026-10-29"]


def test_due_explains_every_day(seeded):
    lines, said = run("due", "2026-12-31", "1", explain=True)
    assert lines == [
        "2027-01-01  周五  元旦（暂定）",
        "2027-01-02  周六  周末（暂定）",
        "2027-01-03  周日  周末（暂定）",
        "2027-01-04  周一  计入 第1日（暂定）",
        "2027-01-04",
    ]
    assert "暂定" in said


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (["2026-02-30", "20"], "2026-02-30"),
        (["yesterday", "20"], "yesterday"),
        (["2026-W39-4", "20"], "2026-W39-4"),
        (["2026-09-24", "twenty"], "twenty"),
        (["2026-09-24", "999999999999"], "整数"),
        (["2026-09-24", "²"], "整数"),
        (["2026-09-24", "20", "--unit", "year"], "year"),
        (["2045-12-31", "20"], "2018–2045"),
        (["1999-01-01", "20"], "1999-01-01"),
        (["2026-09-24", "100000", "--unit", "month"], "日历"),
        (["2026-09-24", "100000", "--unit", "nd"], "日历"),
    ],
)
def test_due_refuses_what_it_cannot_count_with_a_sentence(seeded, words, about):
    with pytest.raises(CommandError, match=about):
        run("due", *words)


def test_an_import_says_what_it_states_and_what_moved(act, file):
    lines, _ = run("import_calendar", file, notice=NOTICE)
    assert "正式" in lines[0]
    assert "2027-01-19 → 2027-01-18" in lines[1]
    assert lines[2] == "移动了 1 个日期"
    assert act[0]["source"] == NOTICE
    assert CalendarYear.objects.get(year=2027).official


def test_a_dry_run_changes_nothing(act, file):
    before = calendar.current_version()
    lines, _ = run("import_calendar", file, notice=NOTICE, dry_run=True)
    assert "未作任何改动" in lines[-1]
    assert calendar.current_version() == before
    assert not CalendarYear.objects.get(year=2027).official


def test_a_schedule_without_the_number_of_its_notice_stays_provisional(act, file):
    lines, _ = run("import_calendar", file)
    assert "暂定" in lines[0]
    assert calendar.current().provisional(date(2027, 1, 1))
    assert calendar.current().is_working(date(2027, 1, 9))


@pytest.mark.parametrize(
    ("text", "notice", "about"),
    [
        (FILE + "year: 2028\n", NOTICE, "2027.yaml:5: 重复的键 year"),
        (FILE.replace("2027-01-09", "2027-01-11"), NOTICE, "2027.yaml:4: .*本来就是工作日"),
        (FILE + "official: true\n", "", "--notice"),
        (FILE + "official: false\n", NOTICE, "暂定"),
        (FILE, "notice seven", "文号应写作"),
        (FILE.replace("opened: [2027-01-09]", "opened: []").replace("2027", "2060"), NOTICE, "不相连"),
    ],
)
def test_a_file_that_is_wrong_changes_nothing_and_says_where(act, tmp_path, text, notice, about):
    path = tmp_path / "2027.yaml"
    path.write_text(text)
    before = calendar.current_version()
    with pytest.raises(CommandError, match=about):
        run("import_calendar", str(path), notice=notice)
    assert calendar.current_version() == before


def test_a_file_that_is_not_there_is_one_sentence(act, tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CommandError, match="不能读取"):
            run("import_calendar", str(path))


def test_loading_the_calendar_twice_adds_nothing(seeded):
    assert run("load_calendar")[0] == ["日历已是最新"]
