"""What happens to each case of the year, drawn from the seed before anything is done; pure.

A case's story says who does what on which day.  It depends on nothing but the seed, the profile, the calendar and the
catalogue, so that a year that was broken off goes on where it stood."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from config.simulate.leave import Leave, away, leaves
from config.simulate.profile import Profile
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import LEGAL_ZONE
from workflow.rules.workdays import Calendar

APPLICANT = "applicant"
CLERKS, REVIEWERS = ("clerk", "clerk2"), ("reviewer", "reviewer2")
VERIFIERS = ("verifier_a", "verifier_b", "verifier_c")
OPENING, FIRST_STEP, BETWEEN = time(9, 0), timedelta(minutes=120), timedelta(minutes=25)
PROCEDURE, PLANNED_DAYS = "expert_review", 15
SILENCE = 6  # working days after which nobody need accept any more
FATES = ("carried_in", "refused", "terminated", "declined", "withdrawn", "late")
OPINION = "材料齐全，符合法定条件，拟准予许可"
GROUNDS = "不具备本事项规定的条件"


@dataclass(frozen=True, slots=True)
class Step:
    """One act: when, who (a handle of the cast, or the applicant), what, with what given."""

    at: datetime
    by: str
    act: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A case of the plan: its number, its sub-item, which applicant of the pool, and its acts in their order."""

    index: int
    matter: str
    applicant: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Seeds:
    """All that a plan is drawn from."""

    profile: Profile
    seed: int
    calendar: Calendar
    matters: Mapping[str, SubItem]

    @property
    def first_day(self) -> date:
        return date(self.profile.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.profile.year, 12, 31)

    @property
    def leaves(self) -> tuple[Leave, ...]:
        """When which official is away."""
        return leaves(self.profile.year, self.seed, self.profile.shares["absent"])

    def present(self, who: str, day: date) -> str:
        """He himself, or who stands in for him on this day."""
        return away(self.profile.year, self.seed, self.profile.shares["absent"]).get((who, day), who)


def story(seeds: Seeds, index: int, fate: str) -> Story:
    """The case of this number, always the same."""
    return _Telling(seeds, index, fate).story()


def fates(seeds: Seeds) -> list[str]:
    """How each case of the year ends, by its number: as many of each kind as the profile says."""
    profile = seeds.profile
    accepted = sum(getattr(profile, name) for name in ("refused", "terminated", "withdrawn", "late"))
    plain = max(profile.accepted - accepted, 0)
    found = [name for name in FATES for _ in range(getattr(profile, name))] + ["plain"] * plain
    random.Random(f"{seeds.seed}:fates").shuffle(found)
    return found


