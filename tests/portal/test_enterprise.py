"""一企一档: everything about one enterprise, for its own account and the officials of its bureau; others find none."""

from datetime import date, timedelta
from typing import Any

import pytest

from approvals.licence_editions import LicenceEdition
from approvals.licences import Licence
from approvals.people import Applicant, Office, PowerOfAttorney
from tests.portal.desks import Desks, text_of
from tests.portal.scene import Scene
from workflow import acts
from workflow.models import Application, Visit

RESIDENT = "440106199001010013"
MANY = 33


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def party(desks: Desks, handle: str = "applicant") -> int:
    key = desks.people[handle].applicant_id
    assert key is not None
    return key


def shown(desks: Desks, handle: str, address: str) -> str:
    response = desks.get(handle, address)
    assert response.status_code == 200, f"{response.status_code} {address}"
    return text_of(response.content.decode())


def status(desks: Desks, handle: str, address: str) -> int:
    return int(desks.get(handle, address).status_code)


def held(desks: Desks, scene: Scene, item: str = "EM06-01") -> Licence:
    case = scene.lodge(item=item)
    scene.do("accept", case, "clerk")
    scene.do("record_opinion", case, "reviewer", opinion="grant")
    scene.do("grant", case, "chief")
    scene.do("issue", case, "clerk")
    scene.do("serve", case, "clerk", without_files=True)
    scene.do("rate", case, "applicant", stars=4, text="办得快")
    return Licence.objects.get(application_id=case.pk)


def case_of(licence: Licence) -> Application:
    return Application.objects.get(pk=licence.application_id or 0)


def registered(desks: Desks, number: str, until: date, handle: str = "applicant", item: str = "EM06-01") -> Licence:
    return acts.register_licence(
        at=desks.at, number=number, item=item, holder=party(desks, handle), valid_from=date(2024, 1, 1), valid_until=until
    )


def test_the_file_shows_what_is_registered_and_every_part(desks: Desks, scene: Scene) -> None:
    licence = held(desks, scene)
    case = case_of(licence)
    page = shown(desks, "clerk", f"/enterprises/{party(desks)}/")
    for text in ("宏达化工贸易有限公司", "91440101MA9ABCD124", str(licence.number), case.number, "许可证副本", "★★★★ 见办件"):
        assert text in page, text
    assert shown(desks, "supervisor", f"/enterprises/{party(desks)}/documents/").count(case.number) >= 8


def test_the_enterprise_sees_its_own_and_what_was_served_on_it(desks: Desks, scene: Scene) -> None:
    held(desks, scene)
    own = f"/enterprises/{party(desks)}/"
    assert own in desks.get("applicant", "/applications/").content.decode()
    page = shown(desks, "applicant", f"{own}documents/")
    assert "准予行政许可决定书" in page
    assert "审批表" not in page
    assert "审批表" in shown(desks, "clerk", f"{own}documents/")


def test_nobody_else_finds_it(desks: Desks, scene: Scene) -> None:
    licence = held(desks, scene)
    file = f"/enterprises/{party(desks)}/"
    for handle, address, expected in (
        ("applicant2", file, 404),
        ("applicant2", f"{file}documents/", 404),
        ("agent", file, 404),
        ("government_head", file, 403),
        ("government_head", "/enterprises/", 403),
        ("applicant", "/enterprises/", 403),
        ("clerk", f"/enterprises/{party(desks, 'applicant2')}/", 404),
        ("clerk", "/enterprises/999999/", 404),
        ("clerk", f"{file}secrets/", 404),
        ("applicant2", f"/licences/{licence.pk}/", 404),
        ("clerk", "/licences/999999/", 404),
    ):
        assert status(desks, handle, address) == expected, (handle, address)


def test_an_official_of_another_bureau_finds_none_of_it(desks: Desks, scene: Scene) -> None:
    licence = held(desks, scene)
    other = Office.objects.create(code="440200YJ", name="另一市应急管理局")
    desks.people["clerk2"].posts.update(office=other)
    for address in (f"/enterprises/{party(desks)}/", f"/licences/{licence.pk}/"):
        assert status(desks, "clerk2", address) == 404
    assert "宏达" not in shown(desks, "clerk2", "/enterprises/")


def test_an_agent_sees_the_licence_his_power_covers(desks: Desks, scene: Scene) -> None:
    licence = held(desks, scene)
    assert str(licence.number) in shown(desks, "agent", f"/licences/{licence.pk}/")
    PowerOfAttorney.objects.update(matters=["EM16"])
    assert status(desks, "agent", f"/licences/{licence.pk}/") == 404


