"""The case page, and the one door of the pages to every act: /cases/<number>/<act>/.

A page never decides: it reads the form, asks `acts.perform`, and tells what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from approvals.files.errors import FileError
from approvals.rules.authority import DECISIONS
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.case_sheet import CaseSheet, collect
from portal.case_words import ACTS, REMEDIES, said
from portal.forms import FORMS, ActForm
from portal.refusals import offered, sentence
from portal.uploads.asks import chosen
from portal.uploads.handing_in import with_files
from workflow import acts
from workflow.errors import BadInput, Conflict, LicensingError
from workflow.offers import offers
from workflow.reading import Seen, case_by_number

IDLE = "not_in_order"
SUPPLY = "supply"


@dataclass(frozen=True, slots=True)
class Open:
    """An act that can be done now, with its form; `awaited`: it finishes a work item that is open."""

    act: str
    name: str
    form: ActForm
    awaited: bool


@dataclass(frozen=True, slots=True)
class Barred:
    """An act that cannot, why, and what to do; `idle`: there is nothing at this stage that it could be done to."""

    act: str
    name: str
    text: str
    todo: str
    awaited: bool
    idle: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody just tried in vain: the form as he filled it in, and the sentence."""

    act: str
    form: ActForm | None
    sentence: str
    status: int


@dataclass(frozen=True, slots=True)
class Door:
    """The page through which a case is open: its address (the acts' lie beneath it), the query it keeps, its template.

    `behind`: where a decision leads; '' back to the case.  `facts`: what its template needs beside the case."""

    address: str
    query: str = ""
    template: str = "portal/case/page.html"
    behind: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        return f"{self.address}?{self.query}" if self.query else self.address


@never_cache
@require_GET
def case_page(request: Request, number: str) -> HttpResponse:
    """Everything about one case, and a form for each act."""
    return show_case(request, read_case(request, number), Door(_address(number)))


@never_cache
def do_act(request: Request, number: str, act: str) -> HttpResponse:
    """POST: does the act.  GET (a reload, a bookmark): to its form."""
    return through(request, number, act, lambda seen: Door(_address(number)))


def through(request: Request, number: str, act: str, door_of: Callable[[Seen], Door]) -> HttpResponse:
    """The same through any door."""
    seen = read_case(request, number)
    door = door_of(seen)
    if request.method != "POST":
        return redirect(f"{door.whole}#act-{act}")
    if act not in FORMS:
        error = BadInput(_("没有名为 %(act)s 的操作") % {"act": act}, field="act")
        return _refused(request, number, door, act, None, error)
    form = ActForm(act=act, sheet=collect(seen).people.sheet(), version=seen.version, data=request.POST)
    if not form.is_valid():
        return show_case(request, seen, door, Attempt(act, form, _("填写有误，请改正后重新提交"), 422))
    try:
        version, arguments = form.cleaned_data["version"], form.arguments()
        _perform(request, seen, act, version, arguments)
    except LicensingError as error:
        return _refused(request, number, door, act, request.POST, error)
    except FileError as error:
        form.add_error(None, _(error.text))
        return show_case(request, seen, door, Attempt(act, form, _(error.text), error.status))
    transaction.on_commit(poke, robust=True)
    words = {"act": said(ACTS, act), "number": number, "applicant": seen.case.applicant.name}
    if door.behind and act in DECISIONS:
        messages.success(request, _("已办理：%(act)s · %(number)s %(applicant)s") % words)
        return redirect(door.behind)
    messages.success(request, _("已办理：%(act)s") % words)
    return redirect(door.whole)


def _perform(request: Request, seen: Seen, act: str, version: int, arguments: dict[str, Any]) -> None:
    """Does the act; what is supplied may come with files, which are bound with it or not at all."""
    key, me, at = seen.case.application.pk, request.person.id, moment.now()
    if act != SUPPLY:
        acts.perform(act, key, by=me, at=at, version=version, **arguments)
        return
    files = chosen(request.POST, seen.case.item.materials)
    if files.keys() - set(arguments["materials"]):
        raise BadInput(_("请勾选已经上传文件的材料，或者取消勾选文件"), field="materials")
    with_files(lambda: acts.perform(act, key, by=me, at=at, version=version, **arguments), by=me, files=files, at=at)


def _address(number: str) -> str:
    return f"/cases/{number}/"


def read_case(request: Request, number: str) -> Seen:
    """The case as who asks may see it.  Raises NotFound."""
    return case_by_number(number=number, by=request.person.id, at=moment.now())


def _refused(request: Request, number: str, door: Door, act: str, data: Any, error: LicensingError) -> HttpResponse:
    """The page as the case now is, with the sentence at the form and what was typed."""
    seen = read_case(request, number)
    sheet = collect(seen)
    told = _told(error, sheet)
    form = None
    if data is not None:
        kept = data.copy()
        kept["version"] = str(seen.version)
        form = ActForm(act=act, sheet=sheet.people.sheet(), version=seen.version, data=kept)
        form.show(error, told)
    return show_case(request, seen, door, Attempt(act, form, told, error.status), sheet)


def _told(error: LicensingError, sheet: CaseSheet) -> str:
    if isinstance(error, Conflict) and sheet.latest is not None:
        latest = sheet.latest
        words = {"who": latest.actor, "act": latest.act, "at": f"{localtime(latest.at):%Y-%m-%d %H:%M}"}
        return _("您打开页面后，%(who)s 已于 %(at)s 办理“%(act)s”。页面已更新，请核对后再提交") % words
    return sentence(error.text, error.detail, sheet.case.item)


def show_case(
    request: Request, seen: Seen, door: Door, attempt: Attempt | None = None, sheet: CaseSheet | None = None
) -> HttpResponse:
    """The page of this door."""
    sheet = sheet or collect(seen)
    open_acts, barred = _acts(request, sheet, attempt)
    shown = attempt is not None and any(each.act == attempt.act for each in open_acts)
    context = {
        **door.facts,
        "door": door,
        "sheet": sheet,
        "case": sheet.case,
        "item": sheet.case.item,
        "application": sheet.case.application,
        "open_acts": open_acts,
        "barred_acts": [each for each in barred if not each.idle],
        "idle_acts": [each for each in barred if each.idle],
        "attempt": attempt,
        "lost_form": attempt.form if attempt is not None and not shown else None,
    }
    return render(request, door.template, context, status=attempt.status if attempt is not None else 200)


def _acts(request: Request, sheet: CaseSheet, attempt: Attempt | None) -> tuple[list[Open], list[Barred]]:
    """What this person can do now, the awaited acts first, and what bars the rest."""
    case, people = sheet.case, sheet.people.sheet()
    awaited = [act for row in case.walk.open_humans() for act in row.step.node.offers]
    open_acts, barred = [], []
    for offer in offers(case.application.pk, by=request.person.id, at=case.at):
        if offer.act not in FORMS or offer.code == "not_yours":
            continue
        name, first = said(ACTS, offer.act), offer.act in awaited
        if offer.open:
            tried = attempt.form if attempt is not None and attempt.act == offer.act else None
            form = tried or ActForm(act=offer.act, sheet=people, version=sheet.seen.version)
            open_acts.append(Open(offer.act, name, form, first))
        else:
            barred.append(
                Barred(
                    offer.act,
                    name,
                    offered(offer.code or "", offer.text, case.item),
                    said(REMEDIES, offer.code or ""),
                    first,
                    offer.code == IDLE,
                )
            )

    def place(each: Open | Barred) -> int:
        return awaited.index(each.act) if each.awaited else len(awaited)

    return sorted(open_acts, key=place), sorted(barred, key=place)
