"""差评工单: the bad ratings of the bureau by the day that presses; what is done about one is done on its case.

Source: 国办发〔2019〕51号.  Who is rated learns of a bad rating, but not from whom and in which words."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.case_words import ACTS, said
from portal.keys import key_of
from portal.lines import item_name
from portal.offices import bureaus
from portal.rating_fields import CALL_BACKS
from supervision.ratings.orders import STEPS, Order, orders
from workflow.errors import BadInput

LIMIT = 30


@dataclass(frozen=True, slots=True)
class Row:
    """An order as this official may see it; `text` is empty for whom it rates."""

    order: Order
    item: str
    text: str
    hidden: bool
    done: tuple[str, ...]
    following: str
    outcome: str
    late: bool


@require_safe
@never_cache
def rating_orders(request: Request) -> HttpResponse:
    """`state`: open (to be answered) or answered; a page at a time by key."""
    state = request.GET.get("state", "open")
    if state not in ("open", "answered"):
        raise BadInput(state, field="state")
    today, after = moment.today(), _after(request.GET.get("after", ""))
    offices = bureaus(request.person.id, on=today)
    found = orders(offices, answered=state == "answered", after=after, limit=LIMIT + 1)
    last = found[LIMIT - 1] if len(found) > LIMIT else None
    facts = {
        "rows": [_row(each, request.person.id, today) for each in found[:LIMIT]],
        "state": state,
        "paged": after is not None,
        "next": urlencode({"state": state, "after": f"{last.clock.due_on}_{last.key}"}) if last is not None else "",
    }
    return render(request, "portal/rating_orders.html", facts)


def _after(text: str) -> tuple[date, int] | None:
    if not text:
        return None
    on, _sign, key = text.partition("_")
    try:
        return date.fromisoformat(on), key_of(key, "after")
    except ValueError:
        raise BadInput(text[:40], field="after") from None


def _row(order: Order, person: int, today: date) -> Row:
    case = order.clock.application
    rated = person in (case.accepted_by_id, *case.reviewed_by)
    following = next((step for step in STEPS if step not in order.done), "")
    if order.contact is not None and order.contact.met_on is not None and "contact_rater" not in order.done:
        following = next((step for step in STEPS[1:] if step not in order.done), "")
    if order.outcome == "not_reached":
        following = STEPS[-1]
    return Row(
        order=order,
        item=item_name(case.item_version_id, case.sub_item_code),
        text="" if rated else order.rating.text,
        hidden=rated,
        done=tuple(said(ACTS, step) for step in order.done),
        following=said(ACTS, following) if following else "",
        outcome=said(CALL_BACKS, order.outcome) if order.outcome else "",
        late=order.clock.met_on is None and order.due_on < today,
    )
