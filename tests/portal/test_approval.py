"""The approval desk: the queue and its views, one case between its neighbours, and grants of several cases at once."""

import re
from datetime import timedelta

import pytest

from approvals.people import User
from portal.approval import bulk
from portal.approval.models import BulkGrant, BulkLine, SavedView
from portal.approval.tasks import bulk_task
from tests.moments import moment
from tests.portal.desks import text_of
from tests.portal.scene import EASY, GRAVE, Scene, working_days_ago
from workflow.models import Application, LedgerEntry, RefusedAttempt


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


@pytest.fixture
def three(scene: Scene) -> list[Application]:
    """Three cases that wait for the chief representative, the oldest first."""
    return [
        scene.reviewed(who, at=working_days_ago(days))
        for who, days in (("applicant", 3), ("applicant2", 2), ("applicant", 1))
    ]


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def checked(client, *cases: Application):
    return client.post("/approval/bulk/", {"case": [case.pk for case in cases]})


def order_of(response) -> str:
    assert response.status_code == 200, response.status_code
    found = re.search(r'name="order" value="([^"]+)"', response.content.decode())
    assert found, text_of(response.content.decode())
    return found[1]


def status(case: Application) -> str:
    case.refresh_from_db()
    return str(case.status)


def test_the_queue_holds_what_waits_for_the_decision_and_nothing_else(scene, three, visit):
    waiting = scene.accepted()
    page = read(visit("chief"), "/approval/")
    assert [case.number in page for case in three] == [True, True, True]
    assert waiting.number not in page
    assert "等我决定 3 件" in text_of(page)
    assert visit("reviewer").get("/approval/").status_code == 403


def test_a_chip_opens_the_counted_days(three, visit):
    client = visit("chief")
    page = read(client, "/approval/")
    assert f'href="/approval/{three[0].number}/days/" data-days' in page
    counted = text_of(read(client, f"/approval/{three[0].number}/days/"))
    assert "逐日计算期限" in counted
    assert re.search(r"计入，第 1", counted)


def test_a_page_of_the_queue_costs_few_statements(three, visit, django_assert_max_num_queries):
    client = visit("chief")
    read(client, "/approval/")
    with django_assert_max_num_queries(15):
        read(client, "/approval/")


def test_a_view_keeps_its_filters_and_may_open_by_itself(three, visit):
    client = visit("chief")
    form = {"name": "加油站", "asked": f"item={EASY}&state=soon&stage=review&x=1", "default": "on"}
    assert client.post("/approval/views/", form).status_code == 302
    view = SavedView.objects.get()
    assert (view.asked, view.is_default) == ({"item": EASY, "state": "soon"}, True)
    assert client.get("/approval/")["Location"] == f"/approval/?item={EASY}&state=soon&view={view.pk}"
    assert "加油站 <small>默认</small>" in read(client, f"/approval/?{view.query}")
    assert client.post(f"/approval/views/{view.pk}/", {"what": "plain"}).status_code == 302
    assert client.get("/approval/").status_code == 200


def test_a_view_of_the_same_name_is_replaced_and_another_default_takes_its_place(visit):
    client = visit("chief")
    for name, asked in (("甲", "state=soon"), ("甲", "state=today"), ("乙", "card=red")):
        client.post("/approval/views/", {"name": name, "asked": asked, "default": "on"})
    found = {view.name: (view.asked, view.is_default) for view in SavedView.objects.all()}
    assert found == {"甲": ({"state": "today"}, False), "乙": ({"card": "red"}, True)}


def test_a_view_is_nobody_elses(visit):
    visit("chief").post("/approval/views/", {"name": "甲", "asked": "state=soon"})
    view = SavedView.objects.get()
    assert "甲" not in read(visit("deputy"), "/approval/?all=1")
    assert visit("deputy").post(f"/approval/views/{view.pk}/", {"what": "delete"}).status_code == 404
    assert visit("chief").post(f"/approval/views/{view.pk}/", {"what": "delete"}).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused(visit):
    assert visit("chief").post("/approval/views/", {"name": " ", "asked": ""}).status_code == 422


def test_a_case_stands_between_its_neighbours_of_the_view(three, visit):
    first, second, third = (case.number for case in three)
    page = read(visit("chief"), f"/approval/{second}/?item={EASY}")
    assert f'href="/approval/{first}/?item={EASY}" data-key="k"' in page
    assert f'href="/approval/{third}/?item={EASY}" data-key="j"' in page
    assert "第 2 件，共 3 件" in page


