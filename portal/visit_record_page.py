"""核查记录 on the spot: a form for a phone that saves itself; two officials sign, on one device or each from his account.

Nothing here decides: the record goes into the case by `acts.perform` and by nothing else."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from approvals.files import sheets
from approvals.files.binding import usable
from approvals.files.errors import FileError
from approvals.people import User
from notifications.poke import poke
from portal import moment
from portal.access import Request
from portal.case_sheet import CaseSheet, collect
from portal.refusals import sentence
from portal.sign_in import TRIES, WAIT_SECONDS, counted
from portal.uploads.asks import of_sheet
from portal.uploads.handing_in import with_files
from portal.visit_form import Draft, photo_code, photos_of, typed
from workflow import acts, visit_sheets
from workflow.errors import BadInput, LicensingError, NotFound, refuse
from workflow.models import Visit, VisitSheet
from workflow.reading import case_by_number
from workflow.rules.visit_record import ON_DEVICE, OWN_ACCOUNT

OPEN = (Visit.BOOKED, Visit.RECTIFY)
ACT = {Visit.BOOKED: "record_visit", Visit.RECTIFY: "confirm_rectification"}


class Desk:
    """One official at the record of one visit."""

    def __init__(self, request: Request, number: str) -> None:
        self.request, self.me, self.number = request, request.person.id, number
        self.sheet: CaseSheet = collect(case_by_number(number=number, by=self.me, at=moment.now()))
        visit = self.sheet.case.visit
        if visit is None or not self.sheet.is_official:
            raise NotFound(number)
        self.visit: Visit = visit
        self.saved: VisitSheet | None = visit_sheets.sheet_of(visit.pk)
        self.draft = Draft(self.sheet.case, visit, self.saved.data if self.saved else self._beginning())
        self.photos = sheets.visit(visit.pk)
        self.may_upload = visit.pk in visit_sheets.visits_of(official=self.me, applicant=self.sheet.applicant.pk)
        self._lay_out()

    def _lay_out(self) -> None:
        """The photographs that lie on the sheet, line by line."""
        codes = [photo_code(item) for item in self.draft.checklist]
        self.draft.asks = of_sheet(self.photos, account=self.me, applicant=self.sheet.applicant.pk, codes=codes)

    def _beginning(self) -> dict[str, str]:
        """What is known before anything is written."""
        begun = "" if self.again else f"{localtime(self.visit.booked_for):%Y-%m-%dT%H:%M}"
        return {"place": self.sheet.applicant.address, "started_at": begun, "ended_at": begun}

    @property
    def again(self) -> bool:
        return self.visit.result == Visit.RECTIFY

    @property
    def may_write(self) -> bool:
        return self.visit.result in OPEN and "verifier" in self.request.person.roles

    @property
    def awaits_me(self) -> bool:
        """Has the colleague signed, and named me as the second?"""
        saved = self.saved
        return saved is not None and saved.signed_by_id not in (None, self.me) and self.second == self.me

    @property
    def colleagues(self) -> list[tuple[int, str]]:
        return [(key, name) for key, name in self.sheet.people.sheet().verifiers if key != self.me]

    @property
    def second(self) -> int | None:
        """The other official: the one named, else the other one booked."""
        named = self.draft.data.get("second", "")
        if named.isdecimal():
            return int(named)
        return next((key for key in self.visit.officials if key != self.me), None)

    def show(self, *, fault: str = "", status: int = 200) -> HttpResponse:
        facts = {
            "desk": self,
            "sheet": self.sheet,
            "application": self.sheet.case.application,
            "visit": self.visit,
            "draft": self.draft,
            "said": self.draft.data,
            "faults": self.draft.faults,
            "saved": self.saved,
            "fault": fault,
            "officials": self.sheet.people.named(self.visit.officials),
            "waits": self.saved is not None and self.saved.signed_by_id == self.me,
            "second_name": self.sheet.people.named([self.second]),
        }
        return render(self.request, "portal/visits/record.html", facts, status=status)

    def read(self) -> int:
        """Takes over what was sent; the version of the sheet it was made from."""
        self.draft.data = typed(self.request.POST, self.draft.checklist)
        version = self.request.POST.get("version", "")
        if not version.isdecimal() or len(version) > 9:
            raise BadInput(version, field="version")
        return int(version)

    def keep(self, version: int, *, signed: bool = False) -> VisitSheet:
        """Saves the sheet with its photographs.  Raises Conflict, BadInput, FileError."""
        data, who = self.draft.data, self.sheet.applicant.pk
        with transaction.atomic():
            self.saved = visit_sheets.save(
                visit=self.visit.pk, data=data, by=self.me, at=moment.now(), version=version, signed=signed
            )
            photos = {
                code: usable(account=self.me, applicant=who, material=code, keys=keys, sheet=self.photos)
                for code, keys in photos_of(data).items()
            }
            sheets.keep(self.photos, photos)
        self._lay_out()
        return self.saved

    def finish(self, first: int, second: int, hows: tuple[str, str]) -> None:
        """Both have signed: the act."""
        at = moment.now()
        signatures = [
            {"official": key, "name": self.sheet.people.named([key]), "how": how, "at": at.isoformat()}
            for key, how in zip((first, second), hows, strict=True)
        ]
        given: dict[str, Any] = {"result": self.draft.result, "record": self.draft.record(signatures)}
        if not self.draft.again:
            given |= {"officials": [first, second]}
            given |= {"rectify_days": self.draft.rectify_days} if self.draft.result == Visit.RECTIFY else {}
        key, act = self.sheet.case.application.pk, ACT[self.visit.result]
        files = {code: [row.pk for row in ask.chosen] for code, ask in self.draft.asks.items()}
        with_files(
            lambda: acts.perform(act, key, by=self.me, at=at, **given),
            by=self.me, files=files, at=at, sheet=self.photos,
        )  # fmt: skip
        visit_sheets.discard(self.visit.pk)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, number: str) -> HttpResponse:
    """GET: the record, to be written or to be read; POST: saves, signs, or both sign."""
    desk = Desk(request, number)
    if request.method != "POST":
        return desk.show()
    if not desk.may_write:
        raise refuse("not_authorised" if desk.visit.result in OPEN else "not_in_order")
    try:
        return _done(desk)
    except LicensingError as error:
        name = getattr(error, "field", "")
        told = sentence(error.text, error.detail, desk.sheet.case.item)
        desk.draft.faults |= {name: told} if name else {}
        return desk.show(fault=told, status=error.status)
    except FileError as error:
        return desk.show(fault=_(error.text), status=error.status)


def _done(desk: Desk) -> HttpResponse:
    wish = desk.request.POST.get("do", "")
    if wish == "countersign":
        return _countersigned(desk)
    version = desk.read()
    desk.keep(version)  # and so the photographs sent with it lie on the sheet when it is checked
    if wish == "save":
        messages.success(desk.request, _("草稿已保存。"))
        return redirect("visit-record", desk.number)
    if not desk.draft.check():
        return desk.show(fault=_("填写有误，请改正后重新提交"), status=422)
    second = desk.second
    if second is None or second not in dict(desk.colleagues):
        raise refuse("two_officials_required")
    if wish == "sign":
        desk.keep(version, signed=True)
        messages.success(desk.request, _("您已签名，等候%(name)s核对签名。") % {"name": desk.sheet.people.named([second])})
        return redirect("visit-record", desk.number)
    if not _proven(desk.request, second, desk.request.POST.get("password", "")):
        desk.draft.faults["password"] = _("密码不正确")
        return desk.show(fault=_("第二名核查人员的密码不正确，没有提交。草稿已保存。"), status=422)
    desk.finish(desk.me, second, (OWN_ACCOUNT, ON_DEVICE))
    return _recorded(desk)


def _countersigned(desk: Desk) -> HttpResponse:
    saved = desk.saved
    if saved is None or saved.signed_by_id is None or not desk.awaits_me:
        raise refuse("not_in_order")
    if str(saved.version) != desk.request.POST.get("version", ""):
        return desk.show(fault=_("记录已有改动，请重新核对后签名。"), status=409)
    desk.finish(saved.signed_by_id, desk.me, (OWN_ACCOUNT, OWN_ACCOUNT))
    return _recorded(desk)


def _recorded(desk: Desk) -> HttpResponse:
    transaction.on_commit(poke, robust=True)
    messages.success(desk.request, _("核查记录已由两名核查人员签名并提交。"))
    return redirect("visit-record", desk.number)


def _proven(request: HttpRequest, account: int, password: str) -> bool:
    """Is this the password of the colleague who signs on this device?  Wrong ones are counted as at sign-in."""
    user = User.objects.filter(pk=account, is_active=True).first()
    if user is None or cache.get(counted(user.username), 0) >= TRIES:
        return False
    if authenticate(request, username=user.username, password=password.replace("\0", "")) is None:
        cache.set(counted(user.username), cache.get(counted(user.username), 0) + 1, WAIT_SECONDS)
        return False
    return True


@never_cache
@require_POST
def draft(request: Request, number: str) -> HttpResponse:
    """What the browser saves by itself: the version now kept, or why it was not."""
    desk = Desk(request, number)
    if not desk.may_write:
        raise refuse("not_in_order")
    try:
        kept = desk.keep(desk.read())
    except LicensingError as error:
        return JsonResponse({"text": sentence(error.text, error.detail, desk.sheet.case.item)}, status=error.status)
    except FileError as error:
        return JsonResponse({"text": _(error.text)}, status=error.status)
    return JsonResponse({"version": kept.version, "at": f"{localtime(kept.saved_at):%H:%M}"})
