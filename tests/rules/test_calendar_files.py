"""The shipped calendars against three public packages; the reader of calendar files against files that are wrong."""

import json
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from lunardate import LunarDate  # type: ignore[import-untyped]

from workflow.calendar_files import SHIPPED, CalendarFileInvalid, read, shipped
from workflow.rules.calendar_year import faults_of
from workflow.rules.clock import Calendar

OFFICIAL = range(2018, 2027)
PROVISIONAL = {year.year: year for year in shipped(official=False)}
PROVISIONAL_2027 = (
    "01-01 02-05 02-06 02-07 02-08 02-09 02-10 04-05 05-01 05-02 05-03 05-04 06-09 09-15 10-01 10-02 10-03 10-04 10-05"
)


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]


@pytest.mark.parametrize("year", OFFICIAL)
def test_each_day_of_a_published_year_agrees_with_two_packages(year):
    calendar = Calendar(shipped())
    mine = [calendar.is_working(day) for day in days_of(year)]
    assert mine == [chinese_calendar.is_workday(day) for day in days_of(year)]
    china = holidays.country_holidays("CN", years=year)
    assert mine == [china.is_working_day(day) for day in days_of(year)]


@pytest.mark.parametrize("year", OFFICIAL)
def test_each_holiday_of_a_published_year_has_its_name(year):
    calendar = Calendar(shipped())
    names = {"New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节"}
    names |= {"Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节"}
    for day in days_of(year):
        holiday, name = chinese_calendar.get_holiday_detail(day)
        if holiday and name:
            assert calendar.reason(day) == names[name]


def test_only_years_with_a_published_notice_are_official_and_each_names_it():
    assert [year.year for year in shipped() if year.official] == list(OFFICIAL)
    assert not any(year.official for year in shipped(official=False))
    assert all("国办发明电〔" in year.source for year in shipped() if year.official)


def test_the_shipped_years_have_no_gap():
    assert [year.year for year in shipped()] == [year.year for year in shipped(official=False)] == [*range(2018, 2046)]


def test_no_shipped_year_has_a_fault():
    for year in (*shipped(), *shipped(official=False)):
        assert faults_of(year.year, sorted(year.closed), sorted(year.opened)) == []
        assert year.closed == frozenset(year.names)


def test_the_provisional_2027_is_the_statutory_holidays_with_their_substitute_days():
    assert sorted(PROVISIONAL[2027].closed) == [date.fromisoformat(f"2027-{day}") for day in PROVISIONAL_2027.split()]
    assert not any(year.opened for year in PROVISIONAL.values())


@pytest.mark.parametrize("year", PROVISIONAL)
def test_the_statutory_holidays_fall_on_their_days(year):
    spring = LunarDate(year, 1, 1).to_solar_date()
    since_2025 = year >= 2025
    expected = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))}
    expected |= {spring + timedelta(days=n) for n in range(-1 if since_2025 else 0, 3)}
    expected |= {LunarDate(year, month, day).to_solar_date() for month, day in ((5, 5), (8, 15))}
    expected |= {date(year, 5, 2)} if since_2025 else set()
    named = {day for day, name in PROVISIONAL[year].names.items() if "补假" not in name}
    tomb_sweeping = named - expected
    assert expected <= named
    assert len(tomb_sweeping) == 1
    assert {(day.month, day.day) for day in tomb_sweeping} <= {(4, 4), (4, 5)}


@pytest.mark.parametrize("year", PROVISIONAL)
def test_each_holiday_on_a_weekend_has_one_substitute_the_next_working_day(year):
    named = PROVISIONAL[year].names
    holiday = {day for day, name in named.items() if "补假" not in name}
    substitutes = sorted(set(named) - holiday)
    assert len(substitutes) == sum(len(named[day].split("、")) for day in holiday if day.weekday() >= 5)
    for day in substitutes:
        earlier = [day - timedelta(days=n) for n in range(1, 6)]
        assert day.weekday() < 5
        assert any(other in holiday and other.weekday() >= 5 for other in earlier)


@pytest.mark.parametrize("year", [year for year in PROVISIONAL if year > 2026])
def test_the_provisional_years_agree_with_the_holidays_package(year):
    assert PROVISIONAL[year].closed == frozenset(holidays.country_holidays("CN", years=year))


def test_the_shipped_files_hold_one_year_each():
    assert sorted(path.name for path in SHIPPED.iterdir()) == [
        *(f"{year}.yaml" for year in OFFICIAL),
        "provisional.yaml",
    ]


GOOD = "year: 2027\nclosed:\n  - 2027-01-01\n  - 2027-01-02\nopened: [2027-01-09]\n"


