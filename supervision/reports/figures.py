"""The figures of a period, worked out from the facts of the cases as they were known at its end.

Any cut (item, channel, person, office, month) is the same statement grouped by a column, so that the parts of every cut
add up to the whole.  A figure leads to its cases by the condition that counted them."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from supervision import profile
from supervision.reports.catalogue_measures import MEASURES, in_force
from supervision.rules.figures import Figure, Group, Number, groups_of, tenth, worked_out
from workflow.errors import BadInput

ONE_DAY = timedelta(days=1)
FILE = Path(__file__).parent / "definitions.yaml"
CUTS = {
    "office": "f.office_id",
    "item": "f.item_code",
    "sub_item": "f.sub_item_code",
    "channel": "f.channel",
    "person": "f.handler_id",
}  # how a report may be cut, and by which column
AGGREGATES = {
    "count": "count(*)",
    "matters": "count(DISTINCT f.sub_item_code)",
    "sum": "sum(f.{column})",
    "mean": "avg(f.{column})",
    "median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY f.{column})",
    "p90": "percentile_cont(0.9) WITHIN GROUP (ORDER BY f.{column})",
}
EVERYTHING = "''::text"  # no cut: one group of all
WHOLE = frozenset({"count", "matters", "sum"})  # whole numbers
BY_MATTER = """SELECT {cut}, 100 * (1 - sum(part) / nullif(sum(whole), 0)) FROM (
 SELECT {column} AS cut, avg(f.{part}) AS part, avg(f.{whole}) AS whole FROM supervision_casefact f
 WHERE {scope} AND {cases} GROUP BY {column}, f.sub_item_code) matter GROUP BY {cut}"""


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included, in these offices; as of the end of the last day."""

    since: date
    until: date
    offices: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise BadInput("期间的起止日期有误", field="until")

    @property
    def given(self) -> dict[str, Any]:
        return {"since": self.since, "until": self.until, "offices": list(self.offices)}


def months_of(period: Period) -> list[Period]:
    """The period cut at the ends of its months."""
    found, since = [], period.since
    while since <= period.until:
        last = date(since.year, since.month, monthrange(since.year, since.month)[1])
        found.append(Period(since, min(last, period.until), period.offices))
        since = last + ONE_DAY
    return found


@cache
def definitions() -> dict[str, Figure]:
    """Every figure by its code, in the order of the file."""
    return {figure.code: figure for group in groups() for figure in group.figures}


@cache
def groups() -> tuple[Group, ...]:
    """The definitions shipped, read once a process.  Raises ProfileError or DefinitionsError."""
    return groups_of(profile.content_of(FILE.read_bytes(), file=FILE.name))


def whole(period: Period) -> dict[str, Number]:
    """Every figure of the period."""
    matters = in_force(period.until)
    listed = {each.code: MEASURES[each.measure](matters) for each in definitions().values() if each.measure}
    return _worked_out(_counted(period, EVERYTHING)[""] | listed)


def of_cases(period: Period) -> dict[str, Number]:
    """The figures of the period but those of the catalogue."""
    return _worked_out(_counted(period, EVERYTHING)[""])


def cut(period: Period, by: str) -> dict[Any, dict[str, Number]]:
    """The figures of cases, for each value of the cut that has cases.  Those of the catalogue have no cuts."""
    return {key: _worked_out(values) for key, values in _counted(period, CUTS[by]).items()}


def cases_of(code: str, period: Period, *, by: str = "", key: Any = None) -> list[int]:
    """Keys of the applications a figure counts, of the period or of one part of a cut."""
    figure = definitions()[code]
    where = [SCOPE, f"({figure.cases})"] + ([f"{CUTS[by]} IS NOT DISTINCT FROM %(key)s"] if by else [])
    statement = f"SELECT f.application_id FROM supervision_casefact f WHERE {' AND '.join(where)} ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(statement, period.given | {"key": key})
        return [application for (application,) in cursor.fetchall()]


def fell_due(period: Period) -> dict[date, int]:
    """How many cases the figure of this name counts on each day; days without any are not there."""
    statement = f"""SELECT greatest(f.promised_due_on, f.accepted_on), count(*) FROM supervision_casefact f
 WHERE {SCOPE} AND ({definitions()["fell_due"].cases}) GROUP BY 1"""
    return {row[0]: int(row[1]) for row in _read(statement, period)}


SCOPE = "f.office_id = ANY(%(offices)s)"


def _counted(period: Period, column: str) -> dict[Any, dict[str, Number]]:
    """What is counted over the cases: one statement for all figures, and one for each that goes by matter."""
    counted = [figure for figure in definitions().values() if figure.kind in AGGREGATES]
    parts = [
        f"{AGGREGATES[figure.kind].format(column=figure.column)} FILTER (WHERE {figure.cases})" for figure in counted
    ]
    statement = f"SELECT {column} AS cut, {', '.join(parts)} FROM supervision_casefact f WHERE {SCOPE} GROUP BY 1"
    found = {
        key: {figure.code: _number(figure, value) for figure, value in zip(counted, values, strict=True)}
        for key, *values in _read(statement, period)
    }
    for figure in definitions().values():
        if figure.kind == "saving_by_matter":
            by_matter = BY_MATTER.format(
                cut="cut", column=column, part=figure.part, whole=figure.whole, scope=SCOPE, cases=f"({figure.cases})"
            )
            savings = dict(_read(by_matter, period))
            for key, values in found.items():
                values[figure.code] = tenth(savings.get(key))
    return found if found or column != EVERYTHING else {"": _nothing()}


def _nothing() -> dict[str, Number]:
    """Where there is no case at all: nothing counted, and nothing to make a mean of."""
    return {each.code: 0 if each.kind in WHOLE else None for each in definitions().values() if each.cases}


def _number(figure: Figure, value: Any) -> Number:
    return int(value or 0) if figure.kind in WHOLE else tenth(value)


def _worked_out(values: Mapping[str, Number]) -> dict[str, Number]:
    """With what follows from two others, in the order of the definitions."""
    found = dict(values)
    for figure in definitions().values():
        if figure.kind in ("share", "saving") and figure.part in found:
            found[figure.code] = worked_out(figure, found)
    return {code: found[code] for code in definitions() if code in found}


def _read(statement: str, period: Period) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, period.given)
        return cursor.fetchall()


def unjudged(offices: Collection[int]) -> int:
    """How many cases have changed since their facts were written; the sweep of the next minute writes them."""
    statement = """SELECT count(*) FROM workflow_application a LEFT JOIN supervision_casefact f ON f.application_id = a.id
 WHERE a.office_id = ANY(%s) AND f.version IS DISTINCT FROM a.version"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(offices)])
        return int(cursor.fetchone()[0])
