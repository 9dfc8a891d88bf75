"""What tests of documents share: a file to be sealed and the seals for it, without a database; and the tales lived through
once, with one document of every kind and variant out of them: its content and its file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst

from approvals.documents.models import Document, Seal
from approvals.documents.rendering import Place, Rendered, render
from approvals.documents.sealing.development import ROOT
from approvals.documents.sealing.pades import PadesProvider
from config.throwaway import pointed_at
from tests.databases import clone, drop
from tests.documents import played
from tests.moments import moment
from tests.signing import NAME
from workflow.papers.content import content_of

PAGE = b"""#set page(paper: "a4", margin: 20mm)
#place(top + left, dx: 60mm, dy: 78mm, rect(width: 40mm, height: 4mm, fill: black))
#pagebreak()
second"""
PLACE = Place(page=1, x_mm=100, y_mm=100)


@dataclass(frozen=True, slots=True)
class Sealing:
    """A provider with its seals by purpose."""

    provider: PadesProvider
    seals: dict[str, Seal]

    def seal(self, pdf: bytes, *, purpose: str = "agency", place: Place = PLACE, at: datetime | None = None) -> bytes:
        reason = "穗应急许准〔2026〕1号 用印"
        return self.provider.seal(pdf, place=place, seal=self.seals[purpose], reason=reason, at=at or moment())


@pytest.fixture(scope="session")
def sealing_in() -> Callable[..., Sealing]:
    """What a signer with this folder has."""

    def made(folder: Path, *, timestamps: str = "") -> Sealing:
        provider = PadesProvider(folder=str(folder), timestamps=timestamps)
        seals = {
            each.purpose: Seal(
                purpose=each.purpose, name=NAME, fingerprint=each.fingerprint, certificate="", is_test=each.is_test
            )
            for each in provider.holdings()
        }
        return Sealing(provider, seals)

    return made


@pytest.fixture(scope="session")
def sealing(seal_folder: Path, sealing_in: Callable[..., Sealing]) -> Sealing:
    return sealing_in(seal_folder)


@pytest.fixture(scope="session")
def plain() -> bytes:
    """Two pages, PDF/A-2b, a black bar where the upper left of the seal will be."""
    made = typst.compile(PAGE, format="pdf", pdf_standards="a-2b")
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="session")
def sealed(sealing: Sealing, plain: bytes) -> bytes:
    return sealing.seal(plain)


@pytest.fixture(scope="session")
def root(seal_folder: Path) -> bytes:
    return (seal_folder / ROOT).read_bytes()


CODE, LINK = "A" * 26, "https://zw.example/verify/" + "A" * 26
BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Example:
    """A document as it was drawn up in a tale."""

    tale: str
    kind: str
    variant: str
    content: dict[str, Any]
    rendered: Rendered
    text: str


def text_of(pdf: bytes) -> str:
    """Everything that is printed, without blanks."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return BLANK.sub("", "".join(page.get_textpage().get_text_range() for page in opened))


@pytest.fixture(scope="session")
def contents(django_db_setup: None, django_db_blocker: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Tale, kind and content of every document of the tales."""
    with django_db_blocker.unblock():
        database = clone(migrations=True)
        try:
            with pointed_at(database.name):
                return list(_gathered())
        finally:
            drop(database)


def _gathered() -> Iterator[tuple[str, str, dict[str, Any]]]:
    played.people()
    names = {application.pk: name for name, application in played.play()}
    for document in Document.objects.order_by("pk"):
        tale = names.get(document.application_id, "")
        yield tale, document.kind, content_of(document, code=CODE, link=LINK)


@pytest.fixture(scope="session")
def examples(contents: list[tuple[str, str, dict[str, Any]]]) -> dict[tuple[str, str], Example]:
    """The first document of every kind and variant."""
    found: dict[tuple[str, str], Example] = {}
    for tale, kind, content in contents:
        key = kind, str(content.get("variant", ""))
        if key not in found:
            rendered = render(kind=kind, content=content)
            found[key] = Example(tale, *key, content, rendered, text_of(rendered.pdf))
    return found