def test_enterprises_are_found_by_name_and_code_and_persons_by_their_whole_number(desks: Desks, scene: Scene) -> None:
    scene.lodge()
    scene.lodge("person", item="EM09-01")
    assert "赵小明" in shown(desks, "clerk", "/enterprises/")
    for asked, found in (("宏达 化工", True), ("91440101ma9ab", True), ("永安", False), (RESIDENT, False)):
        assert ("宏达化工贸易有限公司" in shown(desks, "clerk", f"/enterprises/?q={asked}")) == found, asked
    page = shown(desks, "clerk", f"/enterprises/?q={RESIDENT}")
    assert "赵小明" in page
    assert RESIDENT not in page
    assert "没有找到" in shown(desks, "clerk", f"/enterprises/?q={RESIDENT[:10]}")


def test_lists_are_paged_by_key(desks: Desks, scene: Scene) -> None:
    numbers = [scene.lodge().number for _ in range(MANY)]
    own = f"/enterprises/{party(desks)}/"
    first = desks.get("clerk", f"{own}applications/").content.decode()
    assert numbers[-1] in first
    assert numbers[0] not in first
    before = first.partition("?before=")[2].partition('"')[0]
    second = desks.get("clerk", f"{own}applications/?before={before}").content.decode()
    assert [number for number in numbers if (number in first) == (number in second)] == []
    assert "全部申请" in shown(desks, "clerk", own)
    assert status(desks, "clerk", f"{own}applications/?before=x") == 422
    for n in range(MANY):
        other = Applicant.objects.create(kind="enterprise", name=f"顺水{n}", uscc=f"91440101MB{n:08d}")
        registered_for(desks, other, f"旧证{n}号")
    listed = desks.get("clerk", "/enterprises/").content.decode()
    assert "顺水32" in listed
    assert "宏达" not in listed
    before = listed.partition("?before=")[2].partition('"')[0]
    assert "宏达" in shown(desks, "clerk", f"/enterprises/?before={before}")


def registered_for(desks: Desks, holder: Applicant, number: str) -> None:
    acts.register_licence(
        at=desks.at, number=number, item="EM06-01", holder=holder.pk, valid_from=date(2024, 1, 1), valid_until=None
    )


def test_the_page_of_a_licence_tells_every_edition_and_what_changed(desks: Desks, scene: Scene) -> None:
    licence = held(desks, scene)
    case = case_of(licence)
    scene.do("correct_licence", case, "clerk", field="address", after="东风中路1号", reason="住所笔误")
    page = shown(desks, "applicant", f"/licences/{licence.pk}/")
    identifiers = LicenceEdition.objects.filter(licence=licence).values_list("identifier", flat=True)
    for text in ("首次发证", "更正", "住所笔误", "东风中路1号 有变化", *map(str, identifiers)):
        assert text in page, text


def test_a_renewal_under_way_a_grace_and_reminders_are_told(desks: Desks) -> None:
    today = desks.at.date()
    soon = registered(desks, "旧证1号", today + timedelta(days=120))
    acts.lodge(by=desks.key("applicant"), at=desks.at, item="EM06-03", licence="旧证1号")
    over = registered(desks, "旧证2号", today - timedelta(days=10), "person", "EM09-01")
    assert "延续申请在办" in shown(desks, "applicant", f"/licences/{soon.pk}/")
    grace = (today + timedelta(days=80)).isoformat()
    assert f"最迟 {grace} 仍可以提出" in shown(desks, "person", f"/licences/{over.pk}/")
    visitor = text_of(desks.visitor().get("/check/", {"number": "旧证2号"}).content.decode())
    assert f"持证人在 {grace} 以前仍可以申请延续" in visitor
    assert "延续申请正在办理" in text_of(desks.visitor().get("/check/", {"number": "旧证1号"}).content.decode())


def test_of_a_person_the_number_is_masked_everywhere(desks: Desks, scene: Scene) -> None:
    case = scene.lodge("person", item="EM09-01")
    licence = registered(desks, "旧证3号", date(2030, 1, 1), "person", "EM09-01")
    for handle, address in (
        ("clerk", f"/enterprises/{party(desks, 'person')}/"),
        ("clerk", f"/licences/{licence.pk}/"),
        ("clerk", f"/cases/{case.number}/"),
        ("person", f"/enterprises/{party(desks, 'person')}/"),
    ):
        page = shown(desks, handle, address)
        assert RESIDENT not in page
        assert "440106********0013" in page


def test_visits_bans_and_files_stand_in_the_file(desks: Desks, scene: Scene) -> None:
    case = scene.accepted(item="EM16-01")
    officials = [desks.key("verifier_a"), desks.key("verifier_b")]
    scene.do("book_visit", case, "reviewer", for_at=desks.at + timedelta(hours=2), officials=officials)
    assert Visit.objects.count() == 1
    refused: Any = scene.reviewed()
    scene.do("refuse", refused, "deputy", grounds="隐瞒情况", concealment=True)
    page = shown(desks, "head", f"/enterprises/{party(desks)}/")
    assert "现场 已预约" in page
    assert "行政许可法第78条" in page
