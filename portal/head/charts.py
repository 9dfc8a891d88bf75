"""Pictures in the units of a view box: marks that count something and open its cases, their labels, and a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

WIDE, HIGH, HEAD, FOOT = 620, 150, 26, 26
ROW, NAME, REST = 30, 150, 56
MARGIN, LEVELS, ONE_DAY, WEEK = 56, 4, timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a picture: what it counts in words, its list, and the class that colours it."""

    count: int
    spoken: str
    address: str
    level: str


NOTHING = Part(0, "", "", "none")
DARK = frozenset({"heat3", "heat4"})  # on which letters are light


@dataclass(frozen=True, slots=True)
class Group:
    """The parts that stand at one place of the axis."""

    label: str
    parts: Sequence[Part]

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle that leads to what it counts."""

    part: Part
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Word:
    """A text of the picture; `anchor`: start, middle or end."""

    text: str
    x: int
    y: int
    anchor: str = "middle"
    css: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A rectangle that counts nothing."""

    level: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its table: `keys` explain the colours; `heads` name the columns behind the first, where not the keys do."""

    name: str
    title: str
    first: str
    groups: Sequence[Group]
    keys: Sequence[tuple[str, str]]
    width: int
    height: int
    base: int
    marks: list[Mark] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    heads: Sequence[str] = ()

    @property
    def columns(self) -> Sequence[str]:
        """The heads of the table behind the first."""
        return self.heads or [text for _css, text in self.keys]

    @property
    def wide(self) -> bool:
        """Does it need the width of two?"""
        return self.width > WIDE

    @property
    def empty(self) -> bool:
        return not any(group.total for group in self.groups)


def columns(
    name: str, title: str, first: str, groups: Sequence[Group], keys: Sequence[tuple[str, str]], wide: int = WIDE
) -> Chart:
    """Parts of a group side by side, upright; each number stands over its column."""
    chart = Chart(name, title, first, groups, keys, wide, HEAD + HIGH + FOOT, HEAD + HIGH)
    highest = max([part.count for group in groups for part in group.parts] + [1])
    step = wide // max(len(groups), 1)
    for n, group in enumerate(groups):
        width = min((step - 8) // len(group.parts), 46)
        left = n * step + (step - width * len(group.parts)) // 2
        chart.words.append(Word(group.label, n * step + step // 2, HEAD + HIGH + 19))
        for m, part in enumerate(group.parts):
            height = round(HIGH * part.count / highest)
            x, y = left + m * width, HEAD + HIGH - height
            if part.count:
                chart.marks.append(Mark(part, x, y, width - 2, height))
                chart.words.append(Word(str(part.count), x + width // 2 - 1, y - 5, css="count"))
    return chart


def stacks(name: str, title: str, first: str, groups: Sequence[Group], keys: Sequence[tuple[str, str]]) -> Chart:
    """Parts of a group on one another; the sum stands over them."""
    chart = Chart(name, title, first, groups, keys, WIDE, HEAD + HIGH + FOOT, HEAD + HIGH)
    highest = max([group.total for group in groups] + [1])
    step = WIDE // max(len(groups), 1)
    for n, group in enumerate(groups):
        middle, y = n * step + step // 2, HEAD + HIGH
        chart.words.append(Word(group.label, middle, HEAD + HIGH + 19))
        for part in group.parts:
            height = max(round(HIGH * part.count / highest), 1)
            if part.count:
                y -= height
                chart.marks.append(Mark(part, n * step + 8, y, step - 16, height))
        if group.total:
            chart.words.append(Word(str(group.total), middle, y - 5, css="count"))
    return chart


def bars(
    name: str, title: str, first: str, groups: Sequence[Group], keys: Sequence[tuple[str, str]], wide: int = WIDE, room: int = NAME
) -> Chart:
    """Parts of a group one behind the other, lying; names before (in this much room), sums behind."""
    chart = Chart(name, title, first, groups, keys, wide, ROW * max(len(groups), 1) + 6, 0)
    longest = max([group.total for group in groups] + [1])
    for n, group in enumerate(groups):
        x, middle = room, n * ROW + ROW // 2 + 3
        chart.words.append(Word(group.label, room - 10, middle + 5, "end"))
        for part in group.parts:
            width = max(round((wide - room - REST) * part.count / longest), 2)
            if part.count:
                chart.marks.append(Mark(part, x, middle - 10, width, 20))
                x += width
        chart.words.append(Word(str(group.total), x + 8, middle + 5, "start", "count"))
    return chart


def weeks(
    name: str,
    title: str,
    days: Mapping[date, Part],
    *,
    since: date,
    until: date,
    off: Callable[[date], bool],
    wide: int = WIDE,
) -> Chart:
    """A calendar: a column a week, from Monday down, each day the darker the more it counts; what is `off` is no working day."""
    first = since - timedelta(days=since.weekday())
    mondays = [first + WEEK * n for n in range((until - first).days // 7 + 1)]
    step = min((wide - MARGIN) // len(mondays), 44)
    bound = -(-max([part.count for part in days.values()] + [1]) // LEVELS)
    keys = [("off", _("非工作日")), *((f"heat{n}", _bounds(n, bound)) for n in range(1, LEVELS + 1))]
    heads = [date_format(first + ONE_DAY * n, "D") for n in range(7)]
    groups = [Group(f"{monday:%m-%d}", [days.get(monday + ONE_DAY * n, NOTHING) for n in range(7)]) for monday in mondays]
    chart = Chart(name, title, _("周（自周一）"), groups, keys, wide, HEAD + 7 * step + 6, 0, heads=heads)
    chart.words.extend(Word(head, MARGIN - 8, HEAD + n * step + step // 2 + 5, "end") for n, head in enumerate(heads))
    for n, monday in enumerate(mondays):
        if n == 0 or monday.month != max(mondays[n - 1], since).month:
            chart.words.append(Word(date_format(max(monday, since), "M"), MARGIN + n * step, HEAD - 8, "start"))
        for day in (monday + ONE_DAY * m for m in range(7)):
            if since <= day <= until:
                _cell(chart, day, days.get(day, NOTHING), (MARGIN + n * step, HEAD + day.weekday() * step, step), off, bound)
    return chart


def _cell(
    chart: Chart, day: date, part: Part, place: tuple[int, int, int], off: Callable[[date], bool], bound: int
) -> None:
    x, y, step = place
    chart.grounds.append(Ground("off" if off(day) else "none", x, y, step - 2, step - 2))
    if part.count:
        level = f"heat{(part.count - 1) // bound + 1}"
        chart.marks.append(Mark(Part(part.count, part.spoken, part.address, level), x, y, step - 2, step - 2))
        if step >= ROW:
            words = "count light" if level in DARK else "count"
            chart.words.append(Word(str(part.count), x + step // 2 - 1, y + step // 2 + 4, css=words))


def _bounds(level: int, bound: int) -> str:
    low, high = (level - 1) * bound + 1, level * bound
    return _("%(number)s 件") % {"number": low if low == high else f"{low}–{high}"}
