"""verify_document: the file, its record, and what the rows say; whatever was changed behind the acts is found."""

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from approvals.documents import disk
from approvals.documents.models import DocumentFile, Seal, SealUse
from approvals.documents.sealing.development import make_test_seals
from approvals.documents.verifying import WORDS
from config.integrity.run import check_rows
from tests.documents.scene import Bureau, file_of, number_of
from tests.documents.test_signature import with_a_page_more
from tests.moments import days_later, moment
from tests.signing import NAME, OFFICE, Signer
from workflow.models import Application
from workflow.papers.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(signer: Signer) -> Bureau:
    made = Bureau()
    signer.enrol()
    return made


@pytest.fixture
def licence(bureau: Bureau, signer: Signer) -> Application:
    """A case with its licence sealed."""
    application = bureau.issued()
    signer.work(bureau.at)
    return application


def bytes_of(application: Application, kind: str = "licence") -> bytes:
    key = file_of(application, kind).key
    assert key is not None
    return disk.read(key)


def behind(sql: str, *values: Any) -> None:
    """SQL of somebody who has switched triggers and foreign keys off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount > 0
        cursor.execute("SET LOCAL session_replication_role = origin")


def codes(data: bytes, **given: Any) -> list[str]:
    return [finding.code for finding in verify(data, **given).findings]


def test_a_sealed_licence_is_valid_with_everything_about_it(licence: Application) -> None:
    report = verify(bytes_of(licence))
    assert (report.findings, report.status, report.kind, report.licence) == ((), "valid", "licence", "valid")
    assert report.number == number_of(licence)
    assert report.genuine
    assert report.seal is not None
    assert report.seal.is_test
    assert report.signature is not None
    assert report.signature.faults == ()


def test_every_document_of_a_case_is_valid(licence: Application) -> None:
    keys = DocumentFile.objects.filter(application_id=licence.pk).values_list("key", flat=True)
    assert [verify(disk.read(key)).findings for key in keys if key] == [()] * len(keys)


@pytest.mark.parametrize("spot", [0.001, 0.2, 0.5, 0.8, 0.95])
def test_one_flipped_byte_is_found(licence: Application, spot: float) -> None:
    data = bytearray(bytes_of(licence))
    data[int(len(data) * spot)] ^= 0xFF
    report = verify(bytes(data))
    assert report.status == "forged"
    assert {"bytes_differ", "not_issued"} & {finding.code for finding in report.findings}


def test_an_appended_page_is_found_and_the_number_named(licence: Application) -> None:
    report = verify(with_a_page_more(bytes_of(licence)))
    assert (report.status, report.number) == ("forged", number_of(licence))
    assert [finding.code for finding in report.findings] == ["not_whole", "changed_after", "bytes_differ"]


@pytest.mark.parametrize(
    "change",
    ["valid_until = valid_until + 365", "valid_from = valid_from - 1", "number = '穗应急许证〔2026〕99号'"],
)
def test_a_licence_changed_behind_the_ledger_is_found(licence: Application, change: str) -> None:
    data = bytes_of(licence)
    behind(f"UPDATE approvals_licence SET {change} WHERE application_id = %s", licence.pk)
    assert codes(data) == ["content_differs"]


def test_a_decision_taken_back_behind_the_ledger_is_found(licence: Application) -> None:
    data = bytes_of(licence, "grant_decision")
    behind("DELETE FROM approvals_decision WHERE application_id = %s", licence.pk)
    assert codes(data) == ["content_differs"]


def test_a_forged_file_registered_in_place_of_the_true_one_is_not_in_the_chain(
    licence: Application, signer: Signer
) -> None:
    file = file_of(licence)
    forged = bytes_of(licence, "licence_duplicate")
    key = disk.keep(forged + b"\n")
    digest = hashlib.sha256(forged + b"\n").hexdigest()
    behind(
        "UPDATE approvals_documentfile SET sha256 = %s, size = size + 1, key = %s WHERE document_id = %s",
        digest, key, file.pk,
    )  # fmt: skip
    behind("UPDATE approvals_sealuse SET sha256 = %s WHERE document_id = %s", digest, file.pk)
    assert {"not_whole", "not_in_chain"} & set(codes(forged + b"\n"))
    assert "not_in_chain" in codes(forged + b"\n")
    assert {"seal"} <= {each.check for each in check_rows(at=moment())}


def test_an_entry_of_the_register_that_was_rewritten_is_found(licence: Application) -> None:
    data, file = bytes_of(licence), file_of(licence)
    behind(
        "UPDATE workflow_registerentry SET at = at + interval '1 day' WHERE (inputs ->> 'document')::bigint = %s",
        file.pk,
    )
    assert codes(data) == ["not_in_chain"]


def test_a_use_of_the_seal_that_was_struck_out_is_found(licence: Application) -> None:
    data = bytes_of(licence)
    behind("DELETE FROM approvals_sealuse WHERE document_id = %s", file_of(licence).pk)
    assert codes(data) == ["no_use"]
    assert ("seal", "approvals_documentfile") in {(each.check, each.table) for each in check_rows(at=moment())}


def test_another_seal_than_was_recorded_and_one_that_had_ended_are_found(licence: Application) -> None:
    data = bytes_of(licence)
    Seal.objects.update(fingerprint="0" * 64)
    assert codes(data) == ["other_seal"]
    Seal.objects.update(until_at=days_later(-30))
    assert codes(data) == ["other_seal", "seal_ended"]
    assert SealUse.objects.exists()


def test_without_a_root_the_seal_cannot_be_judged_and_by_another_it_is_foreign(
    licence: Application, settings: Any, tmp_path: Path
) -> None:
    data = bytes_of(licence)
    settings.LICENSING_SEAL_ROOTS = tmp_path / "none.pem"
    assert codes(data) == ["no_roots"]
    make_test_seals(tmp_path / "other", office_code=OFFICE, name=NAME, at=moment())
    assert codes(data, roots=(tmp_path / "other" / "root.crt").read_bytes()) == ["untrusted"]


def test_a_file_of_somebody_else_is_not_ours(db: None, signer: Signer, sealed: bytes) -> None:
    report = verify(sealed)
    assert (report.status, report.number) == ("forged", "穗应急许准〔2026〕1号")
    assert [finding.code for finding in report.findings] == ["not_issued"]


def test_what_becomes_of_the_licence_is_told_and_is_no_finding(licence: Application, bureau: Bureau) -> None:
    bureau.do(licence, "rescind_licence", "head", grounds="法律依据修改")
    report = verify(bytes_of(licence))
    assert (report.licence, report.status, report.findings) == ("rescinded", "valid", ())


def test_every_code_has_its_words() -> None:
    assert all(WORDS.values())


def run(*arguments: Any) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_document", *map(str, arguments), stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_the_command_ends_with_nought_one_or_two(licence: Application, tmp_path: Path) -> None:
    good, bad, none = (tmp_path / name for name in ("good.pdf", "bad.pdf", "none.txt"))
    good.write_bytes(bytes_of(licence))
    bad.write_bytes(with_a_page_more(good.read_bytes()))
    none.write_text("文字")
    code, told = run(good, "--json")
    assert (code, json.loads(told)["findings"], json.loads(told)["number"]) == (0, [], number_of(licence))
    code, told = run(bad)
    assert code == 1
    assert "changed_after" in told
    assert number_of(licence) in told
    assert run(none)[0] == run(tmp_path / "absent.pdf")[0] == run(tmp_path)[0] == 2
    assert run(good, bad)[0] == 1


def test_the_command_trusts_the_root_it_is_given(licence: Application, signer: Signer, tmp_path: Path) -> None:
    good, root, broken = tmp_path / "good.pdf", tmp_path / "root.pem", tmp_path / "broken.pem"
    good.write_bytes(bytes_of(licence))
    root.write_bytes(signer.root)
    broken.write_text("no certificate")
    assert run(good, "--root", root)[0] == 0
    assert run(good, "--root", broken)[0] == 2


@pytest.mark.parametrize(
    ("harm", "differs"),
    [
        (disk.remove, "not on the disk"),
        (lambda key: disk.path_of(key).write_bytes(b"%PDF-"), "on the disk 5"),
    ],
)
def test_the_integrity_check_reads_every_sealed_file(
    licence: Application, harm: Callable[[Any], Any], differs: str
) -> None:
    file = file_of(licence)
    harm(file.key)
    (found,) = [each for each in check_rows(at=moment()) if each.check == "seal"]
    assert (found.row, found.application) == (file.pk, licence.number)
    assert differs in found.differs
