"""超时预警: the courses of cases as rows tell them, for the rule that foretells; five reads, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet

from supervision.rules.cards import Running
from supervision.rules.pace import Course, Forecast, History, Hits, Stay, back_test, forecast
from supervision.schemes_in_force import pace as scheme_in_force
from workflow.models import Clock, Pause, Task
from workflow.rules.clock import Calendar, legal_day
from workflow.timekeeping import standstills

STAGES = frozenset({"review", "verification", "decide"})
PROMISED = "promised"
HISTORY = """SELECT x.id FROM (SELECT k.id, row_number() OVER (PARTITION BY a.sub_item_code ORDER BY k.met_on, k.id) AS n,
  count(*) OVER (PARTITION BY a.sub_item_code) AS of FROM workflow_clock k
  JOIN workflow_application a ON a.id = k.application_id AND a.decided_on = k.met_on
  WHERE a.office_id = ANY(%(offices)s) AND k.kind = 'promised' AND k.unit = 'wd' AND k.met_on >= %(since)s) x
 WHERE (x.n - 1) %% ((x.of + %(most)s - 1) / %(most)s) = 0 ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is foretold of the open cases, which cannot be told of, and how such forecasts came true so far."""

    forecasts: list[Forecast]
    untold: int
    hits: Hits

    @property
    def late(self) -> list[Forecast]:
        """Those that will be late, the worst first."""
        found = [each for each in self.forecasts if each.late]
        return sorted(found, key=lambda each: (each.left - each.need, each.left, each.application_id))


def outlook(*, offices: Collection[int], today: date, calendar: Calendar) -> Outlook:
    """Of the open cases of these bureaus, as they stood when today began.  Raises CalendarUnknown."""
    pace = scheme_in_force()
    since = today - timedelta(days=pace.history_days)
    promised = Clock.objects.filter(application__office_id__in=offices, kind=PROMISED, unit="wd")
    closed = courses_of(promised.filter(id__in=_history(offices, since, pace.sample)).order_by("id"))
    waiting = courses_of(promised.filter(met_on=None, application__decided_on=None).order_by("id"))
    history = History(closed, calendar=calendar)
    told = [forecast(each, day=today, history=history, pace=pace, calendar=calendar) for each in waiting]
    found = [each for each in told if each is not None]
    pending = sum(each.clock.due_as_known(today - timedelta(days=1), calendar) >= today for each in waiting)
    hits = back_test([*closed, *waiting], today=today, history=history, pace=pace, calendar=calendar)
    return Outlook(found, pending - len(found), hits)


def _history(offices: Collection[int], since: date, most: int) -> list[int]:
    """Clocks of decided cases: of each sub-item all, or where there are more than so many every n-th by their decision."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, {"offices": sorted(offices), "since": since, "most": most})
        return [key for (key,) in cursor.fetchall()]


def courses_of(clocks: QuerySet[Clock]) -> list[Course]:
    """The courses of the cases with these clocks of a promise: three reads."""
    rows = list(clocks.select_related("application"))
    stays = _stays([row.application.process_id for row in rows if row.application.process_id is not None])
    pauses = _pauses([row.application_id for row in rows])
    return [
        Course(
            row.application_id,
            row.application.sub_item_code,
            Running(
                PROMISED, row.trigger_on, row.length, row.met_on, tuple(standstills(pauses[row.application_id], PROMISED))
            ),
            tuple(stays[row.application.process_id or 0]),
        )
        for row in rows
    ]


def _stays(processes: Collection[int]) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = defaultdict(list)
    tasks = Task.objects.filter(process_id__in=processes, flow_task_type="HUMAN").order_by("id")
    for process, node, created, finished in tasks.values_list("process_id", "flow_task", "created", "finished"):
        if node.name in STAGES:
            left_on = legal_day(finished) if finished is not None else None
            found[process].append(Stay(node.name, legal_day(created), left_on))
    return found


def _pauses(applications: Iterable[int]) -> dict[int, list[Pause]]:
    found: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(application_id__in=list(applications), noticed_on__isnull=False).order_by("id"):
        found[pause.application_id].append(pause)
    return found
