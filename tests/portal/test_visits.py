"""The desk of visits: times offered and picked, the week, the record that two officials sign, what is looked at again."""

import re
from datetime import date
from typing import Any

import pytest

from tests.moments import moment
from tests.portal.desks import Desks, refusal, text_of
from tests.portal.handing import PNG, Sender
from workflow.models import Visit, VisitSheet, VisitSlot

MONDAY, TUESDAY = date(2026, 5, 11), date(2026, 5, 12)
ITEM = "EM07-01"


@pytest.fixture
def offered(desks: Desks) -> Desks:
    """A bureau that offers mornings and afternoons of a fortnight."""
    desks.at = moment(MONDAY, 9)
    response = desks.client("reviewer").post("/visits/slots/", rule(desks))
    assert response.status_code == 302, refusal(response)
    return desks


def rule(desks: Desks, **given: Any) -> dict[str, Any]:
    officials = [desks.key("verifier_a"), desks.key("verifier_b")]
    days = {"first": "2026-05-12", "last": "2026-05-22", "weekdays": ["0", "1", "2", "3", "4"]}
    return {**days, "periods": ["am", "pm"], "officials": officials, "capacity": "1", **given}


def accepted(desks: Desks, item: str = ITEM, by: str = "applicant") -> str:
    number = desks.lodged(by, item)
    desks.do("clerk", number, "accept")
    return number


def slots(day: date = TUESDAY) -> list[int]:
    return list(VisitSlot.objects.filter(day__gte=day).order_by("day", "begins").values_list("id", flat=True))


def visit_of(number: str) -> Visit:
    return Visit.objects.filter(application__number=number).latest("id")


def record_of(number: str) -> dict[str, Any]:
    kept = visit_of(number).record
    assert isinstance(kept, dict)
    return kept


def booked(desks: Desks, number: str, mode: str = "site") -> str:
    officials = [desks.key("verifier_a"), desks.key("verifier_b")]
    desks.do("reviewer", number, "book_visit", for_at="2026-05-12T09:30", officials=officials, mode=mode)
    desks.at = moment(TUESDAY, 11)
    return number


def filled(desks: Desks, number: str, finding: str = "conform", handle: str = "verifier_a", **given: str) -> dict[str, str]:
    """Every field of the record as the page has it, filled in."""
    page = desks.get(handle, f"/visits/{number}/record/").content.decode()
    lines = dict.fromkeys(re.findall(r'name="(finding-[A-Z0-9-]+)"', page), finding)
    assert lines
    whole = {"place": "番禺区大石街 1 号", "started_at": "2026-05-12T09:30", "ended_at": "2026-05-12T10:40"}
    whole |= {"accompanying_name": "梁伟", "accompanying_title": "安全员", "accompanying_id": "0013"}
    whole |= {"party_signature": "signed", "opinion": "passed", "second": str(desks.key("verifier_b"))}
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    return {**lines, **whole, "version": version, **given}


def send(desks: Desks, handle: str, number: str, fields: dict[str, str], do: str) -> Any:
    return desks.client(handle).post(f"/visits/{number}/record/", {**fields, "do": do})


def test_the_applicant_picks_changes_twice_and_is_then_told_whom_to_ask(offered: Desks) -> None:
    number = accepted(offered)
    page = offered.page("applicant", number)
    assert "2026-05-12 周二 09:00–12:00 · 陈立、何俊" in text_of(page)
    first, second, third, fourth = slots()[:4]
    offered.do("applicant", number, "book_visit", slot=first)
    offered.do("applicant", number, "change_visit", slot=second)
    offered.do("agent", number, "change_visit", slot=third)
    response = offered.send("applicant", number, "change_visit", slot=fourth)
    assert response.status_code == 409
    told = text_of(response.content.decode())
    assert "预约核查的时间已经改满次数，不能再改" in told
    assert "请与承办人员联系，由本机关确定核查时间。" in told
    assert visit_of(number).slot_id == third


def test_a_time_taken_meanwhile_is_told_and_another_can_be_picked(offered: Desks) -> None:
    one, other = accepted(offered), accepted(offered, by="applicant2")
    offered.do("applicant", one, "book_visit", slot=slots()[0])
    assert offered.send("applicant2", other, "book_visit", slot=slots()[0]).status_code == 422
    offered.do("applicant2", other, "book_visit", slot=slots()[1])


def test_the_reviewer_books_and_changes_from_the_week(offered: Desks) -> None:
    number = accepted(offered)
    page = text_of(offered.get("reviewer", "/visits/?from=2026-05-12").content.decode())
    assert number in page
    client = offered.client("reviewer")
    for slot in slots()[:2]:
        assert client.post("/visits/book/", {"number": number, "slot": slot}).status_code == 302
    assert visit_of(number).booked_for == moment(TUESDAY, 14)
    week = text_of(offered.get("verifier_a", "/visits/").content.decode())
    assert "宏达化工贸易有限公司" in week
    assert "本人" in week
    assert "宏达" not in text_of(offered.get("verifier_c", "/visits/?mine=1").content.decode())


