"""A year played day by day through the acts that the desks use: the timers each morning, then what people do.

The people are those of the demo: `LICENSING_DATA_DIR=FOLDER make demo` then shows the year.  Each day is one transaction
with an entry in the register `simulation`; who goes on with a year that was broken off goes on after the last of them."""

import hashlib
import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from approvals.documents.models import DocumentFile
from approvals.people import User
from config import clockwork
from config.demo_account import DOMAIN, PASSWORD
from config.play import cast
from config.simulate.parties import Parties
from config.simulate.plan import APPLICANT, Seeds, Step, Story, fates, story
from config.simulate.profile import Profile
from portal.lodging_form import query_code
from workflow import acts, calendar, catalogue_versions
from workflow.acts import perform_register
from workflow.errors import Refusal
from workflow.models import Application, RegisterEntry
from workflow.papers.making import MAKING
from workflow.papers.work import attempt, take
from workflow.rules.clock import LEGAL_ZONE, legal_day
from workflow.rules.errors import LicensingError

REGISTER, DAY_PLAYED = "simulation", "simulate_day"
MORNING, EVENING, ONE_DAY = time(0, 5), time(23, 0), timedelta(days=1)
BEFORE = timedelta(days=60)  # what is there before the first case comes


class NotEmpty(LicensingError):
    """The database holds something else than this simulation."""

    code, text = "not_empty", "数据库中已有其他人员或者办件，请用 LICENSING_DATA_DIR 或者 DATABASE_URL 另选一个空的"


