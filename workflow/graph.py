"""The walk through the graph of a flow, in memory: no SQL, no law, no clock.

`Walk` moves a case on from what a person has finished to the next that people have to do.  The rows it leaves are those
viewflow's own activations would have written (tests/house/test_walk_equals_viewflow.py).  One thing viewflow leaves to
chance: here, what becomes due together is done in the order in which the flow declares it.  The store (store.py) reads
and writes the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from workflow.rules.errors import LicensingError
from workflow.steps import CHOICE, END, HUMAN, IDS, JOIN, SPLIT, Step, Steps, UnsupportedFlow, compile_flow

__all__ = ["IDS", "Row", "Step", "Steps", "UnsupportedFlow", "Walk", "WalkError", "compile_flow"]

NEW, ASSIGNED, STARTED, DONE, CANCELED = "NEW", "ASSIGNED", "STARTED", "DONE", "CANCELED"  # as viewflow writes them
CLOSED = (DONE, CANCELED)


class WalkError(LicensingError):
    """The flow cannot go on like this: a work item that is not open, no branch that is due, nobody left to work."""

    code, status, text = "flow_error", 500, "流程无法继续"


@dataclass(eq=False, slots=True)
class Row:
    """A work item or a gate passed: one of the open rows just read, or a new one.

    previous: ids of the rows that led to a new one, or newly to a waiting join; prefix: of a join, see `split_prefix`.
    The walk leaves desk, due_on, node_due_on, barred and owner_id to its caller."""

    id: int
    step: Step
    status: str
    token: str
    new: bool = False
    started: bool = False
    previous: list[int] = field(default_factory=list)
    prefix: str = ""
    desk: str = ""
    due_on: date | None = None
    node_due_on: date | None = None
    barred: tuple[int, ...] | list[int] = ()
    owner_id: int | None = None

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED


def split_prefix(join_token: str, previous_id: int, previous_token: str) -> str:
    """How the tokens of all rows that a join waits for begin, told by any one row that has arrived at it."""
    return (
        f"{previous_token}/{previous_id}_" if previous_token == join_token else previous_token.rsplit("_", 1)[0] + "_"
    )


@dataclass(slots=True)
class CaseProcess:
    """What a condition or a function finds as `activation.process`."""

    application: Any
    flow_class: type


@dataclass(slots=True)
class Context:
    """What conditions and functions are handed in place of an activation."""

    process: CaseProcess
    case: Any
    task: Row
    flow_task: Any


class Walk:
    """The open rows of a case, and how acts move them on.  `case.application` is the application; `first_id` the first
    of the IDS ids reserved for new rows; `ended` says DONE or CANCELED once an act has ended the process.

    A walk that has raised is spoilt: read the case again."""

    __slots__ = ("_ids", "_process", "case", "ended", "rows", "steps")

    def __init__(self, steps: Steps, case: Any, rows: Iterable[Row], first_id: int) -> None:
        self.steps, self.case, self.rows = steps, case, list(rows)
        self.ended: str | None = None
        self._ids = iter(range(first_id, first_id + IDS))
        self._process = CaseProcess(case.application, steps.flow_class)
        for row in self.rows:
            if row.step.kind == JOIN:
                row.prefix = self._awaited(row)

    def open(self) -> list[Row]:
        """The rows that are not closed: work items and waiting joins."""
        return [row for row in self.rows if row.status not in CLOSED]

    def open_humans(self) -> list[Row]:
        """The open work items."""
        return [row for row in self.rows if row.status not in CLOSED and row.step.kind == HUMAN]

    def find(self, name: str) -> Row | None:
        """The open row of the step with this name, the oldest if there are several."""
        return next((row for row in self.rows if row.step.name == name and row.status not in CLOSED), None)

    def begin(self) -> None:
        """The case starts, and moves on to the first work."""
        row = self._add(self.steps.start, "start")
        row.started, row.status = True, DONE
        self._move_on(row)

    def finish(self, row: Row) -> None:
        """A work item is done, and the case moves on.  Raises WalkError if it is not an open work item."""
        if row.step.kind != HUMAN or not row.is_open:
            raise WalkError(f"{row.step.name} {row.id} is not an open work item")
        row.started, row.status = True, DONE
        self._move_on(row)

    def cancel(self, rows: Iterable[Row]) -> None:
        """Work items and waiting joins are given up; the case does not move.  Raises WalkError if one is not open."""
        for row in rows:
            if row.step.kind not in (HUMAN, JOIN) or not row.is_open:
                raise WalkError(f"{row.step.name} {row.id} is not open")
            row.status = CANCELED

    def cancel_all(self, *, end_process: bool = True) -> None:
        """All that is open is given up, and with it (unless said otherwise) the process."""
        self.cancel(self.open())
        if end_process:
            self.ended = CANCELED

    def _awaited(self, join: Row) -> str:
        """The prefix of a waiting join, told by what it waits for: the oldest of the branches under way."""
        below = f"{join.token}/"
        split = (row.token.removeprefix(below).split("_", 1)[0] for row in self.rows if row.token.startswith(below))
        return next((f"{below}{each}_" for each in split), "")

    def _move_on(self, row: Row) -> None:
        pending = [self._create(step, row, row.token) for step, _ in row.step.out]
        while pending:  # joins come last and one by one, as in viewflow: they wait for what is under way
            batch = [r for r in pending if r.step.kind != JOIN] or pending[:1]
            left = [r for r in pending if r not in batch]
            ahead = [(r, self._activate(r)) for r in batch]
            pending = list(dict.fromkeys([n for r, targets in ahead for n in self._lead_on(r, targets)] + left))
        if self.ended is None and not self.open_humans():
            raise WalkError(f"after {row.step.name} nobody has to work, and the case has not ended")
        if self.ended is not None and self.open():
            raise WalkError(f"after {row.step.name} the case has ended with work left")

    def _activate(self, row: Row) -> list[Step]:
        """Does what a row does without people, and says which steps it leads to; none while it waits."""
        step, kind = row.step, row.step.kind
        if kind == HUMAN:
            return []
        if kind == JOIN:
            row.started, row.status = True, STARTED
            if any(r.token.startswith(row.prefix) for r in self.rows if r.status not in CLOSED):
                return []  # other branches are under way
        elif step.run is not None:
            row.started = True
            step.run(self._context(row))
        elif kind == END:
            row.started = True
            if self.open() == [row]:
                self.ended = DONE
        targets = self._targets(row)
        row.status = DONE
        return targets

    def _targets(self, row: Row) -> list[Step]:
        out, kind = row.step.out, row.step.kind
        if kind not in (CHOICE, SPLIT):
            return [step for step, _ in out]
        context = self._context(row)
        due = (step for step, condition in out if condition is None or condition(context))
        targets = [*islice(due, 1)] if kind == CHOICE else [*due]
        if not targets:
            raise WalkError(f"{row.step.name}: no branch is due")
        return targets

    def _lead_on(self, row: Row, targets: list[Step]) -> list[Row]:
        if row.step.kind == SPLIT:
            return [self._create(step, row, f"{row.token}/{row.id}_{n}") for n, step in enumerate(targets, 1)]
        return [self._create(step, row, row.token) for step in targets]

    def _create(self, step: Step, came_from: Row, token: str) -> Row:
        if step.kind == JOIN:
            row = self.find(step.name) or self._add(step, token.rsplit("/", 1)[0])
            prefix = split_prefix(row.token, came_from.id, came_from.token)
            if row.prefix not in ("", prefix):
                raise WalkError(f"{step.name}: branches of two splits, {row.prefix} and {prefix}, came to one join")
            row.prefix = prefix
        else:
            row = self._add(step, token)
        if came_from.id not in row.previous:
            row.previous = [*row.previous, came_from.id]
        if step.created is not None:
            step.created(self._context(row))
        return row

    def _add(self, step: Step, token: str) -> Row:
        number = next(self._ids, None)
        if number is None:
            raise WalkError(f"{step.name}: one act needs more than {IDS} new rows")
        row = Row(number, step, NEW, token, new=True)
        self.rows.append(row)
        return row

    def _context(self, row: Row) -> Context:
        return Context(self._process, self.case, row, row.step.node)
