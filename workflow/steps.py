"""A flow as the walk sees it: its nodes and edges, read from the viewflow Flow class once, at start-up.

What the walk (graph.py) would not treat as viewflow's own activations do is refused here, with the name of the node."""

# viewflow keeps the edges of its graph to itself; this is the one file that reads them.

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, TypeAlias

from viewflow.workflow import flow, signals
from viewflow.workflow.fields import get_flow_ref, get_task_ref

from workflow.nodes import Human
from workflow.rules.errors import LicensingError

IDS = 16  # ids reserved for the new rows of one act: what one nextval() of the task sequence advances it by
START, HUMAN, FUNCTION, CHOICE, SPLIT, JOIN, END = "start", "human", "function", "choice", "split", "join", "end"

Condition: TypeAlias = Callable[[Any], Any] | None
Outcomes: TypeAlias = "dict[frozenset[Step], int]"

_KINDS: dict[type, str] = {
    flow.StartHandle: START,
    Human: HUMAN,
    flow.Function: FUNCTION,
    flow.If: CHOICE,
    flow.Switch: CHOICE,
    flow.Split: SPLIT,
    flow.Join: JOIN,
    flow.End: END,
}
_OPTIONS = {  # what a node of these kinds may carry and the walk would not heed
    "_boundary_specs": "a boundary event",
    "_boundary_events": "a boundary event",
    "_compensation_handler": "CompensateWith",
    "_multi_instance": "several instances of a node",
    "_task_data": "task_data",
    "_on_true_data": "task_data",
    "_on_false_data": "task_data",
    "_task_seed": "task_seed",
    "_on_true_seed": "task_seed",
    "_on_false_seed": "task_seed",
    "_continue_on_condition": "continue_on_condition",
    "_owner": "Assign",
    "_owner_permission": "Permission",
    "_owner_permission_obj": "Permission",
    "_undo_func": "undo_func",
}


class UnsupportedFlow(LicensingError, TypeError):
    """The flow uses something the walk would not treat as viewflow does; the message names the node."""

    code, status, text = "unsupported_flow", 500, "流程定义不受支持"


@dataclass(eq=False, repr=False, slots=True)
class Step:
    """A node of the flow.  `out`: where it leads, each with its condition; a choice ends with the one without.
    `run`: what a function node does; `created`: what is done when a work item comes up."""

    name: str
    ref: str
    kind: str
    task_type: str
    node: Any
    run: Callable[[Any], Any] | None = None
    created: Callable[[Any], Any] | None = None
    out: "tuple[tuple[Step, Condition], ...]" = ()

    def __repr__(self) -> str:
        return f"<Step {self.ref}>"

    def desk(self, case: Any) -> str:
        """The desk at which a work item of this step waits."""
        desk: str | Callable[[Any], str] = self.node.desk
        return desk(case) if callable(desk) else desk

    def offers(self, act: str) -> bool:
        """May this act finish a work item of this step?"""
        return self.kind == HUMAN and act in self.node.offers


@dataclass(frozen=True, slots=True)
class Steps:
    """A compiled flow.  `ref` is what viewflow's tables call the flow; each step's `ref` what they call the node."""

    flow_class: type
    ref: str
    start: Step
    by_name: dict[str, Step]
    by_ref: dict[str, Step]


def _refuse(flow_class: type, name: str, what: str) -> UnsupportedFlow:
    return UnsupportedFlow(f"{flow_class.__name__}.{name}: {what}")


