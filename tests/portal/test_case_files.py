"""Files of a case: for its officials and its applicant, never for others; supplied later; used once more; scanned."""

import os
import socketserver
import struct
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from approvals.files import disk
from approvals.files.models import MaterialFile, StoredFile
from approvals.files.verdicts import scan_waiting
from config.clockwork import tick
from config.integrity.run import check_rows
from notifications.models import Message
from tests.portal.desks import Desks, refusal, text_of
from tests.portal.handing import PDF, PNG, Sender, content_of, said

ITEM = "EM06-01"
REVIEWERS = {"reviewer", "reviewer2", "deputy2"}
EICAR = b"%PDF-1.4 X5O!P%@AP"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(desks: Desks) -> tuple[str, str]:
    """A case with one file, and its key."""
    key = Sender(desks).sent(PDF, "申请书.pdf")
    return desks.lodged("applicant", ITEM, **{"file-APP": key}), key


def opened(desks: Desks, handle: str, address: str) -> int:
    answer = desks.get(handle, address)
    content_of(answer)
    return int(answer.status_code)


def test_who_may_read_the_case_may_read_its_files(desks: Desks, case: tuple[str, str]) -> None:
    number, key = case
    address = f"/cases/{number}/files/{key}/"
    for handle in ("applicant", "agent", "clerk", "reviewer", "chief", "monitor"):
        assert address in desks.page(handle, number), handle
        assert opened(desks, handle, address) == 200, handle
    answer = desks.get("reviewer", f"{address}?download")
    assert content_of(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%94%B3")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_else_may(desks: Desks, case: tuple[str, str]) -> None:
    number, key = case
    other = desks.lodged("applicant2", ITEM)
    assert opened(desks, "applicant2", f"/cases/{number}/files/{key}/") == 404
    assert opened(desks, "applicant2", f"/cases/{other}/files/{key}/") == 404
    assert opened(desks, "clerk", f"/cases/{other}/files/{key}/") == 404
    assert opened(desks, "applicant2", f"/uploads/{key}/") == 404


def test_a_notified_third_party_sees_no_files(desks: Desks, case: tuple[str, str]) -> None:
    number, key = case
    desks.do("clerk", number, "accept")
    third = desks.people["applicant2"].applicant
    assert third is not None
    desks.do("reviewer", number, "notify_third_party", party=third.uscc, interest="相邻")
    assert key not in desks.page("applicant2", number)
    assert opened(desks, "applicant2", f"/cases/{number}/files/{key}/") == 404


def test_a_file_comes_with_what_is_supplied(desks: Desks) -> None:
    number = desks.lodged("applicant", ITEM, m_BL="out")
    reasons = {"materials": "BL", "materials-BL": "未提交"}
    desks.do("clerk", number, "request_supplement", **reasons)
    assert 'data-upload="BL"' in desks.page("applicant", number)
    stranger = Sender(desks, "applicant2").sent()
    answer = desks.send("applicant", number, "supply", materials="BL", **{"file-BL": stranger})
    assert (answer.status_code, desks.application(number).status) == (404, "supplement_requested")
    assert "没有找到该文件" in refusal(answer)
    key = Sender(desks).sent(PNG, "执照.png")
    answer = desks.send("applicant", number, "supply", materials="", **{"file-BL": key})
    assert answer.status_code == 422
    desks.do("applicant", number, "supply", materials="BL", **{"file-BL": key})
    assert MaterialFile.objects.get(application_id=desks.application(number).pk).material_code == "BL"
    assert f"/cases/{number}/files/{key}/" in desks.page("clerk", number)


def test_a_file_of_an_earlier_case_is_used_once_more(desks: Desks, case: tuple[str, str]) -> None:
    _number, key = case
    page = desks.get("agent", f"/lodge/{ITEM}/").content.decode()
    assert f'name="file-APP" value="{key}">' in page
    assert opened(desks, "agent", f"/uploads/{key}/") == 200
    assert key not in desks.get("applicant2", f"/lodge/{ITEM}/").content.decode()
    second = desks.lodged("agent", ITEM, **{"file-APP": key})
    assert f"/cases/{second}/files/{key}/" in desks.page("clerk", second)
    assert desks.lodge("agent", ITEM, **{"file-BL": key}).status_code == 404, "as the same material only"
    assert Sender(desks).client.delete(f"/uploads/{key}/", headers={"Tus-Resumable": "1.0.0"}).status_code == 410
    assert StoredFile.objects.get(pk=key).is_complete


def test_the_check_finds_a_file_that_is_missing_cut_off_or_another_applicants(
    desks: Desks, case: tuple[str, str]
) -> None:
    number, key = case
    assert list(check_rows(at=desks.at)) == []
    path = disk.path_of(UUID(key))
    os.truncate(path, 10)
    found = [(each.check, each.row, each.application) for each in check_rows(at=desks.at)]
    assert found == [("file", key, number)]
    path.unlink()
    MaterialFile.objects.update(material_code="NONE")
    tables = {each.table for each in check_rows(at=desks.at)}
    assert tables == {"approvals_storedfile", "approvals_materialfile"}


class _Clamd(socketserver.StreamRequestHandler):
    """Speaks as much of clamd as is asked of it: INSTREAM."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        found = b"Eicar-Test-Signature FOUND" if b"X5O!P%@AP" in data else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[None]:
    server: socketserver.BaseServer
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd)
        settings.CLAMD_ADDRESS = "{}:{}".format(*server.server_address)
    else:
        settings.CLAMD_ADDRESS = f"unix:{tmp_path}/clamd"
        server = socketserver.ThreadingUnixStreamServer(f"{tmp_path}/clamd", _Clamd)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.usefixtures("scanner")
def test_a_clean_file_passes_and_an_infected_one_is_removed(desks: Desks) -> None:
    sender = Sender(desks)
    assert StoredFile.objects.get(pk=sender.sent(PDF)).verdict == "clean"
    address = sender.begin(len(EICAR))["Location"]
    answer = sender.part(address, EICAR, 0)
    assert answer.status_code == 422
    assert said(answer)["text"] == "文件含有病毒，已经删除"
    file = StoredFile.objects.get(pk=address.split("/")[2])
    assert (file.state, file.verdict) == ("refused", "infected")
    assert not disk.path_of(file.pk).exists()
    assert sender.client.get(address).status_code == 404


def test_who_used_an_infected_file_is_told_and_who_handles_the_case(desks: Desks, settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_ADDRESS = f"{tmp_path}/nobody"
    key = Sender(desks).sent(EICAR, "申请书.pdf")
    number = desks.lodged("applicant", ITEM, **{"file-APP": key})
    desks.do("clerk", number, "accept")
    with socketserver.ThreadingUnixStreamServer(settings.CLAMD_ADDRESS, _Clamd) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        tick(at=desks.at)
        server.shutdown()
        thread.join()
    told = Message.objects.filter(kind="file_infected")
    assert set(told.values_list("recipient__username", flat=True)) == {"applicant", "clerk", *REVIEWERS}
    message = told.get(recipient=desks.people["reviewer"])
    assert message.link == f"/cases/{number}/"
    assert "申请书.pdf" in text_of(desks.get("reviewer", "/inbox/").content.decode())
    tick(at=desks.at)
    assert told.count() == len(REVIEWERS) + 2


def test_a_scanner_that_is_away_is_asked_again(desks: Desks, settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_ADDRESS = f"{tmp_path}/nobody"
    key = Sender(desks).sent(EICAR)
    file = StoredFile.objects.get(pk=key)
    assert (file.state, file.verdict) == ("complete", "pending")
    number = desks.lodged("applicant", ITEM, **{"file-APP": key})
    assert desks.get("clerk", f"/cases/{number}/files/{key}/").status_code == 409
    assert scan_waiting(at=desks.at) == 1
    with socketserver.ThreadingUnixStreamServer(settings.CLAMD_ADDRESS, _Clamd) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        assert scan_waiting(at=desks.at) == 1
        server.shutdown()
        thread.join()
    file.refresh_from_db()
    assert (file.state, file.verdict) == ("refused", "infected")
    assert "已经删除" in desks.page("clerk", number)
    assert scan_waiting(at=desks.at) == 0
