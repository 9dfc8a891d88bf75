"""What came of it: the number, the documents with their numbers, the dates; and a document of a case to be printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy

from approvals.documents.kinds import KINDS
from approvals.documents.models import Document
from approvals.people import Applicant, Office
from portal.case_words import METHODS as WAYS_OF_SERVICE
from portal.case_words import PUBLIC_NOTICE, WAYS, in_language, said
from portal.clock_lines import ClockLine, clock_lines
from portal.documents.lines import DocumentLine, document_lines
from workflow.case import Case
from workflow.errors import NotFound
from workflow.reading import Seen, View, case_by_number

FACTS: Mapping[str, Any] = {
    "route": gettext_lazy("办理方式"),
    "accepted_on": gettext_lazy("受理日期"),
    "acceptance": gettext_lazy("受理方式"),
    "reason": gettext_lazy("理由"),
    "grounds": gettext_lazy("理由"),
    "competent": gettext_lazy("有权机关"),
    "due_on": gettext_lazy("最迟日期"),
    "valid_from": gettext_lazy("有效期自"),
    "valid_until": gettext_lazy("有效期至"),
    "method": gettext_lazy("送达方式"),
    "days": gettext_lazy("工作日数"),
    "recipient": gettext_lazy("签收人"),
    "tracking": gettext_lazy("邮件号码"),
    "address": gettext_lazy("收件地址"),
    "note": gettext_lazy("备注"),
}
REASONS = {
    "no_licence_needed": gettext_lazy("申请事项依法不需要取得行政许可"),
    "not_our_authority": gettext_lazy("申请事项依法不属于本机关职权范围"),
}
METHODS = {**WAYS_OF_SERVICE, **PUBLIC_NOTICE}


@dataclass(frozen=True, slots=True)
class Result:
    """A case that has just been taken in, or is looked up at the counter."""

    seen: Seen
    papers: tuple[DocumentLine, ...]
    clocks: tuple[ClockLine, ...]

    @property
    def application(self) -> Any:
        return self.seen.case.application

    @property
    def applicant(self) -> Applicant:
        return self.seen.case.applicant


def official_view(*, number: str, by: int, at: datetime) -> Seen:
    """The case for an official of its office.  Raises NotFound for anybody else."""
    seen = case_by_number(number=number, by=by, at=at)
    if seen.view is not View.OFFICIAL:
        raise NotFound(number)
    return seen


def result_of(*, number: str, by: int, at: datetime) -> Result:
    """With the documents in the order they were drawn up.  Raises NotFound."""
    seen = official_view(number=number, by=by, at=at)
    papers = tuple(line for line in document_lines(seen.case.application, official=True) if not line.is_internal)
    lines = clock_lines(seen.case, parties={})
    return Result(seen, papers, tuple(line for line in lines if line.met_on is None))


@dataclass(frozen=True, slots=True)
class Print:
    """A document as a plain page: who to whom, about what, and its facts."""

    title: str
    number: str
    drawn_on: date
    office: Office
    applicant: Applicant
    case: Case
    matter: str
    materials: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]


def print_of(*, number: str, document: int, by: int, at: datetime) -> Print:
    """Raises NotFound where the case or the document is not there for this official."""
    seen = official_view(number=number, by=by, at=at)
    case = seen.case
    row = Document.objects.filter(application_id=case.application.pk, pk=document).first()
    if row is None:
        raise NotFound(number)
    return Print(
        title=str(KINDS[row.kind].name),
        number=row.number,
        drawn_on=row.drawn_on,
        office=Office.objects.get(pk=row.office_id),
        applicant=Applicant.objects.get(pk=case.applicant.pk),
        case=case,
        matter=f"{in_language(case.item.item_name, case.item.item_name_en)}（{in_language(case.item.name, case.item.name_en)}）",
        materials=_materials(case, row),
        lines=tuple(_lines(case, row)),
    )


def _materials(case: Case, row: Document) -> tuple[tuple[str, str], ...]:
    """The materials the document lists, in a supplement notice with what is wrong with each."""
    listed = row.facts.get("materials")
    codes = [code for code in listed if code in case.item.materials] if isinstance(listed, list) else []
    found = []
    for code in codes:
        known, own = case.item.materials[code], case.material(code)
        reason = own.reason if own is not None and row.kind == "supplement_notice" else ""
        found.append((in_language(known.name, known.name_en), reason))
    return tuple(found)


def _lines(case: Case, row: Document) -> list[tuple[str, str]]:
    worth = {name: row.facts[name] for name in FACTS if row.facts.get(name)}
    return [(str(FACTS[name]), _said(name, value, case)) for name, value in worth.items()]


def _said(name: str, value: Any, case: Case) -> str:
    if name == "reason":
        return str(REASONS.get(value, value))
    if name == "acceptance":
        return str(case.application.get_acceptance_display())
    if name == "route":
        return said(WAYS, str(value))
    if name == "method":
        return str(METHODS.get(value, value))
    return str(value)
