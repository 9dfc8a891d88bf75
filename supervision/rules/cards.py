"""Cards (橙、黄、红牌): which the facts of a case have earned, and on which day.

Sources: 电子监察规则; 行政许可法 42, 45 (an extension and a special procedure are told to the applicant), 32(4), 50(2) (what
silence brings about).  The limits of steps are the bureau's own (本局规则): what stands a promise still, stands them still.

A card belongs to the day that earned it.  It is judged as it stood when that day began: the clock unmet, not standing
still, and the date that followed from the pauses noticed and the extension approved *before* that day.  So a sweep that
runs late finds what daily sweeps would have found, and what was earned stays earned.  Everything is handed in.

>>> from workflow.rules.clock import Calendar, Year
>>> from supervision.rules.profile import Profile, Rule
>>> march = Calendar([Year(2026, closed=frozenset())])
>>> shown = Profile("example", 1, "本局规则", (Rule("promised_near", "amber", "promised", (-3, -1)),))
>>> facts = Facts(clocks=(Running("promised", date(2026, 3, 3), 5),))
>>> for card in earned(profile=shown, facts=facts, calendar=march, upto=date(2026, 3, 8)): print(card.rule, card.day)
promised_near 2026-03-05
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from supervision.rules.profile import Rule, Watching
from workflow.rules.clock import Calendar, Standstill, due

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Extended:
    """延长: by how many working days, approved when, and the day its notice was served (None: not yet)."""

    days: int
    approved_on: date
    notified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A clock of working days by its inputs.  A standstill starts with the day of its notice and ends on the day it
    really ended, or is planned to; `met_on` is the day the clock was met or closed."""

    kind: str
    trigger_on: date
    length: int
    met_on: date | None = None
    standstills: tuple[Standstill, ...] = ()
    extension: Extended | None = None

    def unmet(self, day: date) -> bool:
        """Whether it was not yet met when `day` began."""
        return self.met_on is None or self.met_on >= day

    def due_as_known(self, since: date, calendar: Calendar) -> date:
        """The date as it followed from what had happened by the end of `since`."""
        lengthened = self.extension is not None and self.extension.approved_on <= since
        return due(
            start=self.trigger_on,
            length=self.length,
            calendar=calendar,
            standstills=[still for still in self.standstills if still.start <= since],
            extension=self.extension.days if self.extension is not None and lengthened else 0,
        )

    def turns(self) -> list[date]:
        """The days after which another date was known, between two that lie before and after them all."""
        happened = {still.start for still in self.standstills}
        if self.extension is not None:
            happened.add(self.extension.approved_on)
        return [date.min, *sorted(happened), date.max]


@dataclass(frozen=True, slots=True)
class Silence:
    """What the office's silence brought about: `what` is acceptance, renewal or filing; `over_on` the day after the
    period ended."""

    what: str
    over_on: date


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice that a special procedure owes the applicant since the day it was opened; `notified_on` None: not yet."""

    what: str
    since_on: date
    notified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the cards of one case depend on; among its clocks are those of its steps (`step_` and the desk)."""

    clocks: tuple[Running, ...] = ()
    extension: Extended | None = None
    silences: tuple[Silence, ...] = ()
    notices: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Earned:
    """A card: the day that earned it, its rule and colour, and the date that was near or had passed."""

    day: date
    rule: str
    colour: str
    due_on: date


def rungs(*, profile: Watching, facts: Facts, calendar: Calendar) -> list[Earned]:
    """Every card that follows from the facts as they now stand, past and to come, by day; each rule once a day.

    Raises CalendarUnknown where a date lies beyond the known years."""
    found = [*_of_silence(profile, facts.silences)]
    for owed in (*_of_extension(facts.extension), *facts.notices):
        found += _of_notice(profile, owed, calendar)
    for clock in facts.clocks:
        found += _of_clock(profile, clock, calendar)
    return sorted({(card.day, card.rule): card for card in found}.values())


def earned(*, profile: Watching, facts: Facts, calendar: Calendar, upto: date) -> list[Earned]:
    """The cards of all days up to and including `upto`, as judging each day when it began would have given them."""
    return [card for card in rungs(profile=profile, facts=facts, calendar=calendar) if card.day <= upto]


def _of_clock(profile: Watching, clock: Running, calendar: Calendar) -> Iterator[Earned]:
    """The known date is the same between two turns, so that each stretch is asked once and not day by day."""
    for since, until in pairwise(clock.turns()):
        due_on = clock.due_as_known(since, calendar)
        for rule in profile.watching(clock.kind):
            for day in _days(rule, due_on, calendar):
                inside = since < day <= until and day > clock.trigger_on
                if inside and clock.unmet(day) and not _held(clock, due_on, day):
                    yield Earned(day, rule.name, rule.colour, due_on)


def _held(clock: Running, due_on: date, day: date) -> bool:
    """Whether the clock stands still on `day`; a notice served once the period had run out holds nothing any more."""
    return any(still.covers(day) and still.start < due_on for still in clock.standstills)


def _days(rule: Rule, day: date, calendar: Calendar) -> Iterator[date]:
    for offset in rule.days:
        yield calendar.add(day, offset) if offset > 0 else calendar.back(day, -offset)


def _of_extension(extension: Extended | None) -> Iterator[Owed]:
    """延长期限的理由应当告知申请人 (42)."""
    if extension is not None:
        yield Owed("extension_notice", extension.approved_on, extension.notified_on)


def _of_notice(profile: Watching, owed: Owed, calendar: Calendar) -> Iterator[Earned]:
    """The notice was not served before the day."""
    for rule in profile.watching(owed.what):
        for day in _days(rule, owed.since_on, calendar):
            if owed.notified_on is None or owed.notified_on >= day:
                yield Earned(day, rule.name, rule.colour, owed.since_on)


def _of_silence(profile: Watching, silences: tuple[Silence, ...]) -> Iterator[Earned]:
    for silence in silences:
        for rule in profile.watching(silence.what):
            yield Earned(silence.over_on, rule.name, rule.colour, silence.over_on - ONE_DAY)
