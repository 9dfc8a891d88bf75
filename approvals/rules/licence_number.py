"""许可证编号: the pattern a bureau's licences of one kind are numbered by, and what it makes of a year and a serial.

Source: forms of the ministry, such as (粤)LS〔2026〕0001 (应急厅〔2020〕31号) or 粤穗危化经字〔2026〕000001号.  A pattern is
text with `{serial}` in it once, or `{serial:6}` for six digits, and `{year}` once or not at all: then the serials run on."""

import re
from dataclasses import dataclass

LONGEST, WIDEST = 40, 8
PLACES = re.compile(r"\{([^{}]*)\}")
SERIAL = re.compile(rf"serial(?::([1-{WIDEST}]))?")
TEXTS = {
    "too_long": "不超过 40 字",
    "blank": "首尾不得有空格，不得有不可显示的字符",
    "place": "花括号中只能是 year、serial 或者 serial:1 至 serial:8",
    "serial": "应当恰好有一个 {serial}",
    "year": "{year} 至多一个",
    "nothing": "除年份和序号以外还应当有文字",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that holds; `head` and `tail` stand around the serial, which has at least `width` digits."""

    text: str
    head: str
    tail: str
    width: int

    @property
    def yearly(self) -> bool:
        """Does every year begin at one again?"""
        return "{year}" in self.text

    def series_year(self, year: int) -> int:
        """The year under which the serials of this year are counted; 0 where they run on."""
        return year if self.yearly else 0

    def around(self, year: int) -> tuple[str, str]:
        """What stands before and after the serial in this year."""
        return self.head.replace("{year}", str(year)), self.tail.replace("{year}", str(year))

    def number(self, *, year: int, serial: int) -> str:
        """The number.

        >>> pattern("穗危化经字〔{year}〕{serial:6}号").number(year=2026, serial=12)
        '穗危化经字〔2026〕000012号'
        """
        head, tail = self.around(year)
        return f"{head}{serial:0{self.width}d}{tail}"

    def read(self, number: str) -> tuple[int, int] | None:
        """Series year and serial of a number of this pattern; None for any other.

        >>> pattern("(粤)LS〔{year}〕{serial:4}").read("(粤)LS〔2026〕0017"), pattern("A-{serial}").read("A-017")
        ((2026, 17), None)
        """
        head, tail = (re.escape(part).replace(r"\{year\}", "(?P<year>[0-9]{4})") for part in (self.head, self.tail))
        found = re.fullmatch(f"{head}(?P<serial>[0-9]{{{self.width},12}}){tail}", number)
        if found is None:
            return None
        year, serial = int(found["year"]) if self.yearly else 0, int(found["serial"])
        return (year, serial) if serial and self.number(year=year, serial=serial) == number else None


def fault(text: str) -> str | None:
    """What is wrong with a pattern, as a word of TEXTS; None when it holds.

    >>> fault("穗危化经字〔{year}〕{serial}号"), fault("穗危化经字〔{year}〕号"), fault("{serial:9}")
    (None, 'serial', 'place')
    """
    if len(text) > LONGEST:
        return "too_long"
    if text != text.strip() or not text.isprintable():
        return "blank"
    places = PLACES.findall(text)
    serials = [place for place in places if SERIAL.fullmatch(place)]
    rest = PLACES.sub("", text)
    if "{" in rest or "}" in rest or any(place != "year" and place not in serials for place in places):
        return "place"
    if len(serials) != 1:
        return "serial"
    if places.count("year") > 1:
        return "year"
    return None if rest else "nothing"


def pattern(text: str) -> Pattern:
    """The pattern.  Raises ValueError where `fault` has something to say."""
    if (wrong := fault(text)) is not None:
        raise ValueError(f"{text!r}: {wrong}")
    found = next(place for place in PLACES.finditer(text) if place[1] != "year")
    known = SERIAL.fullmatch(found[1])
    width = int(known[1]) if known is not None and known[1] else 1
    return Pattern(text, text[: found.start()], text[found.end() :], width)
