"""What the applicant does with what was served on him: the first opening of a document is on record.

Source: 民事诉讼法 90 by analogy (an electronic document has reached its addressee when it stands in his system)."""

from datetime import datetime

from approvals.documents.models import Document
from approvals.documents.service import Opening
from workflow.acts.register import read_actor
from workflow.errors import NotFound
from workflow.models import Application
from workflow.rules.clock import legal_day


def opened(*, document_id: int, by: int, at: datetime) -> bool:
    """Records that this account has opened a document served on a party it acts for; whether it was the first time.

    Officials may open documents too, and nothing is recorded of it.  Raises NotFound where there is no such document."""
    document = Document.objects.filter(pk=document_id).values("application_id", "served_on").first()
    if document is None:
        raise NotFound(str(document_id))
    party = Application.objects.values_list("applicant_id", flat=True).get(pk=document["application_id"])
    if document["served_on"] is None or party not in read_actor(by, legal_day(at)).parties:
        return False
    before = Opening.objects.filter(document_id=document_id, account_id=by).exists()
    row = Opening(document_id=document_id, account_id=by, opened_at=at)
    Opening.objects.bulk_create([row], ignore_conflicts=True)
    return not before
