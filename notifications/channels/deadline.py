"""A send that never returns must not hold up the others: each runs beside the drain and is given up after its time.

A socket timeout alone does not do it: it begins anew with every byte of a server that drips.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from notifications.errors import Overran


class _Run(Thread):
    def __init__(self, work: Callable[[], str]) -> None:
        super().__init__(daemon=True, name="notification-send")
        self.work = work
        self.done = Event()
        self.result = ""
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:  # noqa: BLE001 - raised again where the drain waits
            self.error = error
        finally:
            self.done.set()


def within(seconds: float, work: Callable[[], str]) -> str:
    """The result of `work`, or Overran when it takes longer; what `work` raises is raised here."""
    run = _Run(work)
    run.start()
    if not run.done.wait(seconds):
        raise Overran(f"no answer within {seconds:g} s")
    if run.error is not None:
        raise run.error
    return run.result
