"""收件箱: what the system has told the person who is signed in, and by which other ways it may tell him."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from notifications import inbox
from notifications.models import Channel
from portal import moment
from portal.access import Request, safe_path
from portal.keys import key_of

LIMIT = 20
SWITCHED = (Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)


@require_safe
@never_cache
def inbox_page(request: Request) -> HttpResponse:
    """The newest messages, or those before the key `before`."""
    before = key_of(request.GET["before"], "before") if request.GET.get("before") else None
    entries = inbox.inbox(user_id=request.person.id, before_id=before, limit=LIMIT + 1)
    chosen = inbox.choices_of(user_id=request.person.id)
    switches = [(c.value, c.label, chosen.get(c, True)) for c in SWITCHED]
    shown = entries[:LIMIT]
    facts = {
        "entries": shown,
        "unread": inbox.unread_count(user_id=request.person.id),
        "newest": shown[0].message_id if shown else 0,
        "next": f"before={shown[-1].message_id}" if len(entries) > LIMIT else "",
        "paged": before is not None,
        "switches": switches,
    }
    return render(request, "portal/inbox.html", facts)


@require_POST
def read(request: Request) -> HttpResponse:
    """One message is read (and its case opened, with `go`), or everything up to the newest one shown."""
    me, at = request.person.id, moment.now()
    if request.POST.get("up_to"):
        inbox.mark_all_read(user_id=me, up_to_id=key_of(request.POST["up_to"], "up_to"), at=at)
        return redirect("inbox")
    inbox.mark_read(user_id=me, message_id=key_of(request.POST.get("message", ""), "message"), at=at)
    return redirect(safe_path(request, request.POST.get("go", ""), "/inbox/"))


@require_POST
def channels(request: Request) -> HttpResponse:
    """By which ways beside the inbox he wants to be told."""
    for channel in SWITCHED:
        inbox.choose(user_id=request.person.id, channel=channel, enabled=channel.value in request.POST)
    messages.success(request, _("已保存通知方式。"))
    return redirect("inbox")
