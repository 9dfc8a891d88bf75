"""The signer is a process of its own: it alone has the keys, and while it is away everything else goes on."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from approvals.documents.models import DocumentFile
from approvals.documents.sealing.development import ROOT
from config import moment
from config.integrity.run import check_rows
from tests.databases import Database
from tests.documents.scene import Bureau, data_of, file_of
from tests.product import Product
from tests.runtime.processes import eventually
from tests.signing import Signer
from workflow.errors import Refusal
from workflow.papers.verifying import verify

pytestmark = pytest.mark.alone


def naming(folder: Path) -> set[int]:
    """The process groups of all processes that have this folder in their environment or on their command line."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            text = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if bytes(folder) in text and int(process.name) != os.getpid():
                found.add(os.getpgid(int(process.name)))
        except OSError:
            continue
    return found


def every(state: str) -> bool:
    return not DocumentFile.objects.exclude(state=state).exists()


def serve(bureau: Bureau, key: Any) -> str:
    """What is refused, if anything is."""
    bureau.at = moment.now()
    try:
        bureau.do(key, "serve", "clerk")
    except Refusal as refusal:
        return refusal.code
    return ""


def test_while_the_signer_is_away_decisions_go_on_and_the_licences_follow(
    product: Product, committed_database: Database, seal_folder: Path, settings: Any
) -> None:
    keys = product.data / "keys-of-the-signer"
    settings.MEDIA_ROOT, settings.LICENSING_SEAL_ROOTS = product.data / "files", seal_folder / ROOT
    settings.LICENSING_SEAL_DIR = str(seal_folder)
    bureau = Bureau(moment.now())
    Signer(seal_folder).enrol()
    product.start_worker()
    product.start_beat()
    first, second = bureau.issued(), bureau.issued(who="applicant2")
    assert eventually(lambda: every(DocumentFile.RENDERED))
    assert [serve(bureau, case) for case in (first, second)] == ["document_not_ready"] * 2
    assert naming(keys) == naming(seal_folder) == set()
    shutil.copytree(seal_folder, keys)
    product.start_signer(keys)
    assert eventually(lambda: every(DocumentFile.SEALED))
    assert naming(keys) == {product.troupe.members["signer"].pid}
    assert serve(bureau, first) == ""
    product.kill("signer")
    third = bureau.issued()
    assert eventually(lambda: file_of(third).state == DocumentFile.RENDERED)
    assert serve(bureau, third) == "document_not_ready"
    product.start_signer(keys)
    assert eventually(lambda: every(DocumentFile.SEALED))
    assert [serve(bureau, case) for case in (second, third)] == ["", ""]
    for file in DocumentFile.objects.filter(state=DocumentFile.SEALED):
        assert verify(data_of(file)).findings == ()
    assert [each for each in check_rows(at=moment.now()) if each.check != "delivery"] == []
