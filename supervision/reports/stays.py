"""环节用时: where cases wait, step by step; written from the work items of the flow, counted for a period.

A case that came back to a step has waited there for the sum of its stays that ended in the period.  Steps of the applicant
(supplementing, curing) are told like those of the bureau: what they take, the bureau cannot save."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from supervision.reports.figures import Period
from supervision.reports.models import StepFact
from supervision.rules.figures import Number, tenth
from workflow.flow import LicensingFlow
from workflow.nodes import Human
from workflow.rules.clock import legal_day
from workflow.rules.workdays import Calendar

STEPS = tuple(name for name, node in vars(LicensingFlow).items() if isinstance(node, Human))
WAITS = {"none": "days = 0", "days": "days BETWEEN 1 AND 3", "weeks": "days BETWEEN 4 AND 10", "long": "days > 10"}
KEPT = [field.attname for field in StepFact._meta.concrete_fields if not field.primary_key]
OVER = """SELECT t.id, a.id, a.office_id, t.flow_task, t.created, t.finished FROM workflow_task t
 JOIN workflow_application a ON a.process_id = t.process_id
 WHERE a.id = ANY(%s) AND t.flow_task_type = 'HUMAN' AND t.status = 'DONE' ORDER BY t.id"""
WAITED = """WITH waited AS (SELECT application_id, step, sum(days) AS days FROM supervision_stepfact
 WHERE office_id = ANY(%(offices)s) AND left_on BETWEEN %(since)s AND %(until)s GROUP BY 1, 2)"""
COUNTED = f"""{WAITED} SELECT step, avg(days), {", ".join(f"count(*) FILTER (WHERE {test})" for test in WAITS.values())}
 FROM waited GROUP BY 1"""


@dataclass(frozen=True, slots=True)
class Waited:
    """A step: how many cases waited there by how long (WAITS), and working days on the average."""

    step: str
    cases: dict[str, int]
    average: Number


def write(applications: Collection[int], *, days: Calendar) -> None:
    """Writes the stays of these applications that are over; as often as one likes."""
    StepFact.objects.bulk_create(
        stays_of(applications, days=days), update_conflicts=True, unique_fields=["task"], update_fields=KEPT
    )


def stays_of(applications: Collection[int], *, days: Calendar) -> list[StepFact]:
    """The stays of these applications, not written."""
    with connection.cursor() as cursor:
        cursor.execute(OVER, [list(applications)])
        return [_stay(row, days) for row in cursor.fetchall()]


def _stay(row: tuple[Any, ...], days: Calendar) -> StepFact:
    task, application, office, node, created, finished = row
    came_on, left_on = legal_day(created), legal_day(finished)
    step, waited = node.rpartition(".")[2], days.count(came_on, left_on)
    named = {"step": step, "came_on": came_on, "left_on": left_on, "days": waited}
    return StepFact(task_id=task, application_id=application, office_id=office, **named)


def waits(period: Period) -> list[Waited]:
    """Of the cases that left a step in the period; steps nobody left are not told of, the others in the flow's order."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, period.given)
        rows = cursor.fetchall()
    found = {step: Waited(step, dict(zip(WAITS, counts, strict=True)), tenth(average)) for step, average, *counts in rows}
    return [found[step] for step in STEPS if step in found]


def cases_at(step: str, wait: str, period: Period) -> list[int]:
    """Keys of the applications that waited so long at the step."""
    statement = f"{WAITED} SELECT application_id FROM waited WHERE step = %(step)s AND {WAITS[wait]} ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(statement, period.given | {"step": step})
        return [application for (application,) in cursor.fetchall()]
