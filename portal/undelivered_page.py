"""未送达: people whom a message did not reach, told by other means or sent to again (notifications/followup.py)."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from notifications import followup
from notifications.composition import compose
from notifications.errors import AlreadyClosed, GroundsMissing, TextError
from notifications.models import Undelivered
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.keys import key_of
from workflow.errors import BadInput

LIMIT, LONGEST = 20, 400


@dataclass(frozen=True, slots=True)
class Row:
    """A task with the subject of its message; `broken`: there is no text to send."""

    task: Undelivered
    subject: str
    broken: bool


@require_safe
@never_cache
def undelivered(request: Request) -> HttpResponse:
    """The open tasks, the oldest first, a page at a time."""
    after = key_of(request.GET.get("after") or "0", "after")
    found = list(followup.open_tasks().filter(id__gt=after)[: LIMIT + 1])
    facts = {
        "rows": [_row(task) for task in found[:LIMIT]],
        "next": f"after={found[LIMIT - 1].pk}" if len(found) > LIMIT else "",
        "paged": bool(after),
        "total": followup.open_tasks().count(),
    }
    return render(request, "portal/people/undelivered.html", facts)


@require_POST
def settle(request: Request) -> HttpResponse:
    """`do`: again: a new attempt; told: the person was told by other means.  Both with a note."""
    by, at, note = request.person.id, moment.now(), request.POST.get("note", "").replace("\0", "").strip()[:LONGEST]
    key, do = key_of(request.POST.get("row", ""), "row"), request.POST.get("do", "")
    if do not in ("again", "told"):
        raise BadInput(do, field="do")
    settled = followup.send_again if do == "again" else followup.close
    try:
        settled(undelivered_id=key, by_id=by, note=note, at=at)
    except GroundsMissing:
        raise BadInput(_("请写明如何处理"), field="note") from None
    except AlreadyClosed:
        messages.warning(request, _("这一条已由他人处理。"))
        return redirect("undelivered")
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("已重新发送。") if do == "again" else _("已登记另行告知。"))
    return redirect("undelivered")


def _row(task: Undelivered) -> Row:
    try:
        return Row(task, compose(task.message, language=get_language() or "zh-hans").subject, broken=False)
    except TextError:
        return Row(task, _("消息内容不完整"), broken=True)