def written(tmp_path, text, name="2027.yaml"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_yaml_json_and_csv_say_the_same(tmp_path):
    as_json = json.dumps({"year": 2027, "closed": ["2027-01-01", "2027-01-02"], "opened": ["2027-01-09"]}, indent="\t")
    as_csv = "date,kind,name\n2027-01-01,closed,元旦\n2027-01-02,closed,\n\n2027-01-09,opened,\n"
    files = [
        read(written(tmp_path, GOOD)),
        read(written(tmp_path, as_json, "2027.json")),
        read(written(tmp_path, as_csv, "2027.csv")),
    ]
    for file in files:
        assert (file.year, file.closed, file.opened) == (2027, [date(2027, 1, 1), date(2027, 1, 2)], [date(2027, 1, 9)])
        assert file.official is None
        assert len(file.sha256) == 64
    assert files[2].names == {date(2027, 1, 1): "元旦"}


def test_a_map_of_days_gives_the_holidays_their_names(tmp_path):
    text = "year: 2027\nofficial: true\nnotice: 国办发明电〔2026〕9号\nclosed:\n  2027-01-01: 元旦\n"
    file = read(written(tmp_path, text))
    assert file.names == {date(2027, 1, 1): "元旦"}
    assert (file.official, file.notice, file.opened) == (True, "国办发明电〔2026〕9号", [])


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ("", 1, "映射"),
        ("- 1\n", 1, "映射"),
        ("year: 2027\n", 1, "缺少键 closed"),
        ("closed: []\n", 1, "缺少键 year"),
        (GOOD + "holidays: []\n", 6, "未知的键 holidays"),
        (GOOD + "year: 2028\n", 6, "重复的键 year"),
        (GOOD.replace("2027\n", "soon\n", 1), 1, "year 的值不对"),
        (GOOD + "official: perhaps\n", 6, "official 的值不对"),
        (GOOD + "notice: [1]\n", 6, "notice 的值不对"),
        (GOOD.replace("- 2027-01-02", "- 2026-01-02"), 4, "不是 2027 年的日期"),
        (GOOD.replace("- 2027-01-02", "- 2027-01-01"), 4, "重复"),
        (GOOD.replace("- 2027-01-02", "- 2027-02-30"), 4, "没有这一天"),
        (GOOD.replace("- 2027-01-02", "- 1 January"), 4, "日期应写作"),
        (GOOD.replace("- 2027-01-02", "- 2027-01-09"), 5, "既放假又上班"),
        (GOOD.replace("2027-01-09", "2027-01-11"), 5, "本来就是工作日"),
        (GOOD.replace("[2027-01-09]", "soon"), 5, "应为日期的列表"),
        (GOOD.replace("- 2027-01-02", "- [2027-01-02]"), 4, "应为一个日期"),
        (GOOD.replace("- 2027-01-02", "- &a 2027-01-02"), 4, "不允许锚点"),
        (GOOD.replace("- 2027-01-02", "- !!str 2027-01-02"), 4, "不允许锚点"),
        (GOOD.replace("- 2027-01-02", "- [[[[1]]]]"), 4, "多层嵌套"),
        (GOOD.replace("- 2027-01-02", "- 'open"), 6, "不是 YAML"),
        ("year: 2027\nclosed: [\n" + "[" * 5000, 3, "多层嵌套"),
        (b"year: 2027\nclosed:\n  - \xff\n", 3, "UTF-8"),
        ("year: 2027\x00\n", 1, "不是 YAML"),
    ],
)
def test_a_file_that_is_wrong_names_the_line(tmp_path, text, line, about):
    with pytest.raises(CalendarFileInvalid) as caught:
        read(written(tmp_path, text))
    assert (line, True) in [(number, about in what) for number, what in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ("", 1, "date,kind,name"),
        ("day,what\n", 1, "date,kind,name"),
        ("date,kind,name\n", 1, "没有日期"),
        ("date,kind\n2027-01-01,off\n", 2, "closed 或 opened"),
        ("date,kind\n2027-01-01,closed,元旦,x\n", 2, "closed 或 opened"),
        ("date,kind\n2027-01-01,closed\n2028-01-01,closed\n", 3, "不是 2027 年"),
        ('date,kind\n2027-01-01,"closed\n', 2, "不是 CSV"),
    ],
)
def test_a_csv_that_is_wrong_names_the_line(tmp_path, text, line, about):
    with pytest.raises(CalendarFileInvalid) as caught:
        read(written(tmp_path, text, "2027.csv"))
    assert (line, True) in [(number, about in what) for number, what in caught.value.problems]


def test_a_year_off_is_more_days_than_any_schedule_has(tmp_path):
    text = "year: 2027\nclosed:\n" + "".join(f"  - {day}\n" for day in days_of(2027))
    with pytest.raises(CalendarFileInvalid, match="365 天"):
        read(written(tmp_path, text))


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    with pytest.raises(CalendarFileInvalid) as caught:
        read(written(tmp_path, "year: 2027\nclosed: [2026-01-01, 2028-01-01]\nopened:\n  - 2027-01-11\n"))
    assert [line for line, _ in caught.value.problems] == [2, 2, 4]
