"""预审: asked by the applicant before lodging, answered by a reviewer; the pages say that it has no legal effect."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.case_words import in_language
from portal.offices import bureaus
from portal.refusals import sentence
from workflow import catalogue_versions, pre_checks
from workflow.errors import BadInput, LicensingError
from workflow.models import PreCheck
from workflow.reading import lodger, within
from workflow.rules.catalogue import SubItem

KEY_DIGITS = 18


def _offices(request: Request) -> set[int]:
    """Where this person answers."""
    return bureaus(request.person.id, on=moment.today(), roles={"reviewer"})


def _own(request: Request) -> Q:
    """Those that this person may see as applicant or agent."""
    return within(request.person.actor, on=moment.today())


@require_safe
@never_cache
def pre_check_list(request: Request) -> HttpResponse:
    """Of a reviewer those of his office, of an applicant his own."""
    before = request.GET.get("before", "")
    if before and (not before.isdecimal() or len(before) > KEY_DIGITS):
        raise BadInput(before, field="before")
    rows, further = pre_checks.page(
        offices=_offices(request), own=_own(request), before=int(before) if before else None
    )
    facts = {"rows": [(row, _named(pre_checks.item_of(row))) for row in rows], "further": further}
    return render(request, "portal/visits/pre_checks.html", facts)


def _named(item: SubItem) -> str:
    return f"{in_language(item.item_name, item.item_name_en)}（{in_language(item.name, item.name_en)}）"


def _text(request: Request, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, code: str) -> HttpResponse:
    """The question about one sub-item."""
    _version, item = catalogue_versions.current(code)
    if request.method != "POST":
        return _asking(request, item)
    ticked = {code: _text(request, f"note-{code}") for code in request.POST.getlist("materials")}
    applicant = _text(request, "applicant")
    try:
        made = pre_checks.ask(
            by=request.person.id,
            at=moment.now(),
            applicant=int(applicant) if applicant.isdecimal() and len(applicant) <= KEY_DIGITS else 0,
            item=item.code,
            question=_text(request, "question"),
            materials=ticked,
        )
    except LicensingError as error:
        return _asking(request, item, ticked=ticked, fault=_told(error, item), status=error.status)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("预审请求已经提交。预审不是申请，不产生法律效力。"))
    return redirect("pre-check", made.pk)


def _told(error: LicensingError, item: SubItem) -> str:
    return sentence(error.text, error.detail, item)


def _asking(
    request: Request, item: SubItem, *, ticked: dict[str, str] | None = None, fault: str = "", status: int = 200
) -> HttpResponse:
    given = ticked or {}
    rows = [
        (material.code, in_language(material.name, material.name_en), material.code in given, given.get(material.code, ""))
        for material in item.materials.values()
    ]
    facts = {
        "item": item,
        "name": _named(item),
        "rows": rows,
        "applicants": lodger(by=request.person.id, at=moment.now()).applicants_for(item),
        "question": _text(request, "question"),
        "fault": fault,
    }
    return render(request, "portal/visits/pre_check_ask.html", facts, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pre_check(request: Request, key: int) -> HttpResponse:
    """One question with its answer; a reviewer answers."""
    offices = _offices(request)
    row = pre_checks.one(key=key, offices=offices, own=_own(request))
    item = pre_checks.item_of(row)
    answers = row.office_id in offices and row.answered_at is None and row.asked_by_id != request.person.id
    if request.method != "POST":
        return _show(request, row, item, answers=answers)
    remarks = {
        code: {"verdict": _text(request, f"verdict-{code}"), "remark": _text(request, f"remark-{code}")}
        for code in row.materials
    }
    try:
        if row.office_id not in offices or row.asked_by_id == request.person.id:
            return _show(request, row, item, answers=False, fault=_("请由审查人员答复。"), status=403)
        text = _text(request, "answer")
        pre_checks.answer(pre_check=row, by=request.person.id, at=moment.now(), text=text, remarks=remarks)
    except LicensingError as error:
        return _show(request, row, item, answers=answers, typed=remarks, fault=_told(error, item), status=error.status)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("预审答复已经发出。"))
    return redirect("pre-check", row.pk)


def _show(
    request: Request,
    row: PreCheck,
    item: SubItem,
    *,
    answers: bool,
    typed: dict[str, dict[str, str]] | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    facts = {
        "row": row,
        "item": item,
        "name": _named(item),
        "lines": _lines(row, item, typed or row.remarks),
        "verdicts": list(_verdicts().items()),
        "answers": answers,
        "answer": _text(request, "answer") or row.answer,
        "fault": fault,
    }
    return render(request, "portal/visits/pre_check.html", facts, status=status)


def _verdicts() -> dict[str, str]:
    return {
        pre_checks.FITS: _("看来符合"),
        pre_checks.DOES_NOT: _("看来不符合"),
        pre_checks.LATER: _("提交后再看"),
    }


def _lines(row: PreCheck, item: SubItem, given: dict[str, dict[str, str]]) -> list[tuple[str, ...]]:
    """Of each material: code, name, what the applicant said, the verdict and its word, the remark."""
    words = _verdicts()
    lines: list[tuple[str, ...]] = []
    for code, note in row.materials.items():
        known, said = item.materials.get(code), given.get(code, {})
        name = in_language(known.name, known.name_en) if known is not None else code
        verdict = said.get("verdict", "")
        lines.append((code, name, note, verdict, words.get(verdict, ""), said.get("remark", "")))
    return lines
