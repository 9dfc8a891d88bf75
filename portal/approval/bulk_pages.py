"""The pages of a bulk grant: the list that is confirmed, and what came of each case."""

from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.approval import bulk
from portal.approval.models import GRANTED, WAITING, BulkGrant, BulkLine
from portal.approval.queue_page import DECIDE
from portal.approval.tasks import bulk_poker
from portal.case_words import REMEDIES, said
from portal.keys import BIGGEST, key_of
from portal.lines import Line, item_name, lines
from portal.refusals import offered, sentence
from workflow import calendar as register
from workflow import catalogue_versions, queue
from workflow.errors import BadInput, NotFound
from workflow.queue import Filters
from workflow.rules.catalogue import SubItem

SALT = "approval.bulk"
AT_ONCE_SECONDS = 2.0  # what a page does itself before it shows the progress
Row = tuple[Line, bulk.Checked, str]


@require_POST
@never_cache
def check(request: Request) -> HttpResponse:
    """What of the ticked cases can be granted together, and why the rest cannot; nothing is done yet."""
    me, at, today, calendar = request.person.id, moment.now(), moment.today(), register.current()
    keys = [key_of(text, "case") for text in request.POST.getlist("case")][: bulk.MOST + 1]
    if not 1 <= len(keys) <= bulk.MOST:
        raise BadInput(_("请勾选 1 至 %(n)s 件") % {"n": bulk.MOST}, field="case")
    mine = queue.page(
        user_id=me, today=today, calendar=calendar, filters=Filters(stage=DECIDE, applications=keys), limit=bulk.MOST
    )
    shown = lines(mine.rows, today=today, calendar=calendar)
    codes = sorted({line.work.sub_item_code for line in shown})
    if len(codes) != 1:
        raise BadInput(
            _("批量准予只能办理同一小项的办件") if codes else _("所选办件已不在您的待决定事项中"), field="case"
        )
    rows = [(line, bulk.check(line.work.application_id, by=me, at=at)) for line in shown]
    _version, item = catalogue_versions.current(codes[0])
    clear = [(line, found, "") for line, found in rows if found.clear]
    facts = {
        "clear": clear,
        "barred": [(line, found, _why(found, item)) for line, found in rows if not found.clear],
        "gone": len(keys) - len(rows),
        "item": shown[0].item,
        "code": codes[0],
        "order": signing.dumps({"by": me, "code": codes[0], "cases": _order(clear)}, salt=SALT, compress=True),
        "kept": request.POST.get("kept", ""),
    }
    return render(request, "portal/approval/bulk_check.html", facts)


@require_POST
def confirm(request: Request) -> HttpResponse:
    """Takes down what was confirmed and begins; what takes longer goes on without the page."""
    me, at = request.person.id, moment.now()
    try:
        order = signing.loads(request.POST.get("order", ""), salt=SALT, max_age=bulk.VALID_FOR)
    except signing.BadSignature:
        raise BadInput(_("确认已经过期，请重新勾选"), field="order") from None
    if order["by"] != me:
        raise BadInput(_("确认已经过期，请重新勾选"), field="order")
    versions = {int(key): int(version) for key, version in order["cases"]}
    made = bulk.confirm(versions, by=me, sub_item_code=order["code"], at=at)
    if not bulk.carry_on(made.pk, at=at, budget_seconds=AT_ONCE_SECONDS):
        transaction.on_commit(bulk_poker.poke, robust=True)
    transaction.on_commit(poke, robust=True)
    return redirect("approval-bulk", bulk_id=made.pk)


@require_safe
@never_cache
def result(request: Request, bulk_id: int) -> HttpResponse:
    """How far it is, and what came of each case."""
    made = _mine(request, bulk_id)
    rows = list(BulkLine.objects.filter(bulk=made).select_related("application__applicant").order_by("id"))
    _version, item = catalogue_versions.current(made.sub_item_code)
    done = sum(row.state != WAITING for row in rows)
    facts = {
        "bulk": made,
        "rows": [(row, _told(row, item)) for row in rows],
        "item": item_name(rows[0].application.item_version_id, made.sub_item_code),
        "done": done,
        "total": len(rows),
        "granted": sum(row.state == GRANTED for row in rows),
        "open": done < len(rows),
    }
    return render(request, "portal/approval/bulk.html", facts)


@require_POST
def carry_on(request: Request, bulk_id: int) -> HttpResponse:
    """The open page does a part itself, so that it goes on where no worker is awake."""
    made = _mine(request, bulk_id)
    bulk.carry_on(made.pk, at=moment.now(), budget_seconds=AT_ONCE_SECONDS)
    transaction.on_commit(poke, robust=True)
    return redirect("approval-bulk", bulk_id=made.pk)


def _mine(request: Request, bulk_id: int) -> BulkGrant:
    found = BulkGrant.objects.filter(pk=min(bulk_id, BIGGEST), by=request.person.id).first()
    if found is None:
        raise NotFound(str(bulk_id))
    return found


def _order(clear: list[Row]) -> list[tuple[int, int]]:
    return [(found.application_id, found.version) for _line, found, _why in clear]


def _why(found: bulk.Checked, item: SubItem) -> str:
    if found.code == bulk.AGAINST:
        return _("审查意见为拟不予，请逐件决定")
    told, todo = offered(found.code, found.text, item), said(REMEDIES, found.code)
    return f"{told}{_('；')}{todo}" if todo != found.code else told


def _told(row: BulkLine, item: SubItem) -> str:
    """Why this case was not granted."""
    if row.code == bulk.LAPSED:
        return _("确认后一小时内未能办理，请重新确认")
    return sentence(row.text, row.detail, item) if row.text else ""