class _Telling:
    """One story in the making.  Days are counted in working days from the first possible one."""

    def __init__(self, seeds: Seeds, index: int, fate: str) -> None:
        self.seeds, self.index, self.fate = seeds, index, fate
        self.luck = random.Random(f"{seeds.seed}:{index}")
        self.matter = self._matter()
        self.steps: list[tuple[date, str, str, dict[str, Any]]] = []
        self.materials: dict[str, Any] = {"materials": "all"}
        self.clerk, self.reviewer = self.luck.choice(CLERKS), self.luck.choice(REVIEWERS)
        self.supplemented = fate == "plain" and self.matter.clock_start == "acceptance" and self._chance("supplement")
        promising = self.matter.commitment and fate in ("plain", "late") and not self.supplemented
        self.ordinary = not (promising and self._chance("commitment"))

    def story(self) -> Story:
        lodged_on, accepted_on = self._door_days()
        applicant = self.luck.randrange(max(self.seeds.profile.enterprises, 1))
        self._lodge(lodged_on)
        if self.fate == "declined":
            self._add(accepted_on, self.clerk, "decline", reason="not_our_authority", competent="住房和城乡建设局")
        else:
            self._at_the_door(lodged_on, accepted_on)
            self._handled(accepted_on)
        return Story(self.index, self.matter.code, applicant, tuple(self._timed()))

    def _chance(self, share: str) -> bool:
        return self.luck.random() * 100 < self.seeds.profile.shares[share]

    def _add(self, day: date, by: str, act: str, **given: Any) -> None:
        self.steps.append((day, self.seeds.present(by, day), act, given))

    def _matter(self) -> SubItem:
        """What is applied for; who is to be late, carried over or terminated asks for what admits it."""
        mix = self.seeds.profile.mix
        codes = [code for code in mix if self._admits(self.seeds.matters[code])]
        chosen = self.luck.choices(codes, [mix[code] for code in codes])[0]
        return self.seeds.matters[chosen]

    def _admits(self, matter: SubItem) -> bool:
        if self.fate == "terminated":
            return matter.tolerance and not matter.is_filing
        if self.fate == "carried_in":
            return matter.promised_days > 1
        return True

    def _door_days(self) -> tuple[date, date]:
        """The days of lodging and of acceptance; the acceptance is drawn, so that the year has as many as it should."""
        days, profile = self.seeds.calendar, self.seeds.profile
        if self.fate == "carried_in":
            accepted_on = days.back(self.seeds.first_day, self.luck.randint(1, 10))
        else:
            last = days.rank(days.back(self.seeds.last_day, profile.quiet_end) if profile.quiet_end else self.seeds.last_day)
            first = days.rank(days.first_on_or_after(self.seeds.first_day))
            accepted_on = days.at(self.luck.randint(first, last))
        at_once = not self.ordinary or self.matter.promised_days == 0  # 当日办结
        waited = 0 if at_once else self.luck.choices((0, 1, 2, 3), (60, 28, 9, 3))[0]
        if self.supplemented:
            waited = 6
        return days.back(accepted_on, waited), accepted_on

    def _essential(self) -> str:
        """A material without which nothing is accepted."""
        return next(each.code for each in self.matter.materials.values() if each.essential)

    def _lodge(self, day: date) -> None:
        if self.supplemented:
            self._add(day, APPLICANT, "lodge", item=self.matter.code, materials={"all-but": [self._essential()]})
            return
        tolerable = [each.code for each in self.matter.materials.values() if each.tolerable]
        promised = self.fate == "terminated" or (self.matter.tolerance and self.ordinary and self._chance("tolerance"))
        given: dict[str, Any] = {"item": self.matter.code, "materials": "all"}
        if not self.ordinary:
            given["route"] = "commitment"
        elif promised and tolerable and self.fate in ("plain", "terminated", "refused"):
            code = self.luck.choice(tolerable)
            given |= {"materials": {"all-but": [code]}, "commit_missing": [code]}
            self.materials = {"materials": [code]}
        given["channel"] = "online" if self._chance("online") else "window"
        self._add(day, APPLICANT, "lodge", **given)

    def _silent(self) -> bool:
        """May nobody at the door have said anything?  Then nothing was promised or asked for."""
        return self.ordinary and not self.supplemented and "commit_missing" not in self.steps[0][3]

    def _at_the_door(self, lodged_on: date, accepted_on: date) -> None:
        if self.fate == "plain" and self._silent() and self._chance("deemed"):
            return  # nobody accepts: the timers do
        if self.supplemented:
            days, code = self.seeds.calendar, self._essential()
            self._add(days.add(lodged_on, 2), self.clerk, "request_supplement", materials={code: "未提交"})
            self._add(days.add(lodged_on, 5), APPLICANT, "supply", materials=[code])
        self._add(accepted_on, self.clerk, "accept")

    def _handled(self, accepted_on: date) -> None:
        days = self.seeds.calendar
        if len(self.steps) == 1:
            accepted_on = days.add(self.steps[0][0], SILENCE)
        if self.fate == "withdrawn":
            self._add(accepted_on, APPLICANT, "withdraw", reason="经营计划调整，另行申请")
            return
        reviewed_on, decided_on = self._days_of_decision(accepted_on)
        if "commit_missing" in self.steps[0][3]:
            if self.fate == "terminated":
                self._add(reviewed_on, self.reviewer, "record_opinion", opinion="grant", grounds=OPINION)
                return
            self._add(reviewed_on, APPLICANT, "supply", **self.materials)
        if self.fate == "carried_in":
            self._add(accepted_on, self.reviewer, "pause", procedure=PROCEDURE, planned_days=PLANNED_DAYS)
            self._add(reviewed_on, self.reviewer, "resume", procedure=PROCEDURE)
        if self.ordinary:
            opinion = ("refuse", GROUNDS) if self.fate == "refused" else ("grant", OPINION)
            self._add(reviewed_on, self.reviewer, "record_opinion", opinion=opinion[0], grounds=opinion[1])
        if self.matter.visit == "required" and self.ordinary:
            self._visit(accepted_on, decided_on)
        self._decided(decided_on)

    def _days_of_decision(self, accepted_on: date) -> tuple[date, date]:
        """When the opinion is given and the decision taken: within what was promised, unless it is to be late."""
        days, promised = self.seeds.calendar, self.matter.promised_days
        if self.matter.clock_start == "receipt":
            promised = max(promised - days.count(self.steps[0][0], accepted_on), 1)
        if self.fate == "carried_in":
            back = days.add(accepted_on, self.luck.randint(11, PLANNED_DAYS - 1))
            return back, days.add(back, 1)
        if self.fate == "late":
            used = promised + self.luck.randint(1, 3)
        else:
            used = 0 if not self.ordinary else self.luck.randint(min(promised, 1 if promised > 1 else 0), promised)
        if self.matter.visit == "required" and self.ordinary:
            used = max(used, min(2, promised))
        return days.add(accepted_on, used // 2), days.add(accepted_on, used)

    def _visit(self, accepted_on: date, decided_on: date) -> None:
        visited_on = min(self.seeds.calendar.add(accepted_on, 1), decided_on)
        pair = sorted(self.luck.sample([each for each in VERIFIERS if self.seeds.present(each, visited_on) == each], 2))
        when = datetime.combine(visited_on, time(14, 0), LEGAL_ZONE)
        self._add(accepted_on, self.reviewer, "book_visit", for_at=when, officials=pair, mode="site")
        self._add(visited_on, pair[0], "record_visit", result="passed", officials=pair)

    def _decided(self, day: date) -> None:
        higher = self.matter.approver == "deputy_director" or self.fate == "refused"  # 不予许可 is the deputy's
        days, decider = self.seeds.calendar, "deputy" if higher else "chief"
        method = "electronic" if self.steps[0][3].get("channel", "online") == "online" else "window"
        if self.fate == "refused":
            self._add(day, decider, "refuse", grounds=GROUNDS)
            self._add(days.add(day, 1), self.clerk, "serve", method=method)
            return
        self._add(day, decider, "grant")
        served_on = days.add(day, self.luck.randint(0, 2))
        self._add(served_on, self.clerk, "issue", method=method)
        self._add(served_on, self.clerk, "serve", method=method)
        if self.matter.publish and self.matter.item_code not in self.seeds.profile.persons:
            self._add(days.add(served_on, self.luck.randint(0, 3)), self.clerk, "publish")
        if not self.ordinary:
            result = "false" if self._chance("found_false") else "kept"
            self._add(days.add(day, self.luck.randint(10, 35)), "supervisor", "record_follow_up", result=result)
        if self._chance("rated"):
            stars = self.luck.randint(1, 2) if self._chance("rated_badly") else self.luck.choices((3, 4, 5), (5, 20, 75))[0]
            self._add(days.add(served_on, self.luck.randint(1, 5)), APPLICANT, "rate", stars=stars)

    def _timed(self) -> Iterator[Step]:
        """The hour of each act: the applicants through the morning, then one after another."""
        day, count, begun = date.min, 0, timedelta(minutes=self.luck.randint(0, 100))
        ordered: Sequence[tuple[date, str, str, dict[str, Any]]] = sorted(self.steps, key=lambda step: step[0])
        for on, by, act, given in ordered:
            day, count = on, count + 1 if on == day else 0
            shift = begun if act == "lodge" else FIRST_STEP + begun + BETWEEN * count
            yield Step(datetime.combine(on, OPENING, LEGAL_ZONE) + shift, by, act, given)
