"""The flow chart of a guide as inline SVG: one column that a phone can show, with turnings to its right.

What stands in it comes from workflow/outline.py; here it only gets places.  Units are pixels at a width of 360."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.case_words import said
from portal.public.words import DESKS, STATIONS, WHEN, data_word, limit_words
from workflow.outline import Row, Station
from workflow.rules.catalogue import SubItem

WIDTH, LEFT, MAIN, ASIDE, SIDE_WIDTH = 360, 4, 218, 248, 108
GAP, BETWEEN, PAD, INSET = 24, 8, 9, 9
NAME, SMALL = 16, 13.5  # sizes of letters
LEADING = 1.35
NARROW = 0.6  # a Latin letter against a Chinese one
CENTRE = LEFT + MAIN / 2
FIRST_WIDE = 0x2E80


@dataclass(frozen=True, slots=True)
class Words:
    """A line of letters in the middle of its box."""

    x: float
    y: float
    text: str
    level: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `level`: step, turning, aside, frame, end."""

    x: float
    y: float
    width: float
    height: float
    level: str


@dataclass(slots=True)
class Drawing:
    """The chart; `arrows` are path data, `links` those without a head."""

    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.height:.0f}"

    def box(self, x: float, y: float, width: float, lines: Sequence[tuple[str, str]], level: str) -> float:
        """A box with these lines (text, level) from the top; its height."""
        broken = [(part, kind) for text, kind in lines for part in wrapped(text, width - 2 * PAD, size(kind))]
        height = 2 * PAD + sum(size(kind) * LEADING for _part, kind in broken)
        self.boxes.append(Box(x, y, width, height, level))
        base = y + PAD
        for part, kind in broken:
            base += size(kind) * LEADING
            self.words.append(Words(x + width / 2, base - size(kind) * 0.35, part, kind))
        return height


def size(kind: str) -> float:
    """How tall the letters of a line are."""
    return NAME if kind == "name" else SMALL


def wrapped(text: str, width: float, letter: float) -> list[str]:
    """The text in lines that are no wider: broken between Chinese characters, or between words.

    >>> wrapped("不予许可，送达决定书", 80, 16)
    ['不予许可，', '送达决定书']
    """
    lines, current = [], ""
    for piece in _pieces(text):
        if current and wide(current + piece.rstrip()) * letter > width:
            lines.append(current.rstrip())
            current = ""
        current += piece if current else piece.lstrip()
    return [*lines, current.rstrip()] if current.strip() else lines


def _pieces(text: str) -> list[str]:
    """Characters that may end a line: a Chinese one with its punctuation, a word with the blank or hyphen after it."""
    pieces: list[str] = []
    for letter in text:
        glued = pieces and (letter in "，。；：）、" or (ord(letter) < FIRST_WIDE and _open_word(pieces[-1])))
        if glued:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _open_word(piece: str) -> bool:
    return ord(piece[-1]) < FIRST_WIDE and piece[-1] not in " -"


def wide(text: str) -> float:
    """The width of a line in letters of Chinese."""
    return sum(1 if ord(letter) >= FIRST_WIDE else NARROW for letter in text)


def draw(item: SubItem, rows: tuple[Row, ...]) -> Drawing:
    """The chart of a sub-item from its outline."""
    made, y = Drawing(), 2.0
    for row in rows:
        if len(row) == 1:
            for station in row[0]:
                y = _single(made, station, y)
        else:
            y = _beside(made, item, row, y)
    height = made.box(CENTRE - 40, y, 80, [(_("办结"), "name")], "end")
    made.height = y + height + 2
    return made


def lines_of(station: Station, *, narrow: bool = False) -> list[tuple[str, str]]:
    """When, what, who and how long."""
    desk, limit = said(DESKS, station.desk), limit_words(station.limit)
    when = said(WHEN, station.name) if station.sometimes else ""
    last = [(desk, "small"), (limit, "small")] if narrow else [(" · ".join(filter(None, (desk, limit))), "small")]
    lines = [(when, "when"), (said(STATIONS, station.name), "name"), *last]
    return [(text, kind) for text, kind in lines if text]


def _single(made: Drawing, station: Station, y: float) -> float:
    """A box, its turnings to the right, and an arrow on to what follows; where that begins."""
    height = made.box(LEFT, y, MAIN, lines_of(station), "step")
    beside = y
    for turning in station.turnings:
        bottom = beside + made.box(ASIDE, beside, SIDE_WIDTH, lines_of(turning, narrow=True), "turning")
        _turn(made, min((beside + bottom) / 2, y + height / 2) if beside == y else beside + 14, y + height, turning)
        beside = bottom + BETWEEN
    below = max(y + height, beside - GAP)
    return _down(made, y + height, below + GAP)


def _turn(made: Drawing, middle: float, bottom: float, turning: Station) -> None:
    """An arrow to the right, and one back where the case returns; from under the box where there is no room beside it."""
    if turning.name == "supplement":
        made.arrows += [f"M{LEFT + MAIN} {middle - 7:.1f}H{ASIDE - 2}", f"M{ASIDE} {middle + 7:.1f}H{LEFT + MAIN + 2}"]
    elif middle < bottom:
        made.arrows.append(f"M{LEFT + MAIN} {middle:.1f}H{ASIDE - 2}")
    else:
        made.arrows.append(f"M{LEFT + MAIN - 20} {bottom:.1f}V{middle:.1f}H{ASIDE - 2}")


def _down(made: Drawing, start: float, end: float) -> float:
    made.arrows.append(f"M{CENTRE} {start:.1f}V{end - 2:.1f}")
    return end


def _beside(made: Drawing, item: SubItem, row: Row, y: float) -> float:
    """Lanes that run at the same time: a frame with a box each; special procedures stand beside the review."""
    frame = len(made.boxes)
    inner = made.box(LEFT, y, MAIN, [(_("同时进行"), "when")], "label") + y
    for lane in row:
        for number, station in enumerate(lane):
            if number:
                inner = _down(made, inner - INSET, inner - INSET + GAP)
            inner += made.box(LEFT + INSET, inner, MAIN - 2 * INSET, lines_of(station), "step") + INSET
    made.boxes.insert(frame, Box(LEFT, y, MAIN, inner - y, "frame"))
    end = inner
    if row[0][0].name == "review" and item.procedures:
        end = max(end, _procedures(made, item, y) - GAP)
    return _down(made, inner, end + GAP)


def _procedures(made: Drawing, item: SubItem, y: float) -> float:
    names = [(data_word(each.name), "small") for each in item.procedures.values()]
    lines = [(_("特别程序"), "name"), *names, (_("不计入期限"), "when")]
    height = made.box(ASIDE, y, SIDE_WIDTH, lines, "aside")
    made.links.append(f"M{LEFT + MAIN} {y + 24:.1f}H{ASIDE}")
    return y + height