@cache
def compile_flow(flow_class: Any) -> Steps:
    """The steps of the flow; call it at start-up.  Raises UnsupportedFlow with the name of the node that is refused."""
    by_name = {node.name: _step(flow_class, node) for node in flow_class.instance.nodes()}
    for step in by_name.values():
        step.out = tuple((by_name[target.name], condition) for target, condition in _out(flow_class, step))
    for name in ("flow_started", "flow_finished", "task_started", "task_finished", "task_failed"):
        if getattr(signals, name).has_listeners(flow_class):
            raise _refuse(flow_class, name, "somebody listens to this signal, and the walk sends none")
    starts = [step for step in by_name.values() if step.kind == START]
    if len(starts) != 1:
        raise _refuse(flow_class, "start", f"{len(starts)} StartHandle nodes where one is needed")
    for step in by_name.values():
        needed = _rows_after(flow_class, step, ()) + (step.kind == START) if step.kind in (START, HUMAN) else 0
        if needed > IDS:
            raise _refuse(flow_class, step.name, f"finishing it may need {needed} new rows; {IDS} are reserved")
    by_ref = {step.ref: step for step in by_name.values()}
    return Steps(flow_class, get_flow_ref(flow_class), starts[0], by_name, by_ref)


def _step(flow_class: type, node: Any) -> Step:
    kind = _KINDS.get(type(node))
    if kind is None:
        raise _refuse(flow_class, node.name, f"{type(node).__name__} nodes are not supported")
    if node.activation_class is not type(node).activation_class:
        raise _refuse(flow_class, node.name, "an activation class of its own is not supported")
    for attribute, option in _OPTIONS.items():
        if getattr(node, attribute, None):
            raise _refuse(flow_class, node.name, f"{option} is not supported")
    if kind == START and node._func:
        raise _refuse(flow_class, node.name, "a function at the start is not supported")
    if kind == HUMAN and not (node.offers and node.desk):
        raise _refuse(flow_class, node.name, "a work item needs a desk and an act that finishes it")
    run = node._func if kind == FUNCTION else None
    created = node._on_create if kind == HUMAN else None
    return Step(node.name, get_task_ref(node), kind, node.task_type, node, run, created)


def _out(flow_class: type, step: Step) -> list[tuple[Any, Condition]]:
    """The edges that leave the node, in the order in which viewflow takes them."""
    node = step.node
    if isinstance(node, flow.If):
        return [(node._on_true, node._condition), (node._on_false, None)]
    if isinstance(node, flow.Switch):  # the first case that holds, else the last default
        defaults = [branch for branch in node._branches if branch[1] is None]
        return [branch for branch in node._branches if branch[1] is not None] + defaults[-1:]
    if isinstance(node, flow.Split):  # joins are created after the other branches, and numbered after them
        return sorted(((n, test) for n, test, _ in node._branches), key=lambda branch: isinstance(branch[0], flow.Join))
    if step.kind == END:
        return []
    if node._next is None:
        raise _refuse(flow_class, step.name, "it leads nowhere")
    return [(node._next, None)]


def _rows_after(flow_class: type, step: Step, path: tuple[Step, ...]) -> int:
    """The most new rows that finishing this step can lead to before people have to work again.

    What arrives at a join before any join completes shares one row; so rows are counted from join to join."""
    worst = 0
    for target, _ in step.out:
        for joins, rows in _outcomes(flow_class, target, (*path, step)).items():
            beyond = sum(1 + _rows_after(flow_class, join, (*path, step)) for join in joins)
            worst = max(worst, rows + beyond)
    return worst


def _outcomes(flow_class: type, step: Step, path: tuple[Step, ...]) -> Outcomes:
    """From this step to the next joins: which joins may be reached together → the most rows created on the way."""
    if step.kind in (HUMAN, END):
        return {frozenset(): 1}
    if step in path:
        raise _refuse(flow_class, step.name, "a loop in which nobody has to work is not supported")
    if step.kind == JOIN:
        return {frozenset({step}): 0}
    branches = [_outcomes(flow_class, target, (*path, step)) for target, _ in step.out]
    found: Outcomes = {}
    for ways in [[way] for way in branches] if step.kind == CHOICE else [branches]:
        for chosen in product(*(way.items() for way in ways)):
            joins = frozenset[Step]().union(*(reached for reached, _ in chosen))
            found[joins] = max(found.get(joins, 0), 1 + sum(rows for _, rows in chosen))
    return found
