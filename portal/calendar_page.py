"""工作日历: a year's schedule is uploaded, what would move is shown, and only who has seen it confirms.

The clocks are computed anew by the sweep, application by application; the page says how many are left and may be closed."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from notifications.poke import poke
from notifications.words import CLOCKS
from portal import moment
from portal.access import Request
from portal.case_words import said
from portal.people_forms import blame, dressed
from workflow import acts, calendar, calendar_files
from workflow.acts.recompute import foreseen, stale
from workflow.calendar_files import NOTICE, YearFile
from workflow.errors import BadInput, LicensingError
from workflow.models.calendar import CalendarYear
from workflow.rules.workdays import Year

LARGEST = 64 * 1024
LOOKED_AT, SHOWN = 1000, 200
REFRESH_SECONDS = 5


class FileForm(forms.Form):
    """The file, and the number of the notice that makes it official."""

    file = forms.FileField(label=gettext_lazy("日历文件（YAML、JSON 或者 CSV）"))
    notice = forms.CharField(
        label=gettext_lazy("国务院办公厅通知文号"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("例如 国办发明电〔2025〕7号；没有文号的按暂定日历处理"),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        dressed(self)


class ConfirmForm(forms.Form):
    """The same file again, byte by byte, so that what was seen is what is stated."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST)
    table = forms.BooleanField(widget=forms.HiddenInput, required=False)
    notice = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read: the year as a value, and what is kept of the file."""

    file: YearFile
    year: Year


@require_safe
@never_cache
def calendars(request: Request) -> HttpResponse:
    """The years that are known, whether clocks are still being computed, and the form."""
    return _show(request, FileForm())


@require_POST
@never_cache
def preview(request: Request) -> HttpResponse:
    """What would move; nothing is written."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    given, notice = form.cleaned_data["file"], form.cleaned_data["notice"].strip()
    try:
        if given.size > LARGEST:
            raise BadInput(_("文件超过 64 KB"), field="file")
        data, table = given.read(), given.name.lower().endswith(".csv")
        read = _read(data, table=table, notice=notice)
        moved, more = _foreseen(read)
    except LicensingError as error:
        blame(form, error) if getattr(error, "field", "") else form.add_error("file", str(error))
        return _show(request, form, status=error.status)
    kept = {"content": b64encode(data).decode(), "table": table, "notice": notice, "version": calendar.current_version()}
    facts = {
        "read": read,
        "known": CalendarYear.objects.filter(year=read.year.year).first(),
        "moved": [(each, said(CLOCKS, each.kind)) for each in moved[:SHOWN]],
        "count": len(moved),
        "cases": len({each.application for each in moved}),
        "unseen": more,
        "passed": sum(each.after < moment.today() <= each.before for each in moved),
        "form": ConfirmForm(initial=kept),
    }
    return render(request, "portal/people/calendar_preview.html", facts)


@require_POST
def state(request: Request) -> HttpResponse:
    """States the year; refused where another calendar has come since the preview."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("请重新上传文件"), field="file")
    given = form.cleaned_data
    if given["version"] != calendar.current_version():
        raise calendar.CalendarSuperseded
    read = _read(_bytes(given["content"]), table=given["table"], notice=given["notice"])
    acts.state_calendar(
        year=read.year.year,
        closed=read.file.closed,
        opened=read.file.opened,
        names=read.file.names,
        official=read.year.official,
        source=read.year.source,
        sha256=read.file.sha256,
        at=moment.now(),
        by=request.person.id,
    )
    poke()
    messages.success(request, _("日历已经更新，受影响的期限正在逐件重算并通知有关人员；可以离开本页。"))
    return redirect("calendar")


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise BadInput(_("请重新上传文件"), field="file") from None


def _read(data: bytes, *, table: bool, notice: str) -> Read:
    """The year that the file states.  Raises CalendarFileInvalid, BadInput for a notice that is none."""
    file = calendar_files.parse(data, is_csv=table)
    number = notice or file.notice
    if number and not NOTICE.search(number):
        raise BadInput(_("文号应写作 国办发明电〔2025〕7号"), field="notice")
    if number and file.official is False:
        raise BadInput(_("文件写明是暂定日历，不能附通知文号"), field="notice")
    if file.official and not number and not NOTICE.search(file.source):
        raise BadInput(_("正式公布的日历应当写明通知文号"), field="notice")
    official = bool(number) or bool(file.official)
    source = "，".join(dict.fromkeys(filter(None, [file.source, number]))) or _("未附通知文号的日历")
    days = Year(file.year, frozenset(file.closed), frozenset(file.opened), official, file.names, source)
    return Read(file, days)


def _foreseen(read: Read) -> tuple[list[calendar.Moved], int]:
    now = next((each for each in _years() if each.year == read.year.year), None)
    was = now or replace(read.year, closed=frozenset(), opened=frozenset())
    changed = (was.closed ^ read.year.closed) | (was.opened ^ read.year.opened)
    first = min(changed, default=date(read.year.year, 12, 31))
    return foreseen(calendar.as_if(read.year), from_on=first, at=moment.now(), most=LOOKED_AT)


def _years() -> list[Year]:
    return [calendar.year_of(row) for row in CalendarYear.objects.order_by("-year")]


def _show(request: Request, form: FileForm, *, status: int = 200) -> HttpResponse:
    left = stale()
    facts = {"rows": CalendarYear.objects.order_by("-year")[:12], "form": form, "left": left}
    response = render(request, "portal/people/calendar.html", facts, status=status)
    if left and status == 200:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response
