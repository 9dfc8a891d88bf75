"""行政许可实施和监督管理情况: the report of a year, with everything it is cut by and everything that must add up.

Source: 广东省行政许可监督管理条例 (each authority reports yearly on how it carried out and supervised licensing)."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from approvals.people import Office, User
from supervision.reports.appendix import Filled, Section, filled
from supervision.reports.catalogue_measures import in_force
from supervision.reports.figures import CUTS, Period, cut, definitions, months_of, of_cases, whole
from supervision.reports.tally import catch_up
from supervision.rules.figures import Number
from supervision.rules.reconciling import Check, over_months, over_parts, within
from workflow.errors import BadInput

Values = Mapping[str, Number]
NOBODY = ""  # accepted by silence: nobody did


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a cut: what it is (a code or key), what it is called, and its figures."""

    key: str
    name: str
    values: Values
    period: Period | None = None  # of a month

    @property
    def place(self) -> dict[str, date]:
        """From when to when."""
        return {} if self.period is None else {"since": self.period.since, "until": self.period.until}


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a year as of a day, in all cuts, and the equations that were checked."""

    period: Period
    offices: tuple[str, ...]
    values: Values
    cuts: Mapping[str, tuple[Part, ...]]
    months: tuple[Part, ...]
    checks: tuple[Check, ...]
    appendix: tuple[tuple[Section, tuple[Filled, ...]], ...]

    @property
    def year(self) -> int:
        return self.period.until.year

    def as_json(self) -> bytes:
        """`plain`, readable; the same bytes whenever the same day is asked for."""
        return f"{json.dumps(self.plain(), ensure_ascii=False, indent=1)}\n".encode()

    @property
    def moment(self) -> datetime:
        """The end of its last day, without a zone: what programs write into files."""
        return datetime.combine(self.period.until, time(23, 59))

    @property
    def failures(self) -> list[Check]:
        return [check for check in self.checks if not check.holds]

    def plain(self) -> dict[str, Any]:
        """As JSON says it; the same bytes whenever the same day is asked for."""
        return {
            "year": self.year,
            "since": self.period.since.isoformat(),
            "until": self.period.until.isoformat(),
            "offices": list(self.offices),
            "figures": _plain(self.values),
            "cuts": {name: [_row(part) for part in parts] for name, parts in self.cuts.items()},
            "months": [_row(part) for part in self.months],
            "appendix": [
                {"section": section.name, "columns": [[each.column.name, each.plain] for each in columns]}
                for section, columns in self.appendix
            ],
            "reconciliation": {
                "checks": len(self.checks),
                "failures": [
                    {"what": each.what, "where": each.where, "left": each.left, "right": each.right}
                    for each in self.failures
                ],
            },
        }


def _row(part: Part) -> dict[str, Any]:
    return {"key": part.key, "name": part.name, "figures": _plain(part.values)}


def _plain(values: Values) -> dict[str, Any]:
    return {code: float(value) if isinstance(value, Decimal) else value for code, value in values.items()}


def yearly(*, year: int, until: date, offices: Collection[str] = ()) -> Report:
    """The report of the offices with these codes (all, if none is named) from 1 January to `until`.

    Raises BadInput where an office is unknown or the day does not lie in the year."""
    if until.year != year:
        raise BadInput("统计截止日不在该年度内", field="until")
    chosen = list(Office.objects.filter(code__in=offices) if offices else Office.objects.all())
    if unknown := set(offices) - {each.code for each in chosen}:
        raise BadInput(f"没有编号为 {min(unknown)} 的机构", field="office")
    catch_up()
    return yearly_of(Period(date(year, 1, 1), until, tuple(sorted(each.pk for each in chosen))))


def yearly_of(period: Period) -> Report:
    """The report of this period of a year, from the facts as the last sweep wrote them."""
    values = whole(period)
    cuts = {name: _parts(name, period) for name in CUTS}
    months = tuple(_months(period))
    names = tuple(Office.objects.filter(pk__in=period.offices).order_by("code").values_list("name", flat=True))
    checks = tuple(_checks(values, cuts, months))
    form = filled(values, year=period.until.year, offices=period.offices)
    return Report(period, names, values, cuts, months, checks, form)


def _parts(name: str, period: Period) -> tuple[Part, ...]:
    found = cut(period, name)
    names = names_of(name, period)
    rows = [Part("" if key is None else str(key), names.get(key, NOBODY), values) for key, values in found.items()]
    return tuple(sorted(rows, key=lambda part: part.key))


def _months(period: Period) -> list[Part]:
    return [
        Part(f"{month.since.month:02}", str(month.since.month), of_cases(month), month) for month in months_of(period)
    ]


def _checks(values: Values, cuts: Mapping[str, tuple[Part, ...]], months: tuple[Part, ...]) -> list[Check]:
    counted = [each.code for each in definitions().values() if each.kind == "count"]
    adding = [code for code in counted if definitions()[code].adds_up]
    found = within(values, where="all")
    for name, parts in cuts.items():
        found += over_parts(values, [part.values for part in parts], counted, where=name)
        for part in parts:
            found += within(part.values, where=f"{name} {part.key}")
    for part in months:
        found += within(part.values, where=f"month {part.key}")
    return [
        *found,
        *over_months([part.values for part in months]),
        *over_parts(values, [part.values for part in months], adding, where="month"),
    ]


def names_of(by: str, period: Period) -> dict[Any, str]:
    """What the parts of a cut are called, by their key or code."""
    return NAMES[by](period)


def _office_names(period: Period) -> dict[Any, str]:
    return {each.pk: each.name for each in Office.objects.filter(pk__in=period.offices)}


def _matter_names(period: Period) -> dict[Any, str]:
    matters = in_force(period.until)
    return {each.code: f"{each.item_name} {each.name}" for each in matters} | {
        each.item_code: each.item_name for each in matters
    }


def _channel_names(period: Period) -> dict[Any, str]:
    return {"online": "网上", "window": "窗口"}


def _people_names(period: Period) -> dict[Any, str]:
    return dict(User.objects.filter(posts__isnull=False).distinct().values_list("pk", "display_name"))


NAMES = {
    "office": _office_names,
    "item": _matter_names,
    "sub_item": _matter_names,
    "channel": _channel_names,
    "person": _people_names,
}
