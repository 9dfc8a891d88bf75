"""The check page of a document: what it shows to whoever holds the code, the link or the file, and to whom it tells nothing."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from approvals.documents.check_code import new_code, signed_link
from approvals.documents.models import Document, Seal
from portal.public import verify_file, verify_page
from tests.documents.sealing import seal, seal_all
from tests.moments import days_later, moment
from tests.portal.desks import Desks, text_of
from tests.portal.public.test_queries import words
from tests.portal.scene import Scene
from tests.signing import Signer
from workflow.models import Application

SITE = "https://licensing.example.gov.cn"
TRIAL = "测试章 ：这份文书盖的是测试用的印章，没有法律效力。"


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Path, signer: Signer) -> None:
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


def sealed(case: Application, kind: str = "licence") -> Document:
    seal(document_of(case, kind), at=moment())
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


def told(text: str) -> str:
    """Without what is said of the seals of the suite."""
    return text.replace(f"{TRIAL} ", "")


def test_the_link_in_the_qr_code_opens_what_is_to_be_compared(visitor: Client, scene: Scene):
    document = sealed(issued(scene))
    holder = scene.people["applicant"].applicant
    assert holder is not None
    shown = told(page(visitor, link_of(document)))
    assert document.file.content is not None
    assert f"许可证 {document.number} 有效" in shown
    assert f"持证人 {holder.name} 证件号 {holder.uscc} 许可证编号 {document.file.content['licence_number']}" in shown
    for name in ("scope", "validity", "item", "agency"):
        assert document.file.content[name] in shown
    assert "有效期 2026年9月24日至" in shown
    assert "成文日期 2026-09-24" in shown
    assert "签名有效，是本机关的" in shown
    assert f"SHA-256 {document.file.sha256}" in shown
    assert "是伪造或者变造的" in shown


def test_the_test_seal_is_plainly_marked_and_a_real_one_is_not(visitor: Client, scene: Scene):
    case = issued(scene)
    trial = sealed(case, "grant_decision")
    assert f"{trial.number} {TRIAL} 有效" in page(visitor, link_of(trial))
    Seal.objects.update(is_test=False)
    assert "测试章" not in page(visitor, link_of(trial)).replace("（演示）", "")


def test_a_natural_person_is_masked(visitor: Client, scene: Scene):
    document = sealed(issued(scene, "person", item="EM09-01"))
    person = scene.people["person"].applicant
    assert person is not None
    shown = page(visitor, link_of(document))
    assert f"{person.name[0]}*" in shown
    assert person.name not in shown
    assert f"证件号 ****{person.resident_id[-4:]}" in shown
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
        assert "本机关登记的这份文书：有效" in shown
        assert "今天有效" not in shown
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
    wrong = sealed(case, "grant_decision")
    scene.do("reseal", case, "head", number=wrong.number, reason="地址有误")
    right = document_of(case, "grant_decision")
    shown = page(visitor, link_of(wrong))
    assert f"已经作废，由 {right.number} 代替" in shown
    assert "地址有误" not in shown


def test_a_licence_that_ended_says_how(visitor: Client, scene: Scene, desks: Desks):
    case = issued(scene)
    licence, decision = sealed(case), sealed(case, "grant_decision")
    seal_all(case.pk, at=moment())
    scene.do("serve", case, "clerk", method="window")
    scene.do("rescind_licence", case, "head", grounds="规划调整")
    assert "已经撤回 许可已经被撤回" in page(visitor, link_of(licence))
    assert "已经撤回" in page(visitor, link_of(decision))


def test_a_licence_expires_by_itself_while_the_decision_stands(visitor: Client, scene: Scene, desks: Desks):
    case = issued(scene)
    licence, decision = sealed(case), sealed(case, "grant_decision")
    desks.at = days_later(5000)
    assert "已经到期" in page(visitor, link_of(licence))
    assert f"准予行政许可决定书 {decision.number} 有效" in told(page(visitor, link_of(decision)))


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
    shown = told(words(send(visitor, data)))
    assert "与盖章的原文件完全一致 文件的每一个字节都与本机关盖章时相同，电子印章有效" in shown
    assert f"许可证 {document.number} 有效" in shown
    for bent in (data + b"\n", data[:9] + bytes([data[9] ^ 1]) + data[10:]):
        response = send(visitor, bent)
        assert "不是本机关盖章的原文件" in words(response)
        assert document.number not in words(response)


def test_a_genuine_file_of_which_the_register_says_otherwise_is_to_be_asked_about(visitor: Client, scene: Scene):
    document = document_of(issued(scene))
    data = seal(document, at=moment())
    Document.objects.filter(pk=document.pk).update(number="穗应急许证〔2026〕900号")
    shown = told(words(send(visitor, data)))
    assert "需要核实 文件本身与盖章时相同，但是登记或者印章有异常" in shown
    assert "文书内容与登记的事实不一致" in shown


def test_a_genuine_file_of_a_voided_number_is_genuine_and_void(visitor: Client, scene: Scene):
    case = issued(scene)
    document = document_of(case)
    data = seal(document, at=moment())
    scene.do("revoke_document", case, "head", number=document.number, reason="份数有误")
    shown = told(words(send(visitor, data)))
    assert "与盖章的原文件完全一致" in shown
    assert f"{document.number} 已经作废" in shown
    assert "份数有误" not in shown


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


def test_strangers_files_are_looked_at_one_at_a_time(visitor: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verify_page, "PATIENCE_SECONDS", 0)
    with verify_page.EXAMINING:
        answer = send(visitor, b"%PDF-1.7")
    assert (answer.status_code, answer["Retry-After"]) == (503, "0")
    assert "请稍后再试" in words(answer)
    assert send(visitor, b"no pdf").status_code == 200


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
