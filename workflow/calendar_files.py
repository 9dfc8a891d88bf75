"""Calendar files: reads YAML, JSON and CSV strictly, every fault with its line; and the files that are shipped.

YAML and JSON have the keys `year`, `closed`, `opened` and, where known, `official`, `source`, `notice`; `closed` is a
list of dates or a map of date to the holiday's name. CSV has the columns `date,kind,name`, kinds `closed` and `opened`.
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from workflow.rules.calendar_year import CalendarRejected, faults_of
from workflow.rules.clock import Year
from workflow.rules.errors import LicensingError

SHIPPED = Path(__file__).parent / "calendars"
LISTS = ("closed", "opened")
KEYS = {"year", "official", "source", "notice", *LISTS}
DEEPEST = 3
NOTICE = re.compile(r"〔(19|20)\d\d〕\d+号")  # the number of the State Council's notice
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CalendarFileInvalid(LicensingError):
    """A calendar file cannot be read; `problems` are pairs of line number and sentence."""

    code, text = "calendar_file_invalid", "日历文件有误"

    def __init__(self, *problems: tuple[int, str]) -> None:
        self.problems = sorted(problems)
        super().__init__("；".join(f"第 {line} 行：{what}" for line, what in self.problems))


@dataclass
class YearFile:
    """One year as a file states it; `official` is None when the file does not say."""

    year: int = 0
    closed: list[date] = field(default_factory=list)
    opened: list[date] = field(default_factory=list)
    names: dict[date, str] = field(default_factory=dict)
    official: bool | None = None
    source: str = ""
    notice: str = ""
    sha256: str = ""
    lines: dict[tuple[str, date | None], int] = field(default_factory=dict)

    def put(self, kind: str, text: str, name: str, line: int) -> None:
        """Note a day of a list; raises CalendarFileInvalid for what is no date."""
        day = _date(text, line)
        (self.closed if kind == "closed" else self.opened).append(day)
        self.lines[kind, day] = line
        if name and kind == "closed":
            self.names[day] = name


def read(path: Path) -> YearFile:
    """Read and check one file. Raises CalendarFileInvalid with every fault and its line, OSError if it is not there."""
    return parse(path.read_bytes(), is_csv=path.suffix.lower() == ".csv")


def parse(data: bytes, *, is_csv: bool) -> YearFile:
    """Read and check the bytes of a file. Raises CalendarFileInvalid with every fault and its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CalendarFileInvalid((data.count(b"\n", 0, error.start) + 1, "不是 UTF-8 文本")) from error
    file = _from_csv(text) if is_csv else _from_yaml(text.replace("\t", " "))
    file.sha256 = hashlib.sha256(data).hexdigest()
    faults = faults_of(file.year, file.closed, file.opened)
    if faults:
        at = [file.lines.get((fault.field, fault.day), file.lines.get((fault.field, None), 1)) for fault in faults]
        problems = [(line, str(fault)) for line, fault in zip(at, faults, strict=True)]
        raise CalendarFileInvalid(*problems) from CalendarRejected(faults)
    return file


def _from_csv(text: str) -> YearFile:
    rows = csv.reader(text.splitlines(), strict=True)
    file = YearFile()
    try:
        if [cell.strip() for cell in next(rows, [])] not in (["date", "kind"], ["date", "kind", "name"]):
            raise CalendarFileInvalid((1, "第一行应为 date,kind,name"))
        for row in rows:
            cells = [cell.strip() for cell in row] + [""]
            if any(cells):
                if not 2 <= len(row) <= 3 or cells[1] not in LISTS:
                    raise CalendarFileInvalid((rows.line_num, "应为 日期,closed 或 opened,名称"))
                file.put(cells[1], cells[0], cells[2], rows.line_num)
    except csv.Error as error:
        raise CalendarFileInvalid((rows.line_num, f"不是 CSV：{error}")) from error
    if not file.lines:
        raise CalendarFileInvalid((1, "文件中没有日期"))
    file.year = (file.closed or file.opened)[0].year
    return file


