"""A hearing that was asked for is somebody's work: it stands in the queue of 法制审核 until it has been held."""

from datetime import timedelta

from notifications.models import Message
from tests.moments import moment
from tests.portal.desks import Desks, text_of
from tests.portal.scene import GRAVE, Scene, next_day, working_days_ago
from workflow import calendar

LINK = 'class="open" href="/cases/{}/"'


def asked(desks: Desks):
    scene = Scene(desks.people)
    case = scene.accepted(at=working_days_ago(3))
    party = desks.people["applicant2"].applicant_id
    scene.do("notify_third_party", case, "reviewer", at=working_days_ago(2), party=party, interest="相邻")
    scene.do("request_hearing", case, "applicant2", reason="安全距离不足")
    return scene, case


def queue_of(desks: Desks, handle: str) -> str:
    return desks.get(handle, "/queue/").content.decode()


def test_a_hearing_asked_for_waits_in_the_queue_of_legal_until_it_is_held(desks: Desks):
    scene, case = asked(desks)
    shown = text_of(queue_of(desks, "legal"))
    assert "待办 1" in shown
    assert f"{moment().date()} 申请，尚未通知" in shown
    assert "剩余 20 个工作日" in shown
    day = calendar.current().add(moment().date(), 8)
    scene.do("call_hearing", case, "legal", chair=desks.key("legal"), day=day)
    assert f"已通知于 {day} 举行" in text_of(queue_of(desks, "legal"))
    scene.do("hold_hearing", case, "legal", at=moment(day), chair=desks.key("legal"))
    assert LINK.format(case.number) not in queue_of(desks, "legal")
    assert "没有等待举行的听证" in text_of(queue_of(desks, "legal"))


def test_one_of_the_bureaus_own_motion_waits_there_too(desks: Desks):
    scene = Scene(desks.people)
    case = scene.accepted(item=GRAVE, at=working_days_ago(1))
    scene.do("pause", case, "reviewer", procedure="hearing", planned_days=20)
    assert "依职权举行，尚未通知" in text_of(queue_of(desks, "legal"))


def test_nobody_else_has_it_and_a_case_that_is_over_has_none(desks: Desks):
    scene, case = asked(desks)
    for handle in ("clerk", "chief", "auditor"):
        assert "待组织的听证" not in queue_of(desks, handle)
    scene.do("withdraw", case, "applicant", at=moment(next_day()))
    desks.at += timedelta(days=1)
    assert LINK.format(case.number) not in queue_of(desks, "legal")


def test_legal_is_told_when_one_is_asked_for(desks: Desks):
    asked(desks)
    told = Message.objects.filter(kind="hearing_requested").values_list("recipient__username", flat=True)
    assert list(told) == ["legal"]
