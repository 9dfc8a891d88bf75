"""What tests of documents share: a file to be sealed and the seals for it, without a database; and the tales lived through
once, with one document of every kind and variant out of them: its content and its file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import typst

from approvals.documents.models import Seal
from approvals.documents.rendering import Place
from approvals.documents.sealing.development import ROOT
from approvals.documents.sealing.pades import PadesProvider
from tests.moments import moment
from tests.signing import NAME

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
