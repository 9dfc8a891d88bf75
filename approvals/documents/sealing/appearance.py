"""印模: what a seal looks like, drawn as lines from its name.

Sources: 国发〔1999〕25号 (a round seal of 42 mm, a star in the middle, the name running around it from left to right;
what a special seal is for stands in a straight line below the star)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

MM = 72 / 25.4
DIAMETER_MM = 42.0
TEST_MARK = "测试章"
LINES = {"agency": "", "licensing": "行政许可专用章"}  # what stands straight below the star, by the purpose of the seal
RED = "0.84 0 0.06"
FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSerifSC-Regular.otf"

CENTRE = DIAMETER_MM / 2 * MM
RIM = 1.2 * MM  # the width of the line
STAR = 6.6 * MM  # its outer radius
NAME_HIGH, NAME_WIDE = 6.0 * MM, 5.2 * MM  # a character of the name, where there is room
NAME_OUTER = CENTRE - 2.1 * MM  # the radius at which the characters of the name end
WIDEST, WIDEST_ABOVE_A_LINE = 286.0, 226.0  # degrees of the circle the name may take
LINE_HIGH, TEST_HIGH = 4.1 * MM, 3.6 * MM


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line of characters: its height, the middle of it above or below the centre, its greatest width (points)."""

    text: str
    high: float
    middle: float
    widest: float


class _PdfPen(BasePen):
    """Outlines as the operators of a PDF's content."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.operators.append(" ".join(f"{x:.2f} {y:.2f}" for x, y in points) + f" {operator}")

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' names
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")


@lru_cache(maxsize=1)
def _font() -> tuple[Any, dict[int, str], float]:
    font = TTFont(FONT)
    return font.getGlyphSet(), font.getBestCmap(), float(font["head"].unitsPerEm)


def missing(name: str) -> list[str]:
    """The characters of a seal's name that the typeface has not; such a seal cannot be drawn."""
    known = _font()[1]
    return [character for character in name if ord(character) not in known]


@lru_cache(maxsize=32)
def drawing(name: str, line: str = "", *, test: bool = False) -> bytes:
    """The seal as PDF operators on a square of 42 mm: the name around the star, `line` straight below it.

    A test seal says so in its last line.  Raises KeyError for a character that the typeface has not."""
    glyphs, cmap, em = _font()
    pen = _PdfPen(glyphs)
    widest = WIDEST_ABOVE_A_LINE if line or test else WIDEST
    for character, place in [*_around(name, widest), *_straight(line, test=test)]:
        glyph = glyphs[cmap[ord(character)]]
        # the design box of a Chinese character: its advance wide, from 0.12 below the baseline to 0.88 above it
        box = place.scale(1 / em, 1 / em).translate(-glyph.width / 2, -0.38 * em)
        glyph.draw(TransformPen(pen, box))
    paths = "\n".join(pen.operators)
    return f"{RED} rg {RED} RG\n{_rim()}\n{_star()}\n0.25 w 1 j\n{paths}\nB\n".encode("ascii")


def _around(name: str, widest: float) -> Iterator[tuple[str, Transform]]:
    """Each character of the name with its place on the circle, feet to the centre."""
    count = max(len(name), 1)
    radius = NAME_OUTER - NAME_HIGH / 2
    step = min(1.3 * NAME_WIDE / radius, math.radians(widest) / max(count - 1, 1))
    wide = min(NAME_WIDE, step * (radius - NAME_HIGH / 4) * 0.97)
    for n, character in enumerate(name):
        angle = step * ((count - 1) / 2 - n)
        middle = Transform().translate(CENTRE - radius * math.sin(angle), CENTRE + radius * math.cos(angle))
        yield character, middle.rotate(angle).scale(wide, NAME_HIGH)


def _straight(line: str, *, test: bool) -> Iterator[tuple[str, Transform]]:
    lines = [Line(line, LINE_HIGH, -10.9 * MM, 23.5 * MM)] if line else []
    if test:
        lines.append(Line(TEST_MARK, TEST_HIGH, (-15.3 if line else -11.5) * MM, 16 * MM))
    for each in lines:
        wide = min(each.high, each.widest / len(each.text))
        for n, character in enumerate(each.text):
            x = CENTRE + (n - (len(each.text) - 1) / 2) * wide
            yield character, Transform().translate(x, CENTRE + each.middle).scale(wide * 0.96, each.high)


def _rim() -> str:
    """The circle, of four curves."""
    r, c = CENTRE - RIM / 2 - 0.2, CENTRE
    k = r * 0.5522847
    points = [
        *((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0)),
        *((-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0)),
    ]
    curves = "\n".join(" ".join(f"{c + each:.2f}" for each in six) + " c" for six in points)
    return f"{RIM:.2f} w\n{c + r:.2f} {c:.2f} m\n{curves}\nh S"


def _star() -> str:
    """Five points, the inner ones where the lines of a pentagram cross."""
    inner = STAR * math.cos(math.radians(72)) / math.cos(math.radians(36))
    corners = []
    for n in range(10):
        r, angle = (STAR, inner)[n % 2], math.radians(36 * n)
        corners.append(f"{CENTRE + r * math.sin(angle):.2f} {CENTRE + r * math.cos(angle):.2f}")
    return f"{corners[0]} m\n" + "\n".join(f"{each} l" for each in corners[1:]) + "\nh f"
