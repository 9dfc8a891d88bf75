"""送达: who consents is served electronically, others at the window or by post, and by public notice where that has failed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from approvals.documents.models import Document
from approvals.documents.service import Opening, Service
from approvals.people import User
from config.integrity.run import check_rows
from tests.moments import moment
from tests.portal.scene import Scene
from workflow.errors import BadInput, NotFound, Refusal
from workflow.models import Application, Clock
from workflow.service import opened
from workflow.sweep import sweep


class Rehearsal(Scene):
    """Documents are drawn up and never made: nothing waits for a seal."""

    def do(self, act: str, case: Application, by: str, **arguments: Any) -> None:
        super().do(act, case, by, **{"without_files": True, **arguments})


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Rehearsal(people)


def issued(scene: Scene, **given: Any) -> Application:
    case = scene.lodge(**given)
    scene.do("accept", case, "clerk")
    scene.do("record_opinion", case, "reviewer", opinion="grant")
    scene.do("grant", case, "chief")
    scene.do("issue", case, "clerk")
    return case


def at_the_window(scene: Scene, **given: Any) -> Application:
    applicant = scene.people["applicant"].applicant_id
    return issued(scene, by="clerk2", channel="window", applicant_id=applicant, **given)


def refused(scene: Scene, act: str, case: Application, by: str = "clerk", **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        scene.do(act, case, by, **given)
    return caught.value.code


def again(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def clean(case: Application, day: date | None = None) -> bool:
    found = check_rows(at=moment(day) if day else moment(), application=case.pk)
    return [each for each in found if each.check != "delivery"] == []


def test_who_lodges_online_consents_and_each_result_has_its_row(scene):
    case = issued(scene)
    scene.do("serve", case, "clerk")
    rows = Service.objects.filter(application_id=case.pk)
    assert {row.document.kind for row in rows} == {"grant_decision", "licence", "licence_duplicate"}
    assert {(r.method, r.outcome, r.recipient, r.done_on) for r in rows} == {
        ("electronic", "served", "宏达化工贸易有限公司", moment().date())
    }
    assert {row.seq for row in rows} == {again(case).version}
    assert clean(case)


def test_at_the_window_nobody_is_served_electronically_without_his_consent(scene):
    case = at_the_window(scene)
    assert again(case).delivery == "window"
    assert refused(scene, "serve", case) == "consent_missing"
    scene.do("choose_delivery", case, "applicant", delivery="electronic")
    scene.do("serve", case, "clerk")
    assert again(case).served_on == moment().date()
    assert refused(scene, "choose_delivery", case, "applicant", delivery="window") == "not_in_order"


def test_a_clerk_notes_the_wish_and_another_applicant_does_not(scene):
    case = issued(scene)
    assert refused(scene, "choose_delivery", case, "applicant2", delivery="window") == "not_yours"
    scene.do("choose_delivery", case, "clerk", delivery="window")
    assert refused(scene, "serve", case) == "consent_missing"
    scene.do("serve", case, "clerk", method="window", recipient="孙丽", signed=True)
    row = Service.objects.filter(application_id=case.pk)[0]
    assert (row.method, row.recipient, row.signed) == ("window", "孙丽", True)
    receipt = Document.objects.get(application_id=case.pk, kind="service_receipt")
    assert receipt.facts == {"method": "window", "recipient": "孙丽", "signed": True}


def test_what_is_posted_goes_to_the_address_the_applicant_gave(scene):
    with pytest.raises(BadInput) as caught:
        scene.lodge(delivery="post")
    assert caught.value.field == "delivery_address"
    case = issued(scene, delivery="post", delivery_address="广州市越秀区东风中路1号")
    scene.do("serve", case, "clerk", method="post", tracking="EM123456789CN")
    row = Service.objects.filter(application_id=case.pk)[0]
    assert (row.address, row.tracking) == ("广州市越秀区东风中路1号", "EM123456789CN")
    assert clean(case)


def test_a_public_notice_comes_only_after_another_way_has_failed(scene):
    case = issued(scene)
    assert refused(scene, "serve", case, method="public_notice", note="门户网站") == "service_not_tried"
    assert refused(scene, "record_failed_service", case, method="post") == "grounds_missing"
    scene.do("record_failed_service", case, "clerk", method="post", reason="查无此人，退回", tracking="EM1")
    assert again(case).served_on is None
    assert Clock.objects.get(application=case, kind="delivery").met_on is None
    with pytest.raises(BadInput):
        scene.do("serve", case, "clerk", method="public_notice")
    scene.do("serve", case, "clerk", method="public_notice", note="本局门户网站通知公告栏")
    clock = Clock.objects.get(application=case, kind="announcement")
    assert (clock.trigger_on, clock.length, clock.unit) == (moment().date(), 30, "nd")
    assert Clock.objects.get(application=case, kind="delivery").met_on == moment().date()
    assert again(case).served_on is None
    assert refused(scene, "serve", case, method="public_notice", note="再公告") == "not_in_order"
    assert clean(case)


def test_when_the_days_of_the_notice_are_over_it_is_served_however_late_the_sweep(scene):
    case = issued(scene)
    scene.do("record_failed_service", case, "clerk", method="window", reason="多次通知未领取")
    scene.do("serve", case, "clerk", method="public_notice", note="公告栏")
    due_on = Clock.objects.get(application=case, kind="announcement").due_on
    sweep(at=moment(due_on, 23))
    assert again(case).served_on is None
    late = due_on + timedelta(days=12)
    sweep(at=moment(late, 0, 5))
    assert again(case).served_on == due_on
    row = Service.objects.get(application_id=case.pk, outcome="served", document__kind="licence")
    assert (row.method, row.done_on, row.by_id) == ("public_notice", due_on, None)
    assert clean(case, late)


def test_who_comes_while_the_notice_runs_is_served_at_once(scene):
    case = issued(scene)
    scene.do("record_failed_service", case, "clerk", method="post", reason="退回")
    scene.do("serve", case, "clerk", method="public_notice", note="公告栏")
    scene.do("serve", case, "clerk", method="window", signed=True)
    assert again(case).served_on == moment().date()
    assert Clock.objects.get(application=case, kind="announcement").met_on == moment().date()
    assert clean(case)


def test_the_first_opening_by_the_party_is_on_record_and_no_other(scene, people):
    case = issued(scene)
    licence = Document.objects.get(application_id=case.pk, kind="licence")
    assert not opened(document_id=licence.pk, by=people["clerk"].pk, at=moment())
    assert not opened(document_id=licence.pk, by=people["applicant2"].pk, at=moment())
    assert opened(document_id=licence.pk, by=people["applicant"].pk, at=moment(hour=11))
    assert not opened(document_id=licence.pk, by=people["applicant"].pk, at=moment(hour=12))
    assert opened(document_id=licence.pk, by=people["agent"].pk, at=moment(hour=13))
    assert [row.opened_at for row in Opening.objects.order_by("id")] == [moment(hour=11), moment(hour=13)]
    with pytest.raises(NotFound):
        opened(document_id=0, by=people["applicant"].pk, at=moment())


@pytest.mark.parametrize("change", ["UPDATE approvals_service SET recipient = 'x'", "DELETE FROM approvals_opening"])
def test_rows_of_service_are_added_and_never_changed(scene, change):
    scene.do("serve", issued(scene), "clerk")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
