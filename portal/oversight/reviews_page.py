"""案卷评查: the samples and their files, one file with its score, its findings and the answers to them.

Sources: 行政许可法 61, 72; the bureau's own rule.  法制审核 draws and scores, who handled the case answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.case_words import in_language
from portal.keys import BIGGEST, key_of
from portal.offices import bureaus
from portal.oversight.words import told
from portal.policy import REVIEW_READERS
from supervision.file_facts import file_of
from supervision.inspection_models import REVIEW, Draw
from supervision.review_models import FileReview, ReviewFinding
from supervision.reviews import (
    Deduction,
    announce_review,
    answer_finding,
    draw_review,
    handlers,
    score_file,
    settle_finding,
)
from supervision.rules.file_review import MACHINE, PERSON, machine_findings
from supervision.schemes_in_force import review_checklist
from workflow import calendar
from workflow.errors import BadInput, LicensingError, NotFound

LIMIT = 30
LONGEST = 2000
WAITING = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form: `told`: what the machine found; `points` and `text` as typed."""

    code: str
    label: str
    most: int
    machine: bool
    told: str
    points: str
    text: str
    fault_points: bool
    fault_text: bool


def seen_by(request: Request) -> QuerySet[FileReview]:
    """The reviews of the bureaus that this person serves."""
    offices = bureaus(request.person.id, on=moment.today(), roles=REVIEW_READERS)
    return FileReview.objects.filter(office_id__in=offices).select_related("application__applicant", "draw")


@require_safe
@never_cache
def reviews(request: Request) -> HttpResponse:
    """Files of the samples, the newest first; and the forms of who draws."""
    return _list(request)


def _list(request: Request, *, fault: LicensingError | None = None, form: str = "") -> HttpResponse:
    before = request.GET.get("before", "")
    rows = seen_by(request).order_by("-id")
    rows = rows.filter(pk__lt=key_of(before, "before")) if before else rows
    found = list(rows.prefetch_related("findings")[: LIMIT + 1])
    offices = bureaus(request.person.id, on=moment.today(), roles=("legal",))
    waiting = Draw.objects.filter(kind=REVIEW, office_id__in=offices, drawn_at=None).order_by("-id")[:WAITING]
    today = moment.today()
    facts = {
        "rows": [(each, _open(each)) for each in found[:LIMIT]],
        "next": urlencode({"before": found[LIMIT - 1].pk}) if len(found) > LIMIT else "",
        "paged": bool(before),
        "may_draw": request.person.may("file-review-announce"),
        "waiting": [(each, each.seed_on > today) for each in waiting],
        "fault": told(fault),
        "field": fault.field if isinstance(fault, BadInput) else "",
        "form": form,
        "sent": {name: str(value) for name, value in request.POST.items()},
        "today": today,
    }
    return render(request, "portal/oversight/reviews.html", facts, status=fault.status if fault is not None else 200)


def _open(each: FileReview) -> int:
    return sum(finding.state != ReviewFinding.SETTLED for finding in each.findings.all())


@require_POST
def announce(request: Request) -> HttpResponse:
    """公告名单."""
    try:
        announce_review(
            from_on=_day(request, "from_on"), until_on=_day(request, "until_on"), seed_on=_day(request, "seed_on"),
            seed_source=request.POST.get("seed_source", "").replace("\0", ""), by=request.person.id, at=moment.now(),
        )  # fmt: skip
    except LicensingError as error:
        return _list(request, fault=error, form="announce")
    messages.success(request, _("评查名单已经确定，请在种子公开以后抽取。"))
    return redirect("file-reviews")


