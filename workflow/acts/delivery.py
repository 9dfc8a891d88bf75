"""制证、送达、公示.  行政许可法 39, 40, 44; 民事诉讼法 90, 95 by analogy; 双公示 within seven working days."""

from datetime import date
from typing import Any

from approvals.documents.kinds import KINDS
from approvals.documents.service import ELECTRONIC, POST, PUBLIC_NOTICE, WINDOW, Service
from workflow.acts.licensing import CAUSES, make_out, term_kept
from workflow.acts.materials import day_after
from workflow.acts.registry import act, timer
from workflow.case import Case
from workflow.errors import BadInput, refuse
from workflow.rows import table
from workflow.timekeeping import meet, start

METHODS = (ELECTRONIC, WINDOW, POST)
SERVING = (*METHODS, PUBLIC_NOTICE)


def check_method(method: str, methods: tuple[str, ...] = METHODS) -> None:
    """How it reaches the applicant."""
    if method not in methods:
        raise BadInput("送达方式应为电子、窗口、邮寄或者公告", field="method")


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
        make_out(case, CAUSES[case.item.kind])


@act
def serve(
    case: Case,
    *,
    method: str = "electronic",
    recipient: str = "",
    signed: bool = False,
    tracking: str = "",
    address: str = "",
    note: str = "",
) -> None:
    """送达 (44): closes the case, and so no notice may still be unserved.

    recipient: who took it, the applicant where nobody is named; signed: he signed the receipt on paper; tracking and address
    of what is posted; note: where a public notice was put up.  Electronic service needs consent (`choose_delivery`), and
    a public notice that another way has failed; it is service only when its days are over (`deem_served`)."""
    check_method(method, SERVING)
    check_servable(case)
    given = {"recipient": recipient, "signed": signed, "tracking": tracking, "address": address, "note": note}
    if method == PUBLIC_NOTICE:
        announce(case, given)
        return
    if method == ELECTRONIC and case.application.delivery != ELECTRONIC:
        raise refuse("consent_missing")
    if method == POST and not address:
        given["address"] = case.application.delivery_address
    served(case, method, case.today, **given)


def check_servable(case: Case) -> None:
    """Not served yet, and every notice that was drawn up before is."""
    if case.application.served_on is not None:
        raise refuse("not_in_order")
    unserved = [d.kind for d in case.documents if d.pk is not None and d.served_on is None]
    if unserved:
        raise refuse("notice_missing", "、".join(unserved))
    if case.unsealed and not case.without_files:
        raise refuse("document_not_ready", "、".join(str(KINDS[kind].name) for kind in case.unsealed))


def attempt(case: Case, method: str, outcome: str, on: date, **given: Any) -> None:
    """One row for each result of the case, whatever came of it."""
    given["recipient"] = given.get("recipient") or case.applicant.name
    case.services.append(
        table(Service).new(
            method=method, outcome=outcome, done_on=on, done_at=case.at, by_id=case.actor.id, **given
        )
    )


def served(case: Case, method: str, on: date, **given: Any) -> None:
    """It has reached the applicant on this day: the receipt is drawn up."""
    attempt(case, method, Service.SERVED, on, **given)
    case.application.served_on = on
    meet(case, "delivery", "announcement", on=on)
    case.draw("service_receipt", method=method, kept={name: value for name, value in given.items() if value})


def announce(case: Case, given: dict[str, Any]) -> None:
    """公告送达: where no other way has led to the applicant.  The bureau has done its part on the day of the notice, so the
    ten days for delivery are met by it; the days of the notice then run (民事诉讼法 95)."""
    if case.application.undelivered_on is None:
        raise refuse("service_not_tried")
    if case.running("announcement") is not None:
        raise refuse("not_in_order")
    if not given["note"]:
        raise BadInput("请写明公告的媒体或者地点", field="note")
    rules = case.item.rules
    attempt(case, PUBLIC_NOTICE, Service.ANNOUNCED, case.today, **given)
    meet(case, "delivery")
    start(
        case,
        "announcement",
        trigger=case.today,
        length=rules.announcement_days,
        unit="nd",
        basis=rules.basis["service"],
    )


@act
def record_failed_service(case: Case, *, method: str = "", reason: str = "", tracking: str = "", address: str = "") -> None:
    """未能送达: returned, refused, nobody there.  Nothing is met by it; it opens the way to a public notice."""
    check_method(method)
    check_servable(case)
    if not reason:
        raise refuse("grounds_missing")
    attempt(case, method, Service.FAILED, case.today, tracking=tracking, address=address, note=reason)
    case.application.undelivered_on = case.today


@act
def choose_delivery(case: Case, *, delivery: str = "", delivery_address: str = "") -> None:
    """送达方式确认: how the applicant wants the result.  Electronic is his consent to electronic service (民事诉讼法 90)."""
    check_delivery(delivery, delivery_address)
    if case.application.served_on is not None:
        raise refuse("not_in_order")
    case.application.delivery, case.application.delivery_address = delivery, delivery_address


def check_delivery(delivery: str, address: str) -> None:
    """A way that exists, and an address for what is posted."""
    check_method(delivery)
    if delivery == POST and not address.strip():
        raise BadInput("邮寄送达的，请填写收件地址", field="delivery_address")


@timer
def deem_served(case: Case) -> None:
    """公告期满视为送达: on the last day of the notice, however late the sweep."""
    clock = case.running("announcement")
    if clock is not None:
        served(case, PUBLIC_NOTICE, clock.due_on)


def announced_until(case: Case) -> date | None:
    """The day on which a public notice has become service."""
    clock = case.running("announcement")
    return None if clock is None else day_after(clock.due_on)


@act
def publish(case: Case) -> None:
    """公示: grants, but not the name of a natural person (40, 个人信息保护法 34)."""
    if case.running("publication") is None:
        raise refuse("not_in_order")
    meet(case, "publication")
