"""The door of uploads: whose they are, that parts come in order and whole, what is taken, and what a crash leaves."""

import base64
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from approvals.files import disk, tidying, uploading
from approvals.files.errors import Locked
from approvals.files.models import StoredFile
from approvals.files.uploading import MIB
from approvals.people import PowerOfAttorney
from config.play.cast import assemble
from portal.uploads.door import safe_name
from tests.databases import Database
from tests.moments import moment
from tests.portal.desks import Desks
from tests.portal.handing import PDF, PNG, PROGRAM, TUS, Sender, content_of, said


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def row(key_or_address: str) -> StoredFile:
    return StoredFile.objects.get(pk=key_or_address.strip("/").split("/")[-1])


def test_a_file_arrives_in_parts_and_is_known_by_its_digest(desks: Desks, place: Path) -> None:
    sender = Sender(desks)
    begun = sender.begin(len(PDF))
    assert begun.status_code == 201
    address = begun["Location"]
    assert sender.ask(address)["Upload-Offset"] == "0"
    assert sender.part(address, PDF[:100], 0)["Upload-Offset"] == "100"
    asked = sender.ask(address)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("100", str(len(PDF)))
    assert "GMT" in asked["Upload-Expires"]
    assert sender.part(address, PDF[100:], 100)["Upload-Offset"] == str(len(PDF))
    file = row(address)
    assert (file.state, file.kind, file.sha256) == ("complete", "application/pdf", hashlib.sha256(PDF).hexdigest())
    assert file.verdict == "not_scanned"
    stored = disk.path_of(file.pk)
    assert stored.read_bytes() == PDF
    assert stored.name == file.pk.hex
    assert stored.stat().st_mode & 0o077 == 0


def test_what_the_server_can_is_told(desks: Desks) -> None:
    answer = desks.client("applicant").options("/uploads/")
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,checksum,termination"
    assert desks.client("applicant").post("/uploads/", headers={"Tus-Resumable": "0.2"}).status_code == 412


def test_another_persons_upload_is_not_found(desks: Desks) -> None:
    mine = Sender(desks)
    address = mine.begin(len(PDF))["Location"]
    other = Sender(desks, "applicant2")
    assert other.ask(address).status_code == 404
    assert other.part(address, PDF, 0).status_code == 404
    assert other.client.delete(address, headers=TUS).status_code == 404
    mine.part(address, PDF, 0)
    assert other.client.get(address).status_code == 404
    assert desks.client("clerk").get(address).status_code == 404
    assert desks.client("chief").get(address).status_code == 403
    assert Client().head(address, headers=TUS).status_code == 302
    answer = mine.client.get(address)
    assert (answer.status_code, content_of(answer)) == (200, PDF)


def test_nobody_uploads_for_an_applicant_he_does_not_act_for(desks: Desks) -> None:
    other = desks.people["applicant2"].applicant_id
    assert Sender(desks, applicant=other).begin(10).status_code == 404


def test_an_agent_whose_power_is_taken_back_cannot_go_on(desks: Desks) -> None:
    principal = desks.people["applicant"].applicant_id
    agent = Sender(desks, "agent", applicant=principal)
    address = agent.begin(len(PDF))["Location"]
    PowerOfAttorney.objects.filter(agent=desks.people["agent"]).update(revoked_at=desks.at)
    assert agent.part(address, PDF, 0).status_code in (403, 404)
    assert row(address).received == 0


def test_a_part_begins_where_the_last_one_ended(desks: Desks) -> None:
    sender = Sender(desks)
    address = sender.begin(len(PDF))["Location"]
    sender.part(address, PDF[:100], 0)
    assert sender.part(address, PDF[:100], 0).status_code == 409
    assert sender.part(address, PDF[200:], 200).status_code == 409
    assert sender.part(address, PDF[100:] + b"x", 100).status_code == 413
    assert sender.ask(address)["Upload-Offset"] == "100"


def test_a_half_written_part_is_cut_off_at_the_acknowledged_length(desks: Desks) -> None:
    sender = Sender(desks)
    address = sender.begin(len(PDF))["Location"]
    sender.part(address, PDF[:100], 0)
    path = disk.path_of(row(address).pk)
    path.write_bytes(PDF[:100] + b"what a crash left behind" * 40)
    assert sender.ask(address)["Upload-Offset"] == "100"
    assert sender.part(address, PDF[100:], 100).status_code == 204
    assert path.read_bytes() == PDF


def test_what_the_disk_lost_is_asked_for_again(desks: Desks) -> None:
    sender = Sender(desks)
    address = sender.begin(len(PDF))["Location"]
    sender.part(address, PDF[:100], 0)
    os.truncate(disk.path_of(row(address).pk), 40)
    assert sender.ask(address)["Upload-Offset"] == "40"
    assert sender.part(address, PDF[40:], 40).status_code == 204
    assert row(address).sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize("name", ["sha256", "sha1"])
def test_a_part_that_was_changed_on_its_way_is_not_taken(desks: Desks, name: str) -> None:
    sender = Sender(desks)
    address = sender.begin(len(PDF))["Location"]
    right = base64.b64encode(hashlib.new(name, PDF).digest()).decode()
    answer = sender.part(address, PDF[:-1] + b"!", 0, **{"Upload-Checksum": f"{name} {right}"})
    assert answer.status_code == 460
    assert said(answer)["code"] == "broken_part"
    assert sender.ask(address)["Upload-Offset"] == "0"
    assert sender.part(address, PDF, 0, **{"Upload-Checksum": f"{name} {right}"}).status_code == 204


