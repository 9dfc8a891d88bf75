"""The words a flow is written in, beside viewflow's own: Human (a desk's work item), on (a condition on the case), and
the lock of the stock path."""

# the words of a flow are capitalised, as viewflow's own are
# ruff: noqa: N802

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import transaction
from viewflow.workflow import flow

_stock_case: ContextVar[Any] = ContextVar("stock_case")


class Human(flow.View):
    """A work item of a desk, without a page of viewflow's:
    ``review = Human().Desk("review").Offers("record_opinion").Step("review").Next(this.join)``.

    desk: the desk's name, or a callable that takes the case and returns it; offers: the acts that finish the item;
    step: the step of the catalogue whose limit is its node clock ("" for none); until: when it is done; clocks: what
    presses."""

    desk: str | Callable[[Any], str] = ""
    offers: tuple[str, ...] = ()
    step: str = ""
    until: Callable[[Any], Any] | None = None
    clocks: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__(None)

    def Desk(self, desk: str | Callable[[Any], str]) -> Self:
        """The desk the item waits at."""
        self.desk = desk
        return self

    def Offers(self, *acts: str) -> Self:
        """The acts that finish the item; any other act leaves it open."""
        self.offers = acts
        return self

    def Until(self, done: Callable[[Any], Any]) -> Self:
        """What must be so in the case for the item to be done; asked after every act, whoever acted."""
        self.until = done
        return self

    def Clocks(self, *kinds: str) -> Self:
        """The clocks that press here: the earliest of them that runs is the item's due day in the queue."""
        self.clocks = kinds
        return self

    def Step(self, step: str) -> Self:
        """The step of the catalogue whose limit in days is the item's node clock."""
        self.step = step
        return self


def on(test: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A condition or a function of the case, for gates and Function nodes: ``If(on(lambda case: case.awaits_visit))``.
    The walk hands the case in; a stock activation takes the one put in hand by `stock_case`."""
    return lambda activation: test(case_of(activation))


def case_of(activation: Any) -> Any:
    """The case a condition is asked about.  Raises LookupError on the stock path when nobody put one in hand."""
    try:
        return activation.case
    except AttributeError:
        return _stock_case.get()


@contextmanager
def stock_case(case: Any) -> Iterator[None]:
    """Stock activations read and change this case.  (They re-read the process behind a Join: what hung on it is lost
    there, so the case cannot hang on the process.)"""
    token = _stock_case.set(case)
    try:
        yield
    finally:
        _stock_case.reset(token)


class CaseLock:
    """lock_impl of every flow, for the stock path that remains (claiming a task): locks the application's row, in a
    transaction, before viewflow reads the task.  `relation` is what the process calls the application."""

    def __init__(self, relation: str = "application") -> None:
        self.relation = relation

    @contextmanager
    def __call__(self, flow_class: Any, process_id: int) -> Iterator[None]:
        link = flow_class.process_class._meta.get_field(self.relation)
        rows = link.related_model.objects.filter(**{link.field.attname: process_id})
        with transaction.atomic():
            list(rows.select_for_update(no_key=True).values_list("pk"))
            yield
