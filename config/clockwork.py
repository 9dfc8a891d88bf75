"""One tick of the timers: the cases first, then what supervision reads of them."""

from datetime import datetime

from supervision.sweep import judge
from workflow.sweep import Swept, sweep


def tick(*, at: datetime) -> Swept:
    """What beat asks for each minute, and `manage.py sweep` by hand."""
    swept = sweep(at=at)
    judge(at)
    return swept