def test_after_a_decision_the_next_case_opens_and_the_last_leads_back(three, visit):
    client = visit("chief")
    for case, behind in zip(three, (three[1].number, three[2].number, None), strict=True):
        case.refresh_from_db()
        form = {"version": case.version, "confirmed": "on"}
        response = client.post(f"/approval/{case.number}/grant/?item={EASY}", form)
        following = f"/approval/{behind}/?item={EASY}" if behind else f"/approval/?item={EASY}"
        assert (response.status_code, response["Location"]) == (302, following)
        assert status(case) == "granted"
    assert f"{three[2].number} " in text_of(read(client, "/approval/"))


def test_nothing_is_decided_without_the_confirmation(three, visit):
    case = three[0]
    response = visit("chief").post(f"/approval/{case.number}/grant/", {"version": case.version})
    assert response.status_code == 422
    assert status(case) == "accepted"


def test_a_case_that_changed_under_the_page_says_who_did_what(scene, three, visit):
    case, form = three[0], {"version": three[0].version - 1, "confirmed": "on"}
    response = visit("chief").post(f"/approval/{case.number}/grant/", form)
    page = text_of(response.content.decode())
    assert response.status_code == 409
    assert re.search(r"您打开页面后，\S+ 已于 .* 办理“出具审查意见”", page)
    assert "第 1 件，共 3 件" in page


def test_grounds_are_composed_of_the_catalogued_reasons(scene, visit):
    case = scene.reviewed(item=GRAVE)
    case.refresh_from_db()
    client = visit("deputy")
    page = read(client, f"/approval/{case.number}/")
    form = page.split(f'action="/approval/{case.number}/refuse/"')[1].split("</form>")[0]
    box = re.search(r'name="reasons" value="([^"]+)"[^>]*>([^<]+)<', form)
    assert box
    sent = {"version": case.version, "confirmed": "on", "reasons": box[1], "grounds": "另附现场照片"}
    assert client.post(f"/approval/{case.number}/refuse/", sent).status_code == 302
    entry = LedgerEntry.objects.filter(application=case).latest("seq")
    assert entry.inputs["grounds"] == f"{box[2].strip()}；另附现场照片"


def test_several_cases_of_one_sub_item_are_granted_with_one_confirmation(three, visit):
    client = visit("chief")
    listed = checked(client, *three)
    shown = text_of(listed.content.decode())
    assert all(case.number in shown for case in three)
    assert "确认准予这 3 件" in shown
    assert re.search(r"剩余 \d+ 个工作日", shown)
    assert {status(case) for case in three} == {"accepted"}
    response = client.post("/approval/bulk/confirm/", {"order": order_of(listed)})
    page = text_of(read(client, response["Location"]))
    assert "已办理 3 件，共 3 件；准予 3 件" in page
    assert {status(case) for case in three} == {"granted"}


def test_no_bulk_grant_crosses_items(scene, three, visit):
    other = scene.reviewed("person", item="EM09-01")
    response = checked(visit("chief"), three[0], other)
    assert response.status_code == 422
    assert "批量准予只能办理同一小项的办件" in response.content.decode()


def test_a_barred_case_stays_out_of_the_list_with_its_reason(scene, three, visit):
    scene.do("pause", three[0], "reviewer", procedure="expert_review", planned_days=5)
    shown = checked(visit("chief"), *three).content.decode()
    clear, barred = shown.split('id="barred-heading"')
    assert three[0].number not in clear
    assert three[0].number in barred
    assert "特别程序" in text_of(barred)
    assert "确认准予这 2 件" in clear


def test_a_case_with_an_opinion_against_it_is_decided_by_itself(scene, three, visit):
    against = scene.accepted("person", item=EASY)
    scene.do("record_opinion", against, "reviewer", opinion="refuse", grounds="场所不符")
    barred = checked(visit("chief"), three[0], against).content.decode().split('id="barred-heading"')[1]
    assert "审查意见为拟不予，请逐件决定" in barred


def test_a_case_that_changed_after_the_list_is_skipped_and_said(scene, three, visit):
    client = visit("chief")
    order = order_of(checked(client, *three))
    scene.do("return_to_review", three[1], "chief", grounds="补充说明")
    response = client.post("/approval/bulk/confirm/", {"order": order})
    assert [status(case) for case in three] == ["granted", "accepted", "granted"]
    page = text_of(read(client, response["Location"]))
    assert "准予 2 件" in page
    assert "已跳过" in page
    assert "您打开页面后，该办件已被他人更新" in page


def test_what_is_refused_in_a_bulk_is_told_and_noted(scene, three, visit):
    bulk_grant = bulk.confirm(
        {three[0].pk: Application.objects.get(pk=three[0].pk).version},
        by=scene.people["reviewer"].pk, sub_item_code=EASY, at=moment(),
    )  # fmt: skip
    assert bulk.carry_on(bulk_grant.pk, at=moment(), budget_seconds=5)
    line = BulkLine.objects.get()
    assert (line.state, line.code) == ("refused", "not_authorised")
    assert RefusedAttempt.objects.filter(act="grant", code="not_authorised").count() == 1


