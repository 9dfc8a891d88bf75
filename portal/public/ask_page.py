"""咨询投诉: anybody asks or complains, gets a number and a code, and with both sees the answer and judges it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from approvals.attempts import barred_until
from approvals.people import Office
from portal import moment
from portal.case_words import in_language
from portal.client import client_address
from portal.lodging_form import CODE_LENGTH, query_code
from portal.people_forms import blame
from portal.public import attempts
from portal.public.asking import read_number, refused, too_often
from portal.ticket_forms import AskForm, JudgeForm
from supervision.models import Ticket
from supervision.tickets.acts import by_code, rate_ticket, receive_ticket, rules
from workflow.errors import BadInput, LicensingError

PAGE, SEEN = "portal/public/ask.html", "portal/public/asked.html"
MOST, PER = 10, timedelta(hours=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("name", "phone", "content")
def ask(request: HttpRequest) -> HttpResponse:
    """GET: the form, for a matter if a guide led here; POST: received, with number and code."""
    if request.method != "POST":
        given = {"sub_item_code": request.GET.get("matter", ""), "kind": "consultation"}
        return _form(request, AskForm(initial=given))
    form, at = AskForm(request.POST), moment.now()
    if not form.is_valid():
        return _form(request, form, status=422)
    if barred_until(purpose="ask", who=client_address(request), at=at, most=MOST, per=PER):
        form.add_error(None, _("从您所在的网络提交的次数过多，请一小时后再试，或者拨打 12345"))
        return _form(request, form, status=429)
    office = Office.objects.filter(parent=None).order_by("id").values_list("id", flat=True)[0]
    try:
        ticket = receive_ticket(form.asked(), office=office, code=query_code(), by=None, at=at)
    except BadInput as error:
        blame(form, error)
        return _form(request, form, status=error.status)
    return render(request, PAGE, {"ticket": ticket, **_words(ticket)}, status=201)


def _form(request: HttpRequest, form: AskForm, *, status: int = 200) -> HttpResponse:
    facts = {"form": form, "days": [(in_language(k.zh, k.en), k.days) for k in rules().kinds.values()]}
    return render(request, PAGE, facts, status=status)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """GET: asks for number and code; POST: what has become of the ticket.  The code never stands in an address."""
    if request.method != "POST":
        return render(request, SEEN, {"number": read_number(request.GET.get("number", ""))})
    found = _found(request, at=moment.now())
    return found if isinstance(found, HttpResponse) else _show(request, found)


@sensitive_post_parameters("code")
@never_cache
@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """Whether the answer satisfies, once; with number and code."""
    at = moment.now()
    found = _found(request, at=at)
    if isinstance(found, HttpResponse):
        return found
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    try:
        judged = rate_ticket(found.number, at=at, **form.cleaned_data)
    except LicensingError as error:
        blame(form, error)
        return _show(request, found, form=form, status=error.status)
    return _show(request, judged)


def _found(request: HttpRequest, *, at: datetime) -> Ticket | HttpResponse:
    """The ticket of number and code, or the answer that says why not."""
    number, code = read_number(request.POST.get("number", "")), read_number(request.POST.get("code", "")).upper()
    facts: dict[str, Any] = {"number": number}
    if not number or len(code) != CODE_LENGTH:
        fault = _("请填写编号和 %(n)s 位查询码。") % {"n": CODE_LENGTH}
        return render(request, SEEN, {**facts, "fault": fault}, status=422)
    again = too_often(request, attempts.TICKET, number=number, at=at)
    if again is not None:
        return refused(request, SEEN, facts, at=at, again=again)
    ticket = by_code(number=number.upper(), code=code)
    if ticket is None:
        fault = _("没有与这个编号和查询码相符的咨询投诉。请核对提交时得到的编号和查询码。")
        return render(request, SEEN, {**facts, "fault": fault}, status=404)
    return ticket


def _show(request: HttpRequest, ticket: Ticket, *, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    open_to_judge = ticket.state == "answered" and not ticket.satisfaction
    facts = {
        "number": ticket.number,
        "ticket": ticket,
        "form": (form or JudgeForm()) if open_to_judge else None,
        **_words(ticket),
    }
    return render(request, SEEN, facts, status=status)


def _words(ticket: Ticket) -> dict[str, str]:
    kind = rules().kinds[ticket.kind]
    return {"kind": in_language(kind.zh, kind.en)}