@dataclass(slots=True)
class Played:
    """What was done so far: acts, cases, files set, and what was refused (act and code)."""

    acts: int = 0
    cases: int = 0
    rendered: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Simulation:
    """One year of one profile from one seed."""

    def __init__(self, profile: Profile, *, seed: int, scale: float, render_all: bool = False) -> None:
        self.profile, self.played, self.render_all = profile.scaled(scale), Played(), render_all
        self.named = {"profile": profile.name, "seed": seed, "scale": str(scale)}
        self.applications: dict[int, int] = {}
        self.seed, self.last = seed, date.min

    def run(self, told: Callable[[date, Played], object]) -> Played:
        """Plays what is left of the year; `told` after each day.  Raises NotEmpty."""
        self._prepare()
        self.parties = Parties()
        self.people = dict(User.objects.filter(username__in=cast.OFFICIALS).values_list("username", "pk"))
        waiting = self._waiting()
        day = self._first_day(waiting)
        while day <= self.seeds.last_day:
            steps = list(self._steps_of(day, waiting))
            if day > self.last:
                self._day(day, steps)
                told(day, self.played)
            day += ONE_DAY
        return self.played

    def _prepare(self) -> None:
        """The people of the bureau before the year; what a run that was broken off has done is found again."""
        before = datetime(self.profile.year, 1, 1, tzinfo=LEGAL_ZONE) - BEFORE
        if not RegisterEntry.objects.filter(register_id=REGISTER).exists():
            if User.objects.exists() or Application.objects.exists():
                raise NotEmpty
            with transaction.atomic():
                cast.assemble(password=PASSWORD, domain=DOMAIN)
                perform_register("simulate", REGISTER, by=None, at=before, inputs=self.named, change=lambda: None)
        self._go_on()
        matters = {each.code: each for each in catalogue_versions.all_current()}
        self.seeds = Seeds(self.profile, self.seed, calendar.current(), matters)

    def _go_on(self) -> None:
        for entry in RegisterEntry.objects.filter(register_id=REGISTER).order_by("seq"):
            if entry.act == DAY_PLAYED:
                self.last = date.fromisoformat(entry.inputs["day"])
                self.applications |= {int(index): key for index, key in entry.inputs["lodged"].items()}
            elif entry.inputs != self.named:
                raise NotEmpty(" ".join(f"{name}={value}" for name, value in entry.inputs.items()))
        self.played.cases = len(self.applications)

    def _waiting(self) -> list[tuple[datetime, int, int, Story | None]]:
        """When each case begins; its story is told again when its day has come, so that few are held at once."""
        self.fates = fates(self.seeds)
        begins = ((story(self.seeds, n, fate).steps[0].at, n, 0, None) for n, fate in enumerate(self.fates))
        found: list[tuple[datetime, int, int, Story | None]] = list(begins)
        heapq.heapify(found)
        return found

    def _first_day(self, waiting: list[tuple[datetime, int, int, Story | None]]) -> date:
        first = self.seeds.first_day
        return min(waiting[0][0].astimezone(LEGAL_ZONE).date(), first) if waiting else first

    def _steps_of(self, day: date, waiting: list[tuple[datetime, int, int, Story | None]]) -> Iterator[tuple[Story, Step]]:
        end = datetime.combine(day + ONE_DAY, time.min, LEGAL_ZONE)
        while waiting and waiting[0][0] < end:
            _at, index, position, told = heapq.heappop(waiting)
            case = told or story(self.seeds, index, self.fates[index])
            yield case, case.steps[position]
            if position + 1 < len(case.steps):
                heapq.heappush(waiting, (case.steps[position + 1].at, index, position + 1, case))

    def _day(self, day: date, steps: list[tuple[Story, Step]]) -> None:
        lodged: dict[int, int] = {}
        with transaction.atomic():
            morning = datetime.combine(day, MORNING, LEGAL_ZONE)
            clockwork.tick(at=morning)
            self._leave(morning)
            for case, step in steps:
                self._do(case, step, lodged)
            evening = datetime.combine(day, EVENING, LEGAL_ZONE)
            named = {"day": day, "lodged": {str(index): key for index, key in lodged.items()}}
            perform_register(DAY_PLAYED, REGISTER, by=None, at=evening, inputs=named, change=lambda: None)
        self._render(evening)

    def _leave(self, morning: datetime) -> None:
        """Who is away from today on says so, and who stands in for him."""
        for leave in self.seeds.leaves:
            if leave.from_on == legal_day(morning):
                who, substitute = self.people[leave.who], self.people[leave.substitute]
                days = {"from_on": leave.from_on, "until_on": leave.until_on}
                acts.report_absence(by=who, at=morning, user=who, substitute=substitute, **days)

    def _do(self, case: Story, step: Step, lodged: dict[int, int]) -> None:
        """One act; what is not in order any more (a timer was faster, somebody was barred) is counted and left."""
        given = {name: self._value(name, value) for name, value in step.given.items()}
        try:
            with transaction.atomic():
                if step.act == "lodge":
                    made = acts.lodge(by=self._applicant(case), at=step.at, query_code=query_code(), **given)
                    self.applications[case.index] = lodged[case.index] = made.pk
                    self.played.cases += 1
                elif case.index in self.applications:
                    by = self._applicant(case) if step.by == APPLICANT else self.people[step.by]
                    acts.perform(
                        step.act, self.applications[case.index], by=by, at=step.at, without_files=True, **given
                    )
                else:
                    return
        except Refusal as refusal:
            self.played.refused[f"{step.act}: {refusal.code}"] += 1
        else:
            self.played.acts += 1

    def _value(self, name: str, value: Any) -> Any:
        return [self.people[handle] for handle in value] if name == "officials" else value

    def _applicant(self, case: Story) -> int:
        person = self.seeds.matters[case.matter].item_code in self.profile.persons
        return self.parties.account(case.index if person else case.applicant, person=person)

    def _render(self, evening: datetime) -> None:
        """Some of the files are really set, drawn by the seed; the others stay what they are, work for the workers."""
        new = DocumentFile.objects.select_related("document").filter(state=DocumentFile.WAITING, lease=None)
        for file in new.filter(document__drawn_on=legal_day(evening)):
            if not (self.render_all or _chosen(self.seed, file.pk)):
                continue
            claimed = take(file, now=evening)
            if claimed is not None:
                self.played.rendered += attempt(MAKING, claimed, now=evening) == "done"


def _chosen(seed: int, key: int) -> bool:
    """One in a hundred."""
    return int(hashlib.sha256(f"{seed}:{key}".encode()).hexdigest(), 16) % 100 == 0
