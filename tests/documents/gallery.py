"""`make gallery [OUT=DIR]`: one document of every kind and variant, out of cases lived through by real acts, rendered and sealed
by the workers' own code with test seals, checked, and written as PDF and PNG."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import stage

# isort: split
import pypdfium2
from django.conf import settings
from django.db import connection

from approvals.documents import disk
from approvals.documents.models import Document, DocumentFile
from approvals.documents.sealing.development import make_test_seals, publish_roots
from config.throwaway import pointed_at
from tests.databases import clone, drop
from tests.documents import played
from tests.moments import days_later
from workflow.papers.making import make_due
from workflow.papers.sealing import seal_due
from workflow.papers.seals import enrol
from workflow.papers.verifying import verify

SHOWN_WHOLE = frozenset({"a long name", "a person's certificate"})
SCALE = 2.0  # 144 dots an inch


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of the gallery and the name of its files."""

    name: str
    document: Document


@contextmanager
def scene(folder: Path) -> Iterator[None]:
    """A database with the tales lived through, files and test seals in `folder`."""
    before = {name: getattr(settings, name) for name in ("MEDIA_ROOT", "LICENSING_SEAL_DIR", "LICENSING_SEAL_ROOTS")}
    database = clone(migrations=True)
    try:
        settings.MEDIA_ROOT, settings.LICENSING_SEAL_DIR = folder / "files", str(folder / "seals")
        settings.LICENSING_SEAL_ROOTS = folder / "roots.pem"
        with pointed_at(database.name):
            played.people()
            office = played.office()
            make_test_seals(folder / "seals", office_code=office.code, name=office.name, at=days_later(0))
            publish_roots(folder / "seals", to=settings.LICENSING_SEAL_ROOTS)
            enrol(at=played.before())
            yield
    finally:
        connection.close()
        drop(database)
        for name, value in before.items():
            setattr(settings, name, value)


def chosen(names: dict[int, str]) -> Iterator[Shown]:
    """The first document of every kind and variant, and all of the tales that are shown whole."""
    seen: set[str] = set()
    for file in DocumentFile.objects.select_related("document").order_by("pk"):
        document, content = file.document, file.content or {}
        name = "-".join(filter(None, [document.kind, content.get("variant", "")]))
        tale = names.get(document.application_id, "")
        if name not in seen:
            seen.add(name)
            yield Shown(name, document)
        elif tale in SHOWN_WHOLE:
            yield Shown(f"{tale.replace(' ', '-').replace(chr(39), '')}-{name}", document)


def write(shown: Shown, out: Path) -> list[str]:
    """The sealed file and a picture of each page; what the check finds against it."""
    file = DocumentFile.objects.get(document=shown.document)
    if file.state != DocumentFile.SEALED or file.key is None:
        return [f"{file.state} {file.fault}"]
    data = disk.read(file.key)
    (out / f"{shown.name}.pdf").write_bytes(data)
    with pypdfium2.PdfDocument(data) as opened:
        opened.init_forms()  # the seal is drawn with the field of the signature
        for n in range(len(opened)):
            page = opened[n]
            page.render(scale=SCALE, may_draw_forms=True).to_pil().save(out / f"{shown.name}-{n + 1}.png")
            page.close()
    report = verify(data)
    return [] if report.status == "valid" and not report.findings else [report.status, *(f.code for f in report.findings)]


def main() -> int:
    """Exit status 1 if a document was not made or does not pass its check."""
    parser = argparse.ArgumentParser(prog="make gallery")
    parser.add_argument("out", nargs="?", type=Path, default=stage.ROOT / ".local" / "gallery")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, scene(Path(folder)):
        print("办件 / cases", end=" ", flush=True)
        names = {application.pk: name for name, application in played.play()}
        print(len(names), "\n渲染 / rendering", end=" ", flush=True)
        print(make_due(at=played.after()), "\n盖章 / sealing", end=" ", flush=True)
        print(seal_due(at=played.after()))
        every = list(chosen(names))
        for n, shown in enumerate(every, start=1):
            faults = write(shown, out)
            failed += bool(faults)
            print(f"{n}/{len(every)} {shown.name} {shown.document.number} {'; '.join(faults)}", flush=True)
    print(f"{len(every)} 份文书 / documents, {failed} 不合格 / failed: {out}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
