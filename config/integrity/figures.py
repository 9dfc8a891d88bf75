"""统计事实: what is counted of a case is what its ledger, clocks and rows say, for every case that has been counted since it
last changed."""

from collections.abc import Iterator, Sequence

from config.integrity.findings import Finding, Scope, stream
from supervision.models import CaseFact
from supervision.reports.tally import KEPT, facts_of
from workflow import calendar

BATCH = 500
COUNTED = """SELECT a.id, a.number FROM workflow_application a JOIN supervision_casefact f ON f.application_id = a.id
 AND f.version = a.version WHERE {scope} ORDER BY a.id"""


def check_figures(scope: Scope) -> Iterator[Finding]:
    """Each fact that differs from what the case gives now."""
    waiting: list[tuple[int, str]] = []
    for row in stream(COUNTED.replace("{scope}", scope.of("a.id"))):
        waiting.append((row[0], row[1]))
        if len(waiting) == BATCH:
            yield from _differing(waiting)
            waiting = []
    yield from _differing(waiting)


def _differing(cases: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    numbers = dict(cases)
    stored = CaseFact.objects.in_bulk(list(numbers))
    for fact in facts_of(list(numbers), days=calendar.current()):
        kept = stored[fact.application_id]
        differs = [
            f"{name}: {getattr(kept, name)}, should be {getattr(fact, name)}"
            for name in KEPT
            if getattr(kept, name) != getattr(fact, name)
        ]
        if differs:
            key = fact.application_id
            yield Finding("figures", "supervision_casefact", key, numbers[key], "; ".join(differs))