def test_a_bulk_that_was_left_is_finished_by_the_worker(three, scene, visit):
    versions = {case.pk: Application.objects.get(pk=case.pk).version for case in three}
    made = bulk.confirm(versions, by=scene.people["chief"].pk, sub_item_code=EASY, at=moment())
    client = visit("chief")
    page = read(client, f"/approval/bulk/{made.pk}/")
    assert "可以离开此页" in page
    assert "data-carry-on" in page
    bulk_task()
    assert {status(case) for case in three} == {"granted"}
    assert BulkGrant.objects.get().finished_at == moment()
    assert "批量准予结果" in read(client, f"/approval/bulk/{made.pk}/")


def test_a_confirmation_that_nobody_carried_out_for_an_hour_is_asked_for_anew(three, scene, visit):
    versions = {three[0].pk: Application.objects.get(pk=three[0].pk).version}
    made = bulk.confirm(versions, by=scene.people["chief"].pk, sub_item_code=EASY, at=moment() - timedelta(hours=2))
    assert visit("chief").post(f"/approval/bulk/{made.pk}/go/").status_code == 302
    assert status(three[0]) == "accepted"
    assert "请重新确认" in read(visit("chief"), f"/approval/bulk/{made.pk}/")


def test_the_confirmed_list_cannot_be_altered_or_used_by_another(three, visit):
    order = order_of(checked(visit("chief"), *three))
    for client, sent in ((visit("chief"), order[:-2] + "xx"), (visit("deputy"), order), (visit("chief"), "")):
        assert client.post("/approval/bulk/confirm/", {"order": sent}).status_code == 422
    assert not BulkGrant.objects.exists()


def test_a_bulk_grant_is_shown_to_who_confirmed_it_only(three, visit):
    client = visit("chief")
    address = client.post("/approval/bulk/confirm/", {"order": order_of(checked(client, three[0]))})["Location"]
    assert visit("deputy").get(address).status_code == 404
    assert visit("deputy").post(f"{address}go/").status_code == 404


def test_a_case_beyond_the_chiefs_grade_is_the_deputys(scene, visit):
    case = scene.reviewed(item=GRAVE)
    assert case.number in read(visit("deputy"), "/approval/")
    assert checked(visit("chief"), case).status_code == 422


def test_what_cannot_be_ticked_is_refused(three, visit):
    for sent in ([], ["x"], [str(2**70)], [str(n) for n in range(1, 103)]):
        assert visit("chief").post("/approval/bulk/", {"case": sent}).status_code == 422


def test_the_register_says_who_may_decide_what_since_when_and_by_which_instrument(scene, visit):
    first, last = moment().date(), moment().date() + timedelta(days=9)
    form = {"to": scene.people["deputy2"].pk, "grade": "deputy_director", "from_on": first, "until_on": last}
    assert visit("deputy").post("/delegations/new/", {**form, "matters": [GRAVE]}).status_code == 302
    for handle in ("deputy", "head"):
        shown = text_of(read(visit(handle), "/delegations/"))
        assert f"{scene.people['deputy2']} 分管局领导决定的事项" in shown
        assert f"{first} {last} {scene.people['deputy']}授权，登记簿第 1 项" in shown
        assert re.search(rf"{scene.people['chief']} 首席代表决定的事项 \S+ \d{{4}}-\d\d-\d\d 未定 任职：", shown)
    visit("deputy").post("/delegations/revoke/", {"to": scene.people["deputy2"].pk})
    shown = text_of(read(visit("head"), "/delegations/"))
    assert "登记簿第 1 项" not in shown
    assert re.search(r"第 1 项 \S+ \S+ 已收回 \d{4}-\d\d-\d\d \d\d:\d\d", shown)
    assert "今天谁可以决定什么" not in read(visit("chief"), "/delegations/")


def test_the_desk_is_in_english_for_who_asks(three, people, visit):
    client = visit("chief")
    client.cookies["django_language"] = "en"
    names = {three[0].applicant.name, three[1].applicant.name, "许", "中文", "材料齐全"}
    names |= {str(user) for user in people.values()}
    case = read(client, f"/approval/{three[0].number}/").split('class="file"')[0]
    for page in (read(client, "/approval/"), case, checked(client, *three).content.decode()):
        shown = text_of(page)
        for name in sorted(names, key=len, reverse=True):
            shown = shown.replace(name, "")
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == []
