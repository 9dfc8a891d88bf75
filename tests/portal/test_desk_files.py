"""Files from the desks: scanned at the counter, photographed on a visit; kept with the sheet, bound with the act."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from approvals.files import tidying
from approvals.files.models import MaterialFile, SheetFile, StoredFile
from config.integrity.run import check_rows
from tests.moments import moment
from tests.portal.desks import Desks, text_of
from tests.portal.handing import PDF, PNG, TUS, Sender, content_of
from tests.portal.test_visits import MONDAY, accepted, booked, filled, record_of, send, visit_of
from tests.portal.test_window import Counter, all_in
from workflow.models import Application, Visit, VisitSheet

PHOTO = "visit:STORE-DISTANCES"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def counter(desks: Desks) -> Counter:
    made = Counter(desks)
    made.begin()
    return made


@pytest.fixture
def visit(desks: Desks) -> str:
    """The number of a case whose visit is booked with two verifiers."""
    desks.at = moment(MONDAY, 9)
    return booked(desks, accepted(desks))


def scanner(desks: Desks, handle: str = "clerk", who: str = "applicant") -> Sender:
    return Sender(desks, handle, applicant=desks.people[who].applicant_id)


def ticked(key: str) -> dict[str, Any]:
    return {"file-APP": key}


def scan_of(counter: Counter) -> str:
    """A scan of the application form that is ticked and kept with the sheet."""
    key = scanner(counter.desks).sent()
    assert counter.press("do", "check", fetched=True, m_APP="in", **ticked(key)).status_code == 200
    return key


def test_a_scan_at_the_counter_stays_with_the_sheet_and_goes_into_the_case(counter: Counter, desks: Desks) -> None:
    key = scan_of(counter)
    assert f'name="file-APP" value="{key}" checked' in counter.page
    assert content_of(desks.get("clerk", f"/uploads/{key}/")) == PDF
    tidying.tidy(at=desks.at + timedelta(days=30))
    made = counter.finish("accept", **all_in(), **ticked(key))
    row = MaterialFile.objects.get(application_id=made.pk)
    assert (str(row.file_id), row.material_code, row.added_by_id) == (key, "APP", desks.key("clerk"))
    assert not SheetFile.objects.exists()
    assert f"/cases/{made.number}/files/{key}/" in desks.page("applicant", made.number)
    assert list(check_rows(at=desks.at)) == []


def test_where_lodging_is_refused_the_scan_stays_on_the_sheet(counter: Counter) -> None:
    key = scan_of(counter)
    response = counter.press("do", "accept", **all_in(m_RULES="promised"), **ticked(key))
    assert response.status_code == 422
    assert not Application.objects.exists()
    assert not MaterialFile.objects.exists()
    assert f'value="{key}" checked' in counter.page


def test_a_scan_of_what_is_not_handed_in_does_not_go_into_the_case(counter: Counter) -> None:
    key = scan_of(counter)
    counter.finish("receive", **{**all_in(), "m_APP": "out"}, **ticked(key))
    assert not MaterialFile.objects.exists()


def test_a_clerk_uploads_for_the_applicant_on_the_sheet_and_for_nobody_else(counter: Counter, desks: Desks) -> None:
    assert scanner(desks, who="applicant2").begin(10).status_code == 404
    assert scanner(desks).begin(10, material=PHOTO).status_code == 404
    mine = scanner(desks)
    address = mine.begin(len(PDF))["Location"]
    counter.press("applicant", str(desks.people["applicant2"].applicant_id))
    assert mine.part(address, PDF, 0).status_code == 404
    assert mine.client.delete(address, headers=TUS).status_code == 404


def test_another_customer_takes_the_scans_off_the_counter(counter: Counter, desks: Desks) -> None:
    key = scan_of(counter)
    counter.press("applicant", str(desks.people["applicant2"].applicant_id))
    assert not SheetFile.objects.exists()
    counter.press("item", "EM07-01")
    assert counter.press("do", "check", **ticked(key)).status_code == 404
    assert key not in counter.page


def test_nobody_elses_upload_is_put_on_a_sheet(counter: Counter, desks: Desks) -> None:
    own = Sender(desks).sent()
    assert desks.client("clerk").get(f"/uploads/{own}/").status_code == 404
    assert counter.press("do", "check", **ticked(own)).status_code == 404
    assert not SheetFile.objects.exists()


def test_what_the_applicant_handed_in_before_is_offered_at_the_counter(counter: Counter, desks: Desks) -> None:
    key = Sender(desks).sent()
    earlier = desks.lodged("applicant", "EM06-01", **{"file-APP": key})
    assert content_of(desks.get("clerk", f"/uploads/{key}/")) == PDF
    counter.press("do", "check", m_APP="in")
    assert "从以前提交过的选用（1）" in counter.page
    assert counter.press("do", "check", fetched=True, m_APP="in", **ticked(key)).status_code == 200
    made = counter.finish("accept", **all_in(), **ticked(key))
    assert made.number != earlier
    assert MaterialFile.objects.filter(file_id=UUID(key)).count() == 2
    assert list(check_rows(at=desks.at)) == []
    assert desks.client("clerk").get(f"/uploads/{key}/").status_code == 404, "the applicant has left the counter"


def test_photographs_of_a_visit_are_named_in_the_record_and_bound_to_the_case(desks: Desks, visit: str) -> None:
    key = scanner(desks, "verifier_a").sent(PNG, "通道.png", PHOTO)
    fields = filled(desks, visit)
    saved = desks.client("verifier_a").post(f"/visits/{visit}/draft/", {**fields, f"file-{PHOTO}": key})
    assert saved.status_code == 200, saved.content
    page = desks.get("verifier_b", f"/visits/{visit}/record/").content.decode()
    assert f'name="file-{PHOTO}" value="{key}" checked' in page
    assert content_of(desks.get("verifier_b", f"/uploads/{key}/")) == PNG
    fields = {**filled(desks, visit), f"file-{PHOTO}": key}
    assert send(desks, "verifier_a", visit, fields, "sign").status_code == 302
    version = str(VisitSheet.objects.get().version)
    assert send(desks, "verifier_b", visit, {"version": version}, "countersign").status_code == 302
    line = next(row for row in record_of(visit)["items"] if row["code"] == "STORE-DISTANCES")
    assert line["photos"] == [{"file": key, "sha256": StoredFile.objects.get(pk=key).sha256}]
    assert MaterialFile.objects.get(file__pk=UUID(key)).material_code == PHOTO
    assert not SheetFile.objects.exists()
    assert not {each.check for each in check_rows(at=desks.at)} & {"file", "photo"}


@pytest.fixture
def photographed(desks: Desks, visit: str) -> tuple[str, str]:
    """A case whose visit is recorded with one photograph, and its key."""
    key = scanner(desks, "verifier_a").sent(PNG, "通道.png", PHOTO)
    send(desks, "verifier_a", visit, {**filled(desks, visit), f"file-{PHOTO}": key}, "sign")
    version = str(VisitSheet.objects.get().version)
    assert send(desks, "verifier_b", visit, {"version": version}, "countersign").status_code == 302
    return visit, key


def test_photographs_are_for_officials(desks: Desks, photographed: tuple[str, str]) -> None:
    number, key = photographed
    address = f"/cases/{number}/files/{key}/"
    for handle in ("reviewer", "chief", "monitor"):
        assert address in desks.page(handle, number), handle
        assert content_of(desks.get(handle, address)) == PNG
    assert address in desks.get("reviewer", f"/visits/{number}/record/").content.decode()
    assert key not in desks.page("applicant", number)
    for path in (address, f"/uploads/{key}/"):
        assert desks.get("applicant", path).status_code == 404


def test_the_check_finds_a_photograph_that_the_record_does_not_name_and_one_that_is_not_there(
    desks: Desks, photographed: tuple[str, str]
) -> None:
    number, key = photographed
    StoredFile.objects.filter(pk=key).update(sha256="0" * 64)
    found = {(each.check, each.application) for each in check_rows(at=desks.at)}
    assert ("file", number) in found
    MaterialFile.objects.all().delete()
    found = {(each.check, each.application) for each in check_rows(at=desks.at)}
    assert ("photo", number) in found


def test_a_photograph_more_takes_the_signature_off(desks: Desks, visit: str) -> None:
    assert send(desks, "verifier_a", visit, filled(desks, visit), "sign").status_code == 302
    key = scanner(desks, "verifier_a").sent(PNG, "通道.png", PHOTO)
    send(desks, "verifier_a", visit, {**filled(desks, visit), f"file-{PHOTO}": key}, "save")
    assert VisitSheet.objects.get().signed_by_id is None


def test_a_photograph_on_a_sheet_is_not_deleted_under_it(desks: Desks, visit: str) -> None:
    key = scanner(desks, "verifier_a").sent(PNG, "通道.png", PHOTO)
    send(desks, "verifier_a", visit, {**filled(desks, visit), f"file-{PHOTO}": key}, "save")
    assert desks.client("verifier_a").delete(f"/uploads/{key}/", headers=TUS).status_code == 410
    assert tidying.tidy(at=desks.at + timedelta(days=30)) == 0


def test_a_verifier_photographs_on_his_own_visits_only(desks: Desks, visit: str) -> None:
    stranger = scanner(desks, "verifier_c")
    assert stranger.begin(10, material=PHOTO).status_code == 404
    assert scanner(desks, "verifier_a", "applicant2").begin(10, material=PHOTO).status_code == 404
    assert scanner(desks, "verifier_a").begin(10).status_code == 404
    page = desks.get("verifier_c", f"/visits/{visit}/record/").content.decode()
    assert "先保存草稿，再上传照片" in text_of(page)
    send(desks, "verifier_c", visit, filled(desks, visit, handle="verifier_c"), "save")
    assert stranger.begin(10, material=PHOTO).status_code == 201
    Visit.objects.filter(pk=visit_of(visit).pk).update(result=Visit.PASSED)
    assert stranger.begin(10, material=PHOTO).status_code == 404
