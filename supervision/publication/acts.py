"""停止公示: a record that must not be seen (a secret, a mistake) is withdrawn, with reasons.

Source: 政府信息公开条例 15 (secrets and personal data); 行政许可法 5.  Only the head or the legal officer may, and nobody who
decided the case.  What was published stays in the history and goes out in no page, table or feed any more."""

from datetime import datetime

from approvals.decisions import Decision
from supervision.noting import has_role, refusals_noted
from supervision.publication.keeping import REGISTER, write
from supervision.publication.models import Publication, PublicationEdition
from supervision.rules.publication import WITHDRAWN
from workflow.acts.register import perform_register
from workflow.errors import BadInput, NotFound, refuse
from workflow.rules.clock import legal_day

LONGEST = 400


def withdraw_publication(application_id: int, *, by: int, at: datetime, reason: str = "") -> PublicationEdition:
    """Withdraws the record of this decision at once.

    Raises NotFound, not_authorised, separation_of_duties, not_in_order (withdrawn already), grounds_missing, BadInput."""
    head = Publication.objects.select_related("latest").filter(application_id=application_id).first()
    if head is None:
        raise NotFound(str(application_id))
    with refusals_noted("withdraw_publication", application_id, by=by, at=at):
        _may(head, by=by, at=at)
        if not reason.strip():
            raise refuse("grounds_missing")
    if len(reason) > LONGEST:
        raise BadInput(f"理由不超过 {LONGEST} 字", field="reason")

    def change() -> PublicationEdition:
        held = Publication.objects.select_for_update(of=("self",)).select_related("latest").get(pk=head.pk)
        if held.latest is None or held.latest.change == PublicationEdition.WITHDRAWN:
            raise refuse("not_in_order")
        named = {name: held.latest.content[name] for name in ("decision_number", "decided_on", "agency", "agency_uscc")}
        content, today = {**named, "state": WITHDRAWN}, legal_day(at)
        return write(
            held, PublicationEdition.WITHDRAWN, content, since_on=today, due_on=today, at=at, by=by, reason=reason.strip()
        )

    inputs = {"application": application_id, "reason": reason.strip()}
    return perform_register("withdraw_publication", REGISTER, by=by, at=at, inputs=inputs, change=change)


def _may(head: Publication, *, by: int, at: datetime) -> None:
    if head.latest is None or head.latest.change == PublicationEdition.WITHDRAWN:
        raise refuse("not_in_order")
    has_role("withdraw_publication", by=by, at=at)
    if Decision.objects.filter(application_id=head.application_id, decided_by_id=by).exists():
        raise refuse("separation_of_duties")
