"""Pictures in the units of a view box: marks that count something and open its cases, their labels, and a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDE, HIGH, HEAD, FOOT = 620, 150, 26, 26
ROW, NAME, REST = 30, 150, 56


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a picture: what it counts in words, its list, and the class that colours it."""

    count: int
    spoken: str
    address: str
    level: str


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
class Chart:
    """A picture with its table: `heads` name the columns behind the first, `keys` explain the colours."""

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


def bars(name: str, title: str, first: str, groups: Sequence[Group], keys: Sequence[tuple[str, str]]) -> Chart:
    """Parts of a group one behind the other, lying; names before, sums behind."""
    chart = Chart(name, title, first, groups, keys, WIDE, ROW * max(len(groups), 1) + 6, 0)
    longest = max([group.total for group in groups] + [1])
    for n, group in enumerate(groups):
        x, middle = NAME, n * ROW + ROW // 2 + 3
        chart.words.append(Word(group.label, NAME - 10, middle + 5, "end"))
        for part in group.parts:
            width = max(round((WIDE - NAME - REST) * part.count / longest), 2)
            if part.count:
                chart.marks.append(Mark(part, x, middle - 10, width, 20))
                x += width
        chart.words.append(Word(str(group.total), x + 8, middle + 5, "start", "count"))
    return chart
