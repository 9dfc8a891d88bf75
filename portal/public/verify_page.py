"""文书查验: what a document with this code says and is worth today; is the link in its QR code ours; is this file unchanged.

Look-alike sites show a forged certificate its own forged page: this one says what the true document says, and the published
key (`/verify/key/`) lets anybody check the link without any site."""

from datetime import datetime, timedelta
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from approvals.attempts import barred_until
from approvals.documents.check_code import ForgedLink, read_code, read_payload
from approvals.documents.check_keys import public_keys
from portal import moment
from portal.client import client_address
from portal.public.asking import read_number, refused
from portal.public.verify_facts import Shown, by_code, differing
from portal.public.verify_file import Bounded, examine
from workflow.rules.clock import legal_day

PAGE = "portal/public/verify.html"
EXAMINING, PATIENCE_SECONDS = BoundedSemaphore(1), 5  # strangers' files never take more than one thread of this process
MOST, PER = 10, timedelta(minutes=1)  # 128 bits are not guessed anyway; the register is not copied either


@never_cache
@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """`asked`: a code leads to its page; a number alone opens no document, and whether there is one is not told."""
    asked = request.GET.get("asked", "")
    code = read_code(asked)
    if code is not None:
        return redirect("verify-code", code)
    return render(request, PAGE, {"asked": read_number(asked)})


@never_cache
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """The document with this code; `s`: the signed part of the link in its QR code."""
    at, facts = moment.now(), {"asked": code[:60]}
    again = too_often(request, at)
    if again is not None:
        return refused(request, PAGE, facts, at=at, again=again)
    known = read_code(code)
    found = by_code(known, on=legal_day(at)) if known is not None else None
    if found is None:
        fault = _("没有这个查验码。请对照文书核对；无误仍查不到的，这份文书不是本机关制作的。")
        return render(request, PAGE, {**facts, "fault": fault}, status=404)
    signed, differs = _link(request.GET.get("s"), found, known or "")
    return render(request, PAGE, {**facts, "found": found, "signed": signed, "differs": differs, "at": at})


def _link(payload: str | None, found: Shown, code: str) -> tuple[str, list[str]]:
    """Whether the link says something that is signed (genuine, forged, or '' for nothing), and what it says otherwise."""
    if payload is None:
        return "", []
    try:
        claim = read_payload(code=code, payload=payload)
    except ForgedLink:
        return "forged", []
    return "genuine", differing(found, claim)


@csrf_exempt
@never_cache
@require_POST
def examined(request: HttpRequest) -> HttpResponse:
    """A file is compared with what was issued, and forgotten: held in memory up to its bound, written nowhere."""
    request.upload_handlers = [Bounded(request)]
    return _examined(request)


@csrf_protect
def _examined(request: HttpRequest) -> HttpResponse:
    at = moment.now()
    again = too_often(request, at)
    if again is not None:
        return refused(request, PAGE, {}, at=at, again=again)
    given = request.FILES.get("file")
    if given is None:
        return render(request, PAGE, {"file_fault": _("请选择一个不超过 10 MB 的 PDF 文件。")}, status=422)
    if not EXAMINING.acquire(timeout=PATIENCE_SECONDS):
        return _busy(request)
    try:
        verdict = examine(given.read(), on=legal_day(at))
    finally:
        EXAMINING.release()
    return render(request, PAGE, {"verdict": verdict, "found": verdict.shown, "at": at, "file_name": given.name})


def _busy(request: HttpRequest) -> HttpResponse:
    response = render(request, PAGE, {"file_fault": _("正在核对其他人的文件，请稍后再试。")}, status=503)
    response["Retry-After"] = str(PATIENCE_SECONDS)
    return response


@never_cache
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public keys of the links, the one that signs first, and how a link is checked by them."""
    keys = public_keys()
    return render(request, "portal/public/verify_key.html", {"keys": keys, "address": _own_address()})


def _own_address() -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse('verify')}"


def too_often(request: HttpRequest, at: datetime) -> datetime | None:
    """Counts this query; the instant from which this address may ask again, if it may not be answered now."""
    return barred_until(purpose="verify:address", who=client_address(request), at=at, most=MOST, per=PER)