def test_an_official_who_would_be_at_two_places_is_shown(offered: Desks) -> None:
    for by in ("applicant", "applicant2"):
        number = accepted(offered, by=by)
        officials = [offered.key("verifier_a"), offered.key("verifier_c")]
        offered.do("reviewer", number, "book_visit", for_at="2026-05-13T10:00", officials=officials, mode="site")
    assert "时间冲突" in offered.get("reviewer", "/visits/").content.decode()


def test_a_time_needs_two_verifiers_and_only_the_desk_offers_times(offered: Desks) -> None:
    client = offered.client("reviewer")
    assert client.post("/visits/slots/", rule(offered, officials=[offered.key("verifier_a")])).status_code == 422
    assert offered.client("clerk").post("/visits/slots/", rule(offered)).status_code == 403
    assert offered.client("applicant").get("/visits/").status_code == 403
    assert client.post(f"/visits/slots/{slots()[0]}/close/").status_code == 302
    assert len(slots()) == 17


def test_two_sign_on_one_device_and_the_record_is_kept_whole(desks: Desks) -> None:
    desks.at = moment(MONDAY, 9)
    number = booked(desks, accepted(desks))
    colleague = desks.people["verifier_b"]
    colleague.set_password("his own words")
    colleague.save()
    fields = filled(desks, number, position="22.99, 113.33 (±8 m)")
    wrong = send(desks, "verifier_a", number, {**fields, "password": "guessed"}, "submit")
    assert wrong.status_code == 422
    assert "密码不正确" in text_of(wrong.content.decode())
    fields = filled(desks, number, position="22.99, 113.33 (±8 m)")
    response = send(desks, "verifier_a", number, {**fields, "password": "his own words"}, "submit")
    assert response.status_code == 302, refusal(response)
    assert visit_of(number).result == "passed"
    assert record_of(number)["position"] == "22.99, 113.33 (±8 m)"
    assert [row["how"] for row in record_of(number)["signatures"]] == ["own_account", "on_device"]
    assert not VisitSheet.objects.exists()
    assert "在本机签名" in desks.get("reviewer", f"/visits/{number}/record/").content.decode()


def test_the_second_official_signs_from_his_own_account(desks: Desks) -> None:
    desks.at = moment(MONDAY, 9)
    number = booked(desks, accepted(desks))
    assert send(desks, "verifier_a", number, filled(desks, number), "sign").status_code == 302
    assert visit_of(number).result == "booked"
    sheet = VisitSheet.objects.get()
    assert "核对无误，签名并提交" in desks.get("verifier_b", f"/visits/{number}/record/").content.decode()
    assert "核对无误" not in desks.get("verifier_c", f"/visits/{number}/record/").content.decode()
    assert send(desks, "verifier_c", number, {"version": str(sheet.version)}, "countersign").status_code == 409
    response = send(desks, "verifier_b", number, {"version": str(sheet.version)}, "countersign")
    assert response.status_code == 302, refusal(response)
    assert [row["official"] for row in record_of(number)["signatures"]] == [
        desks.key("verifier_a"),
        desks.key("verifier_b"),
    ]


def test_a_change_takes_the_signature_off(desks: Desks) -> None:
    desks.at = moment(MONDAY, 9)
    number = booked(desks, accepted(desks))
    send(desks, "verifier_a", number, filled(desks, number), "sign")
    changed = filled(desks, number, handle="verifier_b", place="别处")
    assert desks.client("verifier_b").post(f"/visits/{number}/draft/", changed).status_code == 200
    sheet = VisitSheet.objects.get()
    assert sheet.signed_by_id is None
    assert send(desks, "verifier_b", number, {"version": str(sheet.version)}, "countersign").status_code == 409


