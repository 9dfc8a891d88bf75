"""审批: what waits for the decision of the person who is signed in, by the working days left."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import moment
from portal.access import Request
from portal.approval import saved_views
from portal.approval.bulk import MOST
from portal.approval.saved_views import NARROWS
from portal.case_words import in_language
from portal.lines import lines
from portal.queue_page import Choice, filters, my_cards, plain, words_of_page
from workflow import calendar as register
from workflow import catalogue_versions, queue
from workflow.queue import Filters

DECIDE = "decide"

KEPT = (*NARROWS, "view")


@require_safe
@never_cache
def approval(request: Request) -> HttpResponse:
    """A page of the queue; without a question the view that somebody made his own."""
    me, today, calendar = request.person.id, moment.today(), register.current()
    views = saved_views.views_of(me)
    own = next((view for view in views if view.is_default), None)
    if own is not None and not request.GET:
        return redirect(f"{request.path}?{own.query}")
    asked = request.GET
    counts = queue.counts(user_id=me, today=today, calendar=calendar, stage=DECIDE)
    after = asked.get("after", "")
    shown = queue.page(user_id=me, today=today, calendar=calendar, filters=deciding(asked), after=after)
    facts = {
        "lines": lines(shown.rows, today=today, calendar=calendar),
        "next": urlencode({**_kept(asked), "after": shown.next_key}) if shown.next_key else "",
        "kept": kept(asked),
        "views": views,
        "view": next((view for view in views if str(view.pk) == asked.get("view")), None),
        "counts": counts,
        "cards": my_cards(me, today),
        "sub_items": _sub_items(counts.sub_items, asked.get("item", "")),
        "most": MOST,
        **words_of_page(asked, counts, today, calendar),
    }
    return render(request, "portal/approval/queue.html", facts)


def deciding(asked: Mapping[str, str]) -> Filters:
    """What the address asks for, of the work that waits for a decision.  Raises BadInput."""
    return filters({**{name: asked.get(name, "") for name in NARROWS}, "stage": DECIDE})


def kept(asked: Mapping[str, str]) -> str:
    """The query that leads from page to page of the same view."""
    return urlencode(_kept(asked))


def _kept(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: plain(asked[name]) for name in KEPT if asked.get(name)}


def _sub_items(counts: Mapping[str, int], chosen: str) -> list[Choice]:
    """Items, and beneath them their sub-items: only within one of these can be granted together."""
    current = catalogue_versions.all_current()
    named = {each.code: in_language(each.name, each.name_en) for each in current}
    named |= {each.item_code: in_language(each.item_name, each.item_name_en) for each in current}
    totals = dict(counts)
    for code, number in counts.items():
        item = code.partition("-")[0]
        totals[item] = totals.get(item, 0) + number
    if chosen:
        totals.setdefault(chosen, 0)
    return [Choice(code, f"{code} {named.get(code, '')}", totals[code], code == chosen) for code in sorted(totals)]
