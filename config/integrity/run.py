"""All checks, in one picture of the database: what is written meanwhile is not seen."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection, transaction

from config.integrity.aftercare import AFTERCARE, check_draws
from config.integrity.chains import check_ledger, check_registers
from config.integrity.clocks import check_clocks
from config.integrity.facts import ACCEPTANCE, COMMITMENTS, DUTIES, OF_NO_CASE, OF_NOBODY, check_letters, check_parts
from config.integrity.figures import check_figures
from config.integrity.files import FILES, check_files, check_forms
from config.integrity.findings import Finding, Rule, Scope
from config.integrity.guards import check_guards
from config.integrity.licences import LICENCES, check_identifiers, check_licence_numbers
from config.integrity.outbox import check_outbox
from config.integrity.papers import DECISIONS, DOCUMENTS, check_numbers
from config.integrity.publications import PUBLICATIONS, check_publications
from config.integrity.registers import check_calendar, check_catalogue
from config.integrity.sealed import SEALED, check_sealed, ending_seals
from config.integrity.service import SERVICES
from config.integrity.starts import STARTS
from config.integrity.supervision import SUPERVISION, check_answering
from config.integrity.tasks import WORK_ITEMS, check_limits, check_tasks
from config.integrity.tickets import ANSWERS, check_tickets
from notifications import health

RULES: tuple[Rule, ...] = (
    *(*STARTS, *ACCEPTANCE, *COMMITMENTS, *DUTIES, *DECISIONS, *DOCUMENTS, *LICENCES, *SERVICES, *FILES, *SEALED),
    *(*WORK_ITEMS, *OF_NO_CASE, *OF_NOBODY, *SUPERVISION),
    *(*PUBLICATIONS, *ANSWERS),
    *AFTERCARE,
)
CHECKS: tuple[Callable[[Scope], Iterator[Finding]], ...] = (
    *(check_ledger, check_registers, check_calendar, check_catalogue, check_clocks, check_tasks, check_limits),
    *(check_licence_numbers, check_identifiers, check_outbox, check_numbers, check_letters, check_parts, check_files),
    *(check_forms, check_sealed, check_figures, check_answering, check_publications, check_tickets, check_draws),
    *(rule.findings for rule in RULES),
)
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


def check_all(*, at: datetime, application: int | None = None) -> Iterator[Finding]:
    """Every finding of every check; of one application only what concerns it."""
    yield from check_guards(Scope(application))
    yield from check_rows(at=at, application=application)


def check_rows(*, at: datetime, application: int | None = None) -> Iterator[Finding]:
    """What the rows say, whatever the database would forbid."""
    scope = Scope(application)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute(SNAPSHOT)
        for check in CHECKS:
            yield from check(scope)
        if scope.everything:
            yield from ending_seals(at)
            for sentence in health.findings(at=at):
                yield _of_the_outbox(sentence)


def _of_the_outbox(sentence: str) -> Finding:
    """`delivery 5: due …` as a finding on its row."""
    subject, _, differs = sentence.partition(": ")
    table, _, key = subject.partition(" ")
    return Finding("delivery", f"notifications_{table}", int(key) if key.isdigit() else key, None, differs)
