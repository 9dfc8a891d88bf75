"""Acts by name: what `perform` may be asked to do.  Each is a function of the case that checks, changes it in memory, and
may return the name of another transition of lifecycle.py to fire than its own."""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.case import Case


@dataclass(frozen=True, slots=True)
class Act:
    """`run`: checks, and changes the case; `timer`: only the timers do it, and nobody is asked for."""

    name: str
    run: Callable[..., str | None]
    timer: bool = False


ACTS: dict[str, Act] = {}


def act(function: Callable[..., str | None]) -> Callable[..., str | None]:
    """Registers the function as the act of its name."""
    ACTS[function.__name__] = Act(function.__name__, function)
    return function


def timer(function: Callable[..., str | None]) -> Callable[..., str | None]:
    """Registers an act that only the timers do."""
    ACTS[function.__name__] = Act(function.__name__, function, timer=True)
    return function


__all__ = ["ACTS", "Act", "Case", "act", "timer"]
