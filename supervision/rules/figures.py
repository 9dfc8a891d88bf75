"""Definitions of the figures (统计口径), read strictly: what each counts, and from which others it is worked out.

Sources: 广东省行政许可监督管理条例 (the yearly report); the bureau's own rules where no statute defines a figure.

A figure is the number of the cases that fulfil a condition (`count`), or of their sub-items (`matters`), something over
such cases (`sum`, `mean`, `median`, `p90` of a column, `saving_by_matter`), a count over the catalogue, or worked out from
two others (`share`, `saving`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from workflow.rules.errors import LicensingError

WORDS = frozenset({"name", "name_en", "unit", "words", "words_en"})
UNITS = frozenset({"case", "day", "percent", "trip", "star", "item"})
OVER_CASES = frozenset({"sum", "mean", "median", "p90"})
OF_TWO = frozenset({"share", "saving"})
TENTH = Decimal("0.1")
Number = int | Decimal | None


class DefinitionsError(LicensingError):
    """The definitions of the figures cannot be read."""

    code, text = "definitions_invalid", "统计口径有误"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.  `cases`: the condition that its cases fulfil (empty where it counts none).

    `adds_up`: the counts of the months make the count of the year; those of a stock do not."""

    code: str
    name: str
    name_en: str
    unit: str
    words: str
    words_en: str
    kind: str
    cases: str = ""
    column: str = ""
    part: str = ""
    whole: str = ""
    measure: str = ""
    adds_up: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are shown together."""

    code: str
    name: str
    name_en: str
    figures: tuple[Figure, ...]


def groups_of(content: Mapping[str, Any]) -> tuple[Group, ...]:
    """The groups with their figures in the order of the file.  Raises DefinitionsError naming what is wrong."""
    known: dict[str, Figure] = {}
    found = []
    for code, given in content.items():
        if not isinstance(given, dict) or set(given) != {"name", "name_en", "figures"}:
            raise DefinitionsError(code)
        before = set(known)
        for figure, words in given["figures"].items():
            known[figure] = _checked(figure, words, known)
        figures = tuple(each for key, each in known.items() if key not in before)
        found.append(Group(code, given["name"], given["name_en"], figures))
    return tuple(found)


def _checked(code: str, given: Any, known: Mapping[str, Figure]) -> Figure:
    if code in known or not isinstance(given, dict) or not given.keys() >= WORDS or given["unit"] not in UNITS:
        raise DefinitionsError(code)
    try:
        return _figure(code, dict(given), known)
    except (KeyError, TypeError, ValueError) as error:
        raise DefinitionsError(f"{code}: {error}") from error


def _figure(code: str, given: dict[str, Any], known: Mapping[str, Figure]) -> Figure:
    words = {name: given.pop(name) for name in sorted(WORDS)}
    within, adds_up = given.pop("within", ""), given.pop("adds_up", True)
    if set(given) == {"cases"}:
        cases = f"({known[within].cases}) AND ({given['cases']})" if within else str(given["cases"])
        return Figure(code=code, kind="count", cases=cases, adds_up=adds_up, **words)
    (kind, how), *more = given.items()
    if more or within:
        raise ValueError(", ".join(sorted(given)))
    if kind == "catalogue":
        return Figure(code=code, kind=kind, measure=str(how), **words)
    if kind in OF_TWO:
        return Figure(code=code, kind=kind, part=known[how["part"]].code, whole=known[how["whole"]].code, **words)
    if kind == "matters":
        return Figure(code=code, kind=kind, cases=known[how].cases, part=known[how].code, adds_up=False, **words)
    cases = known[how["cases"]].cases
    if kind in OVER_CASES:
        return Figure(code=code, kind=kind, cases=cases, column=how["column"], **words)
    if kind == "saving_by_matter":
        return Figure(code=code, kind=kind, cases=cases, part=how["part"], whole=how["whole"], **words)
    raise ValueError(kind)


def tenth(number: Decimal | float | None) -> Decimal | None:
    """To one decimal place, half up.

    >>> print(tenth(Decimal("2.25")), tenth(None))
    2.3 None
    """
    return None if number is None else Decimal(number).quantize(TENTH, rounding=ROUND_HALF_UP)


def worked_out(figure: Figure, values: Mapping[str, Number]) -> Number:
    """A share or a saving in per cent, to one decimal; None where the whole is nothing.

    >>> late = Figure("late_rate", "", "", "percent", "", "", "share", part="late", whole="all")
    >>> print(worked_out(late, {"late": 1, "all": 3}), worked_out(late, {"late": 0, "all": 0}))
    33.3 None
    """
    part, whole = values[figure.part], values[figure.whole]
    if not whole or part is None:
        return None
    share = Decimal(part) * 100 / Decimal(whole)
    return tenth(share if figure.kind == "share" else 100 - share)
