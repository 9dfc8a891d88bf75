"""A licence for those it concerns: what it says today, what it said before, and what is to come (renewal, reminders, grace)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.licence_editions import SAYS, LicenceEdition
from approvals.licences import Licence
from portal import moment
from portal.access import Request
from portal.case_words import Words, in_language, said
from portal.enterprise.rights import file_of, licence_of
from portal.public.licence_page import names_of
from portal.public.words import LICENCE_STATES
from workflow import catalogue_versions
from workflow.errors import NotFound
from workflow.licence_facts import facts_of
from workflow.models import Application
from workflow.rules.catalogue import Period

GRACE = "grace-"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition with what it says, the number of its case, and what of it differs from the one before."""

    row: LicenceEdition
    lines: Sequence[tuple[str, str, bool]]
    case: str


@never_cache
@require_safe
def licence(request: Request, key: int) -> HttpResponse:
    """Raises NotFound for whom it does not concern."""
    today = moment.today()
    found = licence_of(request.person, key, on=today)
    (facts,) = facts_of([found], on=today)
    name, item = names_of(found.sub_item_code)
    rows = list(LicenceEdition.objects.filter(licence=found).select_related("document").order_by("edition"))
    context = {
        "licence": found,
        "facts": facts,
        "state": said(LICENCE_STATES, facts.state),
        "name": name,
        "item": item,
        "identifier": rows[-1].identifier if rows else None,
        "editions": list(reversed(_editions(rows, _labels(found)))),
        "reminders": [(row, _period(row.period)) for row in found.reminders.order_by("-made_at", "period")],
        "may_open_file": _may_open_file(request, found),
    }
    return render(request, "portal/enterprise/licence.html", context)


def _editions(rows: Sequence[LicenceEdition], labels: Words) -> list[Edition]:
    cases = dict(Application.objects.filter(pk__in=[row.application_id for row in rows]).values_list("id", "number"))
    made: list[Edition] = []
    before: dict[str, str] = {}
    for row in rows:
        says = {name: str(row.says.get(name) or "") for name in SAYS} | dict(row.says.get("form", {}))
        lines = [(said(labels, name), text, bool(before) and before.get(name) != text) for name, text in says.items() if text]
        made.append(Edition(row, lines, cases.get(row.application_id or 0, "")))
        before = says
    return made


def _labels(found: Licence) -> Words:
    """What of a licence is called how: the holder's particulars, and the fields of its item's form."""
    try:
        form = catalogue_versions.current(found.sub_item_code)[1].form
    except catalogue_versions.UnknownSubItem:
        return SAYS
    return {**SAYS, **{field.code: in_language(field.label, field.label_en) for field in form}}


def _period(code: str) -> str:
    """How long ahead a reminder was, in words."""
    period = Period.parse(code.removeprefix(GRACE))
    words = _("宽限期届满前 %(n)s 日") if code.startswith(GRACE) else _("届满前 %(n)s 日")
    months = _("届满前 %(n)s 个月")
    return (words if period.unit == "D" else months) % {"n": period.n}


def _may_open_file(request: Request, found: Licence) -> bool:
    try:
        file_of(request.person, found.holder_id, on=moment.today())
    except NotFound:
        return False
    return True
