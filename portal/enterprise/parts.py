"""The parts of an enterprise's file: licences, applications, documents, visits, credit record (bans), inspections, …; each
the newest first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.files.models import EVIDENCE, MaterialFile
from approvals.people import Ban
from portal.case_words import Words, in_language, said
from portal.documents.lines import INTERNAL, OWN, TO_OTHERS
from portal.enterprise.rights import File
from portal.lines import item_name
from portal.public.words import LICENCE_STATES
from supervision.inspection_models import CLEAN, UNRECTIFIED, Inspection
from workflow import catalogue_versions
from workflow.licence_facts import facts_of
from workflow.models import Application, Rating, Visit


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing said, with where it leads; `mark`: how it is to be seen (good, bad, wait)."""

    text: str
    address: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one part; `next`: the key before which the next ones stand, None for the last."""

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    next: int | None


Rows = Callable[[File, date, int | None, int], tuple[list[list[Cell]], int | None]]
TITLES: Words = {
    "licences": _("证照"),
    "applications": _("申请"),
    "documents": _("文书"),
    "visits": _("核查"),
    "bans": _("信用记录"),
    "inspections": _("监督检查"),
    "ratings": _("评价"),
    "files": _("材料附件"),
}
HEADS: Mapping[str, Sequence[Any]] = {
    "licences": (_("编号"), _("事项"), _("状态"), _("有效期")),
    "applications": (_("申请编号"), _("事项"), _("状态"), _("收件")),
    "documents": (_("文书"), _("文号"), _("日期"), _("申请编号")),
    "visits": (_("时间"), _("方式"), _("结果"), _("申请编号")),
    "bans": (_("限制"), _("事项"), _("限制期"), _("状态"), _("依据")),
    "inspections": (_("检查日期"), _("抽查"), _("结果")),
    "ratings": (_("评价"), _("意见"), _("日期"), _("申请编号")),
    "files": (_("文件"), _("材料"), _("提交"), _("申请编号")),
}
GOOD, BAD, WAIT = "good", "bad", "wait"


def part(name: str, file: File, *, on: date, before: int | None, most: int) -> Part:
    """The newest rows before a key."""
    rows, further = PARTS[name](file, on, before, most)
    return Part(name, said(TITLES, name), [str(head) for head in HEADS[name]], rows, further)


def _some(rows: QuerySet[Any], before: int | None, most: int) -> tuple[list[Any], int | None]:
    """At most so many, and the key of the last where there are more."""
    found = list((rows.filter(pk__lt=before) if before is not None else rows).order_by("-pk")[: most + 1])
    return found[:most], found[most - 1].pk if len(found) > most else None


def _day(value: date | datetime | None) -> str:
    if value is None:
        return "—"
    return f"{localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def _case(number: str) -> Cell:
    return Cell(number, reverse("case", args=[number]))


def _licences(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    found, further = _some(file.licences(), before, most)
    names = {each.code: in_language(each.item_name, each.item_name_en) for each in catalogue_versions.all_current()}
    return [_licence(facts, names) for facts in facts_of(found, on=on)], further


def _licence(facts: Any, names: Mapping[str, str]) -> list[Cell]:
    row, until = facts.licence, facts.licence.valid_until
    words = [said(LICENCE_STATES, facts.state)]
    words += [str(_("延续申请在办"))] if facts.pending else []
    words += [str(_("视为准予延续"))] if facts.deemed else []
    return [
        Cell(row.number or str(_("尚未制证")), reverse("licence", args=[row.pk])),
        Cell(names.get(row.sub_item_code, row.sub_item_code)),
        Cell(" · ".join(words), mark=GOOD if facts.state == "valid" else WAIT if facts.state == "not_yet" else BAD),
        Cell(f"{row.valid_from} – {until if until is not None else _('长期')}"),
    ]


def _applications(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    found, further = _some(file.applications(), before, most)
    return [
        [
            _case(row.number),
            Cell(item_name(row.item_version_id, row.sub_item_code)),
            Cell(str(row.get_status_display())),
            Cell(_day(row.received_on)),
        ]
        for row in found
    ], further


def _numbers(keys: Iterable[int]) -> dict[int, str]:
    return dict(Application.objects.filter(pk__in=set(keys)).values_list("id", "number"))


def _documents(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    """Officials see all; the applicant what was served on him, and what he made himself."""
    rows = Document.objects.filter(application_id__in=file.applications().values("id"))
    if not file.is_official:
        served = Q(served_on__isnull=False) & ~Q(kind__in=INTERNAL | TO_OTHERS)
        rows = rows.filter(served | Q(kind__in=OWN))
    found, further = _some(rows, before, most)
    numbers = _numbers(row.application_id for row in found)
    return [
        [Cell(str(KINDS[row.kind].name)), Cell(row.number), Cell(_day(row.drawn_on)), _case(numbers[row.application_id])]
        for row in found
    ], further


def _visits(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    rows = Visit.objects.filter(application__in=file.applications()).select_related("application")
    found, further = _some(rows, before, most)
    return [
        [
            Cell(_day(row.booked_for)),
            Cell(str(row.get_mode_display())),
            Cell(str(row.get_result_display())),
            _case(row.application.number),
        ]
        for row in found
    ], further


def _bans(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    """All there ever were; those of other bureaus too: they close the way everywhere."""
    found, further = _some(Ban.objects.filter(applicant=file.applicant), before, most)
    return [
        [
            Cell(str(row.get_kind_display()), reverse("credit-entry", args=[row.pk])),
            Cell(row.item_code or str(_("全部事项"))),
            Cell(f"{_day(row.from_on)} – {_day(row.until)}"),
            Cell(_standing(row, on), mark=BAD if row.bars(on) else ""),
            Cell(row.legal_basis),
        ]
        for row in found
    ], further


def _standing(row: Ban, on: date) -> str:
    if row.lifted_on is not None:
        return f"{row.get_lifted_for_display()} {row.lifted_on}"
    return str(_("限制期内") if row.bars(on) else _("未开始") if on < row.from_on else _("已结束"))


def _inspections(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    """Those of which the holder knows: from the signature of both inspectors on."""
    rows = Inspection.objects.filter(file.of_office(), holder=file.applicant, signed_at__isnull=False)
    found, further = _some(rows.select_related("draw"), before, most)
    return [
        [
            Cell(_day(row.inspected_on)),
            Cell(row.draw.title),
            Cell(
                str(row.get_result_display() if row.result else row.get_state_display()),
                mark=GOOD if row.result == CLEAN else WAIT if row.result != UNRECTIFIED else BAD,
            ),
        ]
        for row in found
    ], further


def _ratings(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    rows = Rating.objects.filter(application__in=file.applications()).select_related("application")
    found, further = _some(rows, before, most)
    return [
        [Cell("★" * row.stars), _words(file, row.text), Cell(_day(row.rated_on)), _case(row.application.number)]
        for row in found
    ], further


def _words(file: File, text: str) -> Cell:
    """What was said with a rating stands in the case, which knows whom the words are not for (评价人信息保密)."""
    if not text:
        return Cell("—")
    return Cell(str(_("见办件")) if file.is_official else text)


def _files(file: File, on: date, before: int | None, most: int) -> tuple[list[list[Cell]], int | None]:
    """What was handed in; photographs of visits stand with the visit."""
    own = file.applications()
    rows = MaterialFile.objects.filter(~Q(material_code__startswith=EVIDENCE), application_id__in=own.values("id"))
    found, further = _some(rows.select_related("file"), before, most)
    cases = Application.objects.in_bulk({row.application_id for row in found})
    return [_file(row, cases[row.application_id]) for row in found], further


def _file(row: MaterialFile, case: Application) -> list[Cell]:
    known = catalogue_versions.sub_item(case.item_version_id, case.sub_item_code).materials.get(row.material_code)
    return [
        Cell(row.file.name, reverse("case-file", args=[case.number, row.file_id])),
        Cell(in_language(known.name, known.name_en) if known is not None else row.material_code),
        Cell(_day(row.added_at)),
        _case(case.number),
    ]


PARTS: dict[str, Rows] = {
    "licences": _licences,
    "applications": _applications,
    "documents": _documents,
    "visits": _visits,
    "bans": _bans,
    "inspections": _inspections,
    "ratings": _ratings,
    "files": _files,
}
