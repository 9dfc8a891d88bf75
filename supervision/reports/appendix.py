"""一览表 (行政审批和政务服务效能情况一览表): what the figures say and what the office states, in the sections of the form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from supervision import profile
from supervision.doors import acting
from supervision.reports.figures import definitions
from supervision.reports.models import Statement
from supervision.rules.figures import DefinitionsError, Number
from workflow.acts import perform_register
from workflow.errors import BadInput
from workflow.rules.clock import legal_day

FILE = Path(__file__).parent / "appendix.yaml"
FIRST_YEAR, LONGEST = 2000, 400


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the code of a figure, or of what the office states."""

    name: str
    name_en: str
    figure: str = ""
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Columns under one heading."""

    name: str
    name_en: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A column with what stands in it: a number of the system, a text of the office, or neither yet."""

    column: Column
    value: Number
    text: str

    @property
    def plain(self) -> str:
        """What stands there on paper; a dash where nobody has said anything."""
        return str(self.value) if self.column.figure else self.text or "—"


@cache
def sections() -> tuple[Section, ...]:
    """The form, read once a process.  Raises ProfileError or DefinitionsError."""
    return tuple(_section(given) for given in profile.content_of(FILE.read_bytes(), file=FILE.name)["sections"])


def _section(given: dict[str, Any]) -> Section:
    columns = tuple(Column(**each) for each in given["columns"])
    for column in columns:
        if bool(column.figure) == bool(column.stated) or (column.figure and column.figure not in definitions()):
            raise DefinitionsError(column.name)
    return Section(given["name"], given["name_en"], columns)


def stated_codes() -> tuple[str, ...]:
    """What an office may state."""
    return tuple(each.stated for section in sections() for each in section.columns if each.stated)


def filled(
    values: Mapping[str, Number], *, year: int, offices: Collection[int]
) -> tuple[tuple[Section, tuple[Filled, ...]], ...]:
    """The form with the figures of the year and the newest statements."""
    texts = stated(year=year, offices=offices)
    return tuple(
        (section, tuple(Filled(each, values.get(each.figure), texts.get(each.stated, "")) for each in section.columns))
        for section in sections()
    )


def stated(*, year: int, offices: Collection[int]) -> dict[str, str]:
    """The newest statement of each code."""
    found: dict[str, dict[int, str]] = {}
    for row in Statement.objects.filter(year=year, office_id__in=offices).order_by("id"):
        found.setdefault(row.code, {})[row.office_id] = row.text
    return {code: "；".join(text for text in texts.values() if text) for code, texts in found.items()}


def state_for_report(*, by: int, at: datetime, office: int, year: int, texts: Mapping[str, str]) -> int:
    """填报: what has changed is added, with an entry in the register; how many texts that were.

    By the head of this bureau only.  Raises BadInput or not_authorised."""
    if not FIRST_YEAR <= year <= legal_day(at).year:
        raise BadInput(str(year), field="year")
    for code, text in texts.items():
        if code not in stated_codes() or len(text) > LONGEST:
            raise BadInput(text[:40], field=code)
    with acting("state_for_report", by=by, at=at, office=office):
        known = stated(year=year, offices=[office])
    changed = {code: text.strip() for code, text in texts.items() if text.strip() != known.get(code, "")}
    if not changed:
        return 0

    def change() -> int:
        rows = [
            Statement(office_id=office, year=year, code=code, text=text, stated_by_id=by, stated_at=at)
            for code, text in changed.items()
        ]
        return len(Statement.objects.bulk_create(rows))

    inputs = {"office": office, "year": year, "texts": changed}
    return perform_register("state_for_report", "statements", by=by, at=at, inputs=inputs, change=change)
