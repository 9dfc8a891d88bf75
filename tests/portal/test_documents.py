"""The pages about documents: how far each has come, and the registers of voided numbers and of the uses of seals."""

import re
from typing import Any

import pytest
from django.db import connection

from approvals.documents.models import Document, DocumentFile, DocumentVoid, Seal, SealUse
from approvals.people import Applicant
from tests.documents.sealing import seal
from tests.moments import moment
from tests.portal.desks import Desks, text_of
from tests.portal.issuing import document_of, granted, issued
from tests.portal.scene import Scene
from workflow.models import Application
from workflow.papers.making import make_due
from workflow.papers.seals import enrol

pytestmark = pytest.mark.usefixtures("signer")


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def page(desks: Desks, handle: str, case: Application) -> str:
    return text_of(desks.page(handle, case.number))


def shown(desks: Desks, handle: str, address: str) -> str:
    response = desks.get(handle, address)
    assert response.status_code == 200, response.status_code
    return text_of(response.content.decode())


def test_the_case_says_that_the_licence_is_being_made_until_it_is_sealed(desks: Desks, scene: Scene):
    case = granted(scene)
    assert "证照制作中" not in page(desks, "applicant", case)
    scene.do("issue", case, "clerk")
    for handle in ("applicant", "clerk", "chief"):
        assert "已准予，证照制作中：等待制作" in page(desks, handle, case)
    assert "已准予，证照制作中：等待制作" in progress(desks, case)
    DocumentFile.objects.filter(document=document_of(case)).update(state="rendered")
    assert "已准予，证照制作中：等待盖章" in page(desks, "applicant", case)
    DocumentFile.objects.filter(document=document_of(case)).update(state="waiting")
    seal(document_of(case), at=moment())
    assert "证照制作中" not in page(desks, "applicant", case)
    assert "已经准予，证件或者文书已经制作" in progress(desks, case)


def progress(desks: Desks, case: Application) -> str:
    """What is told to whoever has the number and the query code."""
    Application.objects.filter(pk=case.pk).update(query_code="ABCD2345")
    answer = desks.visitor().post("/progress/", {"number": case.number, "code": "ABCD2345"})
    return text_of(answer.content.decode())


def test_each_document_says_how_far_it_has_come(desks: Desks, scene: Scene):
    case = issued(scene)
    seal(document_of(case, "grant_decision"), at=moment())
    set_aside(document_of(case, "acceptance_notice"), "申请人名称中的“\ue000”没有字形")
    official, party = page(desks, "clerk", case), page(desks, "applicant", case)
    for shown in (official, party):
        assert re.search(r"准予行政许可决定书 穗应急许准〔2026〕\d+号 已盖章 2026-09-24 · 已送达 查看 下载 查验", shown)
        assert re.search(r"许可证 穗应急许证〔2026〕\d+号 等待制作", shown)
        assert re.search(r"受理通知书 穗应急许受〔2026〕\d+号 制作中止", shown)
    assert "没有字形 按原因改正后" in official
    assert "没有字形" not in party
    assert "工作人员正在处理。" in party


def set_aside(document: Document, fault: str) -> None:
    DocumentFile.objects.filter(document=document).update(state="set_aside", fault=fault)


def test_a_party_sees_what_was_served_and_no_records_of_the_office(desks: Desks, scene: Scene):
    case = scene.accepted()
    document = document_of(case, "acceptance_notice")
    for kind, served in (("visit_record", True), ("extension_notice", False)):
        Document.objects.create(
            application_id=case.pk, office_id=case.office_id, kind=kind, number=f"〔{kind}〕", seq=case.version,
            drawn_on=document.drawn_on, served_on=document.drawn_on if served else None,
        )  # fmt: skip
    DocumentFile.objects.bulk_create(
        DocumentFile(document=row, application_id=case.pk) for row in Document.objects.filter(file=None)
    )
    official, party = page(desks, "clerk", case), page(desks, "applicant", case)
    assert "〔visit_record〕" in official
    assert "〔extension_notice〕" in official
    assert "〔visit_record〕" not in party
    assert "〔extension_notice〕" not in party
    assert document.number in party


def test_a_voided_number_is_listed_with_what_stands_in_its_place(desks: Desks, scene: Scene):
    case = issued(scene)
    wrong = document_of(case, "grant_decision")
    scene.do("reseal", case, "head", number=wrong.number, reason="地址有误")
    right = document_of(case, "grant_decision")
    assert f"{wrong.number} 已作废 2026-09-24 · 已送达 由 {right.number} 代替" in page(desks, "applicant", case)
    told = shown(desks, "reviewer", "/documents/voided/")
    assert re.search(f"{wrong.number} 准予行政许可决定书 · 2026-09-24 {case.number} 地址有误 {right.number}", told)
    assert desks.people["head"].display_name in told


STRANGE = "广州\ue000化工有限公司"


def renamed(desks: Desks, name: str) -> None:
    Applicant.objects.filter(accounts=desks.people["applicant"]).update(name=name)


