"""咨询投诉: the day of each ticket follows from its inputs, and each entry of the answers points to its last edition.

Law: the bureau's own rule; 行政许可法 82 (working days)."""

from collections.abc import Iterator

from config.integrity.findings import Finding, Rule, Scope
from supervision.models import Ticket
from workflow import calendar
from workflow.rules.clock import due

ANSWERS = (
    Rule(
        "answer",
        "supervision_entry",
        """SELECT n.id, NULL, format('points to edition %s, the last is %s', coalesce(l.edition, 0), e.last)
        FROM supervision_entry n LEFT JOIN supervision_entryedition l ON l.id = n.latest_id AND l.entry_id = n.id
        LEFT JOIN workflow_application a ON FALSE
        JOIN LATERAL (SELECT max(x.edition) AS last FROM supervision_entryedition x WHERE x.entry_id = n.id) e ON TRUE
        WHERE {scope} AND l.edition IS DISTINCT FROM e.last""",
    ),
)


def check_tickets(scope: Scope) -> Iterator[Finding]:
    """Of the tickets whose day was computed with the calendar in force."""
    if not scope.everything:
        return
    days = calendar.current()
    for ticket in Ticket.objects.filter(calendar_version=days.version).order_by("id").iterator(chunk_size=2000):
        due_on = due(start=ticket.received_on, length=ticket.length, calendar=days)
        if due_on != ticket.due_on:
            yield Finding("ticket", "supervision_ticket", ticket.pk, ticket.number, f"due {ticket.due_on}, computed {due_on}")
