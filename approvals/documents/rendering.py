"""制作: from the content of a document to its PDF (PDF/A-2b, typefaces embedded), by the template of its kind.

Templates, typefaces and compilers are read once a process; a document then takes milliseconds.  The template itself says where
the seal goes: metadata labelled <seal>, in millimetres from the left and upper edge of the page."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst
import zxingcpp
from django.conf import settings

from approvals.documents import bureau, typefaces
from approvals.documents.errors import BureauDataWrong, TemplateFault
from approvals.documents.kinds import check_content

TEMPLATES = Path(__file__).resolve().parent / "templates"
STANDARD: Final = "a-2b"
ZONE = timezone(timedelta(hours=8))  # the typesetter takes no other zone than a fixed one


@dataclass(frozen=True, slots=True)
class Place:
    """Where the centre of the seal goes: the page from 1, millimetres from its left and its upper edge."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document that is set and not yet sealed."""

    pdf: bytes
    pages: int
    place: Place


@dataclass(slots=True)
class Press:
    """What a process needs to make documents, read once: typefaces, templates and a compiler for each template."""

    typefaces: typefaces.Typefaces
    bureau: Mapping[str, Any]
    templates: Path
    fonts: typst.Fonts
    compilers: dict[str, typst.Compiler] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


def render(*, kind: str, content: Mapping[str, Any], mark: str = "") -> Rendered:
    """The document of this kind with this content; `mark` stands across each page (预览, 测试).

    Raises UnknownKind, ContentMissing (what the law requires is not there), UnprintableCharacter, TemplateFault or
    BureauDataWrong."""
    template = check_content(kind, content)
    press = press_of(settings.LICENSING_DOCUMENTS_DIR)
    typefaces.check({**content, "mark": mark}, press.typefaces.points)
    inputs = {
        "data": json.dumps({"mark": mark, **content}, ensure_ascii=False),
        "faces": json.dumps(press.typefaces.families, ensure_ascii=False),
        "qr": qr(str(content["link"])) if content.get("link") else "",
    }
    with press.lock:
        return _set(press, template, inputs, _instant(content))


def office_words(code: str) -> dict[str, str]:
    """What the bureau has said of this office (bureau.toml): name, court, telephone …; empty where it said nothing."""
    return bureau.of_office(press_of(settings.LICENSING_DOCUMENTS_DIR).bureau, code)


def licence_words(*codes: str) -> dict[str, Any]:
    """What stands on licences of these items, the first that is known (bureau.toml): title, scope, rows."""
    return bureau.of_licence(press_of(settings.LICENSING_DOCUMENTS_DIR).bureau, codes)


def qr(link: str) -> str:
    """The link as a QR code, an SVG picture without a margin: each run of dark modules one rectangle."""
    return zxingcpp.create_barcode(link, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_svg(add_quiet_zones=False)


@lru_cache(maxsize=4)
def press_of(folder: str | Path | None) -> Press:
    """Everything for the bureau's folder (None: nothing of its own), read once a process.  Raises BureauDataWrong."""
    own = Path(folder) if folder else None
    if own is not None and not own.is_dir():
        raise BureauDataWrong(str(own), field="LICENSING_DOCUMENTS_DIR")
    words = bureau.read(own)
    fonts = own / "fonts" if own is not None and (own / "fonts").is_dir() else None
    faces = typefaces.read(fonts, words.get("typefaces", {}))
    loaded = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(f) for f in faces.folders]
    )
    overlaid = own is not None and (own / "templates").is_dir()
    return Press(faces, words, _overlay(own / "templates") if own is not None and overlaid else TEMPLATES, loaded)


def _overlay(own: Path) -> Path:
    """A folder with the shipped templates and over them the bureau's own; made once for what they say, by whoever is first."""
    files = {path.name: path for folder in (TEMPLATES, own) for path in sorted(folder.iterdir()) if path.is_file()}
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    made = Path(settings.DATA_DIR) / "templates" / digest.hexdigest()[:32]
    if not made.is_dir():
        made.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=made.parent, prefix="."))
        for path in files.values():
            shutil.copy(path, draft)
        with suppress(OSError):  # somebody else was first
            draft.rename(made)
    return made


def _set(press: Press, template: str, inputs: dict[str, str], at: datetime | None) -> Rendered:
    compiler = press.compilers.get(template)
    if compiler is None:
        compiler = press.compilers[template] = typst.Compiler(
            input=press.templates / f"{template}.typ", root=press.templates, font_paths=press.fonts,
            ignore_system_fonts=True,
        )  # fmt: skip
    try:
        pdf = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARD, timestamp=at)
        found = json.loads(compiler.query("<seal>", field="value"))
    except typst.TypstError as fault:
        raise TemplateFault(f"{template}.typ：{fault.message}") from fault
    if not isinstance(pdf, bytes) or len(found) != 1:
        raise TemplateFault(f"{template}.typ：<seal>")
    seal = found[0]
    return Rendered(pdf, int(seal["pages"]), Place(int(seal["page"]), round(seal["x"], 2), round(seal["y"], 2)))


def _instant(content: Mapping[str, Any]) -> datetime | None:
    """The day of the document at midnight: the same content always gives the same bytes."""
    day = content.get("drawn_on")
    return datetime.combine(date.fromisoformat(str(day)), datetime.min.time(), ZONE) if day else None