@require_POST
def seed(request: Request, key: int) -> HttpResponse:
    """抽取."""
    try:
        draw_review(key, seed=request.POST.get("seed", "").replace("\0", ""), by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _list(request, fault=error, form=str(key))
    messages.success(request, _("已经抽取评查的案卷。"))
    return redirect("file-reviews")


def _day(request: Request, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError as error:
        raise BadInput(_("请填写日期"), field=name) from error


@require_safe
@never_cache
def review(request: Request, key: int) -> HttpResponse:
    """One file: before it is scored what the machine finds now, afterwards what was found."""
    return _show(request, _one(request, key))


def _one(request: Request, key: int) -> FileReview:
    found = seen_by(request).filter(pk=key).first() if key <= BIGGEST else None
    if found is None:
        raise NotFound(str(key))
    return found


def _show(
    request: Request, found: FileReview, *, fault: LicensingError | None = None, sent: Mapping[str, str] | None = None
) -> HttpResponse:
    me, took_part = request.person.id, handlers(found.application_id)
    scoring = found.scored_at is None and request.person.may("file-review-score") and me not in took_part
    lines = {line.code: in_language(line.text, line.text_en) for line in review_checklist().lines}
    findings = [(each, lines.get(each.code, each.code)) for each in found.findings.order_by("id")]
    facts: dict[str, Any] = {
        "found": found,
        "rows": _rows(found, sent or {}, fault) if scoring else [],
        "findings": findings,
        "may_answer": me in took_part and request.person.may("file-review-answer"),
        "may_settle": me not in took_part and request.person.may("file-review-settle"),
        "fault": told(fault),
        "sent": sent or {},
    }
    return render(request, "portal/oversight/review.html", facts, status=fault.status if fault is not None else 200)


def _rows(found: FileReview, sent: Mapping[str, str], fault: LicensingError | None) -> list[Row]:
    checklist, field = review_checklist(), fault.field if isinstance(fault, BadInput) else ""
    file = file_of(found.application, on=moment.today())
    told = machine_findings(checklist, file, calendar=calendar.current())
    return [
        Row(
            line.code, in_language(line.text, line.text_en), line.points, line.check == MACHINE, told.get(line.code, ""),
            sent.get(f"{line.code}-points", "0"), sent.get(f"{line.code}-text", ""), field == f"{line.code}-points",
            field == f"{line.code}-text",
        )
        for line in checklist.lines
    ]  # fmt: skip


@require_POST
def score(request: Request, key: int) -> HttpResponse:
    """评分."""
    found = _one(request, key)
    sent = {name: str(value).replace("\0", "")[:LONGEST] for name, value in request.POST.items()}
    try:
        score_file(key, deductions=_deductions(sent), by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _show(request, found, fault=error, sent=sent)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("评分已经保存，问题已经告知经办人员。"))
    return redirect("file-review", key=key)


def _deductions(sent: Mapping[str, str]) -> dict[str, Deduction]:
    found = {}
    for line in review_checklist().lines:
        name = f"{line.code}-points"
        if line.check == PERSON and name in sent:
            points = key_of(sent[name] or "0", name, most=line.points, told=_("扣分应为不超过该项分值的整数"))
            found[line.code] = Deduction(points, sent.get(f"{line.code}-text", ""))
    return found


@require_POST
def answer(request: Request, key: int) -> HttpResponse:
    """答复."""
    found, text = _finding(request, key), request.POST.get("text", "").replace("\0", "")[:LONGEST]
    try:
        answer_finding(key, text=text, by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _show(request, found, fault=error, sent={"answered": str(key), "text": text})
    messages.success(request, _("答复已经提交。"))
    return redirect("file-review", key=found.pk)


@require_POST
def settle(request: Request, key: int) -> HttpResponse:
    """确认整改 or 退回."""
    found = _finding(request, key)
    settled = {"settle": True, "return": False}.get(request.POST.get("verdict", ""))
    try:
        settle_finding(key, settled=settled, by=request.person.id, at=moment.now())
    except LicensingError as error:
        return _show(request, found, fault=error)
    messages.success(request, _("已经记录。"))
    return redirect("file-review", key=found.pk)


def _finding(request: Request, key: int) -> FileReview:
    finding = ReviewFinding.objects.filter(pk=key).first() if key <= BIGGEST else None
    if finding is None:
        raise NotFound(str(key))
    return _one(request, finding.review_id)
