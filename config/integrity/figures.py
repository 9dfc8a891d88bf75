"""统计事实: what is counted of a case, and where it waited, is what its ledger, clocks and rows say, for every case that has
been counted since it last changed."""

from collections.abc import Iterator, Sequence

from django.db.models import Model

from config.integrity.findings import Finding, Scope, stream
from supervision.models import CaseFact, StepFact
from supervision.reports import stays
from supervision.reports.tally import KEPT, facts_of
from workflow import calendar

BATCH = 500
COUNTED = """SELECT a.id, a.number FROM workflow_application a JOIN supervision_casefact f ON f.application_id = a.id
 AND f.version = a.version WHERE {scope} ORDER BY a.id"""


def check_figures(scope: Scope) -> Iterator[Finding]:
    """Each fact, and each stay at a step, that differs from what the case gives now."""
    waiting: list[tuple[int, str]] = []
    for row in stream(COUNTED.replace("{scope}", scope.of("a.id"))):
        waiting.append((row[0], row[1]))
        if len(waiting) == BATCH:
            yield from _differing(waiting)
            waiting = []
    yield from _differing(waiting)


def _differing(cases: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    numbers, days = dict(cases), calendar.current()
    facts = CaseFact.objects.in_bulk(list(numbers))
    for fact in facts_of(list(numbers), days=days):
        if differs := _differences(KEPT, facts[fact.application_id], fact):
            key = fact.application_id
            yield Finding("figures", "supervision_casefact", key, numbers[key], differs)
    left = {each.pk: each for each in StepFact.objects.filter(application__in=list(numbers))}
    for stay in stays.stays_of(list(numbers), days=days):
        if differs := _differences(stays.KEPT, left.pop(stay.pk, StepFact()), stay):
            yield Finding("figures", "supervision_stepfact", stay.pk, numbers[stay.application_id], differs)
    for stay in left.values():
        yield Finding("figures", "supervision_stepfact", stay.pk, numbers[stay.application_id], "no such stay")


def _differences(names: Sequence[str], kept: Model, due: Model) -> str:
    """What differs, as text; empty where nothing does."""
    values = [(name, getattr(kept, name), getattr(due, name)) for name in names]
    return "; ".join(f"{name}: {is_}, should be {should}" for name, is_, should in values if is_ != should)
