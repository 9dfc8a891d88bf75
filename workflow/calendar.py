"""The calendar register (工作日历): rows in the database, a value for the rules, built once a process a version.

A version number counts the changes in its high bits (`edition`) and carries a checksum of every day in its low ones: an
import that was rolled back, or another database, cannot share a version with other days.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Subquery

from workflow.calendar_files import shipped
from workflow.models.calendar import CalendarVersion, CalendarYear
from workflow.rules.calendar_year import CalendarRejected, Fault, faults_of
from workflow.rules.clock import Calendar, Year
from workflow.rules.errors import LicensingError

CHECKSUM_BITS = 20
KEPT = 8


class CalendarMissing(LicensingError):
    """No calendar has been loaded into this database yet."""

    code, status, text = "calendar_missing", 503, "尚未载入工作日历"


class CalendarSuperseded(LicensingError):
    """A newer calendar has replaced the version asked for; read the current one and decide again."""

    code, status, text = "calendar_superseded", 409, "工作日历已经更新"


@dataclass(frozen=True)
class Moved:
    """A date that a new calendar moved: of which application (its number), which clock, from when to when."""

    application: str
    kind: str
    before: date
    after: date


_built: dict[int, Calendar] = {}


def edition(version: int) -> int:
    """How many times the register had been changed when this version came."""
    return version >> CHECKSUM_BITS


def current_version() -> int:
    """The register's version now; raises CalendarMissing before the first seed."""
    version = CalendarVersion.objects.filter(id=1).values_list("version", flat=True).first()
    if version is None:
        raise CalendarMissing
    return version


def get(version: int) -> Calendar:
    """The calendar of a version; one plain read when this process has not seen it yet.

    Raises CalendarSuperseded when the register has moved on from a version this process never read.
    """
    if version in _built:
        return _built[version]
    found = current()
    if found.version != version:
        raise CalendarSuperseded(f"第 {edition(version)} 版，现为第 {edition(found.version)} 版")
    return found


def known(version: int) -> Calendar:
    """The calendar of a version just read, or the one that has replaced it meanwhile."""
    return _built.get(version) or current()


def current() -> Calendar:
    """The calendar as the register now states it, version and days read in one statement."""
    version = Subquery(CalendarVersion.objects.filter(id=1).values("version")[:1])
    rows = list(CalendarYear.objects.annotate(register_version=version))
    if not rows:
        raise CalendarMissing
    known: int = rows[0].register_version
    return _built.get(known) or _keep(Calendar([year_of(row) for row in rows], known))


def year_of(row: CalendarYear) -> Year:
    """A row of the register as the rules' value."""
    return Year(
        row.year,
        frozenset(map(date.fromisoformat, row.closed)),
        frozenset(map(date.fromisoformat, row.opened)),
        row.official,
        {date.fromisoformat(day): name for day, name in row.names.items()},
        row.source,
    )


@transaction.atomic
def seed() -> list[int]:
    """Load the shipped years that the register does not know; returns them. A year it knows stays as it is.

    A published schedule that a later release ships goes in by an import like any other, because it moves dates.
    """
    register = _lock(create=True)
    known = set(CalendarYear.objects.values_list("year", flat=True))
    added = [year for year in shipped() if year.year not in known]
    if added:
        CalendarYear.objects.bulk_create([_row(year, sha256=_digest(year)) for year in added])
        _raise(register, [year.year for year in added])
    return [year.year for year in added]


@transaction.atomic
def install(years: Iterable[Year]) -> Calendar:
    """State the whole register anew, recomputing nothing: for rehearsals in a database that is thrown away."""
    register = _lock(create=True)
    CalendarYear.objects.all().delete()
    rows = CalendarYear.objects.bulk_create([_row(year, sha256=_digest(year)) for year in years])
    return _raise(register, [row.year for row in rows])


def overridden(years: Iterable[Year], *, closed: Iterable[date] = (), opened: Iterable[date] = ()) -> list[Year]:
    """The years with some days closed and some worked that were not; whether a year is official stays."""
    shut, worked = frozenset(closed), frozenset(opened)
    changed = []
    for year in years:
        mine, ours = ({day for day in days if day.year == year.year} for days in (shut, worked))
        off, on = (year.closed | mine) - ours, (year.opened | ours) - mine
        changed.append(replace(year, closed=frozenset(off), opened=frozenset(on)))
    return changed


