"""验签: what the signature on a sealed file proves by itself, with nothing but the root certificate; no database, no settings.

    python -m approvals.documents.signature ROOT.pem FILE.pdf       0: no fault, 1: faults, 2: no usable file

Sources: ISO 32000-1 12.8, ETSI EN 319 142-1 (PAdES); 电子签名法 13 (every change after signing must be detectable)."""

import argparse
import hashlib
import io
import json
import logging
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

LARGEST = 20 * 1024 * 1024  # bytes; a sealed document has less than one million
HEADER, HEADER_WITHIN = b"%PDF-", 1024
CPU_SECONDS, MEMORY_BYTES, PATIENCE_SECONDS = 10, 2 * 1024**3, 30  # what looking at an unknown file may cost
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Signature:
    """`faults` are codes; none: the seal is on exactly these bytes.  `signed_at` (ISO) is the signer's own word unless
    `timestamped`; `subject` and `fingerprint` are those of the certificate."""

    faults: tuple[str, ...]
    detail: str = ""
    subject: str = ""
    fingerprint: str = ""
    reason: str = ""
    signed_at: str = ""
    timestamped: bool = False


def usable(data: bytes) -> bool:
    """Is this a PDF, of a size that is looked at?"""
    return len(data) <= LARGEST and HEADER in data[:HEADER_WITHIN]


def examine(data: bytes, *, roots: bytes, at: datetime | None = None) -> Signature:
    """The signature of the file; trusted where a chain leads to one of `roots` (PEM).

    `at`: when the seal was put on, if that is known; else it is taken from the signature.  Raises ValueError for roots
    that are not PEM."""
    anchors = [Certificate.load(der) for _, _, der in pem.unarmor(roots, multiple=True)] if roots.strip() else []
    try:
        found = PdfFileReader(io.BytesIO(data)).embedded_signatures
        if len(found) != 1:
            return Signature(("several_signatures",) if found else ("no_signature",))
        return _examined(data, found[0], anchors, at)
    except Exception as error:  # noqa: BLE001 - whatever a forged file breaks in a parser is a fault of the file
        return Signature(("unreadable",), detail=f"{type(error).__name__}: {error}"[:200])


def examine_confined(data: bytes, *, roots: bytes) -> Signature:
    """The same in a process of its own with little time and memory: for files that are not known to be ours."""
    command = [sys.executable, "-m", "approvals.documents.signature", "-", "-"]
    given = len(roots).to_bytes(8, "big") + roots + data
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, cwd=ROOT, timeout=PATIENCE_SECONDS, check=False
        )
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        return Signature(("unreadable",), detail=type(error).__name__)
    return Signature(**{**told, "faults": tuple(told["faults"])})


def _examined(data: bytes, found: EmbeddedPdfSignature, anchors: list[Certificate], at: datetime | None) -> Signature:
    said = found.self_reported_timestamp
    status = validate_pdf_signature(
        found, ValidationContext(trust_roots=anchors, moment=at or said, allow_fetching=False)
    )
    stamp = status.timestamp_validity
    holds = {
        "broken": status.intact and status.valid,
        "untrusted": status.trusted,
        "not_whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _tight(data, found),
        "changed_after": status.modification_level == ModificationLevel.NONE,
        "not_certified": found.docmdp_level == MDPPerm.NO_CHANGES,
        "timestamp_broken": stamp is None or (stamp.valid and stamp.intact and stamp.trusted),
    }
    signed_at = said if stamp is None else stamp.timestamp
    return Signature(
        tuple(code for code, held in holds.items() if not held),
        subject=status.signing_cert.subject.human_friendly,
        fingerprint=hashlib.sha256(status.signing_cert.dump()).hexdigest(),
        reason=str(found.sig_object.get("/Reason", "")),
        signed_at=signed_at.isoformat() if signed_at else "",
        timestamped=stamp is not None,
    )


def _tight(data: bytes, found: EmbeddedPdfSignature) -> bool:
    """Does the place of the signature itself, the only bytes it cannot cover, hold it and then nothing but zeros?"""
    contents: bytes = found.pkcs7_content
    head = contents[1] & 0x7F if contents[1] & 0x80 else 0
    length = 2 + head + (int.from_bytes(contents[2 : 2 + head], "big") if head else contents[1])
    written, plain = data[int(found.byte_range[1]) : int(found.byte_range[2])], f"<{contents.hex()}>".encode()
    return written in (plain, plain.upper()) and not any(contents[length:])


def main(arguments: list[str]) -> int:
    """Print what was found as JSON.  `- -`: both come through standard input, the root first with its length."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root")
    parser.add_argument("file")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # what a file does to the parser is told as a fault
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    if options.file == "-":
        length = int.from_bytes(sys.stdin.buffer.read(8), "big")
        roots, data = sys.stdin.buffer.read(length), sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(options.file).open("rb") as stream:
            roots, data = Path(options.root).read_bytes(), stream.read(LARGEST + 1)
    if not usable(data):
        sys.stdout.write(json.dumps(asdict(Signature(("no_pdf",)))) + "\n")
        return 2
    found = examine(data, roots=roots)
    sys.stdout.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
