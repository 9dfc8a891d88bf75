"""What was asked for: from when to when, of which bureaus, and one part of a cut."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal import moment
from portal.access import Request
from portal.keys import key_of
from portal.offices import bureaus
from portal.policy import WATCHERS
from supervision.reports.figures import CUTS, Period, definitions
from workflow.errors import BadInput

EARLIEST = date(2000, 1, 1)
BY_KEY = frozenset({"office", "person"})  # cut by rows that have keys; the others by codes
LONGEST = 20
LISTED = frozenset({"count", "matters"})  # figures that are the length of a list


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, and the part of a cut (`by` empty: all of it)."""

    period: Period
    by: str = ""
    part: str = ""

    @property
    def key(self) -> Any:
        """The part as the figures know it; None: cases that belong to nobody."""
        if not self.part:
            return None
        return key_of(self.part, "part") if self.by in BY_KEY else self.part

    def kept(self, **changed: Any) -> str:
        """The same question with something else in it, as an address says it."""
        given = {"since": self.period.since, "until": self.period.until, "by": self.by, "part": self.part, **changed}
        return urlencode({name: value for name, value in given.items() if value not in ("", None) or name == "part"})

    def cases(self, figure: str, **changed: Any) -> str:
        """The address of the cases a figure counts."""
        return f"{reverse('figure-cases')}?figure={figure}&{self.kept(**changed)}"


def asked(request: Request) -> Asked:
    """From the address; without a word of it, this year up to today.  Raises BadInput."""
    today = moment.today()
    given = request.GET
    until = _day(given, "until", today)
    since = _day(given, "since", date(until.year, 1, 1))
    if not EARLIEST <= since <= until <= today:
        raise BadInput(f"{since} – {until}", field="since" if since < EARLIEST else "until")
    offices = bureaus(request.person.id, on=today, roles=WATCHERS)
    by, part = given.get("by", ""), given.get("part", "").replace("\0", "")[:LONGEST]
    if by and by not in CUTS:
        raise BadInput(by, field="by")
    return Asked(Period(since, until, tuple(sorted(offices))), by, part)


def year_asked(request: Request) -> Period:
    """A whole year that is over, or this one up to today, of the reader's bureaus.  Raises BadInput."""
    today = moment.today()
    year = year_of(request.GET.get("year") or str(today.year))
    offices = bureaus(request.person.id, on=today, roles=WATCHERS)
    return Period(date(year, 1, 1), min(date(year, 12, 31), today), tuple(sorted(offices)))


def year_of(text: str) -> int:
    """A year that has begun.  Raises BadInput."""
    year = key_of(text, "year", most=moment.today().year)
    if year < EARLIEST.year:
        raise BadInput(text[:LONGEST], field="year")
    return year


def figure_asked(request: Request) -> str:
    """The code of a figure that counts cases or their sub-items.  Raises BadInput."""
    code = request.GET.get("figure", "")
    if code not in definitions() or definitions()[code].kind not in LISTED:
        raise BadInput(code[:LONGEST], field="figure")
    return code


def _day(given: Mapping[str, str], name: str, default: date) -> date:
    try:
        return date.fromisoformat(given[name]) if given.get(name) else default
    except ValueError:
        raise BadInput(given[name][:LONGEST], field=name) from None