def test_what_cannot_be_made_waits_with_its_reason_until_somebody_mends_it(desks: Desks, scene: Scene):
    case = scene.accepted()
    notice = document_of(case, "acceptance_notice")
    name = case.applicant.name
    renamed(desks, STRANGE)
    make_due(at=moment(), inside_transaction=True)
    told = shown(desks, "clerk", "/documents/set-aside/")
    assert f"受理通知书 {notice.number} 2026-09-24 · {case.number}" in told
    assert "U+E000" in told
    assert "U+E000" in page(desks, "clerk", case)
    sent = {"row": notice.pk, "note": " "}
    assert desks.client("clerk").post("/documents/set-aside/again/", sent).status_code == 422
    renamed(desks, name)
    answer = desks.client("clerk").post("/documents/set-aside/again/", sent | {"note": "已更正名称"}, follow=True)
    assert "已经重新制作" in text_of(answer.content.decode())
    answer = desks.client("clerk").post("/documents/set-aside/again/", sent | {"note": "已更正名称"}, follow=True)
    assert "这一份已由他人处理" in text_of(answer.content.decode())
    seal(notice, at=moment())
    assert re.search(f"受理通知书 {notice.number} 已盖章", page(desks, "applicant", case))


def test_what_was_set_aside_is_for_those_who_can_mend_it_and_goes_on_by_key(desks: Desks, scene: Scene):
    case = scene.accepted()
    documents = Document.objects.bulk_create(
        Document(
            application_id=case.pk,
            office_id=case.office_id,
            kind="licence",
            number=f"〔{n}〕",
            seq=1,
            drawn_on=moment(),
        )
        for n in range(22)
    )
    DocumentFile.objects.bulk_create(
        DocumentFile(document=each, application_id=case.pk, state="set_aside", fault="?") for each in documents
    )
    statuses = {
        who: desks.get(who, "/documents/set-aside/").status_code for who in ("reviewer", "applicant", "auditor", "head")
    }
    assert statuses == {"reviewer": 403, "applicant": 403, "auditor": 403, "head": 200}
    assert desks.client("reviewer").post("/documents/set-aside/again/", {"row": documents[0].pk}).status_code == 403
    first = desks.get("chief", "/documents/set-aside/").content.decode()
    key = re.findall(r"\?after=(\d+)", first)[0]
    assert desks.get("chief", f"/documents/set-aside/?after={key}").content.decode().count("<article") == 2
    assert desks.client("chief").post("/documents/set-aside/again/", {"row": "x"}).status_code == 422


def test_the_uses_of_the_seal_balance_with_the_sealed_files(desks: Desks, scene: Scene):
    case = issued(scene)
    first, second = document_of(case, "grant_decision"), document_of(case)
    seal(first, at=moment())
    seal(second, at=moment())
    for handle in ("head", "auditor", "monitor"):
        told = shown(desks, handle, "/documents/seal-uses/")
        assert "已盖章的文件 2 用印次数 2 核对 相符" in told
    chief, clerk = (desks.people[who].display_name for who in ("chief", "clerk"))
    assert re.search(f"{second.number} 许可证 {case.number} .* 测试章 {clerk} 2026-09-24 10:00:00", told)
    assert re.search(f"{first.number} 准予行政许可决定书 {case.number} .* 测试章 {chief}", told)


def test_a_seal_used_on_nothing_that_is_kept_is_named(desks: Desks, scene: Scene):
    case = issued(scene)
    waiting, sealed = document_of(case, "grant_decision"), document_of(case)
    seal(sealed, at=moment())
    SealUse.objects.create(document=waiting, seal=Seal.objects.latest("id"), sha256="0" * 64, used_at=moment())
    with connection.cursor() as cursor:  # what somebody could do who is past the guards
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE approvals_sealuse SET sha256 = %s WHERE document_id = %s", ["f" * 64, sealed.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    told = shown(desks, "auditor", "/documents/seal-uses/")
    assert "不平" in told
    named = told.split("对不上的文号")[1].split("请立即核查")[0]
    assert waiting.number in named
    assert sealed.number in named


@pytest.mark.parametrize("address", ["/documents/voided/", "/documents/seal-uses/"])
def test_the_registers_go_on_by_key(desks: Desks, scene: Scene, address: str):
    case = issued(scene)
    enrol(at=moment())
    used = Seal.objects.latest("id")
    documents = Document.objects.bulk_create(
        Document(
            application_id=case.pk,
            office_id=case.office_id,
            kind="licence",
            number=f"〔{n}〕",
            seq=1,
            drawn_on=moment(),
        )
        for n in range(23)
    )
    for each in documents:
        DocumentVoid.objects.create(document=each, reason="重复", voided_at=moment())
        SealUse.objects.create(document=each, seal=used, sha256="0" * 64, used_at=moment())
    first = desks.get("head", address).content.decode()
    key = re.findall(r"\?before=(\d+)", first)[0]
    assert first.count("<tr data-row") == 20
    assert desks.get("head", f"{address}?before={key}").content.decode().count("<tr data-row") == 3
    assert desks.get("head", f"{address}?before=x").status_code == 422


def test_the_registers_are_for_those_who_watch(desks: Desks, scene: Scene):
    answers: dict[str, Any] = {
        who: desks.get(who, "/documents/seal-uses/").status_code for who in ("clerk", "applicant")
    }
    assert answers == {"clerk": 403, "applicant": 403}
    assert desks.get("applicant", "/documents/voided/").status_code == 403
