"""The same acts through viewflow's own activations, through the walk, or through either by chance; what they leave."""

import copy
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.token import Token

from approvals.models import Office, User
from workflow.graph import Row, Walk, WalkError, compile_flow
from workflow.models.process import Process, Task, TaskPrevious
from workflow.nodes import stock_case


@dataclass
class FlagCase:
    """What the flows of the tests ask and change: flags, the last act, and how often each function ran."""

    flags: dict[str, bool]
    last: str = ""
    done: Counter[str] = field(default_factory=Counter)

    @property
    def application(self) -> "FlagCase":
        return self

    def did(self, what: str) -> None:
        self.done[what] += 1


@dataclass
class LawCase:
    """What the gates of the licensing flow ask."""

    status: str = "received"
    awaits_opinion: bool = False
    awaits_visit: bool = False
    awaits_cure: bool = False
    awaits_publication: bool = False
    awaits_follow_up: bool = False
    reopened: bool = False

    @property
    def application(self) -> "LawCase":
        return self

    @property
    def awaited(self) -> bool:
        return self.awaits_opinion or self.awaits_visit or self.awaits_cure


@dataclass
class Run:
    """One case under one driver."""

    flow_class: Any
    case: Any
    office: Office
    user: User
    process_id: int = 0

    def open_tasks(self) -> list[Task]:
        return list(Task.objects.filter(process_id=self.process_id, finished=None).order_by("id"))


class Stock:
    """viewflow's own activations, unmodified."""

    def start(self, run: Run) -> None:
        node = compile_flow(run.flow_class).start.node
        activation = node.activation_class.create(node, None, None)
        activation.process.office = run.office
        with stock_case(run.case):
            activation.execute()
        run.process_id = activation.process.pk

    def finish(self, run: Run, name: str, give_up: list[str]) -> None:
        tasks = {task.flow_task.name: task for task in reversed(run.open_tasks())}
        with stock_case(run.case):
            for other in give_up:
                with tasks[other].activation() as activation:
                    activation.cancel()
            with tasks[name].activation() as activation:
                activation.assign(run.user)
                activation.start(None)
                activation.execute()
        self._go_on(run)

    def cancel(self, run: Run) -> None:
        run.flow_class.instance.cancel(Process.objects.get(pk=run.process_id))

    def _go_on(self, run: Run) -> None:
        """What viewflow lets pass and the walk refuses: a case that nobody can take on, or an end with work left."""
        tasks, process = Task.objects.filter(process_id=run.process_id), Process.objects.filter(pk=run.process_id)
        working = tasks.filter(finished=None, flow_task_type="HUMAN").exists()
        if working == process.filter(status="DONE").exists():
            raise FlowRuntimeError("stuck")


class Walked:
    """The walk, and a plain way to read and write its rows."""

    def start(self, run: Run) -> None:
        run.process_id = Process.objects.create(flow_class=run.flow_class, office=run.office).pk
        walk = self._read(run)
        walk.begin()
        self._write(run, walk)

    def finish(self, run: Run, name: str, give_up: list[str]) -> None:
        walk = self._read(run)
        walk.cancel([self._row(walk, other) for other in give_up])
        row = self._row(walk, name)
        row.owner_id = run.user.pk
        walk.finish(row)
        self._write(run, walk)

    def cancel(self, run: Run) -> None:
        walk = self._read(run)
        walk.cancel_all()
        self._write(run, walk)

    def _row(self, walk: Walk, name: str) -> Row:
        row = walk.find(name)
        assert row is not None
        return row

    def _read(self, run: Run) -> Walk:
        steps = compile_flow(run.flow_class)
        rows = [
            Row(task.pk, steps.by_name[task.flow_task.name], task.status, task.token.token) for task in run.open_tasks()
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('workflow_task_id_seq')")
            return Walk(steps, run.case, rows, cursor.fetchone()[0])

    def _write(self, run: Run, walk: Walk) -> None:
        now = timezone.now()
        Task.objects.bulk_create(self._new(run, row, now) for row in walk.rows if row.new)
        for row in walk.rows:
            if not row.new and not row.is_open:
                closed = {"status": row.status, "finished": now, "owner": row.owner_id}
                Task.objects.filter(pk=row.id).update(
                    **closed, started=Coalesce("started", now if row.started else None)
                )
        TaskPrevious.objects.bulk_create(
            TaskPrevious(from_task_id=row.id, to_task_id=other) for row in walk.rows for other in row.previous
        )
        if walk.ended:
            Process.objects.filter(pk=run.process_id).update(status=walk.ended, finished=now)

    def _new(self, run: Run, row: Row, now: datetime) -> Task:
        return Task(
            pk=row.id,
            process_id=run.process_id,
            office=run.office,
            flow_task=row.step.node,
            flow_task_type=row.step.task_type,
            status=row.status,
            token=Token(row.token),
            started=now if row.started else None,
            finished=None if row.is_open else now,
        )


class Either:
    """Each act through one of the two, by chance, on one and the same case."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def __getattr__(self, act: str) -> Any:
        return getattr(self.chance.choice([Stock, Walked])(), act)


def attempt(driver: Any, run: Run, act: str, *arguments: Any, facts: dict[str, Any]) -> str:
    """The case takes on these facts and the act is done, all or nothing; says whether the flow could go on."""
    before = copy.deepcopy(run.case)
    for name, value in facts.items():
        setattr(run.case, name, value)
    try:
        with transaction.atomic():
            getattr(driver, act)(run, *arguments)
    except (FlowRuntimeError, WalkError):
        run.case = before
        return "flow error"
    return "done"


def picture(run: Run) -> dict[str, Any]:
    """What stands in viewflow's columns about the case, ids replaced by names, instants by whether they are set."""
    tasks = list(Task.objects.filter(process_id=run.process_id).order_by("id").values())
    names: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for task in tasks:
        seen[task["flow_task"].name] += 1
        names[task["id"]] = f"{task['flow_task'].name}#{seen[task['flow_task'].name]}"
    edges = TaskPrevious.objects.filter(from_task__process=run.process_id).values_list("from_task", "to_task")
    process = Process.objects.filter(pk=run.process_id).values("flow_class", "status", "finished", "office").get()
    return {
        "case": run.case,
        "process": process | {"finished": process["finished"] is not None},
        "tasks": {names[task["id"]]: _columns(task, names) for task in tasks},
        "edges": sorted((names[task], names[previous]) for task, previous in edges),
    }


def _columns(task: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    shown = {name: value for name, value in task.items() if name not in ("id", "process_id")}
    shown |= {name: task[name] is not None for name in ("created", "started", "finished")}
    return shown | {"token": "/".join(_token_part(part, names) for part in task["token"].token.split("/"))}


def _token_part(part: str, names: dict[int, str]) -> str:
    split, _, branch = part.partition("_")
    return f"{names[int(split)]}.{branch}" if branch else part
