"""制证、送达、公示.  行政许可法 39, 40, 44; 双公示 within seven working days."""

from approvals.documents.kinds import KINDS
from workflow.acts.licensing import term_kept
from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.timekeeping import meet

METHODS = ("electronic", "window", "post")


def check_method(method: str) -> None:
    """How it reaches the applicant."""
    if method not in METHODS:
        raise BadInput("送达方式应为电子、窗口或者邮寄", field="method")


@act
def issue(case: Case, *, method: str = "electronic") -> None:
    """制证: the licence gets its number; a filing its record; what is cancelled its decision."""
    check_method(method)
    if case.item.is_filing:
        if case.application.accepted_on is not None:  # silence that is filing has drawn it up already
            case.draw("filing_record")
    elif case.item.kind == "cancel":
        case.draw("cancellation_decision", kept=term_kept(case.licence))
    else:
        kept = term_kept(case.licence)
        case.draw("licence", kept=kept)
        case.draw("licence_duplicate", kept=kept)
        case.number_licence = case.licence is not None and case.licence.number is None


@act
def serve(case: Case, *, method: str = "electronic") -> None:
    """送达 (44): closes the case, and so no notice may still be unserved, and nothing that goes with it unsealed (39)."""
    check_method(method)
    if case.application.served_on is not None:
        raise refuse("not_in_order")
    unserved = [d.kind for d in case.documents if d.pk is not None and d.served_on is None]
    if unserved:
        raise refuse("notice_missing", "、".join(unserved))
    if case.unsealed and not case.without_files:
        raise refuse("document_not_ready", "、".join(str(KINDS[kind].name) for kind in case.unsealed))
    case.application.served_on = case.today
    meet(case, "delivery")
    case.draw("service_receipt", method=method)


@act
def publish(case: Case) -> None:
    """公示: grants, but not the name of a natural person (40, 个人信息保护法 34)."""
    if case.running("publication") is None:
        raise refuse("not_in_order")
    meet(case, "publication")
