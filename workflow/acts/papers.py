"""作废、重制: a document that was drawn up or sealed by mistake.  Its number is voided and stands in the register for ever;
what takes its place has a number of its own.

Sources: 党政机关公文处理工作条例 (numbers are not used twice); 行政许可法 69 does not apply: the decision stays what it is."""

from approvals.documents.models import Document
from workflow.acts.registry import Case, act
from workflow.errors import BadInput, refuse

CLERICAL = frozenset({"reseal", "revoke_document"})  # asked for by a command, not at a desk


@act
def reseal(case: Case, *, number: str, reason: str) -> None:
    """重制: the document is drawn up anew with the same facts under a new number, and the old number is voided."""
    old = _standing(case, number, reason)
    served_on = case.today if old.served_on is not None else None
    case.draw(old.kind, served=False, kept={"first_drawn_by": old.seq, **old.facts})
    case.documents[-1].served_on = served_on
    case.void(old, reason.strip(), replaced=True)
    case.tell("document_replaced", voided=old.number, reason=reason.strip())


@act
def revoke_document(case: Case, *, number: str, reason: str) -> None:
    """作废: the document does not count, and nothing takes its place."""
    old = _standing(case, number, reason)
    case.void(old, reason.strip(), replaced=False)
    case.tell("document_voided", voided=old.number, reason=reason.strip())


def _standing(case: Case, number: str, reason: str) -> Document:
    """The document of this case with this number, if it still counts.

    Read after the case: should somebody void it in between, the guarded write fails and the act is decided anew."""
    if not reason.strip():
        raise refuse("grounds_missing")
    found = Document.objects.filter(application_id=case.application.pk, number=number).select_related("voided").first()
    if found is None:
        raise BadInput(f"本办件没有文号为 {number} 的文书", field="number")
    if hasattr(found, "voided"):
        raise refuse("not_in_order", f"{number} 已作废")
    return next((each for each in case.documents if each.pk == found.pk), found)
