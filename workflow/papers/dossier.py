"""卷: what a document speaks of, read from the rows of its case: the act that drew it up, applicant, item, office, ledger."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from approvals import application_forms
from approvals.documents.models import Document
from approvals.documents.rendering import office_words
from approvals.licences import Licence
from approvals.people import Applicant, ApplicantKind, Office, User
from workflow import catalogue_versions
from workflow.models import Application, LedgerEntry
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import LEGAL_ZONE

EDITORS_MARK = re.compile(r"（[^（）]*(?:待核|演示)[^（）]*）")
KINDS_OF_LAW = "法|条例|规定|办法|规则|细则|规范"
LAW = re.compile(rf"^([^《》〔〕（）；\s]+?(?:{KINDS_OF_LAW}))(（[^（）]+）)?(?:\s*(第.+))?$")
NATIONAL = frozenset({"行政许可法", "安全生产法", "行政复议法", "行政诉讼法"})


@dataclass(slots=True)
class Dossier:
    """One document with its case.  `entry` is the act that drew it up, `ledger` that act and all before it."""

    document: Document
    application: Application
    item: SubItem
    applicant: Applicant
    office: Office
    words: Mapping[str, str]
    ledger: list[LedgerEntry]
    names: dict[int, str] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """What the act fixed when it drew the document up."""
        return dict(self.document.facts)

    @property
    def entry(self) -> LedgerEntry:
        return self.ledger[-1]

    @property
    def inputs(self) -> dict[str, Any]:
        """What the act was asked with."""
        return dict(self.entry.inputs)

    @property
    def is_person(self) -> bool:
        return self.applicant.kind == ApplicantKind.PERSON

    @property
    def agency(self) -> str:
        """The authority as it signs: the bureau's own word for this office, else the office's name."""
        return self.words["agency"] or self.office.name

    @property
    def matter(self) -> str:
        """What is applied for, in full: the item and its sub-item."""
        return f"{self.item.item_name}·{self.item.name}"

    def name_of(self, account: int | None) -> str:
        """The name of an account; nobody: the system did it."""
        if account is None:
            return "系统自动办理"
        if account not in self.names:
            user = User.objects.get(pk=account)
            self.names[account] = user.display_name or user.username
        return self.names[account]

    def acted(self, act: str) -> LedgerEntry | None:
        """The last time this act was done, up to the act that drew the document up."""
        return next((e for e in reversed(self.ledger) if e.act == act), None)

    def answers(self) -> dict[str, str]:
        """What the applicant answered in the form; nothing where he came with paper."""
        return application_forms.of_application(self.application.pk)

    def licence(self) -> Licence | None:
        """The licence that this application is about, or that it led to."""
        held = Licence.objects.filter(application_id=self.application.pk)
        if self.application.licence_id is not None:
            held = Licence.objects.filter(pk=self.application.licence_id)
        return held.select_related("holder").first()

    def material(self, code: str) -> dict[str, Any]:
        """A material of the item's list as documents name it."""
        known = self.item.materials.get(code)
        if known is None:
            return {"name": code, "form": "—", "copies": 1}
        return {"name": known.name, "form": known.form, "copies": known.copies}

    def contact(self) -> dict[str, str]:
        """Where to ask and where to complain: the bureau's own words, else those of the item's guide."""
        guide = self.item.guide
        return {
            "phone": self.words["phone"] or (guide.contact if guide is not None else ""),
            "address": self.words["address"] or (guide.place if guide is not None else ""),
            "hours": self.words["hours"] or (guide.hours if guide is not None else ""),
            "complaint": self.words["complaint"] or (guide.complaint if guide is not None else ""),
        }


def read(document: Document) -> Dossier:
    """The dossier of a document."""
    application = Application.objects.select_related("applicant", "office").get(pk=document.application_id)
    drawn_by = document.facts.get("first_drawn_by", document.seq)  # of a document drawn up anew: the act of the first
    ledger = LedgerEntry.objects.filter(application_id=application.pk, seq__lte=drawn_by).order_by("seq")
    return Dossier(
        document=document,
        application=application,
        item=catalogue_versions.sub_item(application.item_version_id, application.sub_item_code),
        applicant=application.applicant,
        office=application.office,
        words=office_words(application.office.code),
        ledger=list(ledger),
    )


def party(applicant: Applicant) -> dict[str, Any]:
    """An applicant as documents name him; a person's number is masked (个人信息保护法 6)."""
    person = applicant.kind == ApplicantKind.PERSON
    return {
        "name": applicant.name,
        "is_person": person,
        "number_label": "公民身份号码" if person else "统一社会信用代码",
        "number": applicant.masked_number,
        "representative": applicant.legal_representative,
        "address": applicant.address,
    }


def local(at: datetime | str) -> str:
    """An instant as the office's clock shows it: 2026-11-21 09:05."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M")


def iso(day: date | str | None) -> str:
    """A day as text; none: nothing."""
    return str(day) if day else ""


def named_day(day: date | str) -> str:
    """A day as documents say it: 2026年11月21日."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.year}年{found.month}月{found.day}日"


def cite(source: str) -> str:
    """A source of law as documents cite it; what editors of the catalogue noted for themselves is left out.

    >>> cite("危险化学品安全管理条例 第33-35条"), cite("国办发〔2020〕42号")
    ('《危险化学品安全管理条例》第33-35条', '国办发〔2020〕42号')
    """
    plain = EDITORS_MARK.sub("", source).strip()
    found = LAW.match(plain)
    if found is None:
        return plain
    name = f"中华人民共和国{found[1]}" if found[1] in NATIONAL else found[1]
    return f"《{name}》{found[2] or ''}{found[3] or ''}"


def cited(sources: str | tuple[str, ...]) -> str:
    """Several sources in one line; a text may hold several, parted by a semicolon."""
    parts = EDITORS_MARK.sub("", sources).split("；") if isinstance(sources, str) else sources
    return "、".join(dict.fromkeys(cite(part) for part in parts if part.strip()))
