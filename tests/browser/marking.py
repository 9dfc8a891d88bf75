"""A language that marks every text it is asked for: what then stands unmarked on a page, no translator was ever shown."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model

from approvals.documents.models import Document
from approvals.documents.rendering import office_words
from approvals.documents.service import Service
from approvals.licences import Licence
from approvals.people import Applicant, Ban, Office, User
from config.demo_public import TICKETS
from portal.figures.pictures_page import SHORT
from supervision.models import (
    Card,
    CreditPlea,
    Draw,
    EntryEdition,
    Inspection,
    InspectionPlan,
    Order,
    PublicationEdition,
    ReviewFinding,
    Ticket,
)
from supervision.reports.appendix import sections
from supervision.reports.figures import groups
from supervision.scheme_files import content_of
from tests.browser.marked_web import CLOSE, OPEN
from workflow import catalogue_versions
from workflow.models import Clock, ItemVersion, LedgerEntry

MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
OWN_NAME = "中文"  # the languages are offered under their own names
DATA: tuple[tuple[type[Model], str], ...] = (
    *((User, "display_name"), (Applicant, "name"), (Applicant, "legal_representative"), (Applicant, "address")),
    *((Office, "name"), (Office, "short_name")),
    *((Document, "number"), (Licence, "number"), (Service, "recipient"), (Service, "address")),
    *((Ticket, name) for name in ("subject", "content", "answer", "satisfaction_text", "called_text")),
    *((EntryEdition, name) for name in ("question", "answer")),
    *((Clock, "legal_basis"), (Ban, "legal_basis"), (Card, "contest_text"), (Card, "ruling_text")),
    *((Order, "text"), (Order, "answer"), (Order, "closing")),
    *((Draw, "title"), (Draw, "seed_source"), (CreditPlea, "text"), (CreditPlea, "ruling_text")),
    *((Inspection, "recheck_text"), (ReviewFinding, "text"), (ReviewFinding, "answer")),
)
SAID: tuple[tuple[type[Model], str], ...] = (
    *((ItemVersion, "content"), (LedgerEntry, "inputs"), (InspectionPlan, "content"), (Inspection, "checklist")),
    (PublicationEdition, "content"),
)
SCHEMES = ("publication", "ratings", "tickets", "file_review")
SPOKEN = {"alt", "aria-label", "content", "placeholder", "title", "data-sure"}


class Texts(HTMLParser):
    """What a reader meets: the text, and the attributes that are read out; not what is marked as Chinese."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        chinese = tag != "html" and str(given.get("lang", "")).startswith("zh")
        if tag in ("script", "style") or chinese or given.get("aria-hidden") == "true" or tag == self._within:
            self._silent.append(tag)
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    @property
    def _within(self) -> str:
        return self._silent[-1] if self._silent else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def leaves(value: Any) -> Iterator[str]:
    """All texts inside a JSON value."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, str):
        yield value


def data_of_the_bureau() -> list[str]:
    """Names, what people wrote, and the texts of the catalogue, which nobody translates; the longest first."""
    known = {word for office in Office.objects.all() for word in office_words(office.code).values()}
    known |= set(leaves([content_of(name) for name in SCHEMES]))
    figures = [figure for group in groups() for figure in group.figures]
    known |= {text for each in figures for text in (each.name, each.words)} | {group.name for group in groups()}
    known |= {text for section in sections() for text in (section.name, *(each.name for each in section.columns))}
    known |= {item.item_name[:SHORT] for item in catalogue_versions.all_current()}  # as the pictures shorten it
    callers = [str(told.given.get("name", "")) for told in TICKETS]  # encrypted, with a key that these tests lack
    known |= {*callers, *(name[:1] + "*" * len(name[1:]) for name in callers)}
    for model, field in SAID:
        known |= set(leaves(list(model._default_manager.values_list(field, flat=True))))
    for model, field in DATA:
        known |= set(model._default_manager.values_list(field, flat=True))
    return sorted((text for text in known if text and CHINESE.search(text)), key=len, reverse=True)


def unmarked(page: str, data: list[str]) -> list[str]:
    """Chinese on the page that no translator was ever shown."""
    rest = _without_marks("\n".join(Texts(page).found))  # one text may go round several elements
    if not _chinese(rest):
        return []
    for known in data:
        rest = rest.replace(known, "")
    return _chinese(_without_marks(rest))


def _chinese(text: str) -> list[str]:
    return [found for found in CHINESE.findall(text) if found != OWN_NAME]


def _without_marks(text: str) -> str:
    """Marks stand within marks."""
    before = ""
    while text != before:
        text, before = MARKED.sub("", text), text
    return text
