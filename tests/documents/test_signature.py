"""The signature on a sealed file speaks for itself: nothing after it, nothing beside it, and only under the bureau's own root."""

import io
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject

from approvals.documents.sealing.development import ROOT, make_test_seals
from approvals.documents.signature import LARGEST, examine, examine_confined, usable
from tests.databases import ROOT as PROJECT
from tests.documents.conftest import Sealing
from tests.moments import days_later, moment
from tests.signing import NAME, OFFICE

FEW = budget(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def apart(root: Path, file: Path) -> tuple[int, dict[str, object]]:
    """What a process says that has nothing but the root and the file: no settings, no database."""
    bare = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "approvals.documents.signature", str(root), str(file)]
    done = subprocess.run(command, cwd=PROJECT, env=bare, capture_output=True, check=False)
    return done.returncode, json.loads(done.stdout)


def with_a_page_more(data: bytes) -> bytes:
    """An incremental update that appends a page, as an editor would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    content = writer.add_object(writer.prev.root["/Pages"]["/Kids"][0].get_object().raw_get("/Contents").get_object())
    writer.insert_page(PageObject(content, media_box=(0, 0, 595, 842)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_another_title(data: bytes) -> bytes:
    """An incremental update that touches nothing on any page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root[pdf_name("/Extra")] = DictionaryObject()
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_sealed_file_has_no_fault_and_says_who_sealed_what_and_when(sealed: bytes, root: bytes) -> None:
    found = examine(sealed, roots=root)
    assert found.faults == ()
    assert "测试章" in found.subject
    assert found.reason.startswith("穗应急许准〔2026〕1号")
    assert found.signed_at == moment().isoformat()
    assert not found.timestamped


def test_a_second_process_with_only_the_root_comes_to_the_same(
    sealed: bytes, seal_folder: Path, tmp_path: Path
) -> None:
    good, bad, none = (tmp_path / name for name in ("good.pdf", "bad.pdf", "none.pdf"))
    good.write_bytes(sealed)
    bad.write_bytes(with_a_page_more(sealed))
    none.write_text("no PDF at all")
    assert apart(seal_folder / ROOT, good)[0] == 0
    code, told = apart(seal_folder / ROOT, bad)
    assert (code, told["faults"]) == (1, ["not_whole", "changed_after"])
    assert apart(seal_folder / ROOT, none)[0] == 2


@FEW
@given(data=st.data())
def test_any_flipped_bit_is_found(sealed: bytes, root: bytes, data: st.DataObject) -> None:
    place, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(sealed)
    changed[place] ^= 1 << bit
    assert examine(bytes(changed), roots=root).faults


@pytest.mark.parametrize("changed", [with_a_page_more, with_another_title, lambda data: data + b"\n%%EOF\n"])
def test_nothing_may_stand_behind_the_seal(sealed: bytes, root: bytes, changed: Callable[[bytes], bytes]) -> None:
    assert examine(changed(sealed), roots=root).faults


def test_the_digits_of_the_signature_itself_cannot_be_rewritten(sealed: bytes, root: bytes) -> None:
    start = sealed.index(b"/Contents <") + len(b"/Contents <")
    end = sealed.index(b">", start)
    other_case = sealed[:start] + sealed[start:end].lower() + sealed[end:]
    padded = sealed[: end - 2] + b"01" + sealed[end:]
    mixed = sealed[:start] + sealed[start : start + 40].lower() + sealed[start + 40 :]
    assert examine(padded, roots=root).faults == ("not_whole",)
    assert examine(mixed, roots=root).faults == ("not_whole",)
    assert examine(other_case, roots=root).faults == ()


def test_another_root_or_none_is_no_reason_to_trust(sealed: bytes, tmp_path: Path) -> None:
    make_test_seals(tmp_path, office_code=OFFICE, name=NAME, at=moment())
    assert examine(sealed, roots=(tmp_path / ROOT).read_bytes()).faults == ("untrusted",)
    assert examine(sealed, roots=b"").faults == ("untrusted",)


def test_a_seal_by_somebody_else_of_the_same_name_is_not_trusted(
    plain: bytes, root: bytes, tmp_path: Path, sealing_in: Callable[..., Sealing]
) -> None:
    make_test_seals(tmp_path, office_code=OFFICE, name=NAME, at=moment())
    forged = sealing_in(tmp_path).seal(plain)
    assert examine(forged, roots=root).faults == ("untrusted",)


def test_a_file_that_bears_no_seal_says_so(plain: bytes, root: bytes) -> None:
    assert examine(plain, roots=root).faults == ("no_signature",)


def test_what_was_sealed_by_a_certificate_that_had_run_out_is_not_trusted(sealed: bytes, root: bytes) -> None:
    assert examine(sealed, roots=root, at=days_later(5000)).faults == ("untrusted",)


HOSTILE = {
    "empty": b"%PDF-1.7\n",
    "noise": b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "nested": b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "loop": b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 9/Size 1>>\nstartxref\n9\n%%EOF",
    "bomb": b"%PDF-1.7\n1 0 obj<</Type/XRef/W[1 1 1]/Size 9/Filter/FlateDecode/Length 70000>>stream\n"
    + zlib.compress(b"\0" * 60_000_000)
    + b"\nendstream endobj\nstartxref\n9\n%%EOF",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_fault_and_never_an_error(name: str, root: bytes) -> None:
    assert examine(HOSTILE[name], roots=root).faults == ("unreadable",)


@FEW
@given(data=st.binary(max_size=400))
def test_any_bytes_are_answered_for(root: bytes, data: bytes) -> None:
    assert examine(b"%PDF-1.7\n" + data, roots=root).faults


def test_a_file_of_a_stranger_is_read_in_a_process_of_its_own(sealed: bytes, root: bytes) -> None:
    assert examine_confined(sealed, roots=root) == examine(sealed, roots=root)
    assert examine_confined(HOSTILE["nested"], roots=root).faults == ("unreadable",)


def test_what_is_no_pdf_or_too_large_is_not_looked_at(sealed: bytes) -> None:
    assert usable(sealed)
    assert not usable(b"GIF89a")
    assert not usable(b"%PDF-1.7" + bytes(LARGEST))


def test_the_file_stays_pdf_a_with_one_field_and_no_script(sealed: bytes) -> None:
    reader = PdfFileReader(io.BytesIO(sealed))
    form, field = reader.root["/AcroForm"], reader.embedded_signatures[0].sig_field
    assert len(form["/Fields"]) == 1
    assert b"pdfaid:part" in reader.root["/Metadata"].data
    assert field["/F"] & 4
    assert "/AA" not in reader.root
    assert "/JavaScript" not in reader.root.get("/Names", {})
