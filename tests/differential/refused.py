"""Flows that the walk would not treat as viewflow does: what is wrong → (the name of the node, the flow)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.nodes import FunctionActivation

from workflow.graph import IDS
from workflow.models.process import Process, Task
from workflow.nodes import CaseLock, Human, on


def work() -> Human:
    return Human().Desk("door").Offers("go_on")


def nothing(activation: Any) -> None:
    """A function that does nothing."""


def with_nodes(**nodes: Any) -> Any:
    """A flow that starts, lets people work at `work`, then at `odd`, and ends; `nodes` come in or take their place."""
    usual = {
        "start": flow.StartHandle().Next(this.work),
        "work": work().Next(this.odd),
        "odd": work().Next(this.end),
        "end": flow.End(),
    }
    own = {"process_class": Process, "task_class": Task, "lock_impl": CaseLock(), "__module__": __name__}
    return type("OddFlow", (flow.Flow,), own | usual | nodes)


class OtherHuman(Human):
    """A kind of its own may do anything."""


class OtherActivation(FunctionActivation):
    """So may an activation."""


def gate(**options: Any) -> flow.If:
    return flow.If(on(bool)).Then(this.end, **options).Else(this.end)


def wide(branches: int) -> flow.Split:
    split = flow.Split()
    for _ in range(branches):
        split = split.Always(this.more)
    return split


REFUSED: dict[str, tuple[str, Callable[[], Any]]] = {
    "a page of viewflow's": ("odd", lambda: with_nodes(odd=flow.View(nothing).Next(this.end))),
    "a human node of another kind": ("odd", lambda: with_nodes(odd=OtherHuman().Desk("x").Offers("y").Next(this.end))),
    "a start page": ("start", lambda: with_nodes(start=flow.Start(nothing).Next(this.work))),
    "a second start": ("start", lambda: with_nodes(late=flow.StartHandle().Next(this.end))),
    "a function at the start": ("start", lambda: with_nodes(start=flow.StartHandle(nothing).Next(this.work))),
    "undo": ("start", lambda: with_nodes(start=flow.StartHandle(undo_func=nothing).Next(this.work))),
    "a handle": ("odd", lambda: with_nodes(odd=flow.Handle(nothing).Next(this.end))),
    "a timer": ("odd", lambda: with_nodes(odd=flow.Timer(timedelta(days=1)).Next(this.end))),
    "the first of a split": ("odd", lambda: with_nodes(odd=flow.SplitFirst().Always(this.end))),
    "the end of everything": ("end", lambda: with_nodes(end=flow.TerminateEnd())),
    "an obsolete node": ("obsolete", lambda: with_nodes(obsolete=flow.Obsolete())),
    "a timeout": ("odd", lambda: with_nodes(odd=work().OnTimeout(timedelta(days=1), this.end).Next(this.end))),
    "an error boundary": ("odd", lambda: with_nodes(odd=flow.Function(nothing).OnError(this.end).Next(this.end))),
    "a compensation": ("odd", lambda: with_nodes(odd=work().CompensateWith(this.end).Next(this.end))),
    "data for the next task": ("odd", lambda: with_nodes(odd=work().Next(this.end, task_data=nothing))),
    "a seed for the next task": ("odd", lambda: with_nodes(odd=work().Next(this.end, task_seed=nothing))),
    "data behind a gate": ("odd", lambda: with_nodes(odd=gate(task_data=nothing))),
    "a seed behind a gate": ("odd", lambda: with_nodes(odd=gate(task_seed=nothing))),
    "a join that does not wait": (
        "odd",
        lambda: with_nodes(odd=flow.Join(continue_on_condition=on(bool)).Next(this.end)),
    ),
    "an owner who is computed": ("odd", lambda: with_nodes(odd=work().Assign(nothing).Next(this.end))),
    "a permission": ("odd", lambda: with_nodes(odd=work().Permission("workflow.view_task").Next(this.end))),
    "an activation of its own": (
        "odd",
        lambda: with_nodes(odd=flow.Function(nothing, activation_class=OtherActivation).Next(this.end)),
    ),
    "work without a desk": ("odd", lambda: with_nodes(odd=Human().Offers("go_on").Next(this.end))),
    "work that no act finishes": ("odd", lambda: with_nodes(odd=Human().Desk("door").Next(this.end))),
    "a node that leads nowhere": ("odd", lambda: with_nodes(odd=work())),
    "a loop without people": (
        "odd",
        lambda: with_nodes(
            odd=flow.If(on(bool)).Then(this.more).Else(this.end), more=flow.Function(nothing).Next(this.odd)
        ),
    ),
    "more new rows than ids": ("work", lambda: with_nodes(odd=wide(IDS), more=work().Next(this.end))),
}