def _from_yaml(text: str) -> YearFile:
    try:
        _check_plain(yaml.parse(text, Loader=yaml.SafeLoader))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise CalendarFileInvalid((mark.line + 1 if mark else 1, f"不是 YAML 或 JSON：{error}")) from error
    if not isinstance(root, yaml.MappingNode):
        raise CalendarFileInvalid((1, "应为 year、closed、opened 等键的映射"))
    file, seen = YearFile(), set()
    for key, value in root.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name not in KEYS or name in seen:
            raise CalendarFileInvalid((line, f"{'重复的' if name in seen else '未知的'}键 {name}"))
        seen.add(name)
        _take(file, name, value, line)
    missing = sorted({"year", "closed"} - seen)
    if missing:
        raise CalendarFileInvalid((1, f"缺少键 {'、'.join(missing)}"))
    return file


def _check_plain(events: Iterable[yaml.Event]) -> None:
    """Refuse anchors, aliases, tags and deep nesting before anything is built."""
    depth = 0
    for event in events:
        opens = isinstance(event, yaml.CollectionStartEvent)
        depth += opens - isinstance(event, yaml.CollectionEndEvent)
        if getattr(event, "anchor", None) or (hasattr(event, "tag") and event.tag) or depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise CalendarFileInvalid((line, "不允许锚点、别名、标签或者多层嵌套"))


def _take(file: YearFile, name: str, value: yaml.Node, line: int) -> None:
    file.lines[name, None] = line
    if name in LISTS:
        for day, label in _entries(value, line):
            file.put(name, day.value, label, day.start_mark.line + 1)
        return
    text = value.value.strip() if isinstance(value, yaml.ScalarNode) else ""
    if name == "year" and re.fullmatch(r"[12][0-9]{3}", text):
        file.year = int(text)
    elif name == "official" and text in ("true", "false"):
        file.official = text == "true"
    elif name in ("source", "notice") and text:
        setattr(file, name, text)
    else:
        raise CalendarFileInvalid((line, f"{name} 的值不对"))


def _entries(value: yaml.Node, line: int) -> Iterator[tuple[yaml.ScalarNode, str]]:
    """The day nodes of a list of dates, or of a map of date to name."""
    pairs = value.value if isinstance(value, yaml.MappingNode) else []
    if isinstance(value, yaml.SequenceNode):
        pairs = [(node, None) for node in value.value]
    elif not isinstance(value, yaml.MappingNode):
        raise CalendarFileInvalid((line, "应为日期的列表，或者日期到名称的映射"))
    for day, label in pairs:
        if not isinstance(day, yaml.ScalarNode) or not (label is None or isinstance(label, yaml.ScalarNode)):
            raise CalendarFileInvalid((day.start_mark.line + 1, "应为一个日期"))
        yield day, label.value.strip() if label else ""


def _date(text: str, line: int) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise CalendarFileInvalid((line, f"没有这一天：{text}")) from error
    raise CalendarFileInvalid((line, f"日期应写作 2027-01-01：{text[:40]}"))


@cache
def shipped(*, official: bool = True) -> tuple[Year, ...]:
    """The years the product ships: published schedules with the provisional table after them, or that table alone."""
    table = yaml.load((SHIPPED / "provisional.yaml").read_bytes(), Loader=LOADER)
    years = {
        year: Year(year, frozenset(names), official=False, names=names, source=table["source"])
        for year, names in table["years"].items()
    }
    if official:
        years |= {year.year: year for year in map(_published, sorted(SHIPPED.glob("2*.yaml")))}
    return tuple(years[number] for number in sorted(years))


def _published(path: Path) -> Year:
    file = read(path)
    return Year(file.year, frozenset(file.closed), frozenset(file.opened), True, file.names, file.source)