def test_what_cannot_be_read_is_bad_input(desks: Desks) -> None:
    sender = Sender(desks)
    address = sender.begin(len(PDF))["Location"]
    for answer in (
        sender.begin(0),
        sender.client.post("/uploads/", headers={**TUS, "Upload-Length": "7" * 30}),
        sender.client.post("/uploads/", headers={**TUS, "Upload-Length": "7", "Upload-Metadata": "filename %%%"}),
        sender.part(address, PDF, 0, **{"Upload-Offset": "-1"}),
        sender.part(address, PDF, 0, **{"Upload-Checksum": "md5 aaaa"}),
        sender.client.patch(address, PDF, content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}),
    ):
        assert answer.status_code == 400, answer.content


def test_the_type_is_what_the_content_says(desks: Desks) -> None:
    sender = Sender(desks)
    assert row(sender.sent(PNG, "照片.pdf")).kind == "image/png"
    for data in (
        PROGRAM,
        b"<html><script>alert(1)</script></html>",
        b"words",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ):
        address = sender.begin(len(data), "证明.pdf")["Location"]
        answer = sender.part(address, data, 0)
        assert answer.status_code == 415
        assert "文件类型不符" in said(answer)["text"]
        assert row(address).state == "refused"
        assert not disk.path_of(row(address).pk).exists()
        assert sender.ask(address).status_code == 410


def test_a_file_or_a_part_that_is_too_large_is_not_taken(desks: Desks) -> None:
    sender = Sender(desks)
    answer = sender.begin(uploading.LARGEST + 1)
    assert answer.status_code == 413
    assert "200 MB" in said(answer)["text"]
    address = sender.begin(20 * MIB)["Location"]
    assert sender.part(address, bytes(uploading.LARGEST_PART + 1), 0).status_code == 413


def test_an_account_does_not_pile_up_files(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "QUOTA", 3 * len(PDF))
    sender = Sender(desks)
    address = sender.begin(2 * len(PDF))["Location"]
    answer = sender.begin(2 * len(PDF))
    assert answer.status_code == 413
    assert said(answer)["code"] == "over_quota"
    assert sender.client.delete(address, headers=TUS).status_code == 204
    assert sender.ask(address).status_code == 404
    assert sender.begin(2 * len(PDF)).status_code == 201


def test_with_a_full_disk_no_row_claims_what_is_not_there(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Sender(desks)
    address = sender.begin(len(PDF))["Location"]
    sender.part(address, PDF[:100], 0)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_room)
        answer = sender.part(address, PDF[100:], 100)
    assert answer.status_code == 507
    assert "暂时无法上传" in said(answer)["text"]
    file = row(address)
    assert (file.received, file.state, disk.length(file.pk)) == (100, "uploading", 100)
    assert sender.part(address, PDF[100:], 100).status_code == 204
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=disk.RESERVE_BYTES))
    assert sender.begin(100).status_code == 507


def _no_room(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_names_are_only_shown(desks: Desks) -> None:
    assert safe_name("C:\\fakepath\\..\\..\\etc\\passwd") == "passwd"
    assert safe_name("../../\0\r\nX-Evil: 1.pdf") == "X-Evil: 1.pdf"
    assert safe_name("") == "file"
    assert len(safe_name("长" * 500 + ".pdf")) == 200
    assert safe_name("长" * 500 + ".pdf").endswith(".pdf")
    key = Sender(desks).sent(PDF, "../../../evil\r\n.pdf")
    assert row(key).name == "evil.pdf"


def test_a_file_is_shown_as_what_it_is_and_can_do_nothing(desks: Desks) -> None:
    sender = Sender(desks)
    answer = sender.client.get(f"/uploads/{sender.sent(PNG, '厂区 照片.exe')}/")
    assert content_of(answer) == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E5%8E%82%E5%8C%BA%20")
    assert answer["Content-Disposition"].endswith(".exe.png")
    tiff = sender.client.get(f"/uploads/{sender.sent(b'II*' + bytes([0, 8, 0, 0, 0]) + bytes(60), '图.tif')}/")
    assert content_of(tiff).startswith(b"II*")
    assert tiff["Content-Disposition"].startswith("attachment; ")


def test_uploads_that_nobody_continues_are_tidied_away(desks: Desks, place: Path) -> None:
    sender = Sender(desks)
    sender.begin(len(PDF))
    sender.sent()
    assert tidying.tidy(at=desks.at + timedelta(days=6)) == 0
    assert tidying.tidy(at=desks.at + timedelta(days=8)) == 2
    assert not StoredFile.objects.exists()
    assert [path for path in place.rglob("*") if path.is_file()] == []


@pytest.fixture
def committed(committed_database: Database) -> Iterator[Any]:
    call_command("load_calendar")
    yield assemble()["applicant"]
    connection.close()


def test_of_two_that_write_one_upload_at_once_one_is_told_to_wait(committed: Any) -> None:
    file = uploading.begin(
        owner=committed.pk, applicant=committed.applicant, material="APP", name="a.pdf", size=len(PDF), at=moment()
    )
    held, done = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                StoredFile.objects.select_for_update().get(pk=file.pk)
                held.set()
                done.wait(10)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert held.wait(10)
        with pytest.raises(Locked):
            uploading.append(key=file.pk, owner=committed.pk, at_byte=0, data=PDF, at=moment())
        done.set()
        holding.result()
    uploading.append(key=file.pk, owner=committed.pk, at_byte=0, data=PDF, at=moment())
    assert StoredFile.objects.get(pk=file.pk).is_complete
