"""The check page of a document: what it shows to whoever holds the code, the link or the file, and to whom it tells nothing."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from approvals.documents.check_code import new_code, signed_link
from approvals.documents.models import Document, DocumentVoid
from portal.public import verify_file
from tests.documents.sealing import seal
from tests.moments import days_later, moment
from tests.portal.desks import Desks, text_of
from tests.portal.public.test_queries import words
from tests.portal.scene import Scene
from workflow.models import Application

SITE = "https://licensing.example.gov.cn"


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Path) -> None:
    settings.LICENSING_CHECK_KEYS = tmp_path / "check"
    settings.SITE_URL = SITE


@pytest.fixture
def visitor(desks: Desks) -> Client:
    return Client(headers={"accept-language": "zh-hans"})


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def issued(scene: Scene, by: str = "applicant", **facts: Any) -> Application:
    case = scene.reviewed(by, **facts)
    scene.do("grant", case, "chief")
    scene.do("issue", case, "clerk")
    return case


def document_of(case: Application, kind: str = "licence") -> Document:
    return Document.objects.filter(application_id=case.pk, kind=kind).latest("id")


def sealed(case: Application, kind: str = "licence", **more: Any) -> Document:
    document = document_of(case, kind)
    seal(document, at=moment(), **more)
    return document_of(case, kind)


def link_of(document: Document) -> str:
    link = signed_link(
        code=document.file.code or "", number=document.number, kind=document.kind, drawn_on=document.drawn_on
    )
    return link.removeprefix(SITE)


def page(visitor: Client, address: str, status: int = 200) -> str:
    response = visitor.get(address)
    assert response.status_code == status, response.status_code
    assert "no-store" in response["Cache-Control"]
    return words(response)


def test_the_link_in_the_qr_code_opens_what_is_to_be_compared(visitor: Client, scene: Scene):
    document = sealed(issued(scene))
    holder = scene.people["applicant"].applicant
    assert holder is not None
    shown = page(visitor, link_of(document))
    assert f"许可证 {document.number} 有效" in shown
    assert f"持证人 {holder.name} 证件号 {holder.uscc}" in shown
    assert "有效期 2026-09-24 至 20" in shown
    assert "成文日期 2026-09-24" in shown
    assert "签名有效，是本机关的" in shown
    assert f"SHA-256 {document.file.sha256}" in shown
    assert "是伪造或者变造的" in shown


def test_the_test_seal_is_plainly_marked_and_a_real_one_is_not(visitor: Client, scene: Scene):
    case = issued(scene)
    trial, real = sealed(case, "grant_decision"), sealed(case, is_test=False)
    assert "测试章 ：这份文书盖的是测试用的印章，没有法律效力" in page(visitor, link_of(trial))
    assert "测试章" not in page(visitor, link_of(real))


def test_a_natural_person_is_masked(visitor: Client, scene: Scene):
    document = sealed(issued(scene, "person", item="EM09-01"))
    person = scene.people["person"].applicant
    assert person is not None
    shown = page(visitor, link_of(document))
    assert f"{person.name[0]}*" in shown
    assert person.name not in shown
    assert f"**************{person.resident_id[-4:]}" in shown
    assert person.resident_id[:6] not in shown


def test_what_is_not_yet_sealed_says_so_and_nothing_else(visitor: Client, scene: Scene):
    case = issued(scene)
    document = document_of(case)
    document.file.code = new_code()
    document.file.save()
    shown = page(visitor, f"/verify/{document.file.code}/")
    assert "尚未盖章" in shown
    assert "不能作为凭证" in shown
    assert scene.people["applicant"].applicant.name not in shown  # type: ignore[union-attr]


@pytest.mark.parametrize("code", ["0" * 26, "x", "GZ2026", "%00", "ZZZZZZZZZZZZZZZZZZZZZZZZZZ"])
def test_unknown_codes_get_one_answer(visitor: Client, scene: Scene, code: str):
    sealed(issued(scene))
    said = page(visitor, f"/verify/{code}/", 404).replace(code, "")
    assert said == page(visitor, f"/verify/{new_code()}/?s=AAAA", 404)
    assert "没有这个查验码" in said


def test_a_number_without_the_code_opens_nothing(visitor: Client, scene: Scene):
    document = sealed(issued(scene))
    known = page(visitor, f"/verify/?asked={document.number}")
    unknown = page(visitor, "/verify/?asked=穗应急许证〔2026〕999号")
    assert known.replace(document.number, "") == unknown.replace("穗应急许证〔2026〕999号", "")
    assert "只凭编号不能查看文书" in known
    assert page(visitor, f"/verify/{document.number}/", 404)


def test_a_code_that_is_typed_leads_to_its_page(visitor: Client, scene: Scene):
    code = sealed(issued(scene)).file.code or ""
    typed = f" {code[:13].lower()}-{code[13:]}"
    assert visitor.get("/verify/", {"asked": typed})["Location"] == f"/verify/{code}/"


def test_a_forged_link_is_told_before_everything_else(visitor: Client, scene: Scene):
    first = sealed(issued(scene))
    second = sealed(issued(scene, "applicant2"))
    borrowed = f"/verify/{first.file.code}/?s={link_of(second).partition('?s=')[2]}"
    for address in (borrowed, f"/verify/{first.file.code}/?s=", f"/verify/{first.file.code}/?s=%E8%AE%B8"):
        shown = page(visitor, address)
        assert "二维码是伪造的或者被改动过" in shown
        assert "签名有效，是本机关的" not in shown
        assert shown.index("二维码是伪造的") < shown.index("有效期")


def test_a_register_that_says_otherwise_than_what_was_signed_is_told(visitor: Client, scene: Scene):
    document = sealed(issued(scene))
    address = link_of(document)
    Document.objects.filter(pk=document.pk).update(number="穗应急许证〔2026〕900号")
    shown = page(visitor, address)
    assert "登记内容与二维码中签名的内容不一致" in shown
    assert "不一致的是：文号" in shown


def test_a_voided_number_names_what_stands_in_its_place(visitor: Client, scene: Scene):
    case = issued(scene)
    wrong, right = sealed(case, "grant_decision"), document_of(case)
    DocumentVoid.objects.create(document=wrong, reason="地址有误", voided_at=moment(), replaced_by=right)
    shown = page(visitor, link_of(wrong))
    assert f"已经作废，由 {right.number} 代替" in shown
    assert "地址有误" not in shown


def test_a_licence_that_ended_says_how(visitor: Client, scene: Scene, desks: Desks):
    case = issued(scene)
    licence, decision = sealed(case), sealed(case, "grant_decision")
    scene.do("serve", case, "clerk")
    scene.do("rescind_licence", case, "head", grounds="规划调整")
    assert "已经撤回 许可已经被撤回" in page(visitor, link_of(licence))
    assert "已经撤回" in page(visitor, link_of(decision))


def test_a_licence_expires_by_itself_while_the_decision_stands(visitor: Client, scene: Scene, desks: Desks):
    case = issued(scene)
    licence, decision = sealed(case), sealed(case, "grant_decision")
    desks.at = days_later(5000)
    assert "已经到期" in page(visitor, link_of(licence))
    assert f"准予行政许可决定书 {decision.number} 有效" in page(visitor, link_of(decision))


def test_ten_a_minute_then_one_waits(visitor: Client, scene: Scene, desks: Desks):
    address = link_of(sealed(issued(scene)))
    for n in range(10):
        page(visitor, address if n % 2 else f"/verify/{new_code()}/", 200 if n % 2 else 404)
    response = visitor.get(address)
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "有效期" not in words(response)
    assert visitor.get(address, REMOTE_ADDR="10.0.0.1").status_code == 200
    assert send(visitor, b"%PDF").status_code == 429
    desks.at += timedelta(minutes=1)
    assert visitor.get(address).status_code == 200


def send(visitor: Client, data: bytes, name: str = "许可证.pdf", **more: Any) -> Any:
    file = BytesIO(data)
    file.name = name
    return visitor.post("/verify/file/", {"file": file}, **more)


def test_a_file_is_compared_byte_by_byte(visitor: Client, scene: Scene):
    document = document_of(issued(scene))
    data = seal(document, at=moment())
    shown = words(send(visitor, data))
    assert "与盖章的原文件完全一致" in shown
    assert f"许可证 {document.number} 有效" in shown
    for bent in (data[:-1], data + b"\n", bytes([data[0] ^ 1]) + data[1:], b"%PDF-1.7"):
        response = send(visitor, bent)
        assert "不是本机关盖章的原文件" in words(response)
        assert document.number not in words(response)


def test_a_file_that_is_too_large_is_not_kept_and_not_read(
    visitor: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(verify_file, "LARGEST", 200_000)
    for data in (b"x" * 200_001, b"x" * 1_000_000):
        response = send(visitor, data)
        assert response.status_code == 422
        assert "不超过 10 MB" in words(response)
    assert send(visitor, b"x" * 200_000).status_code == 200
    assert visitor.post("/verify/file/").status_code == 422


def test_a_form_of_another_site_sends_no_file(scene: Scene):
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-hans"})
    assert send(strict, b"%PDF").status_code == 403
    assert strict.get("/verify/file/").status_code == 405


def test_the_published_key_is_the_one_that_signs(visitor: Client, scene: Scene):
    assert "还没有公钥" in page(visitor, "/verify/key/")
    link_of(sealed(issued(scene)))
    shown = text_of(visitor.get("/verify/key/").content.decode())
    assert "-----BEGIN PUBLIC KEY-----" in shown
    assert "PRIVATE" not in shown
    assert f"{SITE}/verify/" in shown


def test_the_official_address_never_comes_from_the_request(visitor: Client, scene: Scene, settings: Any):
    settings.ALLOWED_HOSTS = ["*"]
    document = sealed(issued(scene))
    response = visitor.get(link_of(document), headers={"host": "look.alike"})
    keys = visitor.get("/verify/key/", headers={"host": "look.alike"})
    assert "look.alike" not in response.content.decode() + keys.content.decode()
