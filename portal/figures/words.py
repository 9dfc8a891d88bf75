"""Figures in words: names and formulas in the language of the page, values with their units."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.case_words import Words, in_language, said
from supervision.rules.figures import Figure, Number

UNITS: Words = {
    "case": lazy("件"),
    "day": lazy("个工作日"),
    "percent": "%",
    "trip": lazy("次"),
    "star": lazy("星"),
    "item": lazy("项"),
}
CUT_NAMES: Words = {
    "office": lazy("机构"),
    "item": lazy("事项"),
    "sub_item": lazy("子项"),
    "channel": lazy("申请渠道"),
    "person": lazy("受理人"),
    "month": lazy("月份"),
}
WAITS: Words = {
    "none": lazy("当日"),
    "days": lazy("1–3 个工作日"),
    "weeks": lazy("4–10 个工作日"),
    "long": lazy("超过 10 个工作日"),
}
CHANNELS: Words = {"online": lazy("网上"), "window": lazy("窗口")}


def name_of(figure: Figure) -> str:
    """What the figure is called."""
    return in_language(figure.name, figure.name_en)


def words_of(figure: Figure) -> str:
    """What it counts."""
    return in_language(figure.words, figure.words_en)


def value_of(figure: Figure, value: Number) -> str:
    """The number with its unit; a dash where there is nothing to divide by."""
    if value is None:
        return "—"
    unit = said(UNITS, figure.unit)
    return f"{value}{unit}" if figure.unit == "percent" else f"{value} {unit}"


def part_name(by: str, key: str, name: str) -> str:
    """A part of a cut as people know it."""
    if by == "channel":
        return said(CHANNELS, key)
    if by == "month":
        return _("%(month)s 月") % {"month": int(key)}
    return name or key or _("无受理人")
