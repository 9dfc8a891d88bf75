"""审查: the list of materials side by side with the findings, and the opinion with catalogued grounds, on one page."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.case_findings import checks_found
from portal.case_sheet import CaseSheet, collect
from portal.case_words import ACTS, in_language, said
from portal.forms import ActForm
from portal.refusals import sentence
from workflow import acts
from workflow.errors import LicensingError, NotFound
from workflow.reading import case_by_number
from workflow.rules.visit_record import FINDINGS

ACT = "record_opinion"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, number: str) -> HttpResponse:
    """GET: the materials with what was found; POST: gives the opinion."""
    seen = case_by_number(number=number, by=request.person.id, at=moment.now())
    sheet = collect(seen)
    if not sheet.is_official:
        raise NotFound(number)
    data = request.POST if request.method == "POST" else None
    form = ActForm(act=ACT, sheet=sheet.people.sheet(), version=seen.version, data=data)
    if data is None:
        return _show(request, sheet, form)
    if not form.is_valid():
        return _show(request, sheet, form, status=422)
    try:
        version, given = form.cleaned_data["version"], form.arguments()
        given["findings"] = _findings(request, sheet)
        acts.perform(ACT, sheet.case.application.pk, by=request.person.id, at=moment.now(), version=version, **given)
    except LicensingError as error:
        form.show(error, sentence(error.text, error.detail, sheet.case.item))
        return _show(request, sheet, form, status=error.status)
    transaction.on_commit(poke, robust=True)
    messages.success(request, _("已办理：%(act)s") % {"act": said(ACTS, ACT)})
    return redirect("case", number)


def _findings(request: Request, sheet: CaseSheet) -> list[dict[str, str]]:
    """What was found of each material and each check, as typed; what was left alone is left out."""
    asked = [("code", line.code, "") for line in sheet.materials]
    asked += [("check", check.code, "check-") for check in sheet.case.item.checks_at("review")]
    found = []
    for key, code, prefix in asked:
        finding = request.POST.get(f"{prefix}finding-{code}", "")
        remark = request.POST.get(f"{prefix}remark-{code}", "").replace("\0", "").strip()[:400]
        if finding in FINDINGS:
            found.append({key: code, "finding": finding, "remark": remark})
    return found


def _show(request: Request, sheet: CaseSheet, form: ActForm, *, status: int = 200) -> HttpResponse:
    typed = _findings(request, sheet)
    given = {row["code"]: row for row in typed if "code" in row}
    rows: list[tuple[Any, ...]] = []
    for line in sheet.materials:
        known, kept = sheet.case.item.materials.get(line.code), given.get(line.code, {})
        grounds = [g for g in sheet.case.item.grounds_for("refuse") if g.material == line.code]
        words = [in_language(g.text, g.text_en) for g in grounds]
        rows.append((line, known, kept.get("finding", ""), kept.get("remark", ""), words))
    facts = {
        "sheet": sheet,
        "application": sheet.case.application,
        "form": form,
        "rows": rows,
        "checks": checks_found(sheet.case, typed),
        "name": said(ACTS, ACT),
    }
    return render(request, "portal/visits/review.html", facts, status=status)