def test_a_draft_saves_itself_and_never_over_what_a_colleague_saved(desks: Desks) -> None:
    desks.at = moment(MONDAY, 9)
    number = booked(desks, accepted(desks))
    mine, his = (filled(desks, number, handle=who) for who in ("verifier_a", "verifier_b"))
    answer = desks.client("verifier_a").post(f"/visits/{number}/draft/", mine)
    assert answer.json() == {"version": 1, "at": "11:00"}
    assert desks.client("verifier_b").post(f"/visits/{number}/draft/", his).status_code == 409
    assert 'value="番禺区大石街 1 号"' in desks.get("verifier_b", f"/visits/{number}/record/").content.decode()
    assert visit_of(number).result == "booked"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"opinion": "failed"}, "没有不符合的项目，结论应为符合"),
        ({"party_signature": "refused"}, "申请人拒绝签字的，请写明见证人"),
        ({"ended_at": "2026-05-12T09:00"}, "请填写核查的起止时间"),
        ({"accompanying_name": ""}, "请填写陪同人员姓名"),
        ({"finding-DIKE": ""}, "请选择核查结果"),
        ({"finding-DIKE": "not_conform"}, "不符合的，请写明情况"),
    ],
)
def test_a_record_that_is_not_whole_is_not_signed(desks: Desks, change: dict[str, str], told: str) -> None:
    desks.at = moment(MONDAY, 9)
    number = booked(desks, accepted(desks))
    response = send(desks, "verifier_a", number, filled(desks, number, **change), "sign")
    assert response.status_code == 422
    assert told in text_of(response.content.decode())
    assert visit_of(number).result == "booked"


def test_a_visit_by_video_shows_who_was_there_where_and_a_picture_of_every_line(desks: Desks) -> None:
    desks.at = moment(MONDAY, 9)
    number = booked(desks, accepted(desks, "EM16-01"), mode="video")
    response = send(desks, "verifier_a", number, filled(desks, number, accompanying_id=""), "sign")
    told = text_of(response.content.decode())
    for lacking in ("应当全程录像", "核对陪同人员的身份证件", "号码的后四位", "实时位置", "录像的存放处", "应当逐项截图"):
        assert lacking in told
    seen = {"identity": "checked", "position": "22.99612, 113.33021", "recording": "ab" * 32, "recording_kept": "YX-7"}
    fields = filled(desks, number, **seen)
    sender = Sender(desks, "verifier_a", applicant=desks.application(number).applicant_id)
    lines = [name.removeprefix("finding-") for name in fields if name.startswith("finding-")]
    fields |= {f"file-visit:{line}": sender.sent(PNG, "截图.png", f"visit:{line}") for line in lines[1:]}
    response = send(desks, "verifier_a", number, fields, "sign")
    told = text_of(response.content.decode())
    assert told.count("视频核查应当逐项截图") == 1, told
    fields |= filled(desks, number, **seen) | {f"finding-{lines[0]}": "not_applicable"}
    assert send(desks, "verifier_a", number, fields, "sign").status_code == 302


def test_an_item_that_allows_no_video_is_not_visited_by_video(desks: Desks) -> None:
    desks.at = moment(MONDAY, 9)
    number = accepted(desks)
    assert 'value="video"' not in desks.page("reviewer", number)
    officials = [desks.key("verifier_a"), desks.key("verifier_b")]
    given = {"for_at": "2026-05-12T09:30", "officials": officials, "mode": "video"}
    assert desks.send("reviewer", number, "book_visit", **given).status_code == 422


def test_problems_are_put_right_and_looked_at_again_by_two(desks: Desks) -> None:
    desks.at = moment(MONDAY, 9)
    number = booked(desks, accepted(desks))
    wrong = {"finding-DIKE": "not_conform", "remark-DIKE": "通道堆放杂物", "problems": "清理通道"}
    fields = filled(desks, number, opinion="rectify", rectify_days="5", **wrong)
    send(desks, "verifier_a", number, fields, "sign")
    version = str(VisitSheet.objects.get().version)
    assert send(desks, "verifier_b", number, {"version": version}, "countersign").status_code == 302
    visit = visit_of(number)
    assert (visit.result, visit.rectify_days) == ("rectify", 5)
    assert "清理通道" in desks.page("applicant", number)
    desks.at = moment(date(2026, 5, 18), 10)
    again = filled(desks, number, handle="verifier_c", second=str(desks.key("verifier_b")))
    assert [name for name in again if name.startswith("finding-")] == ["finding-DIKE"]
    send(desks, "verifier_c", number, again, "sign")
    version = str(VisitSheet.objects.get().version)
    assert send(desks, "verifier_b", number, {"version": version}, "countersign").status_code == 302
    assert visit_of(number).result == "confirmed"
    assert record_of(number)["problems"] == "清理通道"
    assert record_of(number)["again"]["items"][0]["finding"] == "conform"


def test_a_visit_missed_is_recorded_and_a_new_time_can_be_picked(offered: Desks) -> None:
    number = accepted(offered)
    offered.do("applicant", number, "book_visit", slot=slots()[0])
    offered.at = moment(TUESDAY, 10)
    offered.do("verifier_a", number, "record_no_show", remark="大门紧闭，电话无人接听")
    assert "申请人未到场" in offered.page("applicant", number)
    offered.do("applicant", number, "book_visit", slot=slots(date(2026, 5, 13))[0])
