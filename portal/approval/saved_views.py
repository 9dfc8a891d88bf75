"""视图: named filters of the approval queue, each person's own; one of them may open by itself."""

from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Request
from portal.approval.models import SavedView
from portal.keys import BIGGEST
from portal.queue_page import ASKED
from workflow.errors import BadInput, NotFound

MOST = 20
LONGEST = 40
NARROWS = tuple(name for name in ASKED if name not in ("stage", "desk", "holder"))


def views_of(owner: int) -> list[SavedView]:
    """Somebody's views by name."""
    return list(SavedView.objects.filter(owner=owner).order_by("name"))


def save_view(*, owner: int, name: str, asked: Mapping[str, str], default: bool) -> SavedView:
    """Keeps the filters under the name; a view of that name is replaced.  Raises BadInput without a name or filters."""
    name = name.replace("\0", "").strip()
    if not 0 < len(name) <= LONGEST:
        raise BadInput(_("请写明视图名称，不超过 %(n)s 字") % {"n": LONGEST}, field="name")
    found = {key: asked[key].replace("\0", "")[:100] for key in NARROWS if asked.get(key)}
    with transaction.atomic():
        mine = SavedView.objects.select_for_update().filter(owner=owner)
        if len(mine.exclude(name=name)) >= MOST:
            raise BadInput(_("视图最多 %(n)s 个，请先删除不用的") % {"n": MOST}, field="name")
        if default:
            mine.update(is_default=False)
        kept = {"asked": found, "is_default": default}
        view, _new = SavedView.objects.update_or_create(owner_id=owner, name=name, defaults=kept)
    return view


def change(*, owner: int, view_id: int, what: str) -> None:
    """`default`: opens by itself from now on; `plain`: no longer; `delete`.  Raises NotFound for a view of another."""
    with transaction.atomic():
        mine = SavedView.objects.select_for_update().filter(owner=owner)
        found = mine.filter(pk=view_id)
        if not found:
            raise NotFound(str(view_id))
        if what == "delete":
            found.delete()
        elif what in ("default", "plain"):
            mine.update(is_default=False)
            found.update(is_default=what == "default")
        else:
            raise BadInput(what, field="what")


@require_POST
def save(request: Request) -> HttpResponse:
    """The filters of the page under a name."""
    asked = QueryDict(request.POST.get("asked", "")[:2000])
    name, default = request.POST.get("name", ""), "default" in request.POST
    view = save_view(owner=request.person.id, name=name, asked=asked.dict(), default=default)
    messages.success(request, _("视图“%(name)s”已经保存。") % {"name": view.name})
    return redirect(f"{reverse('approval')}?{view.query}")


@require_POST
def manage(request: Request, view_id: int) -> HttpResponse:
    """Its own choice, or away with it."""
    if view_id > BIGGEST:
        raise NotFound(str(view_id))
    change(owner=request.person.id, view_id=view_id, what=request.POST.get("what", ""))
    messages.success(request, _("视图已经更新。"))
    return redirect(f"{reverse('approval')}?all=1")