def replace_year(
    *,
    year: int,
    closed: Sequence[date],
    opened: Sequence[date],
    official: bool,
    source: str,
    sha256: str,
    names: Mapping[date, str] | None = None,
    at: datetime | None = None,
) -> Calendar:
    """State a year anew and raise the version, in the caller's transaction; returns the new calendar.

    Raises CalendarRejected with every fault: of the days, of a year that is not next to the known ones, of an official
    schedule without its notice or hash, and of one that would make a published year provisional again.
    """
    register = _lock()
    faults = faults_of(year, closed, opened) + _faults_of_register(year, official, published=bool(source and sha256))
    if faults:
        raise CalendarRejected(faults)
    stated = Year(year, frozenset(closed), frozenset(opened), official, dict(names or {}), source)
    CalendarYear.objects.filter(year=year).delete()
    CalendarYear.objects.bulk_create([_row(stated, sha256=sha256, at=at)])
    return _raise(register, [year])


def as_if(stated: Year) -> Calendar:
    """The calendar as it would be with this year; nothing is stored.  Raises CalendarRejected as `replace_year` does."""
    faults = faults_of(stated.year, sorted(stated.closed), sorted(stated.opened))
    faults += _faults_of_register(stated.year, stated.official, published=bool(stated.source))
    if faults:
        raise CalendarRejected(faults)
    others = [year_of(row) for row in CalendarYear.objects.exclude(year=stated.year)]
    return Calendar(sorted([*others, stated], key=lambda each: each.year), 0)


def _faults_of_register(year: int, official: bool, *, published: bool) -> list[Fault]:
    """What of a year does not fit those that the register knows."""
    faults = []
    known = dict(CalendarYear.objects.values_list("year", "official"))
    if not min(known) - 1 <= year <= max(known) + 1:
        faults.append(Fault("year", None, f"{year} 年与已知的 {min(known)}–{max(known)} 年不相连"))
    if official and not published:
        faults.append(Fault("source", None, "正式公布的日历应当有通知文号和文件的摘要"))
    if known.get(year) and not official:
        faults.append(Fault("official", None, f"{year} 年的日历已经正式公布，不能改回暂定"))
    return faults


def _lock(*, create: bool = False) -> CalendarVersion:
    """The register's one row, locked to the end of the transaction: imports come one after another."""
    if create:
        CalendarVersion.objects.bulk_create([CalendarVersion(id=1, version=0)], ignore_conflicts=True)
    register = CalendarVersion.objects.select_for_update().filter(id=1).first()
    if register is None:
        raise CalendarMissing
    return register


def _raise(register: CalendarVersion, changed: Sequence[int]) -> Calendar:
    """Give the register the version that its days make, mark the changed years with it, and build the calendar."""
    years = [year_of(row) for row in CalendarYear.objects.all()]
    checksum = zlib.crc32("".join(map(_digest, years)).encode()) % (1 << CHECKSUM_BITS)
    register.version = (edition(register.version) + 1 << CHECKSUM_BITS) + checksum
    register.save(update_fields=["version"])
    CalendarYear.objects.filter(year__in=changed).update(version=register.version)
    return _keep(Calendar(years, register.version))


def _keep(calendar: Calendar) -> Calendar:
    while len(_built) >= KEPT:
        _built.pop(next(iter(_built)), None)
    _built[calendar.version] = calendar
    return calendar


def _row(year: Year, *, sha256: str, at: datetime | None = None) -> CalendarYear:
    return CalendarYear(version=0, sha256=sha256, imported_at=at, source=year.source, **_content(year))


def _content(year: Year) -> dict[str, object]:
    return {
        "year": year.year,
        "official": year.official,
        "closed": [day.isoformat() for day in sorted(year.closed)],
        "opened": [day.isoformat() for day in sorted(year.opened)],
        "names": {day.isoformat(): name for day, name in sorted(year.names.items())},
    }


def _digest(year: Year) -> str:
    """The SHA-256 of what a year states."""
    return hashlib.sha256(json.dumps(_content(year), sort_keys=True).encode()).hexdigest()
