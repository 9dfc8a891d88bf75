"""送达 on the case page: how the result went to the applicant, what was tried in vain, and when he first opened it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from approvals.documents.kinds import KINDS
from approvals.documents.service import Opening, Service


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One act of service with its documents; `opened_at`: when the applicant first opened one of them."""

    row: Service
    documents: Sequence[str]
    opened_at: datetime | None


def service_lines(application_id: int, *, official: bool) -> list[ServiceLine]:
    """In the order they were done; when the applicant opened them is for officials."""
    acts: dict[int, list[Service]] = {}
    for row in Service.objects.filter(application_id=application_id).select_related("document").order_by("seq", "id"):
        acts.setdefault(row.seq, []).append(row)
    keys = [row.document_id for rows in acts.values() for row in rows]
    seen = Opening.objects.filter(document__in=keys).order_by("-opened_at").values_list("document_id", "opened_at")
    opened = dict(seen) if official else {}
    return [_line(rows, opened) for rows in acts.values()]


def _line(rows: list[Service], opened: dict[int, datetime]) -> ServiceLine:
    names = [f"{KINDS[row.document.kind].name} {row.document.number}" for row in rows]
    instants = [opened[row.document_id] for row in rows if row.document_id in opened]
    return ServiceLine(rows[0], names, min(instants, default=None))
